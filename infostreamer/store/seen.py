"""How far each reader has seen each story.

A reader has one floor (everything up to a position was seen: "Caught up") and one mark per story that was looked at
since. A mark holds from the floor it was laid on; when the floor is taken back, the marks beneath it hold again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from infostreamer.store.columns import micros, moment, plain, whole
from infostreamer.store.engine import upsert
from infostreamer.store.tables import SEEN

_FLOOR = ""
_MANY = 500


class Mark(NamedTuple):
    """A story (or, of the floor, everything) was seen up to `position`; `under` is the floor when that was said."""

    position: int
    under: int
    at: datetime


def seen_until(mark: Mark | None, floor: int) -> int:
    """The position up to which a story was seen: its own mark where that was laid on this floor, else the higher."""
    if mark is None:
        return floor
    return mark.position if mark.under >= floor else max(mark.position, floor)


class Seen:
    """The marks within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def floor(self, reader: str) -> Mark | None:
        """When and up to where the reader caught up; None where that never was."""
        return self.of(reader, [_FLOOR]).get(_FLOOR)

    def put_floor(self, reader: str, mark: Mark | None) -> None:
        """Everything up to there was seen; None takes the floor away."""
        if mark is None:
            self.remove(reader, [_FLOOR])
        else:
            self.put(reader, {_FLOOR: mark})

    def of(self, reader: str, story_ids: Iterable[str]) -> dict[str, Mark]:
        """Story id -> its mark, of those that have one."""
        ids, found = list(dict.fromkeys(story_ids)), {}
        for at in range(0, len(ids), _MANY):
            mine = (SEEN.c.reader == plain(reader)) & SEEN.c.story_id.in_(ids[at : at + _MANY])
            rows = self._connection.execute(select(SEEN).where(mine))
            found.update({row.story_id: Mark(row.position, row.under, moment(row.at)) for row in rows})
        return found

    def all(self, reader: str) -> dict[str, Mark]:
        """Every story's mark, by story id; without the floor."""
        mine = (SEEN.c.reader == plain(reader)) & (SEEN.c.story_id != _FLOOR)
        rows = self._connection.execute(select(SEEN).where(mine).order_by(SEEN.c.story_id))
        return {row.story_id: Mark(row.position, row.under, moment(row.at)) for row in rows}

    def has_any(self, reader: str) -> bool:
        """True where the reader ever marked anything."""
        query = select(SEEN.c.story_id).where(SEEN.c.reader == plain(reader)).limit(1)
        return self._connection.execute(query).first() is not None

    def below(self, reader: str, floor: int) -> list[str]:
        """Stories that were marked as unseen, or seen to before the floor, on this floor."""
        mine = (SEEN.c.reader == plain(reader)) & (SEEN.c.story_id != _FLOOR)
        mine &= (SEEN.c.under >= whole(floor)) & (SEEN.c.position < whole(floor))
        return list(self._connection.execute(select(SEEN.c.story_id).where(mine)).scalars())

    def put(self, reader: str, marks: Mapping[str, Mark]) -> None:
        """Keep these marks in place of earlier ones."""
        rows = [
            {
                "reader": plain(reader),
                "story_id": plain(story_id),
                "position": whole(mark.position),
                "under": whole(mark.under),
                "at": micros(mark.at),
            }
            for story_id, mark in marks.items()
        ]
        upsert(self._connection, SEEN, rows)

    def remove(self, reader: str, story_ids: Iterable[str]) -> None:
        """Forget these stories' marks."""
        ids = list(dict.fromkeys(story_ids))
        for at in range(0, len(ids), _MANY):
            mine = (SEEN.c.reader == plain(reader)) & SEEN.c.story_id.in_(ids[at : at + _MANY])
            self._connection.execute(delete(SEEN).where(mine))

    def prune(self, reader: str, floor: int) -> None:
        """Forget marks that can hold no more: laid on a lower floor than this one, and not beyond it."""
        mine = (SEEN.c.reader == plain(reader)) & (SEEN.c.story_id != _FLOOR)
        self._connection.execute(
            delete(SEEN).where(mine & (SEEN.c.under < whole(floor)) & (SEEN.c.position <= whole(floor)))
        )

    def clear(self, reader: str) -> int:
        """Forget everything about what this reader saw; how many marks that were."""
        return self._connection.execute(delete(SEEN).where(SEEN.c.reader == plain(reader))).rowcount
