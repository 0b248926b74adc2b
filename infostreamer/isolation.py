"""Work on untrusted bytes in processes that can be killed and cannot eat the machine.

C parsers hold the interpreter's lock, so neither a thread nor a time-out in the same process can stop one that hangs; a
process can be ended. The processes are forked from a clean server with the parsers loaded (about a second, once) and
kept, so that one more document costs about a millisecond.
"""

from __future__ import annotations

import atexit
import mmap
import multiprocessing
import signal
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as DeadlineError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver, resource_tracker
from typing import Any, Generic, Literal, TypeVar

from infostreamer.model.errors import ConfigurationError, InformationStreamerError

T = TypeVar("T")

MEMORY_BYTES = 1_073_741_824
_WORKERS = 2
_TASKS_PER_WORKER = 500  # then a fresh one: what leaks in C goes with the process
_PRELOADED = [
    "infostreamer.collect.xml_feed",
    "infostreamer.collect.pages",
    "infostreamer.extract.door",
    "feedparser",
    "trafilatura",
]

_lock = threading.Lock()
_pools: dict[int, Any] = {}


class Stopped(InformationStreamerError):
    """The work did not end by itself: `reason` is time, memory or crash."""

    def __init__(self, reason: Literal["time", "memory", "crash"], message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Ticket(Generic[T]):
    """Work under way in another process."""

    def __init__(self, future: Any, deadline_s: float) -> None:
        self._future = future
        self._deadline_s = deadline_s

    def result(self) -> T:
        """What the work returned; an error that it raised comes through.

        Raises:
            Stopped: it ran out of time or memory, or its process ended.
            ConfigurationError: no process can be started.
        """
        from pebble import ProcessExpired

        try:
            result: T = self._future.result()
        except DeadlineError:
            raise Stopped("time", f"Reading took longer than {self._deadline_s:g} s and was stopped.") from None
        except MemoryError:
            raise Stopped("memory", "Reading needs more memory than one document may take.") from None
        except ProcessExpired as error:
            raise Stopped("crash", f"The reading process ended unexpectedly (exit {error.exitcode}).") from None
        except BrokenProcessPool:
            raise ConfigurationError(
                'The reading processes cannot start; a script needs `if __name__ == "__main__":` around its calls.'
            ) from None
        return result


def submit(
    work: Callable[..., T], *args: object, deadline_s: float = 20.0, max_memory_bytes: int = MEMORY_BYTES
) -> Ticket[T]:
    """Start `work(*args)` in another process.

    Args:
        work: a module-level function; arguments and result must pickle.
        deadline_s: from the moment it starts to run; then its process is killed.
        max_memory_bytes: address space on top of what a fresh worker has; 0 for no limit.
    """
    return Ticket(_pool(max_memory_bytes).schedule(work, args=args, timeout=deadline_s), deadline_s)


def close_pools() -> None:
    """End the processes; the next `submit` starts new ones."""
    with _lock:
        while _pools:
            _, pool = _pools.popitem()
            pool.stop()
            pool.join(timeout=5)


def _pool(max_memory_bytes: int) -> Any:
    from pebble import ProcessPool

    with _lock:
        known = _pools.get(max_memory_bytes)
        if known is not None and known.active:
            return known
        # "forkserver": a plain fork would inherit locks held by the network's and the desk's threads
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        _start_server()
        pool = ProcessPool(
            max_workers=_WORKERS,
            max_tasks=_TASKS_PER_WORKER,
            initializer=_limit_memory,
            initargs=(max_memory_bytes,),
            context=context,
        )
        if not _pools:
            atexit.register(close_pools)
        _pools[max_memory_bytes] = pool
        return pool


def _start_server() -> None:
    """Start the server with Ctrl-C blocked, as its processes then have it: the terminal sends it to all, and only the
    process that the person talks to answers. It ends the others.
    """
    resource_tracker.ensure_running()  # first: it unblocks what is blocked here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _limit_memory(max_memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system; the deadline still holds
        return
    if max_memory_bytes:
        ceiling = _address_space() + max_memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def _address_space() -> int:
    """Bytes mapped now: libraries map far more than they use, which must not count against the document."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * mmap.PAGESIZE
    except OSError:  # not Linux: a generous guess
        return 1 << 30
