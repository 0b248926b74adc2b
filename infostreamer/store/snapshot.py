"""A desk as it stands at one moment, in one SQLite file, while others go on writing: what a backup holds."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from infostreamer.model import IntegrityError
from infostreamer.store.copying import copy_store
from infostreamer.store.engine import explained
from infostreamer.store.foreign import foreign_part, mistyped_column
from infostreamer.store.opening import Store
from infostreamer.store.schema import HEAD

LEFT_OUT = ("sessions", "attempts")
"""Tables that a snapshot holds empty: whoever finds a backup must not be logged in by it."""

_FREED = ("jobs", "claims", "touched")


def take_snapshot(store: Store, file: Path) -> None:
    """Write the desk into a new file of mode 0600, as of one moment. Writers of the desk are not held off meanwhile.

    SQLite writes it by VACUUM INTO, one read transaction of the write-ahead log, and leaves out what was deleted;
    from PostgreSQL it is a copy in one repeatable-read transaction, row by row.

    Raises:
        TryLater: the disk is full.
        IntegrityError: the desk is damaged.
    """
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if store.engine.dialect.name == "sqlite":
        _vacuum_into(store, file)
    else:
        copy_store(store, f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        for table in LEFT_OUT:
            connection.execute(f"DELETE FROM {table}")
        for table in _FREED:  # nobody is at work on the copy
            connection.execute(f"UPDATE {table} SET holder = '', until = 0")
        connection.commit()


def _vacuum_into(store: Store, file: Path) -> None:
    raw = store.engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(file),))
    except sqlite3.Error as error:
        raise explained(DBAPIError("VACUUM INTO", None, error)) from error
    finally:
        raw.close()


def settle_file(file: Path) -> None:
    """Make the database one file without a write-ahead log, so that its bytes are all there is of it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def inspect_snapshot(file: Path) -> str:
    """The schema's revision of a snapshot that is whole and holds a desk's tables and nothing that could run by itself.

    Raises:
        IntegrityError: pages are damaged, it is no desk, it is of a newer release, or it holds triggers or views.
    """
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
                raise IntegrityError("What the backup holds is no desk's database; nothing was taken from it.")
            if foreign := foreign_part(connection):
                raise IntegrityError(f"The backup holds what no desk has ({foreign!r}); nothing was taken from it.")
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if said != "ok":
                raise IntegrityError(f"The database in the backup is damaged: {said}.")
            version = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError) as error:
        raise IntegrityError(f"The database in the backup cannot be read: {error}.") from error
    if not re.fullmatch(r"\d{4}", version) or version < "0001":
        raise IntegrityError("What the backup holds is no desk's database; nothing was taken from it.")
    if version > HEAD:
        raise IntegrityError(
            f"The backup ({version}) is of a newer release than this one ({HEAD}): upgrade, then retry."
        )
    return version


def check_rows(file: Path) -> None:
    """Raise where a table of this release is missing in the file, or a row holds a value of another type.

    Raises:
        IntegrityError: one does.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        if column := mistyped_column(connection):
            raise IntegrityError(f"The backup holds something else in {column} than a desk does; nothing was taken.")
