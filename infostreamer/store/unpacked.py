"""What is kept compressed, made whole again, up to a size that a desk keeps: a restored desk may come from anywhere."""

from __future__ import annotations

import zlib

MOST_BYTES = 268_435_456
"""Of one body: as much as is taken from a whole web archive."""


def unpacked(body: bytes) -> bytes:
    """The bytes that `zlib.compress` was given.

    Raises:
        zlib.error: it is damaged or cut short, or is larger than anything that a desk keeps.
    """
    reader = zlib.decompressobj()
    whole = reader.decompress(body, MOST_BYTES)
    if not reader.eof:
        raise zlib.error("cut short, or too large")
    return whole
