"""Outlines: the matching state of live stories as the last closed epoch left it, opaque here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, or_, select

from infostreamer.store.columns import micros, micros_or_none, whole
from infostreamer.store.engine import upsert
from infostreamer.store.tables import OUTLINES


class OutlineRow(NamedTuple):
    """One story's matching state as JSON text."""

    story_id: str
    last_at: datetime | None
    seq: int
    noun: str


class Outlines:
    """Outlines within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, row: OutlineRow) -> None:
        """Keep the state in place of the story's earlier one."""
        upsert(
            self._connection,
            OUTLINES,
            [
                {
                    "story_id": row.story_id,
                    "last_at": micros_or_none(row.last_at),
                    "seq": whole(row.seq),
                    "noun": row.noun,
                }
            ],
        )

    def live(self, since: datetime | None = None, *, also: Collection[str] = ()) -> list[str]:
        """The states, by story id; only of stories with a report since then (or without a time) where given.

        Args:
            since: None for all.
            also: ids of stories wanted whatever their age.
        """
        query = select(OUTLINES.c.noun).order_by(OUTLINES.c.story_id)
        if since is not None:
            is_wanted = OUTLINES.c.story_id.in_(sorted(also))
            query = query.where(or_(OUTLINES.c.last_at.is_(None), OUTLINES.c.last_at >= micros(since), is_wanted))
        return list(self._connection.execute(query).scalars())

    def clear(self) -> None:
        """Forget all of them."""
        self._connection.execute(delete(OUTLINES))
