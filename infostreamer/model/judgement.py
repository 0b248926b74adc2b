"""What a person decided. Kept for ever, applied at every rebuild, reversible by a later judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

JudgementKind = Literal["merge", "split", "never-merge", "same-person", "accept", "reject", "correct", "same-owner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`items`: the ids it speaks of (report ids for merge, split and never-merge; outlets for same-owner; ids of
    who's-who entries for same-person).
    """

    id: str
    kind: JudgementKind
    items: tuple[str, ...]
    note: str | None = None
    by: str = "editor"
    made_at: datetime | None = None
    undone_at: datetime | None = None
    undone_by: str | None = None
