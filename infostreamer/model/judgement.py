"""What a person decided. Kept for ever, applied at every rebuild, reversible by a later judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model.anchor import Anchor
from infostreamer.model.ids import content_id, fold

JudgementKind = Literal[
    "merge", "split", "never-merge", "same-person", "accept", "reject", "correct", "same-owner", "review",
    "not-same-person", "another-person", "rename", "no-link",
]  # fmt: skip
OF_LINES = ("accept", "reject", "correct", "review")
"""Kinds that speak of what is said; they move no report to another story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an accepted, rejected or corrected line was and rests on: report, place and kind, never the id of a finding,
    which a better finder changes.

    `kind`: as `Line.kind`; or "first-hand" (the report's role; `text` says so) or "identity" (two names of one).
    """

    anchor: Anchor
    kind: str
    text: str  # the line as it stood before anybody judged it
    label: str | None = None  # who says it, as it stood
    maker: str = ""  # whose work is judged: the finder with its version, else who wrote the line

    @property
    def key(self) -> str:
        """The same for every judgement of this line."""
        where = (self.anchor.report_id, self.anchor.start, self.anchor.end)
        return content_id("target", *where, self.kind, fold(self.text), self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`items`: the ids it speaks of (report ids for merge, split, never-merge, review and judged lines; outlets for
    same-owner; ids of who's-who entries for same-person, not-same-person, rename and no-link; for another-person one
    such id, then the reports in whose stories the name means somebody else).
    """

    id: str
    kind: JudgementKind
    items: tuple[str, ...]
    note: str | None = None
    by: str = "editor"
    made_at: datetime | None = None
    undone_at: datetime | None = None
    undone_by: str | None = None
    target: Target | None = None  # of accept, reject and correct
    words: str | None = None  # of correct: what the line is to say; of rename: the name to show
    label: str | None = None  # of correct: who says it; None: as it stands
    revision: int | None = None  # of review: which one was read
    content: str | None = None  # of review: a hash of what it said


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person read the whole story. `is_current`: it still says what it said then."""

    judgement_id: str
    by: str
    at: datetime
    revision: int
    is_current: bool
