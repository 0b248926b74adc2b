"""What is new to one reader: a story, how far it was seen, and its changes since in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model.change import Change
from infostreamer.model.span import Span
from infostreamer.model.story import Story

SeenState = Literal["unseen", "changed", "seen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part of what is new: "2 new denials", "figure 160 → 170".

    `what` is the kind of its changes (see Change), or "new-copy" for reports that only hand on what others wrote, or
    "borne-out" for what one origin told and another bears out now. `before` and `after` are exact words of reports,
    of a figure that changed only. `positions` are those of its changes, the newest first.
    """

    what: str
    count: int
    positions: tuple[int, ...]
    citations: tuple[Span, ...] = ()
    before: str | None = None
    after: str | None = None

    @property
    def is_quiet(self) -> bool:
        """True for what is no news: a copy."""
        return self.what == "new-copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryNews:
    """A story for one reader.

    `state`: unseen (nothing of it was seen) | changed (something came after it was seen) | seen. `changes` are those
    that count, the oldest first, repeats left out; `pieces` say them together and `words` the same in English ("1 new
    denial, figure 160 → 170"). `position` is the story's newest change: what "seen" is told with. `until` is the
    position that the reader has seen of it, 0 for nothing.
    """

    story: Story
    state: SeenState
    changes: tuple[Change, ...] = ()
    words: str = ""
    position: int = 0
    pieces: tuple[Piece, ...] = ()
    until: int = 0
    is_muted: bool = False  # muted, and here all the same because of a denial, a correction or a withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """Stories with news, the last to change first. `total` counts all of them, `position` is the newest change."""

    items: tuple[StoryNews, ...]
    total: int
    position: int
    muted: int = 0  # stories that the reader muted and that changed


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp:
    """That a reader marked everything as seen, and the key that takes it back."""

    undo: str
    at: datetime
    position: int
