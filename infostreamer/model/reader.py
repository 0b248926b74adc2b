"""Who looks at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReaderRole = Literal["reader", "editor", "admin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whoever looks at the desk: what is seen, followed, muted, noted and sent is kept under `name`.

    `role`: a reader reads and keeps marks; an editor also judges, notes, corrects and makes dossiers; an admin also
    sets sources, accounts and alerts of others. A desk without accounts has one reader, its owner, who is all of that.
    """

    name: str
    role: ReaderRole = "reader"

    @property
    def may_edit(self) -> bool:
        """True for editors and admins."""
        return self.role != "reader"

    @property
    def may_administer(self) -> bool:
        """True for admins."""
        return self.role == "admin"


OWNER = Reader(name="owner", role="admin")
"""The one reader of a desk without accounts."""

PUBLIC = Reader(name="public", role="reader")
"""Whoever reads a public desk without a login; nothing is kept for them."""
