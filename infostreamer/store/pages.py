"""Pages: what is known of the addresses taken for a source, few at a time: a source may have had thousands.

Addresses are sorted here, by code points: a database sorts them by its own collation.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from infostreamer.store.captures import PageRow
from infostreamer.store.columns import key_of, micros, moment, moment_or_none
from infostreamer.store.tables import PAGES

_MANY = 500


class Pages:
    """What is known of pages, within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def young(self, source_id: str, since: datetime) -> dict[str, PageRow]:
        """Address -> what its last capture told, of the pages of this source captured since then."""
        return self._listed((PAGES.c.source_id == source_id) & (PAGES.c.fetched_at >= micros(since)))

    def at(self, source_id: str, addresses: Iterable[str]) -> dict[str, PageRow]:
        """As `young`, of those of these addresses that are known."""
        keys, found = sorted({key_of(address) for address in addresses}), dict[str, PageRow]()
        for start in range(0, len(keys), _MANY):
            few = PAGES.c.address_key.in_(keys[start : start + _MANY])
            found |= self._listed((PAGES.c.source_id == source_id) & few)
        return found

    def all(self, source_id: str) -> dict[str, PageRow]:
        """As `young`, of every page."""
        return self._listed(PAGES.c.source_id == source_id)

    def with_bytes(self, source_id: str, sha256: str) -> list[str]:
        """The addresses of the source's pages whose last capture had just these bytes."""
        same = (PAGES.c.source_id == source_id) & (PAGES.c.sha256 == sha256)
        return sorted(self._connection.execute(select(PAGES.c.address).where(same)).scalars())

    def _listed(self, chosen: ColumnElement[bool]) -> dict[str, PageRow]:
        found = {row.address: _page(row) for row in self._connection.execute(select(PAGES).where(chosen))}
        return dict(sorted(found.items(), key=lambda item: item[0]))


def _page(row: Row[Any]) -> PageRow:
    published, fetched_at = moment_or_none(row.published), moment(row.fetched_at)
    return PageRow(row.etag, row.modified, row.sha256, row.lead_key, published, fetched_at)
