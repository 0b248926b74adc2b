"""A desk of the first release whose process is killed at every statement of being brought up to date, in turn:
`./run faults --migrations`. It is as it was, and the next start brings it up."""

from __future__ import annotations

import gzip
import itertools
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from fakes.schema import schema_of
from fault_cluster import cluster
from sqlalchemy import Engine, event

from infostreamer.store import open_store
from infostreamer.store.schema import HEAD

_FIRST = Path(__file__).parents[1] / "upgrade/data"


def _is_killed(url: str, nth: int) -> bool:
    """Open the desk in a process that dies after its nth statement; False where it came to the end before."""
    process = os.fork()
    if process == 0:
        left = itertools.count(nth, -1)

        def count(*_: Any) -> None:
            if next(left) == 1:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "after_cursor_execute", count)
        status = 1
        try:
            open_store(url).close()
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(process, 0)
    assert os.WIFSIGNALED(ended) or os.WEXITSTATUS(ended) == 0
    return os.WIFSIGNALED(ended)


def _opened(url: str) -> str:
    """The digest of the desk, brought up to date."""
    store = open_store(url)
    try:
        return store.digest()
    finally:
        store.close()


def killed_everywhere(fresh: Callable[[], str]) -> int:
    """How many statements there are; a process was killed after each of them, at a desk of its own."""
    expected = _opened(fresh())
    for nth in itertools.count(1):
        url = fresh()
        if not _is_killed(url, nth):
            assert schema_of(url) == HEAD
            return nth - 1
        assert schema_of(url) == "0001", nth
        assert _opened(url) == expected, nth
        assert schema_of(url) == HEAD
    raise AssertionError


def measure() -> str:
    """On both engines; a line for each."""
    import psycopg

    lines = []
    with tempfile.TemporaryDirectory() as folder:
        seed, numbers = Path(folder) / "seed.sqlite3", itertools.count()
        with sqlite3.connect(seed) as connection:
            connection.executescript(gzip.decompress((_FIRST / "first-sqlite.sql.gz").read_bytes()).decode())
        connection.close()

        def copied() -> str:
            made = shutil.copy(seed, Path(folder) / f"d{next(numbers)}.sqlite3")
            return f"sqlite:///{made}"

        lines.append(f"SQLite: killed after each of {killed_everywhere(copied)} statements")
    with cluster() as server:
        first = server.database()
        with psycopg.connect(first.replace("+psycopg", "")) as connection:
            connection.execute(gzip.decompress((_FIRST / "first-postgresql.sql.gz").read_bytes()))

        def database() -> str:
            name = f"m_{next(numbers)}"
            server.execute(f"CREATE DATABASE {name} TEMPLATE {first.rpartition('/')[2]}")
            return f"{server.url}/{name}"

        lines.append(f"PostgreSQL: killed after each of {killed_everywhere(database)} statements")
    return "\n".join(lines) + "; each time it was as before, and brought up by the next start with the same digest."
