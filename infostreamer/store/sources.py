"""Sources followed, and how following them goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select

from infostreamer.model import Change, NotFound, Source, SourceHealth
from infostreamer.store.changes import Changes
from infostreamer.store.columns import from_json, key_of, micros_or_none, moment_or_none, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.lags import is_due
from infostreamer.store.tables import HEALTHS, SOURCES

_FAILING = '"state":"failing"'


class DueRow(NamedTuple):
    """A source to be visited. `since`: when it was to be; None: at once."""

    source: Source
    since: datetime | None
    is_new: bool  # never visited
    is_failing: bool


class Sources:
    """Sources and their health within one unit."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def put(self, source: Source) -> None:
        """Keep the source; a change of anything about it is logged."""
        noun, before = to_json(source), self._noun(source.id)
        if noun == before:
            return
        upsert(self._connection, SOURCES, [{"id": source.id, "address_key": key_of(source.address), "noun": noun}])
        self._changes.add(Change(noun="source", id=source.id, what="updated" if before else "added"))

    def remove(self, source_id: str) -> None:
        """Follow it no longer; its reports stay. Nothing happens where it is not followed."""
        if self._noun(source_id) is None:
            return
        self._connection.execute(delete(SOURCES).where(SOURCES.c.id == source_id))
        self._connection.execute(delete(HEALTHS).where(HEALTHS.c.source_id == source_id))
        self._changes.add(Change(noun="source", id=source_id, what="removed"))

    def get(self, source_id: str) -> Source:
        """The source under this id.

        Raises:
            NotFound: none is followed under it.
        """
        noun = self._noun(source_id)
        if noun is None:
            raise NotFound(f"No source {source_id!r} is followed; `infostreamer sources` lists them.")
        return from_json(noun, Source)

    def count(self) -> int:
        """How many are kept."""
        return self._connection.execute(select(func.count()).select_from(SOURCES)).scalar_one()

    def all(self) -> list[Source]:
        """Every source, by id."""
        rows = self._connection.execute(select(SOURCES.c.noun).order_by(SOURCES.c.id)).scalars()
        return [from_json(noun, Source) for noun in rows]

    def owned(self) -> list[Source]:
        """Those whose owner is stated, by id."""
        query = select(SOURCES.c.noun).where(SOURCES.c.noun.like('%"owner":"%')).order_by(SOURCES.c.id)
        return [
            source for noun in self._connection.execute(query).scalars() if (source := from_json(noun, Source)).owner
        ]

    def health(self, source_id: str) -> SourceHealth | None:
        """How its last visits went; None before the first."""
        query = select(HEALTHS.c.noun).where(HEALTHS.c.source_id == source_id)
        noun = self._connection.execute(query).scalar_one_or_none()
        return None if noun is None else from_json(noun, SourceHealth)

    def put_health(self, health: SourceHealth) -> None:
        """Keep how the visit went. A change of state is logged, so that open pages learn of it."""
        before = self.health(health.source_id)
        row = {"source_id": health.source_id, "next_at": micros_or_none(health.next_at), "noun": to_json(health)}
        upsert(self._connection, HEALTHS, [row])
        if before is None or _told(before) != _told(health):
            self._changes.add(Change(noun="source", id=health.source_id, what="updated"))

    def healths(self) -> dict[str, SourceHealth]:
        """Source id -> health, of every source visited so far."""
        rows = self._connection.execute(select(HEALTHS.c.source_id, HEALTHS.c.noun).order_by(HEALTHS.c.source_id))
        return {source_id: from_json(noun, SourceHealth) for source_id, noun in rows}

    def due(self, now: datetime) -> list[Source]:
        """Sources to visit now, by id: neither paused nor gone nor to be left alone until later."""
        joined = SOURCES.outerjoin(HEALTHS, SOURCES.c.id == HEALTHS.c.source_id)
        query = select(SOURCES.c.noun).select_from(joined).where(is_due(now)).order_by(SOURCES.c.id)
        return [from_json(noun, Source) for noun in self._connection.execute(query).scalars()]

    def to_visit(self, now: datetime) -> list[DueRow]:
        """What `due` gives, each with what its last visits tell of the next one."""
        joined = SOURCES.outerjoin(HEALTHS, SOURCES.c.id == HEALTHS.c.source_id)
        columns = (SOURCES.c.noun, HEALTHS.c.next_at, HEALTHS.c.noun.label("health"))
        rows = self._connection.execute(select(*columns).select_from(joined).where(is_due(now)))
        return [
            DueRow(from_json(noun, Source), moment_or_none(next_at), health is None, _FAILING in (health or ""))
            for noun, next_at, health in rows
        ]

    def among(self, source_ids: Iterable[str]) -> set[str]:
        """Those of these ids that are followed."""
        query = select(SOURCES.c.id).where(SOURCES.c.id.in_(sorted(set(source_ids))))
        return set(self._connection.execute(query).scalars())

    def make_due(self, source_id: str) -> datetime | None:
        """Let the next look visit it; when it was last tried."""
        health = self.health(source_id)
        if health is not None:
            self.put_health(replace(health, next_at=None))
        return health.tried_at if health else None

    def _noun(self, source_id: str) -> str | None:
        return self._connection.execute(select(SOURCES.c.noun).where(SOURCES.c.id == source_id)).scalar_one_or_none()


def _told(health: SourceHealth) -> tuple[str, str | None, str | None]:
    """What of a source's health is shown to people at once."""
    return health.state, health.error, health.notice
