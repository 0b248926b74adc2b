"""A desk is filled once for a file of tests, and each test has a copy of it: a copy costs a tenth of the filling."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path


class Seeds:
    """The filled desks of one file of tests. `execute`: runs a statement on the PostgreSQL server of an address."""

    def __init__(self, folder: Path, execute: Callable[[str, str], None]) -> None:
        self._folder, self._execute = folder, execute
        self._filled: dict[str, str] = {}

    def copy(self, url: str, fill: Callable[[str], None], *, name: str = "desk") -> None:
        """Have the fresh desk at the address hold what `fill` puts into the one whose address it is given; filled once
        for each `name` and engine."""
        engine, _, where = url.partition(":///")
        (self._copy_file if where else self._copy_database)(url, fill, f"{name}-{engine.partition(':')[0]}")

    def close(self) -> None:
        """Drop the databases."""
        for address in self._filled.values():
            server, _, database = address.rpartition("/")
            if not address.startswith("sqlite"):
                self._execute(server, f"DROP DATABASE {database} WITH (FORCE)")

    def _copy_file(self, url: str, fill: Callable[[str], None], key: str) -> None:
        if key not in self._filled:
            self._filled[key] = f"sqlite:///{self._folder}/{key}/desk.sqlite3"
            fill(self._filled[key])
        seed, target = (Path(one.partition(":///")[2]) for one in (self._filled[key], url))
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(seed)) as there, closing(sqlite3.connect(target)) as here:
            there.backup(here)

    def _copy_database(self, url: str, fill: Callable[[str], None], key: str) -> None:
        server, _, database = url.rpartition("/")
        if key not in self._filled:
            seed = f"seed_{database}"
            self._execute(server, f"CREATE DATABASE {seed} TEMPLATE tpl")
            self._filled[key] = f"{server}/{seed}"
            fill(self._filled[key])
        self._execute(server, f"DROP DATABASE {database} WITH (FORCE)")
        self._execute(server, f"CREATE DATABASE {database} TEMPLATE {self._filled[key].rpartition('/')[2]}")
