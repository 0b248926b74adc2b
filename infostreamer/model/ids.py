"""Ids derived from content, so that every write is an idempotent upsert and a rerun gives the same ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime

_SEPARATOR = b"\x1f"


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of the bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def content_id(noun: str, *parts: str | bytes | int | datetime | None) -> str:
    """16 hex digits (64 bits) that depend on the noun and on every part, in order.

    Parts are length-prefixed, so ("a", "bc") and ("ab", "c") differ. Lone surrogates are kept distinct.
    At 10 million reports the chance of any collision is about 3 in a million (birthday bound, 64 bits).
    """
    digest = hashlib.sha256(noun.encode())
    for part in parts:
        data = _as_bytes(part)
        digest.update(_SEPARATOR + str(len(data)).encode() + _SEPARATOR + data)
    return digest.hexdigest()[:16]


def _as_bytes(part: str | bytes | int | datetime | None) -> bytes:
    if part is None:
        return b"\x00none"
    if isinstance(part, bytes):
        return part
    if isinstance(part, datetime):
        return part.isoformat().encode()
    return str(part).encode("utf-8", "surrogatepass")


def fold(text: str) -> str:
    """The text for comparing names and words: case-folded, accents and apostrophe variants removed, spaces squeezed."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("\u02bc", "'"))
        text = _NON_ASCII.sub(_without_marks, decomposed)
    return " ".join(text.casefold().split())


# Looking at every character of every text took half of the time of storing a report; runs of ASCII need no look.
_NON_ASCII = re.compile("[^\x00-\x7f]+")


class _Marks(dict[int, int | None]):
    """Code point -> itself, or None for a combining mark; filled as characters are met."""

    def __missing__(self, point: int) -> int | None:
        self[point] = None if unicodedata.combining(chr(point)) else point
        return self[point]


_MARKS = _Marks()


def _without_marks(run: re.Match[str]) -> str:
    return run[0].translate(_MARKS)
