"""What readers follow, mute, bookmark and highlight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from infostreamer.model import Keep, Span
from infostreamer.store.columns import from_json, micros, micros_or_none, plain, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import KEEPS


class Keeps:
    """What is kept, within one unit. One per reader, kind and item; a highlight's item names its place too."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, keep: Keep) -> None:
        """Keep it in place of an earlier one of the same kind for the same item."""
        row = {
            "reader": plain(keep.reader),
            "kind": keep.kind,
            "item": plain(_key(keep.item, keep.span)),
            "at": micros(keep.at),
            "until": micros_or_none(keep.until),
            "noun": to_json(keep),
        }
        upsert(self._connection, KEEPS, [row])

    def remove(self, reader: str, kind: str, item: str, span: Span | None = None) -> bool:
        """False where nothing of the kind was kept."""
        key = plain(_key(item, span))
        mine = (KEEPS.c.reader == plain(reader)) & (KEEPS.c.kind == kind) & (KEEPS.c.item == key)
        return self._connection.execute(delete(KEEPS).where(mine)).rowcount > 0

    def of(self, reader: str, *, kind: str | None = None, now: datetime | None = None) -> list[Keep]:
        """What the reader keeps, the newest first; of this kind only, and without what has run out by `now`."""
        query = select(KEEPS.c.at, KEEPS.c.kind, KEEPS.c.item, KEEPS.c.noun).where(KEEPS.c.reader == plain(reader))
        if kind is not None:
            query = query.where(KEEPS.c.kind == kind)
        if now is not None:
            query = query.where(KEEPS.c.until.is_(None) | (KEEPS.c.until > micros(now)))
        rows = sorted(self._connection.execute(query), key=lambda row: (-row.at, row.kind, row.item))  # by code points
        return [from_json(row.noun, Keep) for row in rows]

    def readers_of(self, kind: str, items: Sequence[str], now: datetime) -> dict[str, frozenset[str]]:
        """Item -> who keeps it, of the items (at most 500) that anybody keeps and that have not run out."""
        mine = (KEEPS.c.kind == kind) & KEEPS.c.item.in_([plain(item) for item in items])
        lasts = KEEPS.c.until.is_(None) | (KEEPS.c.until > micros(now))
        found: dict[str, set[str]] = {}
        for reader, item in self._connection.execute(select(KEEPS.c.reader, KEEPS.c.item).where(mine & lasts)):
            found.setdefault(item, set()).add(reader)
        return {item: frozenset(readers) for item, readers in found.items()}

    def held_items(self) -> set[str]:
        """Every item that anybody follows, bookmarked or highlighted in."""
        query = select(KEEPS.c.item).where(KEEPS.c.kind != "mute").distinct()
        return {item.partition("#")[0] for item in self._connection.execute(query).scalars()}

    def clear(self, reader: str) -> int:
        """Forget everything that the reader keeps; how much that was."""
        return self._connection.execute(delete(KEEPS).where(KEEPS.c.reader == plain(reader))).rowcount


def _key(item: str, span: Span | None) -> str:
    """One item can hold many highlights: each has its place in the key."""
    return item if span is None else f"{item}#{span.report_id}:{span.start}-{span.end}"
