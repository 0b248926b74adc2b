"""Desk: the one front door. The command line, the web desk and notebooks call it; it reads the store and starts the flow."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from infostreamer.desk.views import Added, SearchHit, SearchPage, WhoPage, joined
from infostreamer.model import (
    BadInput,
    Change,
    Dossier,
    Failure,
    Finding,
    NotFound,
    Report,
    Source,
    SourceHealth,
    Span,
    Story,
    Who,
    content_id,
    fold,
)
from infostreamer.settings import Settings, data_folder, store_url

if TYPE_CHECKING:
    from infostreamer.flow import Flow
    from infostreamer.store import Store

_SEEN = "seen.position"
_DEMO = "demo.tick"


class Desk:
    """A desk over one store. Open it with `Desk.open`, close it or use it in a `with` block. Safe for several threads."""

    def __init__(self, store: Store, settings: Settings, *, hosts: Mapping[str, str] | None = None) -> None:
        """A desk over an open store.

        Args:
            store: see `infostreamer.store.open_store`.
            settings: every setting.
            hosts: names served from a local port, for the demo only; see `infostreamer.collect.web.Web`.
        """
        self.store = store
        self.settings = settings
        self._hosts = dict(hosts or {})
        self._flow: Flow | None = None
        self._clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        *,
        hosts: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> Desk:
        """The desk of these settings; its database is created or migrated as needed.

        Raises:
            TryLater: the database is locked.
            ConfigurationError: the database address is not usable.
        """
        from infostreamer.store import open_store

        chosen = settings or Settings.load()
        if not chosen["store.url"]:
            _make_folder(data_folder(chosen))
        desk = cls(open_store(store_url(chosen)), chosen, hosts=hosts)
        if clock is not None:
            desk._clock = clock
        return desk

    def close(self) -> None:
        """Stop the flow and close the database."""
        if self._flow is not None:
            self._flow.close()
        self.store.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def flow(self) -> Flow:
        """The engine over this desk's store, started on first use."""
        with self._lock:
            if self._flow is None:
                from infostreamer.collect.web import Web
                from infostreamer.flow import Flow

                web = Web(self.settings, hosts=self._hosts, clock=self._clock)
                self._flow = Flow(self.store, settings=self.settings, web=web, clock=self._clock)
            return self._flow

    def now(self) -> datetime:
        """This desk's time, UTC; the demo's is the replayed one."""
        return self._clock()

    # Reading: stories and reports

    def stories(self, *, limit: int = 30, offset: int = 0) -> list[Story]:
        """Stories, the one with the newest report first."""
        with self.store.read() as unit:
            return unit.stories.newest(limit, offset)

    def story(self, story_id: str) -> Story:
        """One story, by its id or a unique beginning of it (at least 8 digits).

        Raises:
            NotFound: no such story.
        """
        with self.store.read() as unit:
            found = unit.stories.get(story_id)
            if found is None and len(story_id) >= 8:
                near = [story for story in unit.stories.all() if story.id.startswith(story_id)]
                found = near[0] if len(near) == 1 else None
        if found is None:
            raise NotFound(f"No story has the id {story_id!r}; `infostreamer stories` lists them.")
        return found

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
            found = unit.reports.get(report_id) or unit.reports.find_by_prefix(report_id)
        if found is None:
            raise NotFound(f"No report has the id {report_id!r}; `infostreamer reports` lists them.")
        return found

    def newest_reports(self, *, limit: int = 30, before_seq: int | None = None) -> list[Report]:
        """Reports in the order of arrival, newest first."""
        with self.store.read() as unit:
            return unit.reports.newest(limit, before_seq)

    def findings(self, report_ids: Sequence[str]) -> dict[str, tuple[Finding, ...]]:
        """What the finders found, per report id."""
        with self.store.read() as unit:
            return unit.findings.of(report_ids)

    def story_of(self, report_id: str) -> str | None:
        """The id of the story that holds this report; None when it is not placed yet."""
        with self.store.read() as unit:
            return unit.stories.of_reports([report_id]).get(report_id)

    def versions(self, report_id: str) -> list[Report]:
        """Every version of the publication that this report belongs to, oldest first.

        Raises:
            NotFound: no such report.
        """
        report = self.report(report_id)
        with self.store.read() as unit:
            return unit.reports.versions(report.canonical)

    # Reading: sources, trouble, changes

    def sources(self) -> list[tuple[Source, SourceHealth, int]]:
        """Every source with its health and how many reports it gave, by address."""
        with self.store.read() as unit:
            healths, counts = unit.sources.healths(), unit.reports.count_by_source()
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

    def changes(self, after: int = 0, *, limit: int = 200, nouns: Sequence[str] | None = None) -> list[Change]:
        """Changes after a position, oldest first."""
        with self.store.read() as unit:
            return unit.changes.after(after, limit, nouns)

    def counts(self) -> dict[str, int]:
        """How many sources, captures, reports, stories, dossiers and failures are kept."""
        with self.store.read() as unit:
            return {
                "sources": len(unit.sources.all()),
                "captures": unit.captures.count(),
                "reports": unit.reports.count(),
                "stories": unit.stories.count(),
                "dossiers": len(unit.dossiers.all()),
                "failures": len(unit.failures.all()),
            }

    def digest(self) -> str:
        """64 hex digits over everything derived that matters; equal for equal desks, however they came about."""
        return self.store.digest()

    # Reading: search, people

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> SearchPage:
        """Reports that match the query.

        Raises:
            BadInput: the query is empty or cannot be understood.
        """
        from infostreamer.text.query import parse_query, spans_of_query

        parsed = parse_query(query)
        with self.store.read() as unit:
            found = unit.search.reports(query, limit, offset)
            total = unit.search.count(query)
            reports = unit.reports.many([hit.report_id for hit in found])
            story_ids = unit.stories.of_reports(list(reports))
        hits = tuple(
            SearchHit(
                report=reports[hit.report_id],
                story_id=story_ids.get(hit.report_id),
                spans=tuple(
                    Span(hit.report_id, start, end)
                    for start, end in spans_of_query(parsed, reports[hit.report_id].text)
                ),
            )
            for hit in found
            if hit.report_id in reports
        )
        return SearchPage(query=query, total=total, hits=hits)

    def find_who(self, name: str = "", *, limit: int = 50) -> list[tuple[Who, int]]:
        """People, organisations and places whose name or alias holds `name`, with the number of their stories."""
        wanted = fold(name)
        seen: dict[str, tuple[Who, int]] = {}
        for story in self._all_stories():
            for who in story.who:
                if wanted and not any(wanted in fold(form) for form in (who.name, *who.aliases)):
                    continue
                known, count = seen.get(who.id, (who, 0))
                seen[who.id] = (joined(known, who) if count else who, count + 1)
        return sorted(seen.values(), key=lambda row: (-row[1], -row[0].mentions, row[0].name))[:limit]

    def who(self, who_id: str) -> WhoPage:
        """One person, organisation or place.

        Raises:
            NotFound: nobody in any story has that id.
        """
        stories = [story for story in self._all_stories() if any(who.id == who_id for who in story.who)]
        if not stories:
            raise NotFound(f"Nobody has the id {who_id!r}; `infostreamer who` lists people and organisations.")
        forms = [who for story in stories for who in story.who if who.id == who_id]
        whole = forms[0]
        for form in forms[1:]:
            whole = joined(whole, form)
        return WhoPage(who=whole, stories=tuple(stories), said=tuple(self._said_by(whole, stories)))

    def _said_by(self, who: Who, stories: Iterable[Story]) -> list[tuple[Report, Finding]]:
        ids = [member.report_id for story in stories for member in story.members if not member.is_superseded]
        reports, findings = self.reports(ids), self.findings(ids)
        keys = set(who.keys)
        said = [
            (reports[report_id], finding)
            for report_id, found in findings.items()
            if report_id in reports
            for finding in found
            if finding.kind in ("quote", "statement") and getattr(finding.payload, "who", None) in keys
        ]
        return sorted(said, key=lambda row: (-(row[0].seq or 0), row[1].start))

    def _all_stories(self) -> list[Story]:
        with self.store.read() as unit:
            return unit.stories.newest(10_000, 0)

    # Reading and making: dossiers

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
            found = unit.dossiers.get(slug)
        if found is None:
            raise NotFound(f"No dossier is called {slug!r}; `infostreamer dossiers` lists them.")
        return found

    def add_dossier(self, title: str, question: str) -> Dossier:
        """A new dossier, filled at once with the stories that match the question.

        Raises:
            BadInput: the title is empty or taken, or the question cannot be understood.
        """
        from infostreamer.dossiers import parse_question

        parse_question(question)
        slug = _slug(title)
        dossier = Dossier(
            id=content_id("dossier", slug),
            slug=slug,
            title=" ".join(title.split()),
            question=question,
            created_at=self.now(),
        )
        with self.store.unit() as unit:
            if unit.dossiers.get(slug) is not None:
                raise BadInput(f"There is a dossier called {slug!r} already; choose another title.")
            unit.dossiers.put(dossier)
        self.flow.enrich()
        return self.dossier(slug)

    def remove_dossier(self, slug: str) -> None:
        """Forget a dossier; its stories stay.

        Raises:
            NotFound: no such dossier.
        """
        self.dossier(slug)
        with self.store.unit() as unit:
            unit.dossiers.remove(slug)

    # Reading and moving: what was seen

    def seen_position(self) -> int:
        """Changes up to this position were seen."""
        with self.store.read() as unit:
            return int(unit.meta.get(_SEEN) or 0)

    def seen_at(self) -> datetime | None:
        """When the last seen change happened; None when nothing was seen yet."""
        position = self.seen_position()
        rows = self.changes(position - 1, limit=1) if position else []
        return rows[0].at if rows else None

    def mark_seen(self, position: int) -> int:
        """Move the seen mark to a position (never beyond the newest); the previous one is returned, for undo."""
        with self.store.unit() as unit:
            before = int(unit.meta.get(_SEEN) or 0)
            unit.meta.put(_SEEN, str(max(0, min(position, unit.changes.latest_position()))))
        return before

    # Doing: sources and reports

    def add(self, target: str, *, outlet: str | None = None, owner: str | None = None) -> Added:
        """Follow an address, import an OPML file, or take in a file, a folder or a JSONL file.

        Raises:
            BadInput: neither an address nor an existing path.
            FetchError: the address could not be read.
        """
        if target.startswith(("http://", "https://")):
            return self._follow(target, outlet, owner)
        path = Path(target)
        if not path.exists():
            raise BadInput(f"{target} is neither an http(s) address nor an existing file or folder.")
        if path.suffix.lower() == ".opml":
            return self._import_opml(path)
        return self.take_in_paths([path])

    def _follow(self, address: str, outlet: str | None, owner: str | None) -> Added:
        from infostreamer.collect import identify

        flow = self.flow
        assert flow.web is not None
        named = [
            replace(source, outlet=outlet or source.outlet, owner=owner or source.owner, added_at=self.now())
            for source in identify(address, web=flow.web)
        ]
        return Added(sources=tuple(self.put_sources(named)))

    def _import_opml(self, path: Path) -> Added:
        from infostreamer.collect import read_opml

        return Added(sources=tuple(self.put_sources(read_opml(path.read_bytes()))))

    def put_sources(self, sources: Iterable[Source]) -> list[Source]:
        """Follow these sources; one that is known by its address keeps its id and its history."""
        kept: list[Source] = []
        with self.store.unit() as unit:
            for source in sources:
                wanted = source if source.every_s != 3600 else replace(source, every_s=self.settings["collect.every"])
                unit.sources.put(wanted)
                kept.append(wanted)
        return kept

    def take_in_paths(self, paths: Sequence[Path]) -> Added:
        """Take in files and folders as reports, and derive everything from them at once."""
        from infostreamer.collect import read_paths

        captures, failures = read_paths(paths, now=self.now())
        return self._take_in(captures, failures)

    def take_in_jsonl(self, stream: io.TextIOBase | Iterable[str]) -> Added:
        """Take in reports, one JSON object per line."""
        from infostreamer.collect import read_jsonl

        captures, failures = read_jsonl(stream, now=self.now())
        return self._take_in(captures, failures)

    def _take_in(self, captures: Sequence[object], failures: Sequence[Failure]) -> Added:
        before = {failure.id for failure in self.failures()}
        with self.store.unit() as unit:
            for failure in failures:
                unit.failures.put(failure)
        self.flow.take_in(captures)  # type: ignore[arg-type]
        self.flow.enrich()
        unreadable = [failure for failure in self.failures() if failure.id not in before]
        return Added(taken_in=len(captures), failures=tuple(unreadable))

    def remove_source(self, key: str) -> Source:
        """Stop following a source; its reports stay.

        Raises:
            NotFound: no such source.
        """
        source = self.source(key)
        with self.store.unit() as unit:
            unit.sources.remove(source.id)
        return source

    def set_paused(self, key: str, is_paused: bool) -> Source:
        """Pause or resume a source.

        Raises:
            NotFound: no such source.
        """
        source = replace(self.source(key), is_paused=is_paused)
        with self.store.unit() as unit:
            unit.sources.put(source)
        return source

    def refresh(self, key: str) -> Source:
        """Make a source due now; the running flow visits it at its next look.

        Raises:
            NotFound: no such source.
        """
        source = self.source(key)
        with self.store.unit() as unit:
            health = unit.sources.health(source.id) or SourceHealth(source_id=source.id)
            unit.sources.put_health(replace(health, next_at=None))
        return source

    # The demo's clock

    def demo_tick(self) -> datetime | None:
        """How far the demo wire was replayed into this desk; None when this is no demo desk."""
        with self.store.read() as unit:
            raw = unit.meta.get(_DEMO)
        return datetime.fromisoformat(raw) if raw else None


def _slug(title: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in fold(title)).split()
    if not words:
        raise BadInput("A dossier needs a title with at least one letter or digit.")
    return "-".join(words)[:80]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadInput(
            f"The data folder {folder} cannot be made: {error.strerror}; choose another with --data."
        ) from error
