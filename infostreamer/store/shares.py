"""Shares: public addresses of stories and dossiers."""

from __future__ import annotations

from sqlalchemy import Connection, select

from infostreamer.model import Share
from infostreamer.store.columns import from_json, micros_or_none, plain, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import SHARES


class Shares:
    """Shares within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, share: Share) -> None:
        """Keep it in place of what was kept under its id."""
        row = {
            "id": plain(share.id),
            "item": plain(share.item),
            "until": micros_or_none(share.until),
            "noun": to_json(share),
        }
        upsert(self._connection, SHARES, [row])

    def get(self, share_id: str) -> Share | None:
        """The share under this id, open or not."""
        query = select(SHARES.c.noun).where(SHARES.c.id == plain(share_id))
        noun = self._connection.execute(query).scalar_one_or_none()
        return None if noun is None else from_json(noun, Share)

    def of(self, item: str | None = None) -> list[Share]:
        """Every share, of this item where given, the newest first."""
        query = select(SHARES.c.noun)
        if item is not None:
            query = query.where(SHARES.c.item == plain(item))
        found = [from_json(noun, Share) for noun in self._connection.execute(query).scalars()]
        return sorted(found, key=lambda share: (share.at, share.id), reverse=True)
