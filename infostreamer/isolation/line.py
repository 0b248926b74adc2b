"""Work that waits for a reading process: what a visit waits for passes what is read when there is time."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Line(Generic[T]):
    """Two queues, each in order of arrival. Threads may share it."""

    def __init__(self) -> None:
        """Empty and open."""
        self._changed = threading.Condition()
        self._urgent: deque[tuple[int, T]] = deque()
        self._other: deque[tuple[int, T]] = deque()
        self._count = 0
        self._is_closed = False

    def put(self, task: T, *, is_urgent: bool) -> None:
        """At the end of its queue."""
        with self._changed:
            self._count += 1
            (self._urgent if is_urgent else self._other).append((self._count, task))
            self._changed.notify()

    def get(self, *, urgent_first: bool) -> T | None:
        """The next task, waited for: an urgent one where there is one and `urgent_first`, else the one that came first.
        None where the line is closed and empty.

        One process of the two takes urgent work first and the other all in turn: a backlog of pages never holds up a
        feed for longer than one page takes, and feeds without end never keep all pages waiting.
        """
        with self._changed:
            while not (self._urgent or self._other):
                if self._is_closed:
                    return None
                self._changed.wait()
            is_urgent = self._urgent and (urgent_first or not self._other or self._urgent[0][0] < self._other[0][0])
            return (self._urgent if is_urgent else self._other).popleft()[1]

    def close(self) -> None:
        """Nothing more comes; what waits is still given out."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
