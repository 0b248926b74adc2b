"""What an SQLite file from elsewhere may hold to be taken for a desk: its tables and indexes, and rows of their types.

A schema is program text: triggers, views, computed columns and checks run with whatever the desk does. None of ours has
any of that, so whatever has is refused, not understood.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from sqlalchemy import Column, LargeBinary, Text

from infostreamer.store.tables import METADATA

_SEARCH = "report_search"
_SHADOWS = frozenset(f"{_SEARCH}_{name}" for name in ("config", "content", "data", "docsize", "idx"))
_VIRTUAL = re.compile(rf"CREATE VIRTUAL TABLE {_SEARCH} USING fts5\(words, content='report_words',", re.IGNORECASE)
_PLAIN_INDEX = re.compile(r"CREATE (UNIQUE )?INDEX \"?\w+\"? ON \"?\w+\"? \([\w\s,\"]+\)", re.IGNORECASE)
_COMPUTES = re.compile(r"\b(GENERATED|CHECK|DEFAULT|COLLATE|WHERE|SELECT|AS)\b", re.IGNORECASE)


def foreign_part(connection: sqlite3.Connection) -> str | None:
    """The name of a part of the schema that no desk has; None where there is none."""
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if not _is_ours(str(kind), str(name), sql):
            return f"{kind} {name}"
    return None


def _is_ours(kind: str, name: str, sql: str | None) -> bool:
    if kind == "index":
        return sql is None or _PLAIN_INDEX.fullmatch(sql) is not None
    if kind != "table" or not isinstance(sql, str):
        return False
    if name == _SEARCH:
        return _VIRTUAL.match(sql) is not None
    if sql.upper().startswith("CREATE VIRTUAL"):
        return False
    return name in _SHADOWS or ((name in METADATA.tables or name == "alembic_version") and not _COMPUTES.search(sql))


def mistyped_column(connection: sqlite3.Connection) -> str | None:
    """The first "table.column" that is missing or holds a value of another type; None where all is well.

    SQLite keeps whatever it is given, and what reads a text where a number stands breaks in a place of its own.
    """
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if _is_mistyped(connection, column):
                return f"{table.name}.{column.name}"
    return None


def _is_mistyped(connection: sqlite3.Connection, column: Column[Any]) -> bool:
    kind = "blob" if isinstance(column.type, LargeBinary) else "text" if isinstance(column.type, Text) else "integer"
    kinds = f"'{kind}', 'null'" if column.nullable else f"'{kind}'"
    table, name = column.table.name, f'"{column.table.name}"."{column.name}"'  # ours, not the file's
    try:
        query = f'SELECT 1 FROM "{table}" WHERE typeof({name}) NOT IN ({kinds}) LIMIT 1'
        return connection.execute(query).fetchone() is not None
    except sqlite3.OperationalError:
        return True
