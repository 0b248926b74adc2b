"""One desk's database into another, whichever of the two engines each is: every row, checked, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from infostreamer.model import BadInput, IntegrityError
from infostreamer.store.copied_rows import Tally, read_rows, write_rows
from infostreamer.store.digest import digest_of
from infostreamer.store.engine import make_engine, transaction
from infostreamer.store.errors import explained
from infostreamer.store.opening import Store
from infostreamer.store.schema import create
from infostreamer.store.tables import METADATA
from infostreamer.store.unit import Unit

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied: rows by table, the digest of both desks, and how many texts the target could not hold as kept.

    `mended` counts texts with a NUL character, which PostgreSQL refuses: each became U+FFFD. SQLite holds such text
    only where another program wrote it.
    """

    rows: dict[str, int]
    digest: str
    mended: int


def copy_store(store: Store, url: str, *, told: Told = lambda step, done, of: None) -> Copied:
    """Copy a desk, as it stands at one moment, into an empty database; others may go on writing to the source.

    All of it is one transaction of the target, committed after every row was read back and compared: a copy that
    fails or is killed leaves the target empty. Memory does not grow with the desk. An SQLite target is one file
    without a write-ahead log, fit to be put away as a backup. What processes hold of the source (leases, claims) is
    free in the copy, because nobody is at work on that.

    Args:
        store: the source.
        url: of the target, as for `open_store`; an SQLite file is created with its folder.
        told: called with ("copy" or "check", rows done, rows in all) every hundred rows or so.

    Raises:
        BadInput: the target is not empty, or is the source itself.
        ConfigurationError: the target cannot be reached or written.
        IntegrityError: a row or the digest is not the same on both sides; the target is left empty.
    """
    with _target(url) as engine, transaction(store.engine, is_reading=True) as source:
        return _copied(source, engine, told)


def _copied(source: Connection, engine: Engine, told: Told) -> Copied:
    _may_pause(source)
    total = _count(source)
    with transaction(engine) as target:
        _may_pause(target)
        _refuse_full(target)  # again, now under the write lock
        create(target)
        written = _write(source, target, lambda done: told("copy", done, total))
        _check(target, written, lambda done: told("check", done, total))
        digest = digest_of(Unit(source))
        if digest_of(Unit(target)) != digest:
            raise IntegrityError("The copy derives another digest than the desk; nothing was kept of it.")
        if target.dialect.name == "postgresql":
            target.exec_driver_sql("ANALYZE")  # or the first pages are planned as for empty tables
    rows = {name: tally.rows for name, tally in written.items()}
    return Copied(rows=rows, digest=digest, mended=sum(tally.mended for tally in written.values()))


@contextmanager
def _target(url: str) -> Iterator[Engine]:
    """The engine of an empty database. A file that was made for a copy that failed is removed again."""
    parsed = make_url(url) if ":" in url else None
    file = Path(parsed.database) if parsed is not None and parsed.drivername == "sqlite" and parsed.database else None
    is_new = file is not None and not file.exists()
    engine = make_engine(url)
    try:
        _prepare(engine)
        yield engine
    except BaseException:
        engine.dispose()
        if is_new and file is not None:
            _remove(file)
        raise
    engine.dispose()


def _prepare(engine: Engine) -> None:
    try:
        with engine.connect().execution_options(is_reading=True) as connection:
            _refuse_full(connection)
        if engine.dialect.name == "sqlite":
            _leave_wal(engine)
    except DBAPIError as error:
        raise explained(error, is_opening=True) from error


def _leave_wal(engine: Engine) -> None:
    """New pages need no rollback journal, but would all be written twice through a write-ahead log."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode=DELETE")
    finally:
        raw.close()


def _refuse_full(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        raise BadInput("The target holds a desk already; a copy goes into an empty database, so that nothing is lost.")
    if tables:
        raise BadInput(f"The target holds other tables ({tables[0]} …); give the copy an empty database of its own.")


def _remove(file: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _count(source: Connection) -> int:
    counts = (source.execute(select(func.count()).select_from(table)).scalar_one() for table in METADATA.sorted_tables)
    return sum(counts)


def _may_pause(connection: Connection) -> None:
    """While one side is worked on the other is idle: for minutes, where a digest is made of 100,000 reports."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _write(source: Connection, target: Connection, told: Callable[[int], None]) -> dict[str, Tally]:
    """Table -> what was written of it, tables that others refer to first."""
    written: dict[str, Tally] = {}
    done = 0
    for table in METADATA.sorted_tables:
        written[table.name] = tally = Tally()
        for rows in read_rows(source, table):
            write_rows(target, table, rows, tally)
            done += len(rows)
            told(done)
    return written


def _check(target: Connection, written: dict[str, Tally], told: Callable[[int], None]) -> None:
    done = 0
    for table in METADATA.sorted_tables:
        found = Tally()
        for rows in read_rows(target, table):
            found.add(rows)
            done += len(rows)
            told(done)
        if (found.rows, found.sum) != (written[table.name].rows, written[table.name].sum):
            raise IntegrityError(f"The rows of {table.name} do not read back as they were written; nothing was kept.")
