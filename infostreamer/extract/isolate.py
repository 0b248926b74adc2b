"""Captures -> reports in processes that can be killed; see `infostreamer.isolation`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.extract.door import extract
from infostreamer.isolation import MEMORY_BYTES, Stopped, Ticket, submit
from infostreamer.model import Capture, Failure, Report, Unreadable


def extract_isolated(
    captures: Sequence[Capture],
    *,
    deadline_s: float = 8.0,
    max_memory_bytes: int = MEMORY_BYTES,
    is_isolated: bool = True,
) -> list[Report | Failure]:
    """One report or failure per capture, in the order given. One hanging document never delays the others for longer
    than its deadline.

    Args:
        captures: what was received.
        deadline_s: longest time one document may take; then its process is killed.
        max_memory_bytes: address space of a worker on top of what it has when it starts; 0 for no limit.
        is_isolated: False reads in this process, without deadline or limit: for tests and trusted input.
    """
    if not is_isolated:
        return [_attempt(capture) for capture in captures]
    tickets = [
        submit(_attempt_told, capture, deadline_s=deadline_s, max_memory_bytes=max_memory_bytes) for capture in captures
    ]
    return [_outcome(ticket, capture) for ticket, capture in zip(tickets, captures, strict=True)]


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


@dataclass(frozen=True, slots=True)
class _Told:
    """A report or a failure, as it travels."""

    report: Report | None
    failure: Failure | None


def _attempt_told(capture: Capture) -> _Told:
    done = _attempt(capture)
    return _Told(done, None) if isinstance(done, Report) else _Told(None, done)


def _outcome(ticket: Ticket[_Told], capture: Capture) -> Report | Failure:
    try:
        told = ticket.result()
        return told.report or told.failure or _failure(capture, "Nothing was read.", "crash")
    except Stopped as error:
        kind = {"time": "timeout"}.get(error.reason, error.reason)
        return _failure(capture, f"{error} The document was left unread.", kind)


def _failure(capture: Capture, error: str, kind: str) -> Failure:
    return Failure(
        item=capture.address,
        stage="extract",
        error=error,
        kind=kind,
        at=capture.fetched_at,
        source_id=capture.source_id,
    )
