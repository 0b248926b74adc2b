"""How much of what was fetched is in memory at once, in all visits together.

A body may be 15 MiB and 64 visits may be under way: a web that wishes us ill could have a gigabyte in memory. So a body
beyond one MiB, which nearly none is, needs one of a few places; those without one wait, in the order they came, while
small bodies pass. And a visit that has much in hand while all have gives back what it has, and comes again soon.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from weakref import ref

from infostreamer.model import FetchError

LIGHT_BYTES = 1_048_576
"""A body up to here needs no place."""

PLACES = 4
"""Larger bodies under way at once."""

MOST_BYTES = 134_217_728
"""In hand of all visits together; above it those that have more than `LIGHT_BYTES` go on to no further page."""

MOST_OF_ONE = 33_554_432
"""In hand of one visit."""

_LOOK_S = 0.05
_PATIENCE_S = 300.0  # for a place; whoever has one is done within the deadline of a request and that of its reading
_CROWDED_S = 30.0  # how long nobody is given a place while all have much in hand: it is about to be kept

# weakly: every connection and timer that a visit opens keeps the context it was opened in
_IN_HAND: ContextVar[Callable[[], Load | None]] = ContextVar("in_hand", default=lambda: None)


class Load:
    """What one visit has in hand: counted as long as this value lives, which whoever has what the visit gave holds."""

    def __init__(self) -> None:
        """Empty-handed."""
        self.held = 0
        self.has_place = False
        self._loads: Loads | None = None

    @property
    def is_full(self) -> bool:
        """True where what is in hand is to be given back before more is fetched."""
        return self._loads is not None and self._loads.is_full(self)

    def leave(self) -> None:
        """The visit is over: another may have its place."""
        if self._loads is not None:
            self._loads.leave(self)

    def __del__(self) -> None:
        """What was in hand is kept, or dropped."""
        if self._loads is not None:
            self._loads.release(self)

    def weighed_by(self, loads: Loads) -> Load:
        """This load, counted by those loads from now on; those of one visit are always the same."""
        self._loads = loads
        return self


class Loads:
    """The loads of all visits through one door. Threads may share it; waiting is for coroutines."""

    def __init__(self) -> None:
        """Nothing in hand."""
        self.held = 0
        self._lock = threading.RLock()  # a load may end in the midst of anything
        self._free = PLACES
        self._waiting: deque[Load] = deque()

    @contextmanager
    def of_request(self) -> Iterator[Load]:
        """The load of the visit that asks now. A place left from its last large body, which is read by now, is free
        again, unless all visits together have much in hand. Without a visit the load ends with the request.
        """
        known = _IN_HAND.get()()
        load = (known or Load()).weighed_by(self)
        if self.held <= MOST_BYTES:
            self.leave(load)
        try:
            yield load
        finally:
            if known is None:
                self.release(load)

    def add(self, load: Load, number: int) -> None:
        """So many bytes more."""
        with self._lock:
            load.held += number
            self.held += number

    def release(self, load: Load) -> None:
        """All of it is out of hand."""
        self.leave(load)
        with self._lock:
            self.held -= load.held
            load.held = 0

    def is_full(self, load: Load) -> bool:
        """See `Load.is_full`."""
        return load.held > MOST_OF_ONE or (self.held > MOST_BYTES and load.held > LIGHT_BYTES)

    async def place(self, load: Load, address: str) -> None:
        """Wait for a place for what is larger than others.

        Raises:
            FetchError: kind "timeout", none became free for five minutes.
        """
        began = time.monotonic()
        self._waiting.append(load)
        try:
            while not self._took(load, time.monotonic() - began):
                if time.monotonic() - began > _PATIENCE_S:
                    raise FetchError(
                        f"{address} is large, and there was no room for it; it is asked again later.", kind="timeout"
                    )
                await asyncio.sleep(_LOOK_S)
        finally:
            self._waiting.remove(load)

    def _took(self, load: Load, waited_s: float) -> bool:
        with self._lock:
            is_crowded = self.held > MOST_BYTES and waited_s < _CROWDED_S
            if self._free <= 0 or self._waiting[0] is not load or is_crowded:
                return False
            self._free -= 1
            load.has_place = True
            return True

    def leave(self, load: Load) -> None:
        """Its place, if it has one, is free."""
        with self._lock:
            self._free += load.has_place
            load.has_place = False


@contextmanager
def one_visit() -> Iterator[Load]:
    """What is fetched inside, by this thread, is in the hand of this load."""
    load = Load()
    token = _IN_HAND.set(ref(load))
    try:
        yield load
    finally:
        _IN_HAND.reset(token)
        load.leave()


def is_hand_full() -> bool:
    """True where the visit of this thread is to give back what it has."""
    load = _IN_HAND.get()()
    return load is not None and load.is_full
