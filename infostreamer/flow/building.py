"""build: touched stories -> stories, and what changed in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from infostreamer.flow.counts import Counts
from infostreamer.flow.placing import OPEN, REPLACING, judgements_in_force
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.telling import with_kept
from infostreamer.flow.trouble import failure_of, note
from infostreamer.model import Change, Failure, Judgement, Report, Source, Story, content_id
from infostreamer.store import Store, Unit
from infostreamer.store.placements import PlacementRow
from infostreamer.text.urls import host_of

VERSION = "1"
NAME = "build"
_BATCH = 16


@dataclass(frozen=True, slots=True)
class _Built:
    position: int
    now: datetime
    built: tuple[tuple[str, Story | Failure | None, tuple[Change, ...]], ...]

    def save(self, unit: Unit) -> Counts:
        """Stories in place of their earlier form; those that lost every report go."""
        counts = Counts()
        for story_id, outcome, changes in self.built:
            if outcome is None:
                unit.stories.remove(story_id)
            elif isinstance(outcome, Failure):
                note(unit, outcome, self.now)
                counts += Counts(failures=1)
            else:
                unit.failures.clear(Failure(item=story_id, stage=NAME, error="").id)
                told = [replace(change, at=change.at or self.now) for change in changes]
                counts += Counts(stories=int(unit.stories.put(outcome, told=told)))
        unit.stories.untouch(story_id for story_id, _, _ in self.built)
        return counts


@dataclass(frozen=True, slots=True)
class _Around:
    """What a story is built with besides its members."""

    owners: Mapping[str, str]  # host -> owner
    source_owners: Mapping[str, str | None]
    judgements: tuple[Judgement, ...]


class Build:
    """Reads the list of touched stories; its cursor never moves."""

    name, reads, gives = NAME, "placement", "story"
    is_lazy = True

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def version(self, unit: Unit) -> str:
        """Of this stage, and of who owns which outlet: both speak in every story."""
        owners = sorted(
            (source.id, source.address, source.owner or "") for source in unit.sources.all() if source.owner
        )
        return f"{VERSION} {self._rooms.built_by} {content_id('owners', *(part for row in owners for part in row))}"

    def restart(self, unit: Unit) -> None:
        """Every story is built again, the present form staying until then."""
        unit.failures.clear_stage(NAME)
        unit.stories.touch_all()

    def prepare(self, store: Store, position: int, now: datetime) -> _Built | None:
        """The next touched stories, built. None while history is being placed again."""
        with store.read() as unit:
            touched = unit.stories.touched(_BATCH) if self._is_placed(unit) else []
            if not touched:
                return None
            placed = unit.placements.of_stories(touched)
            around = _around(unit)
            built = tuple(self._build(unit, story_id, placed.get(story_id, []), around) for story_id in touched)
        return _Built(position, now, built)

    def _is_placed(self, unit: Unit) -> bool:
        until = int(unit.meta.get(REPLACING) or 0)
        return unit.cursors.get(OPEN)[0] >= until

    def _build(
        self, unit: Unit, story_id: str, placed: list[PlacementRow], around: _Around
    ) -> tuple[str, Story | Failure | None, tuple[Change, ...]]:
        if not placed:
            return story_id, None, ()
        reports = unit.reports.many(row.report_id for row in placed)
        found = unit.findings.of(reports)
        before = unit.stories.many([story_id]).get(story_id)
        try:
            story = self._rooms.build_story(
                story_id,
                [self._rooms.read(_owned(report, around), found.get(report.id, ())) for report in reports.values()],
                reasons={row.report_id: row.reasons for row in placed},
                owners=around.owners,
                judgements=around.judgements,
                previous=None,  # not `before`: what came before depends on the passes, and a rebuild must agree
            )
            story = with_kept(unit, self._rooms.teller, story, reports)
            return story_id, story, tuple(self._rooms.changes_between(before, story))
        except Exception as error:
            return story_id, failure_of(story_id, NAME, error), ()


def _around(unit: Unit) -> _Around:
    sources = unit.sources.all()
    return _Around(owners_by_host(sources), {source.id: source.owner for source in sources}, judgements_in_force(unit))


def owners_by_host(sources: list[Source]) -> dict[str, str]:
    """Host -> owner family, as the user stated it for the sources."""
    hosts = ((host_of(source.address), source.owner) for source in sources)
    return {host: owner for host, owner in hosts if host and owner}


def _owned(report: Report, around: _Around) -> Report:
    """With the owner as stated now, not as stated when it arrived."""
    if report.source_id is None or report.source_id not in around.source_owners:
        return report
    return replace(report, owner=around.source_owners[report.source_id])
