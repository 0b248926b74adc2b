"""Cursors: how far each stage has come, and as which version."""

from __future__ import annotations

from sqlalchemy import Connection, select

from infostreamer.store.engine import upsert
from infostreamer.store.tables import CURSORS


class Cursors:
    """Cursors within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, stage: str) -> tuple[int, str]:
        """(position, version) of the stage; (0, "") before its first run."""
        query = select(CURSORS.c.position, CURSORS.c.version).where(CURSORS.c.stage == stage)
        row = self._connection.execute(query).one_or_none()
        return (0, "") if row is None else (row.position, row.version)

    def set(self, stage: str, position: int, version: str) -> None:
        """Move the cursor."""
        upsert(self._connection, CURSORS, [{"stage": stage, "position": position, "version": version}])
