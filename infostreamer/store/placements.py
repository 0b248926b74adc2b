"""Placements: which story each report was put into, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Row, delete, select

from infostreamer.store.columns import from_json, to_json, whole
from infostreamer.store.engine import upsert
from infostreamer.store.tables import PLACEMENTS

_MANY = 500


class PlacementRow(NamedTuple):
    """One report's place; `seq` is the report's."""

    report_id: str
    story_id: str
    seq: int
    score: int
    reasons: tuple[str, ...]


class Placements:
    """Placements within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_all(self, rows: Sequence[PlacementRow]) -> None:
        """Keep each in place of the same report's earlier one."""
        upsert(self._connection, PLACEMENTS, [_row(row) for row in rows])

    def of(self, story_id: str) -> list[PlacementRow]:
        """The story's placements in order of arrival."""
        return self.of_stories([story_id]).get(story_id, [])

    def of_stories(self, story_ids: Iterable[str]) -> dict[str, list[PlacementRow]]:
        """Story id -> its placements in order of arrival, of stories that have any."""
        ids = sorted(set(story_ids))
        found: dict[str, list[PlacementRow]] = {}
        for at in range(0, len(ids), _MANY):
            query = select(PLACEMENTS).where(PLACEMENTS.c.story_id.in_(ids[at : at + _MANY]))
            for row in self._connection.execute(query.order_by(PLACEMENTS.c.story_id, PLACEMENTS.c.seq)):
                found.setdefault(row.story_id, []).append(_read(row))
        return found

    def stories_of(self, report_ids: Iterable[str], *, until: int) -> dict[str, str]:
        """Report id -> its story, of those that are placed and arrived no later than `until` (seq)."""
        ids = sorted(set(report_ids))
        found: dict[str, str] = {}
        for at in range(0, len(ids), _MANY):
            few = PLACEMENTS.c.report_id.in_(ids[at : at + _MANY]) & (PLACEMENTS.c.seq <= whole(until))
            rows = self._connection.execute(select(PLACEMENTS.c.report_id, PLACEMENTS.c.story_id).where(few))
            found.update({row.report_id: row.story_id for row in rows})
        return found

    def after(self, seq: int) -> list[PlacementRow]:
        """Placements of reports that arrived after this one, in order of arrival."""
        query = select(PLACEMENTS).where(PLACEMENTS.c.seq > whole(seq)).order_by(PLACEMENTS.c.seq)
        return [_read(row) for row in self._connection.execute(query)]

    def remove_after(self, seq: int) -> None:
        """Forget the placements of reports that arrived after this one."""
        self._connection.execute(delete(PLACEMENTS).where(PLACEMENTS.c.seq > whole(seq)))

    def clear(self) -> None:
        """Forget all of them."""
        self._connection.execute(delete(PLACEMENTS))


def _row(row: PlacementRow) -> dict[str, object]:
    return {**row._asdict(), "score": whole(row.score), "reasons": to_json(row.reasons)}


def _read(row: Row[tuple[object, ...]]) -> PlacementRow:
    reasons = from_json(row.reasons, tuple[str, ...])
    return PlacementRow(row.report_id, row.story_id, row.seq, row.score, reasons)
