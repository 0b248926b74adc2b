"""Captures -> reports in a killable process pool: parsers hold the interpreter lock in C, threads cannot stop them."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Sequence
from concurrent.futures import TimeoutError as DeadlineError
from typing import Any

from infostreamer.extract.door import extract
from infostreamer.model import Capture, Failure, Report, Unreadable

_WORKERS = 2


def extract_isolated(
    captures: Sequence[Capture],
    *,
    deadline_s: float = 20.0,
    max_memory_bytes: int = 1_073_741_824,
    is_isolated: bool = True,
    workers: int = _WORKERS,
) -> list[Report | Failure]:
    """One report or failure per capture, in the order given. One hanging document never delays the others for longer
    than its deadline.

    Args:
        captures: what was received.
        deadline_s: longest time one document may take; then its process is killed.
        max_memory_bytes: address space of a worker on top of what it has when it starts; 0 for no limit.
        is_isolated: False reads in this process, without deadline or limit: for tests and trusted input.
        workers: processes at once.
    """
    if not captures:
        return []
    if not is_isolated:
        return [_attempt(capture) for capture in captures]
    from pebble import ProcessPool

    context = _context()
    with ProcessPool(
        max_workers=min(workers, len(captures)), initializer=_limit, initargs=(max_memory_bytes,), context=context
    ) as pool:
        futures = [pool.schedule(_attempt, args=(capture,), timeout=deadline_s) for capture in captures]
        return [_outcome(future, capture, deadline_s) for future, capture in zip(futures, captures, strict=True)]


def _context() -> Any:
    """Workers forked from a clean server that has the parsers loaded: a new one starts in milliseconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["infostreamer.extract.door", "trafilatura"])
    return context


def _attempt(capture: Capture) -> Report | Failure:
    try:
        return extract(capture)
    except Unreadable as error:
        return _failure(capture, str(error), "unreadable")
    except MemoryError:
        return _failure(
            capture, "The document needs more memory than one document may take; it was left unread.", "memory"
        )
    except Exception as error:  # a bug in a parser must not cost the other documents
        return _failure(
            capture, f"The document could not be read ({type(error).__name__}: {str(error)[:120]}).", "error"
        )


def _outcome(future: Any, capture: Capture, deadline_s: float) -> Report | Failure:
    try:
        outcome: Report | Failure = future.result()
    except DeadlineError:
        return _failure(
            capture,
            f"Reading took longer than {deadline_s:g} s and was stopped; the document was left unread.",
            "timeout",
        )
    except Exception as error:  # the worker died: killed for memory, or crashed in C
        return _failure(
            capture,
            f"The reading process ended unexpectedly ({type(error).__name__}); the document was left unread.",
            "crash",
        )
    return outcome


def _failure(capture: Capture, error: str, kind: str) -> Failure:
    return Failure(
        item=capture.address,
        stage="extract",
        error=error,
        kind=kind,
        at=capture.fetched_at,
        source_id=capture.source_id,
    )


def _limit(max_memory_bytes: int) -> None:
    if max_memory_bytes:
        ceiling = _address_space() + max_memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def _address_space() -> int:
    """Bytes mapped now: libraries map far more than they use, which must not count against the document."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:  # not Linux: a generous guess
        return 1 << 30
