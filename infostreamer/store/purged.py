"""What was purged: hashes alone, so that it is not taken in again, with when and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from infostreamer.model import content_id
from infostreamer.store.columns import micros, moment, plain
from infostreamer.store.engine import upsert
from infostreamer.store.tables import PURGED

_MANY = 500


class Tombstone(NamedTuple):
    """When something was purged (UTC), and why."""

    at: datetime
    why: str


def tombstone_key(text: str) -> str:
    """16 hex digits for an address or an id."""
    return content_id("purged", text)


class Purged:
    """Tombstones within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_all(self, texts: Iterable[str], *, at: datetime, why: str) -> None:
        """From now on these addresses and ids are purged."""
        keys = sorted({tombstone_key(text) for text in texts})
        upsert(self._connection, PURGED, [{"key": key, "at": micros(at), "why": plain(why)} for key in keys])

    def first(self, texts: Iterable[str]) -> Tombstone | None:
        """The tombstone of one of these addresses and ids, where any of them was purged."""
        keys = sorted({tombstone_key(text) for text in texts})
        row = self._connection.execute(select(PURGED).where(PURGED.c.key.in_(keys)).limit(1)).one_or_none()
        return None if row is None else Tombstone(moment(row.at), row.why)

    def among(self, texts: Iterable[str]) -> frozenset[str]:
        """Those of these addresses and ids that were purged."""
        by_key = {tombstone_key(text): text for text in texts}
        keys, found = sorted(by_key), set[str]()
        for start in range(0, len(keys), _MANY):
            few = select(PURGED.c.key).where(PURGED.c.key.in_(keys[start : start + _MANY]))
            found |= {by_key[key] for key in self._connection.execute(few).scalars()}
        return frozenset(found)

    def newest_at(self) -> datetime | None:
        """When something was purged last; None where nothing ever was."""
        at = self._connection.execute(select(func.max(PURGED.c.at))).scalar_one()
        return None if at is None else moment(at)
