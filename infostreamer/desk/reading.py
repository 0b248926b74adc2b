"""What can be asked of a desk. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.model import (
    Change,
    Dossier,
    Failure,
    Finding,
    NotFound,
    Report,
    Source,
    SourceHealth,
    Story,
    fold,
)
from infostreamer.store.meta import DECIDED

if TYPE_CHECKING:
    from infostreamer.store import Store

DEMO = "demo.tick"
_SHORT = 8  # digits of an id that are enough when only one id begins with them


class Reading:
    """The questions: each opens one read-only unit of the store and hands back nouns."""

    store: Store

    def moment(self) -> AbstractContextManager[None]:
        """All that this thread asks within the `with` is answered as of one moment, up to its first write."""
        return self.store.moment()

    # Stories and reports

    def stories(self, *, limit: int = 30, offset: int = 0) -> list[Story]:
        """Stories, the one with the newest report first."""
        with self.store.read() as unit:
            return unit.stories.newest(limit, offset)

    def stories_after(self, place: tuple[datetime | None, str] | None, *, limit: int = 30) -> list[Story]:
        """Stories in the order of `stories` that come after one: its `last_at` and id; from the first without one."""
        with self.store.read() as unit:
            return unit.stories.newest(limit) if place is None else unit.stories.after(*place, limit)

    def story(self, story_id: str) -> Story:
        """One story, by its id or a unique beginning of it (at least 8 digits).

        Raises:
            NotFound: no such story.
        """
        with self.store.read() as unit:
            try:
                return unit.stories.get(story_id)
            except NotFound:
                near = unit.stories.beginning(story_id) if len(story_id) >= _SHORT else []
        if len(near) != 1:
            raise NotFound(f"No story has the id {story_id!r}; `infostreamer stories` lists them.")
        return near[0]

    def reports(self, ids: Sequence[str]) -> dict[str, Report]:
        """The reports with these ids; unknown ids are left out."""
        with self.store.read() as unit:
            return unit.reports.many(ids)

    def report(self, report_id: str) -> Report:
        """One report, by its id or a unique beginning of it (at least 8 digits).

        Raises:
            NotFound: no such report.
        """
        with self.store.read() as unit:
            try:
                return unit.reports.get(report_id)
            except NotFound:
                near = unit.reports.beginning(report_id) if len(report_id) >= _SHORT else []
            purged = unit.purged.first([report_id])
        if purged is not None:
            raise NotFound(f"That report was purged on {purged.at:%Y-%m-%d}: {purged.why}")
        if len(near) != 1:
            raise NotFound(f"No report has the id {report_id!r}; `infostreamer reports` lists them.")
        return near[0]

    def newest_reports(self, *, limit: int = 30, before_seq: int | None = None) -> list[Report]:
        """Reports in the order of arrival, newest first."""
        with self.store.read() as unit:
            return unit.reports.newest(limit, before_seq)

    def newest_times(self, *, limit: int = 300) -> list[datetime]:
        """When the newest reports were published, or fetched where they do not say, in the order of arrival."""
        with self.store.read() as unit:
            return unit.reports.newest_times(limit)

    def findings(self, report_ids: Sequence[str]) -> dict[str, tuple[Finding, ...]]:
        """What the finders found, per report id."""
        with self.store.read() as unit:
            return unit.findings.of(report_ids)

    def story_of(self, report_id: str) -> str | None:
        """The id of the story that holds this report; None when it is not placed yet."""
        with self.store.read() as unit:
            return unit.stories.of_reports([report_id]).get(report_id)

    def stories_of(self, report_ids: Sequence[str]) -> dict[str, str]:
        """Report id -> id of the story that holds it, of those that are placed."""
        with self.store.read() as unit:
            return unit.stories.of_reports(report_ids)

    def versions(self, report_id: str) -> list[Report]:
        """Every version of the publication that this report belongs to, oldest first.

        Raises:
            NotFound: no such report.
        """
        report = self.report(report_id)
        with self.store.read() as unit:
            return unit.reports.versions(report.canonical)

    # Sources, trouble, changes

    def sources(self) -> list[tuple[Source, SourceHealth, int]]:
        """Every source with its health and how many reports it gave, by address."""
        with self.store.read() as unit:
            healths, counts = unit.sources.healths(), unit.reports.counts_by_source()
            return [
                (source, healths.get(source.id) or SourceHealth(source_id=source.id), counts.get(source.id, 0))
                for source in sorted(unit.sources.all(), key=lambda source: source.address)
            ]

    def source(self, key: str) -> Source:
        """One source, by id, address or host.

        Raises:
            NotFound: no such source.
        """
        from infostreamer.text.urls import host_of

        for source, _, _ in self.sources():
            if key in (source.id, source.address, host_of(source.address)):
                return source
        raise NotFound(f"No source is called {key!r}; `infostreamer sources` lists them.")

    def reports_of(self, source_id: str, *, limit: int = 30) -> list[Report]:
        """The newest reports of one source."""
        with self.store.read() as unit:
            return unit.reports.by_source(source_id, limit)

    def failures(self) -> list[Failure]:
        """What could not be done and is not mended yet, newest first."""
        with self.store.read() as unit:
            return unit.failures.all()

    def position(self) -> int:
        """The position of the newest change; 0 for an empty desk."""
        with self.store.read() as unit:
            return unit.changes.latest_position()

    def standing_at(self) -> tuple[int, str | None]:
        """(position of the newest change, a mark that is another one after anybody's decision)."""
        with self.store.read() as unit:
            return unit.changes.latest_position(), unit.meta.get(DECIDED)

    def changes(
        self, after: int = 0, *, limit: int = 200, nouns: Sequence[str] | None = None, item: str | None = None
    ) -> list[Change]:
        """Changes after a position, oldest first; only of these nouns and of the thing with this id where given."""
        with self.store.read() as unit:
            return unit.changes.after(after, limit, nouns, item=item)

    def counts(self) -> dict[str, int]:
        """How many sources, captures, reports, stories, dossiers and failures are kept."""
        with self.store.read() as unit:
            return {
                "sources": unit.sources.count(),
                "captures": unit.captures.count(),
                "reports": unit.reports.count(),
                "stories": unit.stories.count(),
                "dossiers": unit.dossiers.count(),
                "failures": unit.failures.count(),
            }

    def digest(self) -> str:
        """64 hex digits over everything derived that matters; equal for equal desks, however they came about."""
        return self.store.digest()

    # Dossiers

    def dossiers(self) -> list[Dossier]:
        """Every dossier, by title."""
        with self.store.read() as unit:
            return sorted(unit.dossiers.all(), key=lambda dossier: (fold(dossier.title), dossier.slug))

    def dossier(self, slug: str) -> Dossier:
        """One dossier.

        Raises:
            NotFound: no such dossier.
        """
        with self.store.read() as unit:
            return unit.dossiers.get(slug)

    # The demo's clock

    def demo_tick(self) -> datetime | None:
        """How far the demo wire was replayed into this desk; None when this is no demo desk."""
        with self.store.read() as unit:
            raw = unit.meta.get(DEMO)
        return datetime.fromisoformat(raw) if raw else None
