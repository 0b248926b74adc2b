"""Accounts: who may log in, and the sessions of those who did."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from infostreamer.model.errors import BadInput
from infostreamer.model.reader import OWNER, PUBLIC, Reader, ReaderRole

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
_TAKEN = (OWNER.name, PUBLIC.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account. `password` is its argon2id hash; None: it has none and comes in through a proxy or with a token."""

    name: str
    role: ReaderRole
    password: str | None = field(default=None, repr=False)
    created_at: datetime | None = None

    @property
    def reader(self) -> Reader:
        """Whose marks, notes and messages are kept."""
        return Reader(name=self.name, role=self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser that is logged in. `id` is the SHA-256 of the key that the browser holds; the key is not kept."""

    id: str
    user_name: str
    created_at: datetime
    used_at: datetime
    until: datetime
    agent: str | None = None  # what the browser calls itself


def user_name(given: str) -> str:
    """The name as it is kept: without spaces around it, in lower case.

    Raises:
        BadInput: other than 1 to 64 Latin letters, digits and `. _ @ + -`, or a name that the desk needs itself.
    """
    name = given.strip().lower()
    if not _NAME.fullmatch(name):
        raise BadInput("A name has 1 to 64 letters (a-z), digits and . _ @ + -, and begins with a letter or a digit.")
    if name in _TAKEN:
        raise BadInput(f"The name {name!r} is the desk's own; choose another.")
    return name
