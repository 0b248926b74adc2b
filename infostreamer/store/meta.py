"""Single values about the desk itself."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from infostreamer.store.columns import plain
from infostreamer.store.engine import upsert
from infostreamer.store.tables import META

DECIDED = "decided"
"""Key of meta: another value after every write in which somebody may have decided something. Pages that are given again
(web/kept.py) are told by it; the change log cannot tell, because it moves with every report that comes in."""


class Meta:
    """Keys and values within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The value; None where none was put."""
        return self._connection.execute(select(META.c.value).where(META.c.key == key)).scalar_one_or_none()

    def put(self, key: str, value: str) -> None:
        """Keep the value in place of an earlier one."""
        upsert(self._connection, META, [{"key": key, "value": plain(value)}])

    def remove(self, key: str) -> None:
        """Forget the key. Nothing happens where it is not kept."""
        self._connection.execute(delete(META).where(META.c.key == key))
