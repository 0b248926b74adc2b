"""Editions: messages, kept before they are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, or_, select

from infostreamer.model import NotFound
from infostreamer.model.edition import Edition
from infostreamer.store.columns import from_json, micros, micros_or_none, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import EDITIONS

_OPEN = ("waiting", "failed")


class Editions:
    """Editions within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, edition: Edition) -> None:
        """Keep it in place of what was kept under its id."""
        row = {
            "id": edition.id,
            "of": edition.of,
            "channel": edition.channel,
            "state": edition.state,
            "at": micros(edition.at),
            "again_at": micros_or_none(edition.again_at),
            "noun": to_json(edition),
        }
        upsert(self._connection, EDITIONS, [row])

    def put_new(self, edition: Edition) -> bool:
        """False, and nothing is changed, where one is kept under its id."""
        query = select(EDITIONS.c.id).where(EDITIONS.c.id == edition.id)
        if self._connection.execute(query).one_or_none() is not None:
            return False
        self.put(edition)
        return True

    def get(self, edition_id: str) -> Edition:
        """The edition under this id.

        Raises:
            NotFound: there is none.
        """
        query = select(EDITIONS.c.noun).where(EDITIONS.c.id == edition_id)
        noun = self._connection.execute(query).scalar_one_or_none()
        if noun is None:
            raise NotFound(f"There is no message {edition_id!r} any more.")
        return from_json(noun, Edition)

    def due(self, now: datetime, limit: int) -> list[Edition]:
        """What is to be sent now, oldest first."""
        is_due = or_(EDITIONS.c.again_at.is_(None), EDITIONS.c.again_at <= micros(now))
        query = select(EDITIONS.c.noun).where(EDITIONS.c.state.in_(_OPEN) & is_due)
        return self._listed(query.order_by(EDITIONS.c.at, EDITIONS.c.id).limit(limit))

    def of(self, what: str, limit: int) -> list[Edition]:
        """The newest editions of one alert ("alert:ID") or digest ("digest:ID")."""
        query = select(EDITIONS.c.noun).where(EDITIONS.c.of == what)
        return self._listed(query.order_by(EDITIONS.c.at.desc(), EDITIONS.c.id).limit(limit))

    def troubled(self, limit: int) -> list[Edition]:
        """What could not be sent so far or was given up, newest first."""
        query = select(EDITIONS.c.noun).where(EDITIONS.c.state.in_(("failed", "given-up")))
        return self._listed(query.order_by(EDITIONS.c.at.desc(), EDITIONS.c.id).limit(limit))

    def counts(self) -> dict[str, int]:
        """State -> how many."""
        query = select(EDITIONS.c.state, func.count()).group_by(EDITIONS.c.state)
        return {row.state: row[1] for row in self._connection.execute(query)}

    def forget(self, before: datetime) -> int:
        """Forget what was sent or given up before this moment; how many that were."""
        is_old = (EDITIONS.c.at < micros(before)) & EDITIONS.c.state.not_in(_OPEN)
        return self._connection.execute(delete(EDITIONS).where(is_old)).rowcount

    def forget_of(self, what: str) -> None:
        """Forget everything of one alert or digest, also what still waits."""
        self._connection.execute(delete(EDITIONS).where(EDITIONS.c.of == what))

    def _listed(self, query: Select[Any]) -> list[Edition]:
        return [from_json(noun, Edition) for noun in self._connection.execute(query).scalars()]
