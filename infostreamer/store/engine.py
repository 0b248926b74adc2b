"""The two databases: how each is opened, how each begins a unit of work, how each upserts."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from infostreamer.model import ConfigurationError, StoreBusy
from infostreamer.store.errors import NO_CONNECTION
from infostreamer.store.errors import explained as explained  # of the engine, for all who ask a database

BUSY_S = 30.0
_WRITE_LOCK = 7_203_418_852  # any fixed number: the advisory lock that PostgreSQL writers of one desk take in turn
_CONNECT_S = 10  # a server that takes a connection and says nothing is given up after so long
_IDLE_S = 60  # a writer that stands still in its transaction holds up all others: after so long the server ends it


def make_engine(url: str, *, busy_s: float = BUSY_S) -> Engine:
    """An engine for SQLite (folder created, WAL) or PostgreSQL.

    Raises:
        ConfigurationError: the address is not one of these two.
    """
    try:
        parsed = make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url))
    except (ArgumentError, ValueError):  # the address may hold a password: it is never said again
        raise ConfigurationError(
            "store.url is not a database address; write sqlite:///desk.sqlite3 or postgresql+psycopg://USER@HOST/DESK."
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _make_sqlite(parsed, busy_s)
    if parsed.get_backend_name() == "postgresql":
        return _make_postgres(parsed, busy_s)
    raise ConfigurationError(f"Databases are sqlite or postgresql, not {parsed.get_backend_name()!r}.")


def _make_sqlite(url: URL, busy_s: float) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ConfigurationError("A desk in memory would be lost; give SQLite a file, as in sqlite:///desk.sqlite3.")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _keep_to_owner(Path(url.database))
    except OSError as error:
        raise ConfigurationError(f"The folder of {url.database} cannot be made: {error.strerror}.") from error
    engine = create_engine(
        url,
        connect_args={"timeout": busy_s, "check_same_thread": False},
        pool_size=10,
        max_overflow=60,  # more than the threads that serve: a page holds one as long as it is made
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_to_owner(path: Path) -> None:
    """Make the file before SQLite does, which would let everybody on the machine read it; its log takes its mode."""
    if not path.exists():
        with suppress(OSError):  # SQLite says better what is wrong
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would otherwise begin deferred, and two such writers can only fail
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-8000",
        "wal_autocheckpoint=8000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    is_reading = connection.get_execution_options().get("is_reading", False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _make_postgres(url: URL, busy_s: float) -> Engine:
    try:
        engine = create_engine(
            url,
            connect_args=_connecting(url, busy_s),
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=40,  # more than the 40 threads that serve, and half of what a server gives to all (100)
        )
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigurationError(
            f"PostgreSQL needs its driver ({error}); pip install 'infostreamer[postgres]' and use postgresql+psycopg://."
        ) from error
    event.listen(engine, "begin", _begin_postgres)
    return engine


def _connecting(url: URL, busy_s: float) -> dict[str, Any]:
    """How to connect: what the address says comes first. A server whose machine is gone is noticed in half a minute;
    by TCP's own rules it would take a quarter of an hour, or for one who only listens two hours."""
    given = {
        "connect_timeout": _CONNECT_S,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 4,
        "tcp_user_timeout": 30_000,
        "client_encoding": "utf8",  # else a database without an encoding answers in bytes
    }
    chosen: dict[str, Any] = {name: value for name, value in given.items() if name not in url.query}
    options = url.query.get("options", ())  # as -csearch_path=desk, for a desk in a schema of its own
    given_options = [options] if isinstance(options, str) else [*options]
    return {**chosen, "options": " ".join([*given_options, f"-c lock_timeout={busy_s * 1000:.0f}"])}


def _begin_postgres(connection: Connection) -> None:
    if not connection.get_execution_options().get("is_reading", False):
        ends = f"set_config('idle_in_transaction_session_timeout', '{_IDLE_S}s', true)"
        connection.exec_driver_sql(f"SELECT {ends}, pg_advisory_xact_lock({_WRITE_LOCK})")


@contextmanager
def transaction(engine: Engine, *, is_reading: bool = False) -> Iterator[Connection]:
    """One transaction, committed at the end and rolled back on any error. Writers queue; readers see one moment.

    Raises:
        StoreBusy: the database stayed locked.
        TryLater: the disk is full, or the database is away.
        IntegrityError: the file is damaged or is no database.
        ConfigurationError: the database takes no writes.
    """
    options: dict[str, Any] = {"is_reading": is_reading}
    if is_reading and engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection
    except DBAPIError as error:
        raise explained(error) from error
    except NoConnectionError as error:
        raise StoreBusy(NO_CONNECTION) from error


@lru_cache(maxsize=256)
def _upsert(dialect: str, table: Table) -> Any:
    insert = (sqlite if dialect == "sqlite" else postgresql).insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    others = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    if not others:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, each replacing the one with the same primary key; every row gives every column."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table), list(rows))


@lru_cache(maxsize=256)
def _insertion(dialect: str, table: Table) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    names = [column.name for column in table.columns]
    marks = ", ".join(["?" if dialect == "sqlite" else "%s"] * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", itemgetter(*names)


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, each of which gives every column as the driver takes it.

    They go to the driver as they are: compiled anew for each row, an insert of reports cost half as much again.
    """
    if rows:
        statement, values = _insertion(connection.dialect.name, table)
        connection.exec_driver_sql(statement, [values(row) for row in rows])
