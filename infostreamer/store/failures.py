"""Failures: trouble that is data, one row per item and stage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from infostreamer.model import Failure
from infostreamer.store.columns import from_json, micros, micros_or_none, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import FAILURES


class Failures:
    """Failures within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, failure: Failure) -> None:
        """Keep it in place of the item's earlier failure at the same stage."""
        row = {
            "id": failure.id,
            "stage": failure.stage,
            "source_id": failure.source_id,
            "again_at": micros_or_none(failure.again_at),
            "noun": to_json(failure),
        }
        upsert(self._connection, FAILURES, [row])

    def get_or_none(self, failure_id: str) -> Failure | None:
        """The failure under this id, where the item failed."""
        found = self._listed(select(FAILURES.c.noun).where(FAILURES.c.id == failure_id))
        return found[0] if found else None

    def clear(self, failure_id: str) -> None:
        """The trouble is over. Nothing happens where there was none."""
        self._connection.execute(delete(FAILURES).where(FAILURES.c.id == failure_id))

    def clear_stage(self, stage: str) -> None:
        """Forget every failure of a stage that is about to run over history again."""
        self._connection.execute(delete(FAILURES).where(FAILURES.c.stage == stage))

    def all(self) -> list[Failure]:
        """Every failure, by id."""
        return self._listed(select(FAILURES.c.noun).order_by(FAILURES.c.id))

    def count(self) -> int:
        """How many are kept."""
        return self._connection.execute(select(func.count()).select_from(FAILURES)).scalar_one()

    def of_source(self, source_id: str) -> list[Failure]:
        """The failures met while following a source, by id."""
        query = select(FAILURES.c.noun).where(FAILURES.c.source_id == source_id)
        return self._listed(query.order_by(FAILURES.c.id))

    def due(self, now: datetime, stage: str | None = None) -> list[Failure]:
        """Failures to try again now, by id; only of one stage where given."""
        query = select(FAILURES.c.noun).where(FAILURES.c.again_at <= micros(now)).order_by(FAILURES.c.id)
        return self._listed(query if stage is None else query.where(FAILURES.c.stage == stage))

    def _listed(self, query: Select[Any]) -> list[Failure]:
        return [from_json(row.noun, Failure) for row in self._connection.execute(query)]
