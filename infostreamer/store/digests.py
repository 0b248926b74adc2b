"""Digests: standing orders for what is new."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from infostreamer.model import NotFound
from infostreamer.model.digest import Digest
from infostreamer.store.columns import from_json, micros, micros_or_none, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import DIGESTS


class Digests:
    """Digests within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, digest: Digest) -> None:
        """Keep it in place of what was kept under its id."""
        next_at = None if digest.is_paused else micros_or_none(digest.next_at)
        upsert(self._connection, DIGESTS, [{"id": digest.id, "next_at": next_at, "noun": to_json(digest)}])

    def get(self, digest_id: str) -> Digest:
        """The digest under this id.

        Raises:
            NotFound: there is none.
        """
        query = select(DIGESTS.c.noun).where(DIGESTS.c.id == digest_id)
        noun = self._connection.execute(query).scalar_one_or_none()
        if noun is None:
            raise NotFound(f"There is no digest {digest_id!r}; `infostreamer digests` lists them.")
        return from_json(noun, Digest)

    def all(self) -> list[Digest]:
        """Every digest, by id."""
        rows = self._connection.execute(select(DIGESTS.c.noun).order_by(DIGESTS.c.id)).scalars()
        return [from_json(noun, Digest) for noun in rows]

    def due(self, now: datetime) -> list[Digest]:
        """Digests whose time has come, by id; paused ones never."""
        query = select(DIGESTS.c.noun).where(DIGESTS.c.next_at <= micros(now)).order_by(DIGESTS.c.id)
        return [from_json(noun, Digest) for noun in self._connection.execute(query).scalars()]

    def remove(self, digest_id: str) -> None:
        """Forget the digest."""
        self._connection.execute(delete(DIGESTS).where(DIGESTS.c.id == digest_id))
