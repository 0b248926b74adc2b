"""Reading processes, a few for each limit of memory, and the work that waits for them."""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from infostreamer.isolation.line import Line
from infostreamer.isolation.worker import Gone, Spent, Stopped, Worker
from infostreamer.model.errors import TryLater

T = TypeVar("T")

MEMORY_BYTES = 117_440_512
"""Address space of a process on top of what it has at first (110 MB resident): together under 256 MB. The largest of
real pages, 2.2 MB, takes a fifth of it."""

_WORKERS = 2
_MOST_WAITING = 64  # pieces of work in one pool; whoever brings more waits until there is room
_TASKS_PER_WORKER = 500  # then a fresh one: what leaks in C goes with the process
_MOST_GROWN_BYTES = 50_331_648  # kept after its work; then a fresh one
_FRESH_S = 2.0  # work that ended its process sooner is tried once more in a fresh one: it may not be to blame
_START_PAUSES_S = (0.1, 0.5, 2.0)

_lock = threading.Lock()
_pools: dict[int, _Pool] = {}


class Ticket(Generic[T]):
    """Work under way in another process."""

    def __init__(self, future: Future[Any]) -> None:
        self._future = future

    def result(self) -> T:
        """What the work returned; an error that it raised comes through.

        Raises:
            Stopped: it ran out of time or memory, or its process ended.
            TryLater: no process can be started now.
            ConfigurationError: no process can be started from this program.
        """
        result: T = self._future.result()
        return result


def submit(
    work: Callable[..., T],
    *args: object,
    deadline_s: float = 8.0,
    max_memory_bytes: int = MEMORY_BYTES,
    is_urgent: bool = False,
) -> Ticket[T]:
    """Start `work(*args)` in another process. Waits while 64 pieces of work, as urgent as this, wait already.

    Args:
        work: a module-level function whose arguments pickle. What it returns travels as JSON of the type that it names
            (see `answers`): frozen values, never objects that could run.
        deadline_s: from the moment it starts to run; then its process is killed. Where the machine had no time for it,
            up to three times as long.
        max_memory_bytes: address space on top of what a fresh worker has; 0 for no limit.
        is_urgent: it passes what is not; see `Line`.
    """
    task = _Task(work, args, deadline_s, Future(), is_urgent)
    while not _pool(max_memory_bytes).put(task):
        continue  # it was closed meanwhile
    return Ticket(task.future)


def close_pools() -> None:
    """End the processes; the next `submit` starts new ones."""
    with _lock:
        pools = list(_pools.values())
        _pools.clear()
    for pool in pools:
        pool.close()


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[..., Any]
    args: tuple[object, ...]
    deadline_s: float
    future: Future[Any]
    is_urgent: bool


class _Pool:
    """Threads that each own one process and hand it work; both begin when there is work for them."""

    def __init__(self, max_memory_bytes: int) -> None:
        self._max_memory_bytes = max_memory_bytes
        self._waiting: Line[_Task] = Line()
        self._room = {is_urgent: threading.BoundedSemaphore(_MOST_WAITING) for is_urgent in (False, True)}
        self._changing = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._workers: dict[int, Worker] = {}
        self._under_way = 0
        self._is_closed = False

    def put(self, task: _Task) -> bool:
        """Have it done; False where the pool is closed."""
        self._room[task.is_urgent].acquire()
        with self._changing:
            if self._is_closed:
                self._room[task.is_urgent].release()
                return False
            self._under_way += 1
            self._waiting.put(task, is_urgent=task.is_urgent)
            if self._under_way > len(self._threads) < _WORKERS:
                number = len(self._threads)
                thread = threading.Thread(target=self._serve, args=(number,), name=f"reading-{number}", daemon=True)
                self._threads.append(thread)
                thread.start()
        return True

    def close(self) -> None:
        """End the processes; what was under way ends with Stopped, what waits with TryLater."""
        with self._changing:
            self._is_closed = True
            workers = list(self._workers.values())
        self._waiting.close()
        for worker in workers:
            worker.kill()
        for thread in self._threads:
            thread.join(5.0)

    def _serve(self, number: int) -> None:
        while (task := self._waiting.get(urgent_first=number == 0)) is not None:
            try:
                task.future.set_result(self._done(number, task))
            except BaseException as error:  # whatever it is belongs to who asked
                task.future.set_exception(error)
            room = self._room[task.is_urgent]
            del task
            with self._changing:
                self._under_way -= 1
            room.release()
        self._end(number)

    def _done(self, number: int, task: _Task) -> Any:
        started = time.monotonic()
        try:
            return self._tried(number, task)
        except Stopped as error:
            is_own_fault = error.reason != "crash" and not isinstance(error, Spent)
            if is_own_fault or time.monotonic() - started > _FRESH_S or self._is_closed:
                raise
        return self._tried(number, task)

    def _tried(self, number: int, task: _Task) -> Any:
        worker = self._worker(number)
        try:
            return worker.run(task.work, task.args, task.deadline_s)
        except Gone:
            self._end(number)
            raise Stopped("crash", "The reading process ended before it began.") from None
        except Stopped:
            self._end(number)
            raise
        finally:
            self._replace_worn(number)

    def _worker(self, number: int) -> Worker:
        """The process of this thread, started where there is none."""
        known = self._workers.get(number)
        if known is not None and known.is_running():
            return known
        self._end(number)
        for pause_s in _START_PAUSES_S:
            try:
                return self._start(number)
            except TryLater:
                time.sleep(pause_s)
        return self._start(number)

    def _start(self, number: int) -> Worker:
        worker = Worker(self._max_memory_bytes)
        with self._changing:
            is_late = self._is_closed
            self._workers[number] = worker
        if is_late:
            self._end(number)
            raise TryLater("The reading processes are being ended.")
        return worker

    def _replace_worn(self, number: int) -> None:
        worker = self._workers.get(number)
        if worker and (worker.tasks >= _TASKS_PER_WORKER or 0 < self._most_grown() < worker.grown_bytes()):
            self._end(number)

    def _most_grown(self) -> int:
        """0 where memory is not limited: what grows there are models that stay."""
        return _MOST_GROWN_BYTES if self._max_memory_bytes else 0

    def _end(self, number: int) -> None:
        worker = self._workers.pop(number, None)
        if worker is not None:
            worker.end()


def _pool(max_memory_bytes: int) -> _Pool:
    with _lock:
        if max_memory_bytes not in _pools:
            _pools[max_memory_bytes] = _Pool(max_memory_bytes)
        return _pools[max_memory_bytes]


def _forget() -> None:
    """In a process forked from this one: threads and processes are those of the other."""
    global _lock
    _lock = threading.Lock()
    _pools.clear()


atexit.register(close_pools)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
