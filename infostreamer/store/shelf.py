"""Stories in small, for reading apps: when each one last gained a report, and which source brought it first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from infostreamer.store.tables import CAPTURES, REPORTS, STORY_MEMBERS


class Shelved(NamedTuple):
    """One story: `arrived_us` is when its newest report was fetched (microseconds since 1970, UTC)."""

    story_id: str
    arrived_us: int
    source_id: str | None  # of its first report


class Shelf:
    """The stories of one unit in small. Nothing of a story is decoded, so that thousands cost little."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Shelved]:
        """Every story, the one that gained a report last first, ties by id."""
        query = (
            select(STORY_MEMBERS.c.story_id, REPORTS.c.seq, REPORTS.c.source_id, CAPTURES.c.fetched_at)
            .join(REPORTS, REPORTS.c.id == STORY_MEMBERS.c.report_id)
            .outerjoin(CAPTURES, CAPTURES.c.id == REPORTS.c.capture_id)
        )
        return sorted(_joined(self._connection.execute(query)), key=lambda row: (-row.arrived_us, row.story_id))


def _joined(rows: Iterable[tuple[str, int, str | None, int | None]]) -> list[Shelved]:
    arrived: dict[str, int] = {}
    first: dict[str, tuple[int, str | None]] = {}
    for story_id, seq, source_id, fetched_at in rows:
        arrived[story_id] = max(arrived.get(story_id, 0), fetched_at or 0)
        if story_id not in first or seq < first[story_id][0]:
            first[story_id] = (seq, source_id)
    return [Shelved(story_id, at, first[story_id][1]) for story_id, at in arrived.items()]
