"""Accounts, and whose marks are whose."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from infostreamer.model import NotFound, User
from infostreamer.store.columns import from_json, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import SEEN, SESSIONS, TOKENS, USERS


class Users:
    """Accounts within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def are_any(self) -> bool:
        """True when the desk has accounts."""
        return self._connection.execute(select(USERS.c.name).limit(1)).first() is not None

    def put(self, user: User) -> None:
        """Keep the account in place of what was kept under its name."""
        upsert(self._connection, USERS, [{"name": user.name, "noun": to_json(user)}])

    def get_or_none(self, name: str) -> User | None:
        """The account of this name, where there is one."""
        noun = self._connection.execute(select(USERS.c.noun).where(USERS.c.name == name)).scalar_one_or_none()
        return None if noun is None else from_json(noun, User)

    def get(self, name: str) -> User:
        """The account of this name.

        Raises:
            NotFound: there is none.
        """
        user = self.get_or_none(name)
        if user is None:
            raise NotFound(f"There is no account {name!r}; `infostreamer users list` shows them.")
        return user

    def all(self) -> list[User]:
        """Every account, by name."""
        rows = self._connection.execute(select(USERS.c.noun)).scalars()
        return sorted((from_json(noun, User) for noun in rows), key=lambda user: user.name)  # by code points

    def remove(self, name: str) -> None:
        """Forget the account with its sessions and tokens."""
        for table, column in ((SESSIONS, SESSIONS.c.user_name), (TOKENS, TOKENS.c.user_name), (USERS, USERS.c.name)):
            self._connection.execute(delete(table).where(column == name))

    def hand_marks(self, giver: str, taker: str) -> None:
        """What one reader saw is from now on the other's, who has seen nothing yet."""
        self._connection.execute(update(SEEN).where(SEEN.c.reader == giver).values(reader=taker))
