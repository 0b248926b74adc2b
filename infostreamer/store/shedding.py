"""Giving back what was deleted: the database is written anew, so that no page of it holds deleted text."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy.exc import DBAPIError

from infostreamer.store.engine import explained
from infostreamer.store.opening import Store


def shed(store: Store) -> bool:
    """Rewrite the database without what was deleted; writers wait meanwhile, readers of SQLite do not.

    Returns:
        True: nothing of it is left in the database's files. False: a reader still holds an earlier state, whose
        write-ahead log stays until `truncated`.

    Raises:
        TryLater: the database is busy, or the disk has no room for a second copy of it.
    """
    try:
        return _shed_sqlite(store) if store.engine.dialect.name == "sqlite" else _shed_postgres(store)
    except DBAPIError as error:
        raise explained(error) from error


def _shed_sqlite(store: Store) -> bool:
    with closing(store.engine.raw_connection()) as raw:
        cursor = raw.cursor()
        try:
            cursor.execute("VACUUM")
        except store.engine.dialect.loaded_dbapi.Error as error:
            raise DBAPIError("VACUUM", None, error) from error
    return truncated(store)


def truncated(store: Store) -> bool:
    """False where the write-ahead log cannot be emptied, because a reader still holds an earlier state.

    Raises:
        TryLater: the database is busy.
    """
    if store.engine.dialect.name != "sqlite":
        return True
    with closing(store.engine.raw_connection()) as raw:
        cursor = raw.cursor()
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
        except store.engine.dialect.loaded_dbapi.Error as error:
            raise explained(DBAPIError("PRAGMA wal_checkpoint", None, error)) from error
    return row is not None and not row[0]


def _shed_postgres(store: Store) -> bool:
    options = {"is_reading": True}
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT", **options) as connection:
        connection.exec_driver_sql("VACUUM (FULL, ANALYZE)")  # statistics of columns hold values too
    return True
