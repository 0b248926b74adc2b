"""Digests: what is new, by e-mail, at a time of somebody's choosing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Rhythm = Literal["hourly", "daily", "weekly"]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A standing order for what is new. `id` = content_id("digest", reader, folded name).

    `position` is its own mark in the change log: what changed after it is told next. Nothing new, nothing sent.
    """

    id: str
    name: str
    reader: str
    to: str  # a mail address
    rhythm: Rhythm
    at: str = "07:00"  # local time; of hourly only the minutes count
    weekday: int = 0  # of weekly; 0 is Monday
    zone: str = "UTC"
    query: str = ""  # empty: every story
    is_paused: bool = False
    created_at: datetime | None = None
    position: int = 0
    next_at: datetime | None = None
    key: str = ""  # secret: ends the digest from the link in a mail
