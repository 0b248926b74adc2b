"""A large desk out of a small one: its reports and stories again and again under other ids, later each time.

Storing a million reports one by one takes an hour; copying rows takes minutes. A search costs by how many reports match
and by how many of these are looked at, which copies do not change; only the words of the index do not grow in number.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ID = re.compile(r'"([0-9a-f]{16})"')
_SEQ = re.compile(r'"seq":(\d+)')
_LATER = 28 * 86_400 * 1_000_000  # microseconds from one copy to the next
_BATCH = 2000

Row = tuple[Any, ...]


def copy_to(path: Path, count: int) -> int:
    """Fill the desk in this SQLite file up to about so many reports; how many it holds then.

    Args:
        path: a desk of tens of thousands of reports.
        count: rounded up to a whole number of copies.
    """
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-500000")
    size = int(connection.execute("SELECT max(seq) FROM reports").fetchone()[0])
    known = {row[0] for table in ("reports", "stories") for row in connection.execute(f"SELECT id FROM {table}")}
    tables = ("reports", "report_words", "stories", "story_members", "named", "facets")
    ends = {table: connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] for table in tables}
    for number in range(1, -(-count // size)):
        with connection:
            for table, rows in _copy(connection, ends, number, known):
                width = ",".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({width})", rows)
                if table == "report_words":
                    connection.executemany("INSERT INTO report_search(rowid, words) VALUES (?, ?)", rows)
        sys.stderr.write(f"{(number + 1) * size} reports\n")
    connection.execute("ANALYZE")
    held = int(connection.execute("SELECT max(seq) FROM reports").fetchone()[0])
    connection.close()
    return held


def _copy(
    connection: sqlite3.Connection, ends: dict[str, int], number: int, known: set[str]
) -> Iterator[tuple[str, list[Row]]]:
    """(table, rows of the copy with this number), some thousand at a time."""
    size = ends["reports"]

    def other(key: str) -> str:
        return f"{key[:8]}{int(key[8:12], 16) ^ number:04x}{key[12:]}" if key in known else key

    def noun(text: str) -> str:
        named = _ID.sub(lambda found: f'"{other(found[1])}"', text)
        return _SEQ.sub(lambda found: f'"seq":{int(found[1]) + number * size}', named)

    later = number * _LATER
    made = {
        "reports": lambda row: (row[0] + number * size, other(row[1]), row[2], f"{row[3][:12]}{number:04x}", *row[4:6],
                                noun(row[6])),
        "report_words": lambda row: (row[0] + number * size, row[1]),
        "stories": lambda row: (other(row[0]), row[1] + later, row[2] + number * size, noun(row[3])),
        "story_members": lambda row: (other(row[0]), other(row[1])),
        "named": lambda row: (other(row[0]), *row[1:5], row[5] + later, noun(row[6])),
        "facets": lambda row: (other(row[0]), noun(row[1])),
    }  # fmt: skip
    for table, change in made.items():
        rows = connection.execute(f"SELECT * FROM {table} WHERE rowid <= {ends[table]}")
        while few := rows.fetchmany(_BATCH):
            yield table, [change(row) for row in few]
