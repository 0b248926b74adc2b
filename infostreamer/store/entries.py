"""Entries: placed reports as the index of live stories keeps them, by time, opaque here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

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

    def between(self, bounds: tuple[int, int] | None) -> list[str]:
        """The entries from the first moment to before the second, in order of arrival; None: those without a time."""
        query = select(ENTRIES.c.noun).order_by(ENTRIES.c.seq)
        if bounds is None:
            query = query.where(ENTRIES.c.at.is_(None))
        else:
            query = query.where(ENTRIES.c.at >= whole(bounds[0]), ENTRIES.c.at < whole(bounds[1]))
        return list(self._connection.execute(query).scalars())

    def clear(self) -> None:
        """Forget all of them."""
        self._connection.execute(delete(ENTRIES))


def _row(row: EntryRow) -> dict[str, object]:
    return {"seq": whole(row.seq), "at": None if row.at is None else whole(row.at), "noun": row.noun}
