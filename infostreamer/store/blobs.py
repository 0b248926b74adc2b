"""Bodies of captures, kept once per content and compressed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from infostreamer.model import IntegrityError, sha256_hex
from infostreamer.store.tables import BLOBS, CAPTURES
from infostreamer.store.unpacked import unpacked


class Blobs:
    """Bytes under their SHA-256, within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, body: bytes) -> str:
        """The key (64 hex digits) under which the bytes are kept, once."""
        key = sha256_hex(body)
        query = select(BLOBS.c.size).where(BLOBS.c.sha256 == key)
        if self._connection.execute(query).scalar_one_or_none() is None:
            row = {"sha256": key, "size": len(body), "body": zlib.compress(body, 6)}
            self._connection.execute(insert(BLOBS), row)
        return key

    def sweep(self, keys: Sequence[str]) -> None:
        """Forget those of these bodies that no capture has."""
        is_idle = BLOBS.c.sha256.in_(keys) & BLOBS.c.sha256.not_in(select(CAPTURES.c.sha256))
        self._connection.execute(delete(BLOBS).where(is_idle))

    def get(self, key: str) -> bytes:
        """The bytes under the key.

        Raises:
            IntegrityError: they are missing or not what was put.
        """
        packed = self._connection.execute(select(BLOBS.c.body).where(BLOBS.c.sha256 == key)).scalar_one_or_none()
        if packed is None:
            raise IntegrityError(f"The body {key[:12]} of a capture is missing; restore the desk from a backup.")
        try:
            body = unpacked(packed)
        except zlib.error:
            body = b""
        if sha256_hex(body) != key:
            raise IntegrityError(f"The body {key[:12]} of a capture is damaged; restore the desk from a backup.")
        return body
