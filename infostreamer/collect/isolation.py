"""Parsing of untrusted bytes in processes that can be killed.

C parsers hold the interpreter's lock, so no thread can stop one that hangs; a process can be ended. The processes are
started once (about half a second) and reused, so that one more document costs about a millisecond.
"""

from __future__ import annotations

import atexit
import multiprocessing
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from infostreamer.model import ConfigurationError, FetchError

T = TypeVar("T")

DEADLINE_S = 20.0
_MEMORY_BYTES = 1_073_741_824
_WORKERS = 2
_TASKS_PER_WORKER = 500  # then a fresh one: what leaks in C goes with the process

_lock = threading.Lock()
_pools: list[Any] = []


def run_isolated(work: Callable[..., T], *args: object, about: str, deadline_s: float = DEADLINE_S) -> T:
    """What `work(*args)` returns, from another process.

    Args:
        work: a module-level function; arguments and result must pickle.
        about: the address being read, for the error.
        deadline_s: then the process is killed.

    Raises:
        FetchError: kind "too-large": it ran out of time or memory. An error that `work` raises comes through.
        ConfigurationError: no process can be started.
    """
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    try:
        future = _pool().schedule(work, args=args, timeout=deadline_s)
        result: T = future.result()
    except TimeoutError:
        raise FetchError(
            f"{about} takes longer than {deadline_s:g} s to read; it is left out.", kind="too-large"
        ) from None
    except (ProcessExpired, MemoryError):
        raise FetchError(
            f"{about} needs more memory to read than is allowed; it is left out.", kind="too-large"
        ) from None
    except BrokenProcessPool:
        raise ConfigurationError(
            'The processes that parse feeds cannot start; a script needs `if __name__ == "__main__":` around its calls.'
        ) from None
    return result


def close_pool() -> None:
    """Ends the processes; the next `run_isolated` starts new ones."""
    with _lock:
        while _pools:
            pool = _pools.pop()
            pool.stop()
            pool.join(timeout=5)


def _pool() -> Any:
    from pebble import ProcessPool

    with _lock:
        if _pools and not _pools[-1].active:
            _pools.clear()
        if not _pools:
            # "spawn": a forked child would inherit locks held by the network's and the desk's threads
            context = multiprocessing.get_context("spawn")
            pool = ProcessPool(
                max_workers=_WORKERS, max_tasks=_TASKS_PER_WORKER, initializer=_limit_memory, context=context
            )
            _pools.append(pool)
            atexit.register(close_pool)
        return _pools[-1]


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on this system; the deadline still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
