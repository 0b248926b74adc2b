"""Entries: placed reports as the index of live stories keeps them, by time, opaque here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, or_, select

from infostreamer.store.columns import whole
from infostreamer.store.engine import upsert
from infostreamer.store.tables import ENTRIES


class EntryRow(NamedTuple):
    """One report's entry as JSON text; `at`: when it was published, in seconds since 1970."""

    seq: int
    at: int | None
    noun: str


class Entries:
    """Entries within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_all(self, rows: Sequence[EntryRow]) -> None:
        """Keep each in place of the same report's earlier one."""
        upsert(self._connection, ENTRIES, [_row(row) for row in rows])

    def between(
        self, bounds: tuple[int, int] | None, *, after: EntryRow | None = None, limit: int = 2000
    ) -> list[EntryRow]:
        """At most `limit` entries from the first moment to before the second, by time and arrival.

        Args:
            bounds: None for the entries without a time.
            after: the last one of the answer before this.
            limit: a stretch of time may hold more than should be in memory at once.
        """
        at, seq = ENTRIES.c.at, ENTRIES.c.seq
        query = select(seq, at, ENTRIES.c.noun).order_by(at, seq).limit(limit)
        if bounds is None:
            query = query.where(at.is_(None), seq > (after.seq if after else -1))
        else:
            query = query.where(at >= whole(bounds[0]), at < whole(bounds[1]))
        if after is not None and after.at is not None:
            query = query.where(or_(at > after.at, and_(at == after.at, seq > after.seq)))
        return [EntryRow(row.seq, row.at, row.noun) for row in self._connection.execute(query)]

    def clear(self) -> None:
        """Forget all of them."""
        self._connection.execute(delete(ENTRIES))


def _row(row: EntryRow) -> dict[str, object]:
    return {"seq": whole(row.seq), "at": None if row.at is None else whole(row.at), "noun": row.noun}
