"""The change log: one row per thing new or different, in one gap-free order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, insert, select

from infostreamer.model import Change, Span
from infostreamer.store.columns import from_json, micros_or_none, moment_or_none, plain, to_json, whole
from infostreamer.store.tables import CHANGES


@dataclass(frozen=True, slots=True)
class _Body:
    text: str | None = None
    citations: tuple[Span, ...] = ()


class Changes:
    """The log within one unit. Positions are handed out here, which the unit's write lock makes gap-free."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._latest: int | None = None

    def latest_position(self) -> int:
        """The position of the newest change; 0 in an empty log."""
        if self._latest is None:
            self._latest = self._connection.execute(select(func.coalesce(func.max(CHANGES.c.position), 0))).scalar_one()
        return self._latest

    def add(self, change: Change) -> int:
        """The position that the change was given."""
        self.add_all([change])
        return self.latest_position()

    def add_all(self, changes: Iterable[Change]) -> None:
        """Append the changes in this order."""
        first = self.latest_position() + 1
        rows = [_row(change, at) for at, change in enumerate(changes, first)]
        if rows:
            self._connection.execute(insert(CHANGES), rows)
        self._latest = first - 1 + len(rows)

    def after(
        self, position: int, limit: int, nouns: Collection[str] | None = None, *, item: str | None = None
    ) -> list[Change]:
        """At most `limit` changes after the position, oldest first; only of these nouns and this id where given."""
        query = select(CHANGES).where(CHANGES.c.position > whole(position))
        if item is not None:
            query = query.where(CHANGES.c.item == plain(item))
        if nouns is not None:
            query = query.where(CHANGES.c.noun.in_(sorted(nouns)))
        return [_change(row) for row in self._connection.execute(query.order_by(CHANGES.c.position).limit(limit))]


def _row(change: Change, position: int) -> dict[str, object]:
    body = _Body(change.text, change.citations) if change.text or change.citations else None
    return {
        "position": position,
        "noun": change.noun,
        "item": plain(change.id),
        "what": change.what,
        "at": micros_or_none(change.at),
        "body": None if body is None else to_json(body),
    }


def _change(row: Row[tuple[object, ...]]) -> Change:
    body = from_json(row.body, _Body) if row.body else _Body()
    return Change(
        noun=row.noun,
        id=row.item,
        what=row.what,
        text=body.text,
        citations=body.citations,
        position=row.position,
        at=moment_or_none(row.at),
    )
