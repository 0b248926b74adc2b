"""Tokens: keys that programs hold in place of a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TokenScope = Literal["read", "write", "admin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A program's key to one account, without the key itself.

    `id` is the SHA-256 of the key. `scope`: read looks at what the account may see; write also does what an editor
    may, as far as the account's role goes; admin does all that the account may.
    """

    id: str
    user_name: str
    label: str
    scope: TokenScope
    created_at: datetime
    until: datetime | None = None  # None: until it is revoked
    used_at: datetime | None = None

    @property
    def short_id(self) -> str:
        """What people name it by."""
        return self.id[:12]
