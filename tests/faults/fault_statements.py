"""Trouble of the database or of the machine at every statement of a pass in turn: `./run faults --statements`.

A desk is worked on in one process that meets the trouble, is told, and tries again, as the flow does. Afterwards it is
compared with a desk to which nothing happened: nothing lost, nothing doubled, the same digest, the same failures.
"""

from __future__ import annotations

import errno
import itertools
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import fault_world
from fault_world import FeedServer, Outcome
from sqlalchemy import Engine, event

from infostreamer.desk import Desk
from infostreamer.flow import Flow
from infostreamer.model import InformationStreamerError
from infostreamer.model.shortage import shortage_of

Trouble = Callable[[Any], None]
"""Given the driver's connection: raises, or does to the connection what makes its next statement fail."""

BEFORE, AFTER = "before commit", "after commit"
_MOST_TRIES = 10_000


def _raising(made: Callable[[], BaseException]) -> Trouble:
    def trouble(_: Any) -> None:
        raise made()

    return trouble


MACHINE: dict[str, Trouble] = {
    "no memory": _raising(MemoryError),
    "no descriptors": _raising(lambda: OSError(errno.EMFILE, "Too many open files")),
}
OF_SQLITE: dict[str, Trouble] = {
    said: _raising(lambda said=said, kind=kind: kind(said))  # type: ignore[misc]
    for said, kind in (
        ("database is locked", sqlite3.OperationalError),
        ("database or disk is full", sqlite3.OperationalError),
        ("disk I/O error", sqlite3.OperationalError),
        ("unable to open database file", sqlite3.OperationalError),
        ("attempt to write a readonly database", sqlite3.OperationalError),
        ("database disk image is malformed", sqlite3.DatabaseError),
        ("no such table: reports", sqlite3.OperationalError),  # the file was put in place of another one
        ("file is not a database", sqlite3.DatabaseError),
    )
} | MACHINE
_OF_SERVER = (
    *("DiskFull", "OutOfMemory", "LockNotAvailable", "DeadlockDetected", "QueryCanceled", "IoError"),
    *("ReadOnlySqlTransaction", "InsufficientPrivilege", "UndefinedTable", "DataCorrupted", "InvalidPassword"),
    *("InternalError_", "CrashShutdown", "TransactionTimeout", "TooManyConnections", "InvalidCatalogName"),
)


def of_postgres(server: str) -> dict[str, Trouble]:
    """Troubles of a server at this address, the first of them in earnest: the session is ended."""
    import psycopg

    admin = psycopg.connect(server.replace("+psycopg", "") + "/postgres", autocommit=True)

    def end(connection: Any) -> None:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])

    named = {name: _raising(getattr(psycopg.errors, name)) for name in _OF_SERVER if hasattr(psycopg.errors, name)}
    return {"session ended": end, **named, **MACHINE}


@dataclass
class Breaking:
    """Which statements meet which trouble. `nth`: that of all, by number; -1: none; 0: each place of the program that
    asks the database anything once, or one in so many of them, with the troubles in turn."""

    troubles: dict[str, Trouble]
    nth: int = 0
    one_in: int = 1
    passed: int = 0
    places: list[str] = field(default_factory=list)  # that were passed, in order
    met: list[tuple[str, str]] = field(default_factory=list)  # place, trouble
    _seen: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._turns = itertools.cycle(self.troubles)

    def reach(self, connection: Any, what: str) -> None:
        """Meet what is to be met here, if anything."""
        with self._lock:
            self.passed += 1
            if 0 < self.nth != self.passed:
                return
            place = f"{_where()} {what}"
            self.places.append(place)
            self._seen[place] += 1
            if self.nth < 0 or (self.nth == 0 and (self._seen[place] > 1 or len(self._seen) % self.one_in)):
                return
            name = next(self._turns)
            self.met.append((place, name))
        self.troubles[name](connection)


