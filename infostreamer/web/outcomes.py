"""Three outcomes of a read, never shown alike: a value, known to be empty, could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from infostreamer.model import InformationStreamerError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a read gave: `state` is value, empty or unread; `error` says why it could not be read."""

    state: str
    value: T | None = None
    error: str | None = None


def outcome(read: Callable[[], T]) -> Outcome[T]:
    """The outcome of a read; an error of ours becomes part of the page instead of taking the page down."""
    try:
        value = read()
    except InformationStreamerError as error:
        return Outcome("unread", None, str(error))
    return Outcome("value" if value else "empty", value)
