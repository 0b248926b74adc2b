"""Attempts: how often a login failed of late, under the hash of what was tried, and until when the next one waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from infostreamer.store.columns import key_of, micros, moment
from infostreamer.store.engine import upsert
from infostreamer.store.tables import ATTEMPTS

KEPT = timedelta(hours=1)
"""How long after the last one, or after its wait, failed attempts count."""


class Tried(NamedTuple):
    """So many attempts failed; none is looked at until then."""

    failed: int
    until: datetime


class Attempts:
    """Failed attempts within one unit. Keys are hashed: people type passwords where names belong."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str, now: datetime) -> Tried | None:
        """What was tried under this key of late; None where nothing was."""
        query = select(ATTEMPTS.c["count"], ATTEMPTS.c.until).where(ATTEMPTS.c.key == key_of(key))
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        failed, until = row[0], moment(row[1])
        return Tried(failed, until) if until + KEPT > now else None

    def put(self, key: str, tried: Tried) -> None:
        """Keep it in place of what was kept."""
        upsert(self._connection, ATTEMPTS, [{"key": key_of(key), "count": tried.failed, "until": micros(tried.until)}])

    def clear(self, key: str) -> None:
        """Forget it: the login succeeded."""
        self._connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.key == key_of(key)))

    def forget_old(self, now: datetime) -> None:
        """Forget what counts no longer."""
        self._connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.until <= micros(now - KEPT)))
