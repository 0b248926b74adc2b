"""Outlines: the matching state of stories as the last full epoch left it, opaque here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from infostreamer.store.engine import upsert
from infostreamer.store.tables import OUTLINES

_MANY = 500


class OutlineRow(NamedTuple):
    """One story's matching state as JSON text."""

    story_id: str
    noun: str


class Outlines:
    """Outlines within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_all(self, rows: Sequence[OutlineRow]) -> None:
        """Keep each in place of the story's earlier one."""
        upsert(self._connection, OUTLINES, [row._asdict() for row in rows])

    def of(self, story_ids: Iterable[str]) -> list[str]:
        """The states of these stories, by story id, of those that have one."""
        ids = sorted(set(story_ids))
        found: list[tuple[str, str]] = []
        for at in range(0, len(ids), _MANY):
            query = select(OUTLINES.c.story_id, OUTLINES.c.noun).where(OUTLINES.c.story_id.in_(ids[at : at + _MANY]))
            found += [(row.story_id, row.noun) for row in self._connection.execute(query)]
        return [noun for _, noun in sorted(found)]

    def clear(self) -> None:
        """Forget all of them."""
        self._connection.execute(delete(OUTLINES))
