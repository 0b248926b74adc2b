"""Rows on their way from one database to another: read a few at a time, made fit for the other, and told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, insert, select

from infostreamer.store.columns import plain
from infostreamer.store.search import Search
from infostreamer.store.tables import CLAIMS, JOBS, REPORT_WORDS, TOUCHED

Rows = list[dict[str, Any]]

_MANY = 100
_FEW = 8  # where a row can hold a body of megabytes
_HELD = (JOBS, CLAIMS, TOUCHED)
_MODULUS = 1 << 256


class Tally:
    """How many rows there were, and a sum over what they hold that does not depend on their order.

    Two databases sort text differently, so the rows are not compared side by side: each row's SHA-256 is added up.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.sum = 0
        self.mended = 0

    def add(self, rows: Rows) -> None:
        """Count these rows in."""
        self.rows += len(rows)
        self.sum = (self.sum + sum(_number(row) for row in rows)) % _MODULUS


def read_rows(connection: Connection, table: Table) -> Iterator[Rows]:
    """Every row of the table, a hundred at a time; fewer where they are large."""
    size = _FEW if any(isinstance(column.type, LargeBinary) for column in table.columns) else _MANY
    options = {"stream_results": True, "yield_per": size}
    result = connection.execute(select(table), execution_options=options)
    for rows in result.mappings().partitions():
        yield [dict(row) for row in rows]


def write_rows(connection: Connection, table: Table, rows: Rows, tally: Tally) -> None:
    """Insert the rows into an empty table, made fit for it; `tally` counts what was written."""
    fit = [_free(table, row) for row in rows]
    if connection.dialect.name == "postgresql":
        fit = _without_nul(fit, tally)
    connection.execute(insert(table), fit)
    tally.add(fit)
    if table is REPORT_WORDS:
        Search(connection).index_kept(fit)


def _free(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A claim that somebody holds is held in the source alone; what was kept under it stays."""
    return {**row, "holder": "", "until": 0} if table in _HELD else row


def _without_nul(rows: Rows, tally: Tally) -> Rows:
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and "\0" in value:
                row[name] = plain(value)
                tally.mended += 1
    return rows


def _number(row: dict[str, Any]) -> int:
    digest = hashlib.sha256()
    for value in row.values():
        data = _as_bytes(value)
        digest.update(f"{type(value).__name__}{len(data)}:".encode() + data)
    return int.from_bytes(digest.digest(), "big")


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
