"""Who is visited next: the longest overdue first, one visit per host, and a place for the good ones at any time.

A source that stalls holds a slot for as long as a request may take. So those that were failing or slow of late share a
quarter of the slots, those never visited three quarters: however many of them there are, the others find one free.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from infostreamer.store.sources import DueRow
from infostreamer.text.urls import host_of

SLOW_S = 10.0  # half of what one request may take by default; a good visit is over in one second, or takes pages

_FIRST_REST_S = 5.0
_LONGEST_REST_S = 300.0

Lane = Literal["good", "new", "troubled"]
_SHARES: dict[Lane, float] = {"good": 1.0, "new": 0.75, "troubled": 0.25}
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Visit:
    host: str
    lane: Lane
    started: float


def in_turn(due: Iterable[DueRow]) -> list[DueRow]:
    """The longest overdue first; those never visited are as old as it gets."""
    return sorted(due, key=lambda one: (one.since or _LONG_AGO, one.source.id))


class Slots:
    """Visits under way, at most so many, and how long the last one to each source took. One thread uses it."""

    def __init__(self, most: int) -> None:
        self._most = max(1, most)
        self._under_way: dict[str, _Visit] = {}
        self._slow: set[str] = set()

    def __len__(self) -> int:
        """How many visits are under way."""
        return len(self._under_way)

    def take(self, due: Iterable[DueRow]) -> list[DueRow]:
        """Those to be visited now, each given a slot, from `due` as `in_turn` orders it; the others wait."""
        hosts = {visit.host for visit in self._under_way.values()}
        lanes = Counter(self._lane_now(source_id) for source_id in self._under_way)
        taken: list[DueRow] = []
        for one in due:
            if len(self._under_way) >= self._most:
                break
            lane = self._lane(one)
            if lanes[lane] >= self._room(lane) or one.source.id in self._under_way:
                continue
            host = host_of(one.source.address) or one.source.address
            if host in hosts:
                continue
            self._under_way[one.source.id] = _Visit(host, lane, time.monotonic())
            hosts.add(host)
            lanes[lane] += 1
            taken.append(one)
        return taken

    def give_back(self, source_id: str) -> None:
        """The visit is over."""
        visit = self._under_way.pop(source_id, None)
        if visit is not None:
            change = self._slow.add if _is_slow(visit) else self._slow.discard
            change(source_id)

    def clear(self) -> None:
        """No visit is under way any more."""
        self._under_way.clear()

    def _room(self, lane: Lane) -> int:
        return max(1, int(self._most * _SHARES[lane]))

    def _lane(self, one: DueRow) -> Lane:
        if one.is_failing or one.source.id in self._slow:
            return "troubled"
        return "new" if one.is_new else "good"

    def _lane_now(self, source_id: str) -> Lane:
        """A visit that goes on for long counts as one to a troubled source."""
        visit = self._under_way[source_id]
        return "troubled" if _is_slow(visit) else visit.lane


class Rests:
    """How long a source is left alone whose visit came to nothing through no fault of its own: it stays due, and would
    else be asked anew every second for as long as the database or the machine is in trouble. One thread uses it."""

    def __init__(self) -> None:
        self._rests: dict[str, tuple[float, float]] = {}  # source id -> length, end

    def note(self, source_id: str, *, is_void: bool) -> None:
        """A visit is over; `is_void`: nothing of it can be kept."""
        if not is_void:
            self._rests.pop(source_id, None)
            return
        before, _ = self._rests.get(source_id, (_FIRST_REST_S / 2, 0.0))
        length = min(2 * before, _LONGEST_REST_S)
        self._rests[source_id] = (length, time.monotonic() + length)

    def is_over(self, source_id: str) -> bool:
        """True for a source that may be visited."""
        _, end = self._rests.get(source_id, (0.0, 0.0))
        return end <= time.monotonic()


def _is_slow(visit: _Visit) -> bool:
    return time.monotonic() - visit.started > SLOW_S
