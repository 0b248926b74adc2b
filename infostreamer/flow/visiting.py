"""Collecting without end: each source is visited when it is due and kept as soon as it is back, beside the enriching.

One thread looks, keeps and writes; each visit waits in a thread of its own. What is kept together in one unit is what
came back while the unit before was written, so a quiet desk keeps one at a time and a busy one many.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any

from infostreamer.flow.counts import Counts
from infostreamer.flow.lease import Fence, held, is_led
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.schedule import NAME, keep, spread, unkept, visit
from infostreamer.flow.slots import Rests, Slots, in_turn
from infostreamer.model import Source
from infostreamer.store import Store
from infostreamer.store.sources import DueRow

_LOG = logging.getLogger("infostreamer.flow")

LOOK_S = 1.0
"""Time between two looks at what is due."""

_MOST_VISITS = 32  # kept in one unit
_MOST_CAPTURES = 50  # after which no further visit joins the unit: a longer one holds up every other writer
_PATIENCE_S = 60.0  # for a visit that another process was asked to make


@dataclass(frozen=True, slots=True)
class _Back:
    """A visit that is over. `stretch`: that in which it began."""

    stretch: int
    source: Source
    outcome: Any
    now: datetime


class Visiting:
    """Visits of one process. One thread calls `stretch`."""

    def __init__(self, store: Store, *, rooms: Rooms, web: Any, clock: Callable[[], datetime], workers: int) -> None:
        self._store = store
        self._rooms = rooms
        self._web = web
        self._clock = clock
        self._slots = Slots(workers)
        self._rests = Rests()
        self._back: SimpleQueue[_Back] = SimpleQueue()
        self._due: list[DueRow] = []
        self._looked = 0.0
        self._stretch = 0

    def stretch(self, is_stopping: Callable[[], bool]) -> Counts:
        """Visit from now on until nothing is due and every visit is back; empty, and nothing written, where nothing is
        due; skipped where another process collects.

        Told to stop, it leaves visits that are under way: their sources stay due.
        """
        if not self._look():
            return Counts()
        self._stretch += 1
        self._slots.clear()
        total = Counts()
        with held(self._store, NAME) as fence:
            if fence is None:
                return Counts(is_skipped=True)
            self._look()  # what was due may have been visited by whoever held the lease until now
            while not is_stopping() and (self._begin() or self._slots):
                total += self._keep(self._arrived(LOOK_S), fence)
            return total + self._keep(self._arrived(0.0), fence)

    def _look(self) -> bool:
        """True when anything is due."""
        self._looked = time.monotonic()
        with self._store.read() as unit:
            self._due = in_turn(
                one for one in unit.sources.to_visit(self._clock()) if self._rests.is_over(one.source.id)
            )
        return bool(self._due)

    def _begin(self) -> bool:
        """Start what is due and finds a slot; true when something was started."""
        if time.monotonic() - self._looked >= LOOK_S:
            self._look()
        chosen = self._slots.take(self._due)
        if not chosen:
            return False
        self._forget_due({one.source.id for one in chosen})
        for one in chosen:
            threading.Thread(target=self._visit, args=(self._stretch, one.source), name="visit", daemon=True).start()
        return True

    def _visit(self, stretch: int, source: Source) -> None:
        now = self._clock()
        try:
            outcome = visit(self._store, source, self._rooms, self._web, now)
        except BaseException as error:  # the database is away: the source stays due
            outcome = error
        self._back.put(_Back(stretch, source, outcome, now))

    def _arrived(self, wait_s: float) -> list[_Back]:
        """What came back, waiting so long for the first."""
        arrived: list[_Back] = []
        captures = 0
        try:
            while len(arrived) < _MOST_VISITS and captures < _MOST_CAPTURES:
                one = self._back.get(timeout=wait_s) if wait_s and not arrived else self._back.get_nowait()
                if one.stretch != self._stretch:
                    continue
                self._slots.give_back(one.source.id)
                self._rests.note(one.source.id, is_void=isinstance(one.outcome, BaseException))
                captures += len(getattr(one.outcome, "captures", ()))
                arrived.append(one)
        except Empty:
            pass
        self._forget_due({one.source.id for one in arrived})  # the last look may have been before they were back
        return arrived

    def _forget_due(self, source_ids: set[str]) -> None:
        self._due = [one for one in self._due if one.source.id not in source_ids]

    def _keep(self, arrived: Sequence[_Back], fence: Fence) -> Counts:
        if not arrived:
            return Counts()
        try:
            return self._keep_together(arrived, fence)
        except Exception as error:
            failure = unkept(arrived[0].source, error)  # of the database or the machine: it ends here
            if len(arrived) > 1:
                return sum((self._keep([one], fence) for one in arrived), Counts())
            return self._keep_together([_Back(self._stretch, arrived[0].source, failure, arrived[0].now)], fence)

    def _keep_together(self, arrived: Sequence[_Back], fence: Fence) -> Counts:
        total = Counts()
        with self._store.unit() as unit:
            fence(unit)
            followed = unit.sources.among(one.source.id for one in arrived)
            for one in arrived:
                if isinstance(one.outcome, BaseException):
                    _LOG.warning("%s could not be visited: %s", one.source.address, one.outcome)
                elif one.source.id in followed:
                    total += keep(unit, one.source, one.outcome, one.now, first=spread)
        return total


def ask_leader(store: Store, sources: Sequence[Source], is_stopping: Callable[[], bool]) -> None:
    """Have these sources visited by the process that collects, and wait until it did: a minute at most, or until it
    collects no more."""
    with store.unit() as unit:
        before = {source.id: unit.sources.make_due(source.id) for source in sources}
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and is_led(store, NAME) and not is_stopping():
        with store.read() as unit:
            tried = {one: health.tried_at if (health := unit.sources.health(one)) else None for one in before}
        if all(tried[one] != before[one] for one in before):
            return
        time.sleep(0.2)
