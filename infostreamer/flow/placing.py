"""place: understood reports -> which story each belongs to.

Reports are placed in epochs: reports k·E+1 … k·E+E by seq. An epoch that is full is placed once, against the outlines
that the epoch before it left; its outlines and placements are then kept for good. The reports of the epoch still open
are placed on every pass in just the same way, but only their placements are kept, and the next pass that finds more
reports places the open epoch anew. So what is kept after a pass depends on the reports there are and on their order,
never on the passes that came before: a desk that was fed one report at a time, one that caught up after a month and one
that was killed in between agree.

The size of an epoch, the window and people's judgements are part of the version: change one, and history is placed
again. Stories keep their last form until that has caught up.

The index of live stories stays in memory between passes. The desk keeps a trace of every full epoch, a digest of all
placements so far; an index that is not of that very trace (another process placed meanwhile, or placed again) is read
anew, a stretch of time when a report first asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infostreamer.flow.counts import Counts
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.understanding import Understand
from infostreamer.model import Judgement, Report, content_id, decode, encode
from infostreamer.model.judgement import OF_LINES
from infostreamer.settings import Settings
from infostreamer.store import Store, Unit
from infostreamer.store.entries import EntryRow
from infostreamer.store.outlines import OutlineRow
from infostreamer.store.placements import PlacementRow

VERSION = "2"
NAME = "place"
OPEN = "place.open"
"""The cursor of the epoch still open: how far its last provisional placing went."""

REPLACING = "place.until"
"""While history is placed again: the seq up to which that has to come before stories are built from it."""

TRACE = "place.trace"
"""A digest of all placements of full epochs, in order: two desks with the same trace hold the same live stories."""

_MOST_ENTRIES = 250_000
"""How many placed reports the index may hold beyond what an epoch asks for: about 2 kB each, so half a gigabyte."""


@dataclass(frozen=True, slots=True)
class _PlacedEpoch:
    position: int  # unchanged while the epoch is open
    start: int
    reached: int
    version: str
    rows: tuple[PlacementRow, ...]
    outlines: tuple[Any, ...]  # these and the following are empty while the epoch is open
    entries: tuple[Any, ...]
    trace: str

    def save(self, unit: Unit) -> Counts:
        """The epoch's placements in place of provisional ones; every story that won or lost a report is touched."""
        before = {row.report_id: row for row in unit.placements.after(self.start)}
        after = {row.report_id: row for row in self.rows}
        changed = [
            row for row in (*before.values(), *self.rows) if before.get(row.report_id) != after.get(row.report_id)
        ]
        unit.placements.remove_after(self.start)
        unit.placements.put_all(self.rows)
        if self.trace:
            unit.outlines.put_all([OutlineRow(one.story_id, _text(one)) for one in self.outlines])
            unit.entries.put_all([EntryRow(one.seq, one.at, _text(one)) for one in self.entries])
            unit.meta.put(TRACE, self.trace)
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
        self._board: Any = None
        self._is_of = ("", "")  # version and trace
        self._next: tuple[str, str, int, tuple[Any, ...]] | None = None  # the last full epoch, perhaps saved since

    def version(self, unit: Unit) -> str:
        """Of this stage, of what it is defined by, and of the findings it reads."""
        placing = [judgement for judgement in judgements_in_force(unit) if judgement.kind not in OF_LINES]
        decided = content_id("judgements", *(encode(judgement) for judgement in placing))
        understood = content_id("understood", self._understand.version(unit))
        return f"{VERSION} {self._rooms.placed_by} {self._epoch} {self._window_days} {decided} {understood}"

    def restart(self, unit: Unit) -> None:
        """Placements and outlines go; stories stay as they are until placing has come as far as it was."""
        unit.stories.touch_all()
        unit.placements.clear()
        unit.outlines.clear()
        unit.entries.clear()
        unit.meta.put(TRACE, "")
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
            trace = unit.meta.get(TRACE) or ""
            try:
                placed = self._placed(unit, epoch, (version, trace), position)
            except Exception:
                self._board = None  # it may be half loaded
                raise
        reached, rows = epoch[-1].seq or 0, _rows(epoch, placed.placements)
        if not is_full:
            return _PlacedEpoch(position, position, reached, version, rows, (), (), "")
        after = content_id("trace", trace, *(f"{row.report_id} {row.story_id}" for row in rows))
        self._next = (version, after, reached, placed.entries)
        return _PlacedEpoch(reached, position, reached, version, rows, placed.outlines, placed.entries, after)

    def _next_epoch(self, unit: Unit, position: int) -> list[Report]:
        reached, version = unit.cursors.get(self._understand.name)
        if version != self._understand.version(unit):
            return []
        return [report for report in unit.reports.after(position, self._epoch) if (report.seq or 0) <= reached]

    def _placed(self, unit: Unit, epoch: Sequence[Report], wanted: tuple[str, str], position: int) -> Any:
        found = unit.findings.of(report.id for report in epoch)
        reads = [self._rooms.read(report, found.get(report.id, ())) for report in epoch]
        board, judgements = self._board_of(wanted, position), judgements_in_force(unit)
        for segment in board.missing(reads, _MOST_ENTRIES):
            self._load(unit, board, segment)
        sought = board.seek(reads, judgements)
        known = unit.placements.stories_of(sought.partners, until=position)
        live = [decode(noun, self._rooms.outline) for noun in unit.outlines.of([*sought.story_ids, *known.values()])]
        options = {"judgements": judgements, "window_days": self._window_days, "sought": sought, "known": known}
        return self._rooms.place_epoch(reads, live, **options)

    def _load(self, unit: Unit, board: Any, segment: int) -> None:
        """Hand the board a segment as the store has it, a part at a time."""
        bounds = board.bounds_of(segment)
        rows = unit.entries.between(bounds)
        board.load(segment, [decode(row.noun, self._rooms.entry) for row in rows])
        while rows:
            rows = unit.entries.between(bounds, after=rows[-1])
            board.load(segment, [decode(row.noun, self._rooms.entry) for row in rows])

    def _board_of(self, wanted: tuple[str, str], position: int) -> Any:
        """The index as of this version and trace: the one at hand, with its last epoch where that was saved."""
        if self._board is None:
            self._board = self._rooms.board(self._window_days)
            self._board.restart(position)
        elif self._next and self._is_of != wanted == self._next[:2]:
            self._board.take(self._next[3], self._next[2])
        elif self._is_of != wanted:
            self._board.restart(position)
        self._is_of, self._next = wanted, None
        return self._board


def judgements_in_force(unit: Unit) -> tuple[Judgement, ...]:
    """What people decided and have not undone, by id."""
    return tuple(judgement for judgement in unit.judgements.all() if judgement.undone_at is None)


def _text(noun: object) -> str:
    return encode(noun).decode()


def _rows(epoch: Sequence[Report], placements: Sequence[Any]) -> tuple[PlacementRow, ...]:
    seqs = {report.id: report.seq or 0 for report in epoch}
    return tuple(
        PlacementRow(placed.report_id, placed.story_id, seqs[placed.report_id], placed.score, tuple(placed.reasons))
        for placed in placements
    )
