"""A public, read-only address of one story or dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`id` is the secret part of its address; `item` is "story:ID" or "dossier:SLUG"; without `until` it stays open."""

    id: str
    item: str
    by: str
    at: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """True until it runs out or is revoked."""
        return self.revoked_at is None and (self.until is None or now < self.until)
