"""Tokens: programs' keys to accounts. Only the hash of a token's key is kept."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from infostreamer.model import Token
from infostreamer.store.columns import from_json, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import TOKENS


class Tokens:
    """Tokens within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, token: Token) -> None:
        """Keep the token in place of what was kept under its id."""
        upsert(self._connection, TOKENS, [{"id": token.id, "user_name": token.user_name, "noun": to_json(token)}])

    def get_or_none(self, token_id: str) -> Token | None:
        """The token under this id, run out or not."""
        noun = self._connection.execute(select(TOKENS.c.noun).where(TOKENS.c.id == token_id)).scalar_one_or_none()
        return None if noun is None else from_json(noun, Token)

    def all(self) -> list[Token]:
        """Every token, by account, the oldest first."""
        found = [from_json(noun, Token) for noun in self._connection.execute(select(TOKENS.c.noun)).scalars()]
        return sorted(found, key=lambda token: (token.user_name, token.created_at, token.id))

    def remove(self, token_id: str) -> None:
        """It opens nothing any more. Nothing happens where it is not kept."""
        self._connection.execute(delete(TOKENS).where(TOKENS.c.id == token_id))