def _where() -> str:
    """The line of the store that asks and the line outside the store that made it ask."""
    frame: FrameType | None = sys._getframe(2)
    inner = ""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("infostreamer."):
            here = f"{module.removeprefix('infostreamer.')}:{frame.f_lineno}"
            if not module.startswith("infostreamer.store."):
                return f"{inner} of {here}"
            inner = inner or here
        frame = frame.f_back
    return inner


@contextmanager
def broken(engine: Engine, breaking: Breaking) -> Iterator[None]:
    """Every statement of the engine, and before and after every commit, comes past `breaking`."""
    dialect: Any = engine.dialect
    commit = dialect.do_commit

    def execute(cursor: Any, *_: Any) -> None:
        breaking.reach(cursor.connection, "")

    def do_commit(connection: Any) -> None:
        breaking.reach(connection.driver_connection, BEFORE)
        commit(connection)
        breaking.reach(connection.driver_connection, AFTER)

    kinds = ("do_execute", "do_executemany", "do_execute_no_params")
    for kind in kinds:
        event.listen(engine, kind, execute)
    dialect.do_commit = do_commit
    try:
        yield
    finally:
        for kind in kinds:
            event.remove(engine, kind, execute)
        del dialect.do_commit


def told(error: BaseException) -> str:
    """The one sentence of the trouble; fails where there is none."""
    sentence = str(error) if isinstance(error, InformationStreamerError) else shortage_of(error)
    if sentence is None:
        raise AssertionError("no sentence for it") from error
    return sentence


def worked(url: str, feeds: FeedServer, breaking: Breaking, *, day: int = 0) -> tuple[list[str], Outcome]:
    """Work that day at the desk, meeting the trouble and trying again: what was said of it, what the desk came to."""
    said: list[str] = []
    feeds.day = day
    with Desk.open(fault_world.settings_for(url), clock=lambda: fault_world.now_on(day)) as desk:
        flow = Flow(desk.store, settings=desk.settings, rooms=fault_world.rooms(), web=feeds.port, clock=desk.now)
        with broken(desk.store.engine, breaking):
            for _ in range(_MOST_TRIES):
                try:
                    fault_world.pass_once(desk, feeds.port, flow)
                    break
                except Exception as error:
                    said.append(told(error))
        return said, fault_world.outcome_of(desk.store)


def every_statement(fresh: Callable[[], str], feeds: FeedServer, troubles: dict[str, Trouble], *, step: int = 1) -> str:
    """Every so-many-th statement of the first day struck, a desk for each; one line on what was done."""
    begun, struck, names, quiet = time.monotonic(), 0, list(troubles), Breaking(troubles, nth=-1)
    said, expected = worked(fresh(), feeds, quiet)
    assert said == []
    for nth in range(1, len(quiet.places) + 1, step):
        name = names[nth // step % len(names)]
        breaking, url = Breaking({name: troubles[name]}, nth=nth), fresh()
        said, found = worked(url, feeds, breaking)
        assert found == expected, f"{breaking.met} {said}: {found} is not {expected}"
        struck += bool(breaking.met)
    took = time.monotonic() - begun
    return f"{struck} of {len(quiet.places)} statements and commits struck, each at a desk of its own ({took:.0f} s)"


def measure(engine: str, step: int) -> str:
    """Every so-many-th statement, on one engine or on both."""
    import logging
    import tempfile

    from fault_cluster import cluster
    from fault_kills import seeded_postgres, seeded_sqlite

    logging.disable(logging.CRITICAL)
    fault_world.small_batches()
    lines = []
    with fault_world.around() as (feeds, receiver):
        if engine in ("sqlite", "both"):
            with tempfile.TemporaryDirectory() as folder:
                fresh = seeded_sqlite(Path(folder), receiver.address)
                lines.append("SQLite: " + every_statement(fresh, feeds, OF_SQLITE, step=step))
        if engine in ("postgres", "both"):
            with cluster() as server:
                fresh = seeded_postgres(server.url, receiver.address)
                lines.append("PostgreSQL: " + every_statement(fresh, feeds, of_postgres(server.url), step=step))
    return "\n".join(lines)
