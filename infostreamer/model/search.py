"""A query kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """`name` is its part of the address (/q/NAME) and never changes; `id` = content_id("search", name).

    `query` is as typed. A personal one (is:followed …) answers whoever looks.
    """

    id: str
    name: str
    title: str
    query: str
    by: str = "owner"
    made_at: datetime | None = None
