"""place: understood reports -> which story each belongs to.

Reports are placed in epochs: reports k·E+1 … k·E+E by seq. An epoch that is full is placed once, against the outlines
that the epoch before it left; its outlines and placements are then kept for good. The reports of the epoch still open
are placed on every pass in just the same way, but only their placements are kept, and the next pass that finds more
reports places the open epoch anew. So what is kept after a pass depends on the reports there are and on their order,
never on the passes that came before: a desk that was fed one report at a time, one that caught up after a month and one
that was killed in between agree.

The size of an epoch, the window and people's judgements are part of the version: change one, and history is placed
again. Stories keep their last form until that has caught up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from infostreamer.flow.counts import Counts
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.understanding import Understand
from infostreamer.model import Finding, Judgement, Report, content_id, decode, encode
from infostreamer.settings import Settings
from infostreamer.store import Store, Unit
from infostreamer.store.outlines import OutlineRow
from infostreamer.store.placements import PlacementRow

VERSION = "1"
NAME = "place"
OPEN = "place.open"
"""The cursor of the epoch still open: how far its last provisional placing went."""

REPLACING = "place.until"
"""While history is placed again: the seq up to which that has to come before stories are built from it."""


@dataclass(frozen=True, slots=True)
class _PlacedEpoch:
    position: int  # unchanged while the epoch is open
    start: int
    reached: int
    version: str
    rows: tuple[PlacementRow, ...]
    outlines: tuple[Any, ...]  # empty while the epoch is open

    def save(self, unit: Unit) -> Counts:
        """The epoch's placements in place of provisional ones; every story that won or lost a report is touched."""
        before = {row.report_id: row for row in unit.placements.after(self.start)}
        after = {row.report_id: row for row in self.rows}
        changed = [
            row for row in (*before.values(), *self.rows) if before.get(row.report_id) != after.get(row.report_id)
        ]
        unit.placements.remove_after(self.start)
        unit.placements.put_all(self.rows)
        for outline in self.outlines:
            unit.outlines.put(OutlineRow(outline.story_id, outline.last_at, outline.seq, encode(outline).decode()))
        unit.stories.touch(row.story_id for row in changed)
        unit.cursors.set(OPEN, self.reached, self.version)
        return Counts(placed=len(after.keys() - before.keys()))


class Place:
    """Its cursor is the seq at which the last full epoch ended."""

    name, reads, gives = NAME, "report", "placement"
    is_lazy = False

    def __init__(self, rooms: Rooms, settings: Settings, understand: Understand) -> None:
        self._rooms = rooms
        self._epoch: int = settings["stories.epoch"]
        self._window_days: int = settings["stories.window_days"]
        self._understand = understand

    def version(self, unit: Unit) -> str:
        """Of this stage, of what it is defined by, and of the findings it reads."""
        decided = content_id("judgements", *(encode(judgement) for judgement in judgements_in_force(unit)))
        understood = content_id("understood", self._understand.version(unit))
        return f"{VERSION} {self._rooms.built_by} {self._epoch} {self._window_days} {decided} {understood}"

    def restart(self, unit: Unit) -> None:
        """Placements and outlines go; stories stay as they are until placing has come as far as it was."""
        unit.stories.touch_all()
        unit.placements.clear()
        unit.outlines.clear()
        unit.cursors.set(OPEN, 0, "")
        unit.meta.put(REPLACING, str(unit.reports.latest_seq()))

    def prepare(self, store: Store, position: int, now: datetime) -> _PlacedEpoch | None:
        """The next full epoch, or the open one where it has grown since it was last placed."""
        with store.read() as unit:
            version = self.version(unit)
            epoch = self._next_epoch(unit, position)
            is_full = len(epoch) == self._epoch
            if not epoch or (not is_full and unit.cursors.get(OPEN) == (epoch[-1].seq, version)):
                return None
            found = unit.findings.of(report.id for report in epoch)
            judgements = judgements_in_force(unit)
            judged = unit.placements.stories_of(_partners(epoch, judgements))
            nouns = unit.outlines.live(self._since(epoch), also=judged)
            live = [decode(noun, self._rooms.outline) for noun in nouns]
        placed = self._place(epoch, found, live, judgements)
        reached = epoch[-1].seq or 0
        outlines = tuple(placed.outlines) if is_full else ()
        return _PlacedEpoch(
            reached if is_full else position, position, reached, version, _rows(epoch, placed.placements), outlines
        )

    def _next_epoch(self, unit: Unit, position: int) -> list[Report]:
        reached, version = unit.cursors.get(self._understand.name)
        if version != self._understand.version(unit):
            return []
        return [report for report in unit.reports.after(position, self._epoch) if (report.seq or 0) <= reached]

    def _since(self, epoch: Sequence[Report]) -> datetime | None:
        """Stories without a report since then cannot take one of these; one day more, for offsets and rounding."""
        times = [moment for report in epoch for moment in _times(report)]
        try:
            return min(times) - timedelta(days=self._window_days + 1) if times else None
        except OverflowError:
            return None

    def _place(
        self,
        epoch: Sequence[Report],
        found: dict[str, tuple[Finding, ...]],
        live: Sequence[Any],
        judgements: Sequence[Judgement],
    ) -> Any:
        reads = [self._rooms.read(report, found.get(report.id, ())) for report in epoch]
        return self._rooms.place_epoch(reads, live, judgements=judgements, window_days=self._window_days)


def judgements_in_force(unit: Unit) -> tuple[Judgement, ...]:
    """What people decided and have not undone, by id."""
    return tuple(judgement for judgement in unit.judgements.all() if judgement.undone_at is None)


def _partners(epoch: Sequence[Report], judgements: Sequence[Judgement]) -> set[str]:
    """The earlier reports that people put together with one of these: their stories are wanted however old they are.

    Those of the epoch itself are left out: where a provisional pass put them must not matter.
    """
    ids = {report.id for report in epoch}
    together = (set(one.items) for one in judgements if one.kind in ("merge", "split"))
    return {item for items in together if not items.isdisjoint(ids) for item in items - ids}


def _times(report: Report) -> list[datetime]:
    published = report.published.at if report.published else None
    return [moment for moment in (published, report.fetched_at) if moment is not None]


def _rows(epoch: Sequence[Report], placements: Sequence[Any]) -> tuple[PlacementRow, ...]:
    seqs = {report.id: report.seq or 0 for report in epoch}
    return tuple(
        PlacementRow(placed.report_id, placed.story_id, seqs[placed.report_id], placed.score, tuple(placed.reasons))
        for placed in placements
    )
