"""Sessions: the browsers that are logged in. Only the hash of a session's key is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from infostreamer.model import Session
from infostreamer.store.columns import from_json, micros, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import SESSIONS


class Sessions:
    """Sessions within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, session: Session) -> None:
        """Keep the session in place of what was kept under its id."""
        row = {"id": session.id, "user_name": session.user_name, "until": micros(session.until)}
        upsert(self._connection, SESSIONS, [{**row, "noun": to_json(session)}])

    def get_or_none(self, session_id: str, now: datetime) -> Session | None:
        """The session, where it is kept and has not run out."""
        query = select(SESSIONS.c.noun).where((SESSIONS.c.id == session_id) & (SESSIONS.c.until > micros(now)))
        noun = self._connection.execute(query).scalar_one_or_none()
        return None if noun is None else from_json(noun, Session)

    def of(self, user_name: str, now: datetime) -> list[Session]:
        """The account's sessions that have not run out, the last used first."""
        query = select(SESSIONS.c.noun).where((SESSIONS.c.user_name == user_name) & (SESSIONS.c.until > micros(now)))
        found = [from_json(noun, Session) for noun in self._connection.execute(query).scalars()]
        return sorted(found, key=lambda session: (session.used_at, session.id), reverse=True)

    def ids(self, now: datetime) -> frozenset[str]:
        """Of every session that has not run out."""
        return frozenset(
            self._connection.execute(select(SESSIONS.c.id).where(SESSIONS.c.until > micros(now))).scalars()
        )

    def remove(self, session_id: str) -> None:
        """End it. Nothing happens where it is not kept."""
        self._connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session_id))

    def remove_of(self, user_name: str) -> int:
        """End the account's sessions; how many there were."""
        return self._connection.execute(delete(SESSIONS).where(SESSIONS.c.user_name == user_name)).rowcount

    def forget_old(self, now: datetime) -> None:
        """Forget those that have run out."""
        self._connection.execute(delete(SESSIONS).where(SESSIONS.c.until <= micros(now)))
