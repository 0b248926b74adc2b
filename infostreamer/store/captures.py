"""Captures: the bytes received, and per source what is known of each of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, func, insert, select

from infostreamer.model import Capture, Change, NotFound
from infostreamer.store.blobs import Blobs
from infostreamer.store.changes import Changes
from infostreamer.store.columns import (
    from_json,
    key_of,
    micros,
    micros_or_none,
    moment_or_none,
    plain,
    plain_or_none,
    to_json,
)
from infostreamer.store.engine import upsert
from infostreamer.store.purged import Purged
from infostreamer.store.tables import CAPTURES, PAGES


class PageRow(NamedTuple):
    """What the last capture of one page told; `lead_key` is Lead.key of what announced it."""

    etag: str | None
    modified: str | None  # Last-Modified as sent
    sha256: str
    lead_key: str | None
    published: datetime | None
    fetched_at: datetime


class Captures:
    """Captures within one unit."""

    def __init__(self, connection: Connection, changes: Changes, blobs: Blobs, purged: Purged) -> None:
        self._connection = connection
        self._changes = changes
        self._blobs = blobs
        self._purged = purged

    def put(self, capture: Capture) -> bool:
        """False where the same bytes from the same address are kept already; what is known of the page is renewed.

        Nothing is kept, and False, where the publication was purged.
        """
        if self._purged.first(addresses_of(capture)) is not None:
            return False
        if capture.source_id is not None:
            upsert(self._connection, PAGES, [_page(capture, capture.source_id)])
        if self._noun(capture.id) is not None:
            return False
        self._connection.execute(insert(CAPTURES), self._row(capture))
        self._changes.add(Change(noun="capture", id=capture.id, what="added", at=capture.fetched_at))
        return True

    def has(self, capture_id: str) -> bool:
        """True where it is kept."""
        return self._noun(capture_id) is not None

    def forget(self, capture_id: str) -> None:
        """Forget the capture, its body where no other has it, and what is known of its page."""
        row = self._noun(capture_id)
        if row is None:
            return
        keys = [key_of(address) for address in addresses_of(replace(from_json(row[0], Capture), body=b""))]
        self._connection.execute(delete(PAGES).where(PAGES.c.address_key.in_(keys)))
        self._connection.execute(delete(CAPTURES).where(CAPTURES.c.id == capture_id))
        self._blobs.sweep([row[1]])
        self._changes.blot([capture_id])

    def get(self, capture_id: str) -> Capture:
        """The capture with its body.

        Raises:
            NotFound: none is kept under this id.
            IntegrityError: its body is missing or damaged.
        """
        row = self._noun(capture_id)
        if row is None:
            raise NotFound(f"No capture {capture_id!r} is kept.")
        noun, key = row
        return replace(from_json(noun, Capture), body=self._blobs.get(key))

    def many(self, capture_ids: Sequence[str]) -> list[Capture]:
        """The captures with their bodies, in the order asked for."""
        return [self.get(capture_id) for capture_id in capture_ids]

    def pages_of(self, source_id: str) -> dict[str, PageRow]:
        """Address -> what the last capture of it told, for every page taken for this source."""
        rows = self._connection.execute(select(PAGES).where(PAGES.c.source_id == source_id))
        found = {row.address: _page_row(row) for row in rows}
        return dict(sorted(found.items(), key=lambda item: item[0]))  # by code points; the database has its collation

    def count(self) -> int:
        """How many are kept."""
        return self._connection.execute(select(func.count()).select_from(CAPTURES)).scalar_one()

    def _noun(self, capture_id: str) -> tuple[str, str] | None:
        query = select(CAPTURES.c.noun, CAPTURES.c.sha256).where(CAPTURES.c.id == capture_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else (row.noun, row.sha256)

    def _row(self, capture: Capture) -> dict[str, object]:
        return {
            "id": capture.id,
            "source_id": capture.source_id,
            "fetched_at": micros(capture.fetched_at),
            "sha256": self._blobs.put(capture.body),
            "noun": to_json(replace(capture, body=b"")),
        }


def addresses_of(capture: Capture) -> set[str]:
    """Every address that the capture is known by."""
    announced = {capture.lead.address} if capture.lead else set()
    return {capture.address, capture.final_address, *announced}


def _page(capture: Capture, source_id: str) -> dict[str, object]:
    headers = dict(capture.headers)
    return {
        "source_id": source_id,
        "address_key": key_of(capture.address),
        "address": plain(capture.address),
        "etag": plain_or_none(headers.get("etag")),
        "modified": plain_or_none(headers.get("last-modified")),
        "sha256": capture.sha256,
        "lead_key": capture.lead.key if capture.lead else None,
        "published": micros_or_none(capture.lead.published) if capture.lead else None,
        "fetched_at": micros(capture.fetched_at),
    }


def _page_row(row: Row[Any]) -> PageRow:
    published, fetched_at = moment_or_none(row.published), moment_or_none(row.fetched_at)
    assert fetched_at is not None
    return PageRow(row.etag, row.modified, row.sha256, row.lead_key, published, fetched_at)
