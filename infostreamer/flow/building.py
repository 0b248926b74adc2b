"""build: touched stories -> stories, and what changed in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from infostreamer.flow.counts import Counts
from infostreamer.flow.lease import is_over, until
from infostreamer.flow.placing import OPEN, REPLACING, judgements_in_force
from infostreamer.flow.revising import save
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.shares import Claim
from infostreamer.flow.telling import kept_of, with_kept
from infostreamer.flow.trouble import failure_of, note
from infostreamer.model import Change, Failure, Judgement, Report, Source, Story, content_id
from infostreamer.settings import Settings
from infostreamer.store import Store, Unit
from infostreamer.store.placements import PlacementRow
from infostreamer.text.urls import host_of

VERSION = "3"
NAME = "build"
_BATCH = 8

LONG_S = 1.0
"""A story that takes longer to build, some hundreds of reports, is built less often while others wait."""

_REST = 9  # times as long


@dataclass(frozen=True, slots=True)
class _Built:
    now: datetime
    most_revisions: int
    built: tuple[tuple[str, Story | Failure | None, tuple[Change, ...]], ...]

    def save(self, unit: Unit, token: int) -> Counts:
        """Stories in place of their earlier form, unless they were touched while they were built; those that lost every
        report go."""
        counts = Counts()
        for story_id, outcome, changes in self.built:
            if unit.touched.settle(story_id, token):
                counts += self._save_one(unit, story_id, outcome, changes)
        return counts

    def _save_one(
        self, unit: Unit, story_id: str, outcome: Story | Failure | None, changes: tuple[Change, ...]
    ) -> Counts:
        if outcome is None:
            unit.stories.remove(story_id)
            return Counts()
        if isinstance(outcome, Failure):
            note(unit, outcome, self.now)
            return Counts(failures=1)
        unit.failures.clear(Failure(item=story_id, stage=NAME, error="").id)
        told = [replace(change, at=change.at or self.now) for change in changes]
        return Counts(stories=int(save(unit, outcome, told, now=self.now, most=self.most_revisions)))


@dataclass(frozen=True, slots=True)
class _Around:
    """What a story is built with besides its members."""

    owners: Mapping[str, str]  # host -> owner
    source_owners: Mapping[str, str | None]
    judgements: tuple[Judgement, ...]


class Build:
    """Reads the list of touched stories, which processes share; its cursor never moves."""

    name, reads, gives = NAME, "placement", "story"
    is_lazy = True

    def __init__(self, rooms: Rooms, settings: Settings, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rooms = rooms
        self._most_revisions: int = settings["stories.revisions"]
        self._clock = clock
        self._rests: dict[str, float] = {}  # story -> until when it is left alone while others wait

    def version(self, unit: Unit) -> str:
        """Of this stage, and of who owns which outlet: both speak in every story."""
        owners = sorted((source.id, source.address, source.owner or "") for source in unit.sources.owned())
        return f"{VERSION} {self._rooms.built_by} {content_id('owners', *(part for row in owners for part in row))}"

    def restart(self, unit: Unit) -> None:
        """Every story is built again, the present form staying until then."""
        unit.failures.clear_stage(NAME)
        unit.stories.touch_all()

    def is_open(self, unit: Unit) -> bool:
        """True when a touched story is free. Not while history is being placed again."""
        return self._is_placed(unit) and unit.touched.are_free(is_over)

    def is_held(self, unit: Unit) -> bool:
        """True while stories are being built."""
        return self._is_placed(unit) and unit.touched.are_held()

    def may_help(self, unit: Unit) -> bool:
        """Only when all else has come to rest: a story that still grows would be built again and again."""
        return unit.cursors.get(OPEN)[0] >= unit.reports.latest_seq() and not unit.claims.are_any()

    def claim(self, unit: Unit, holder: str, *, in_passing: bool = False) -> Claim | None:
        """The next touched stories. In passing, one that took long to build is left alone for nine times as long: a
        story that a source floods takes a tenth of the time, and is built when all else is done.
        """
        if not self._is_placed(unit):
            return None
        now = self._clock()
        self._rests = {story_id: rested_at for story_id, rested_at in self._rests.items() if rested_at > now}
        without = self._rests if in_passing else ()
        token, ids = unit.touched.claim(_BATCH, holder=holder, until=until(), is_over=is_over, without=without)
        return Claim(token, story_ids=tuple(ids)) if ids else None

    def work(self, store: Store, claim: Claim, now: datetime) -> _Built:
        """The stories, built from what they are made of now."""
        with store.read() as unit:
            placed, around = unit.placements.of_stories(claim.story_ids), _around(unit)
            built = tuple(self._timed(unit, one, placed.get(one, []), around) for one in claim.story_ids)
        return _Built(now, self._most_revisions, built)

    def give(self, unit: Unit, claim: Claim, work: _Built) -> Counts:
        """Kept at once, story by story, where nothing touched it meanwhile."""
        return work.save(unit, claim.token)

    def land(self, unit: Unit) -> Counts | None:
        """Nothing waits for its turn."""
        return None

    def _is_placed(self, unit: Unit) -> bool:
        until = int(unit.meta.get(REPLACING) or 0)
        return unit.cursors.get(OPEN)[0] >= until

    def _timed(
        self, unit: Unit, story_id: str, placed: list[PlacementRow], around: _Around
    ) -> tuple[str, Story | Failure | None, tuple[Change, ...]]:
        began = self._clock()
        built = self._build(unit, story_id, placed, around)
        ended = self._clock()
        if ended - began >= LONG_S:
            self._rests[story_id] = ended + _REST * (ended - began)
        return built

    def _build(
        self, unit: Unit, story_id: str, placed: list[PlacementRow], around: _Around
    ) -> tuple[str, Story | Failure | None, tuple[Change, ...]]:
        if not placed:
            return story_id, None, ()
        reports = unit.reports.many(row.report_id for row in placed)
        found = unit.findings.of(reports)
        before = unit.stories.many([story_id]).get(story_id)
        kept = kept_of(unit, story_id) if self._rooms.teller else ("", "")
        try:
            reads = [self._rooms.read(_owned(report, around), found.get(report.id, ())) for report in reports.values()]
            story = self._rooms.build_story(
                story_id,
                reads,
                reasons={row.report_id: row.reasons for row in placed},
                owners=around.owners,
                judgements=around.judgements,
                previous=None,  # not `before`: what came before depends on the passes, and a rebuild must agree
            )
            story = with_kept(kept, self._rooms.teller, story, reports)
            if story.told and self._rooms.judge_told is not None:
                texts = {report.id: report.text for report in reports.values()}
                story = self._rooms.judge_told(story, reads, judgements=around.judgements, texts=texts)
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
