"""Tokens: how programs get at a desk that has accounts."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from infostreamer.desk.logins import refuse_outdated
from infostreamer.model import BadInput, NotFound, Token, TokenScope, User, sha256_hex, user_name
from infostreamer.text.clean import clean_text

if TYPE_CHECKING:
    from infostreamer.store import Store

SCOPES: tuple[TokenScope, ...] = ("read", "write", "admin")
PREFIX = "ist_"  # by which scanners for leaked keys and people know one
READING_APP = "Reading app"
"""How the label of a key begins that a reading app was given for a password: it is a login and ends like one."""

_LABEL = 80
_SHORTEST_ID = 6


class Programs:
    """Tokens within a desk."""

    store: Store

    def add_token(
        self,
        name: str,
        scope: str,
        *,
        label: str = "",
        until: datetime | None = None,
        now: datetime | None = None,
        user: User | None = None,
    ) -> tuple[Token, str]:
        """A new token for the account, and its key, which is told this once and not kept.

        Args:
            name: of the account.
            scope: read, write or admin.
            label: what it is for.
            until: when it runs out.
            now: the time, else the real one.
            user: the account as it was when its password was looked at, where one was.

        Raises:
            LoginNeeded: the account was given another password since.
            NotFound: there is no such account.
            BadInput: no such scope.
        """
        key = PREFIX + secrets.token_urlsafe(32)
        with self.store.unit() as unit:
            if user is not None:
                refuse_outdated(unit, user)
            token = Token(
                id=sha256_hex(key.encode()),
                user_name=unit.users.get(user_name(name)).name,
                label=" ".join(clean_text(label).split())[:_LABEL],
                scope=_scope(scope),
                created_at=now or datetime.now(UTC),
                until=until,
            )
            unit.tokens.put(token)
        return token, key

    def tokens(self, name: str | None = None) -> list[Token]:
        """Every token, or those of one account, the oldest first."""
        wanted = None if name is None else user_name(name)
        with self.store.read() as unit:
            return [token for token in unit.tokens.all() if wanted in (None, token.user_name)]

    def revoke_token(self, token_id: str, *, of: str | None = None) -> Token:
        """The token, which opens nothing any more.

        Args:
            token_id: its id or a beginning of it that no other has, of at least 6 digits.
            of: only where it is this account's.

        Raises:
            NotFound: there is no such token, or several begin so.
        """
        with self.store.unit() as unit:
            mine = [token for token in unit.tokens.all() if of in (None, token.user_name)]
            found = [token for token in mine if len(token_id) >= _SHORTEST_ID and token.id.startswith(token_id)]
            if len(found) != 1:
                raise NotFound(f"No token has the id {token_id!r}; `infostreamer users tokens list` shows them.")
            unit.tokens.remove(found[0].id)
        return found[0]


def _scope(given: str) -> TokenScope:
    for scope in SCOPES:
        if scope == given:
            return scope
    raise BadInput(f"{given!r} is no scope; choose read, write or admin.")
