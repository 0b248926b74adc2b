"""Parsing of feeds in processes that can be killed; see `infostreamer.isolation`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from infostreamer.isolation import Stopped, submit
from infostreamer.model import FetchError

T = TypeVar("T")
DEADLINE_S = 8.0


def run_isolated(work: Callable[..., T], *args: object, about: str, deadline_s: float = DEADLINE_S) -> T:
    """What `work(*args)` returns, from another process.

    Args:
        work: a module-level function whose arguments pickle; it names the type of its result.
        about: the address being read, for the error.
        deadline_s: then the process is killed.

    Raises:
        FetchError: kind "too-large": it ran out of time or memory. An error that `work` raises comes through.
        ConfigurationError: no process can be started.
    """
    try:
        return submit(work, *args, deadline_s=deadline_s, is_urgent=True).result()  # a visit waits for it
    except Stopped as error:
        why = {
            "time": f"takes longer than {deadline_s:g} s to read",
            "memory": "needs more memory to read than is allowed",
            "crash": "ended the process that was reading it",
        }[error.reason]
        raise FetchError(f"{about} {why}; it is left out.", kind="too-large") from None
