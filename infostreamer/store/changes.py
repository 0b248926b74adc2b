"""The change log: one row per thing new or different, in one gap-free order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, not_, select, update

from infostreamer.model import Change, Span
from infostreamer.store.columns import from_json, micros, micros_or_none, moment_or_none, plain, to_json, whole
from infostreamer.store.engine import insert_all
from infostreamer.store.tables import CHANGES, STORIES
from infostreamer.store.watching import CHANNEL

_SILENT = ("updated", "removed")  # of a story: compiled anew without anything new, and gone
_MANY = 500
_SIGNED = re.compile(r"^.{1,200}? (?=(?:corrected|took out) a line: “)", re.DOTALL)  # the log may name who did it


@dataclass(frozen=True, slots=True)
class _Body:
    text: str | None = None
    citations: tuple[Span, ...] = ()


class Head(NamedTuple):
    """The newest change of a story that says something, and how many such changes are more than one more report."""

    story_id: str
    position: int
    weighty: int


class Entry(NamedTuple):
    """One change without its words."""

    position: int
    id: str
    what: str
    at: datetime | None


class Changes:
    """The log within one unit. Positions are handed out here, which the unit's write lock makes gap-free."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._latest: int | None = None
        self._is_longer = False

    def announce(self) -> None:
        """Have PostgreSQL tell those who listen, with the commit, where this unit logged anything."""
        if self._is_longer and self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql(f"NOTIFY {CHANNEL}")

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
            insert_all(self._connection, CHANGES, rows)
            self._is_longer = True
        self._latest = first - 1 + len(rows)

    def blot(self, ids: Sequence[str]) -> None:
        """Reports and captures that were purged: their places in the log stay, because others count by them."""
        for at in range(0, len(ids), _MANY):
            mine = CHANGES.c.item.in_(ids[at : at + _MANY]) & CHANGES.c.noun.in_(("report", "capture"))
            self._connection.execute(update(CHANGES).where(mine).values(noun="purged", what="removed", body=None))

    def silence(self, positions: Sequence[int]) -> None:
        """Changes of stories that cite what was purged: their places stay and tell nothing any more."""
        for at in range(0, len(positions), _MANY):
            few = CHANGES.c.position.in_(positions[at : at + _MANY])
            self._connection.execute(update(CHANGES).where(few).values(what="updated", body=None))

    def captures_between(self, first: int, last: int) -> list[str]:
        """Ids of the captures logged after `first` up to `last`."""
        between = CHANGES.c.position.between(first + 1, last)
        query = select(CHANGES.c.item).where(CHANGES.c.noun == "capture", CHANGES.c.what == "added", between)
        return list(self._connection.execute(query).scalars())

    def telling_between(self, first: int, last: int) -> list[tuple[int, frozenset[str]]]:
        """(position, ids of the reports it cites) of the changes of stories after `first` up to `last` that say
        something."""
        between = CHANGES.c.position.between(first + 1, last)
        query = select(CHANGES.c.position, CHANGES.c.body).where(CHANGES.c.noun == "story", between)
        rows = self._connection.execute(query.where(CHANGES.c.what.notin_(_SILENT))).all()
        bodies = [(row.position, from_json(row.body, _Body) if row.body else _Body()) for row in rows]
        return [(position, frozenset(span.report_id for span in body.citations)) for position, body in bodies]

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

    def heads(
        self, after: int, *, since: datetime | None = None, without: Sequence[tuple[int, int]] = ()
    ) -> list[Head]:
        """The stories that are kept and changed after a position (and not before `since`), the last to change first.

        Args:
            after: position.
            since: time of the change.
            without: ranges of positions (from, to] that count for nothing.
        """
        last, weighty = func.max(CHANGES.c.position), func.sum(case((CHANGES.c.what == "new-report", 0), else_=1))
        query = select(CHANGES.c.item, last, weighty).join(STORIES, STORIES.c.id == CHANGES.c.item)
        query = query.where(*_telling(after, without)).group_by(CHANGES.c.item).order_by(last.desc())
        if since is not None:
            query = query.where(CHANGES.c.at >= micros(since))
        return [Head(item, position, int(count)) for item, position, count in self._connection.execute(query)]

    def entries_of_stories(
        self, story_ids: Iterable[str], after: int, limit: int, *, without: Sequence[tuple[int, int]] = ()
    ) -> list[Entry]:
        """Of `of_stories` those that say it in words, without the words."""
        query = select(CHANGES.c.position, CHANGES.c.item, CHANGES.c.what, CHANGES.c.at).where(
            CHANGES.c.body.is_not(None)
        )
        rows = self._newest_of(story_ids, query.where(*_telling_of(after, without)), limit)
        return [Entry(row.position, row.item, row.what, moment_or_none(row.at)) for row in rows]

    def at(self, positions: Sequence[int]) -> list[Change]:
        """The changes at these positions, at most 500, oldest first."""
        query = select(CHANGES).where(CHANGES.c.position.in_(positions[:_MANY])).order_by(CHANGES.c.position)
        return [_change(row) for row in self._connection.execute(query)]

    def of_stories(
        self, story_ids: Iterable[str], after: int, limit: int, *, without: Sequence[tuple[int, int]] = ()
    ) -> list[Change]:
        """What these stories' changes after a position say, oldest first; the newest `limit` where there are more."""
        rows = self._newest_of(story_ids, select(CHANGES).where(*_telling_of(after, without)), limit)
        return [_change(row) for row in rows]

    def _newest_of(self, story_ids: Iterable[str], query: Select[Any], limit: int) -> list[Row[Any]]:
        """The newest rows of these stories, oldest first; at most `limit` of each 500 stories."""
        ids, found, last = list(dict.fromkeys(story_ids)), [], query.order_by(CHANGES.c.position.desc()).limit(limit)
        for at in range(0, len(ids), _MANY):
            found += list(self._connection.execute(last.where(CHANGES.c.item.in_(ids[at : at + _MANY]))))
        return sorted(found, key=lambda row: int(row.position))


def _telling(after: int, without: Sequence[tuple[int, int]]) -> list[ColumnElement[bool]]:
    """Changes of stories after a position that say something, outside these ranges."""
    spoken = [CHANGES.c.noun == "story", CHANGES.c.position > whole(after), CHANGES.c.what.notin_(_SILENT)]
    return [*spoken, *_outside(without)]


def _outside(without: Sequence[tuple[int, int]]) -> list[ColumnElement[bool]]:
    return [not_(CHANGES.c.position.between(first + 1, last)) for first, last in without]


def _telling_of(after: int, without: Sequence[tuple[int, int]]) -> list[ColumnElement[bool]]:
    """As `_telling`, for stories that are named: found by the index of items, where SQLite would take that of nouns and
    read the whole log."""
    about = CHANGES.c.position > whole(after), func.coalesce(CHANGES.c.noun, "") == "story"
    return [*about, CHANGES.c.what.notin_(_SILENT), *_outside(without)]


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
        text=_SIGNED.sub("A person ", body.text, count=1) if body.text and row.what == "judged" else body.text,
        citations=body.citations,
        position=row.position,
        at=moment_or_none(row.at),
    )
