"""Where in the database ids are spoken of: every row of a table whose texts or packed bodies hold one of them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, select

from infostreamer.store.unpacked import unpacked as whole_of

_ID = re.compile(r"[0-9a-f]{16}")
_FEW = 50


def mentions(connection: Connection, table: Table, ids: Collection[str]) -> Iterator[dict[str, Any]]:
    """The rows, in no particular order, a few in memory at a time; a packed body is unpacked in them."""
    options = {"stream_results": True, "yield_per": _FEW}
    packed = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
    for row in connection.execute(select(table), execution_options=options).mappings():
        unpacked = {**row, **{name: _unpacked(row[name]) for name in packed}}
        if any(isinstance(value, str) and speaks_of(value, ids) for value in unpacked.values()):
            yield unpacked


def speaks_of(text: str, ids: Collection[str]) -> bool:
    """True where the text holds one of the ids."""
    return any(found in ids for found in _ID.findall(text))


def texts_citing(node: object, ids: Collection[str]) -> set[str]:
    """The texts of all derived lines in a noun's JSON that cite one of the reports."""
    if isinstance(node, list):
        return {text for one in node for text in texts_citing(one, ids)}
    if not isinstance(node, dict):
        return set()
    found = {text for one in node.values() for text in texts_citing(one, ids)}
    citations, text = node.get("citations"), node.get("text")
    if isinstance(text, str) and isinstance(citations, list) and speaks_of(str(citations), ids):
        found.add(text)
    return found


def _unpacked(body: bytes) -> str:
    try:
        return whole_of(body).decode("utf-8", "replace")
    except zlib.error:
        return ""
