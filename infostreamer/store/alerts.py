"""Alerts and what they fired on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from infostreamer.model import NotFound
from infostreamer.model.alert import Alert, Firing
from infostreamer.store.among import among
from infostreamer.store.columns import from_json, micros, micros_or_none, to_json, whole
from infostreamer.store.engine import upsert
from infostreamer.store.tables import ALERTS, FIRINGS


class Alerts:
    """Alerts within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, alert: Alert) -> None:
        """Keep it in place of what was kept under its id."""
        upsert(self._connection, ALERTS, [{"id": alert.id, "noun": to_json(alert)}])

    def get(self, alert_id: str) -> Alert:
        """The alert under this id.

        Raises:
            NotFound: there is none.
        """
        query = select(ALERTS.c.noun).where(ALERTS.c.id == alert_id)
        noun = self._connection.execute(query).scalar_one_or_none()
        if noun is None:
            raise NotFound(f"There is no alert {alert_id!r}; `infostreamer alerts` lists them.")
        return from_json(noun, Alert)

    def all(self) -> list[Alert]:
        """Every alert, by id."""
        rows = self._connection.execute(select(ALERTS.c.noun).order_by(ALERTS.c.id)).scalars()
        return [from_json(noun, Alert) for noun in rows]

    def remove(self, alert_id: str) -> None:
        """Forget the alert and what it fired on."""
        self._connection.execute(delete(ALERTS).where(ALERTS.c.id == alert_id))
        self._connection.execute(delete(FIRINGS).where(FIRINGS.c.alert_id == alert_id))


class Firings:
    """What alerts fired on, within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, firings: Sequence[Firing]) -> None:
        """Keep them in place of what was kept under their ids."""
        upsert(self._connection, FIRINGS, [_row(firing) for firing in firings])

    def known(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of the ids that are kept."""
        if not ids:
            return frozenset()
        query = select(FIRINGS.c.id).where(among(self._connection, FIRINGS.c.id, ids))
        return frozenset(self._connection.execute(query).scalars())

    def of_story(self, alert_id: str, story_id: str) -> list[Firing]:
        """What one alert fired on in one story, oldest first."""
        mine = (FIRINGS.c.alert_id == alert_id) & (FIRINGS.c.story_id == story_id)
        return self._listed(select(FIRINGS.c.noun).where(mine).order_by(FIRINGS.c.position, FIRINGS.c.id))

    def held(self, alert_id: str) -> list[Firing]:
        """What one alert fired on and has not told yet, oldest first."""
        mine = (FIRINGS.c.alert_id == alert_id) & FIRINGS.c.told_at.is_(None)
        return self._listed(select(FIRINGS.c.noun).where(mine).order_by(FIRINGS.c.position, FIRINGS.c.id))

    def told_last(self, alert_id: str, kind: str, story_id: str | None) -> int | None:
        """When the alert last told a fact of this kind about this story, microseconds since 1970; None: never."""
        mine = (FIRINGS.c.alert_id == alert_id) & (FIRINGS.c.kind == kind)
        about = FIRINGS.c.story_id.is_(None) if story_id is None else FIRINGS.c.story_id == story_id
        query = select(func.max(FIRINGS.c.told_at)).where(mine & about)
        found: int | None = self._connection.execute(query).scalar_one()
        return found

    def newest(self, alert_ids: Sequence[str], limit: int, offset: int = 0) -> list[Firing]:
        """What these alerts fired on, newest first."""
        query = select(FIRINGS.c.noun).where(FIRINGS.c.alert_id.in_(list(alert_ids)))
        ordered = query.order_by(FIRINGS.c.at.desc(), FIRINGS.c.position.desc(), FIRINGS.c.id)
        return self._listed(ordered.limit(limit).offset(offset)) if alert_ids else []

    def counts(self) -> dict[str, int]:
        """Alert id -> how many facts it fired on."""
        query = select(FIRINGS.c.alert_id, func.count()).group_by(FIRINGS.c.alert_id)
        return {row.alert_id: row[1] for row in self._connection.execute(query)}

    def _listed(self, query: Select[Any]) -> list[Firing]:
        return [from_json(noun, Firing) for noun in self._connection.execute(query).scalars()]


def _row(firing: Firing) -> dict[str, object]:
    return {
        "id": firing.id,
        "alert_id": firing.alert_id,
        "kind": firing.kind,
        "story_id": firing.story_id,
        "position": whole(firing.position),
        "at": micros(firing.at),
        "told_at": micros_or_none(firing.told_at),
        "noun": to_json(firing),
    }
