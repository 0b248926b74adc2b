"""Bytes -> text. Declared beats detected: detectors confuse single-byte Cyrillic encodings with one another."""

from __future__ import annotations

import codecs
import re

from infostreamer.model import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,80}encoding=["']([\w.:-]{2,40})""", re.I
)
_ALIASES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
"""WHATWG Encoding Standard, "Names and labels": browsers read these as windows-1252."""


def decode_text(body: bytes, *, declared: str | None = None) -> tuple[str, bool]:
    """The text of the bytes, and whether its encoding had to be guessed.

    Order: byte order mark, valid UTF-8, the server's charset, the document's own declaration, detection. Bytes that
    the chosen encoding does not know become U+FFFD.

    Raises:
        Unreadable: the bytes are no text in any encoding.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), False
    try:
        return body.decode("utf-8"), False
    except UnicodeDecodeError as error:
        is_cut = error.start > len(body) - 4 and error.reason == "unexpected end of data"
    if is_cut:
        return body.decode("utf-8", "ignore"), False
    for label in (declared, _in_document(body)):
        if text := _decode_as(body, label):
            return text, False
    return _guess(body), True


def _in_document(body: bytes) -> str | None:
    found = _META.search(body[:4096])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _decode_as(body: bytes, name: str | None) -> str | None:
    if not name:
        return None
    label = name.strip().lower()
    try:
        return body.decode(_ALIASES.get(label, label), "replace")
    except (LookupError, ValueError):
        return None


def _guess(body: bytes) -> str:
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace")
    from charset_normalizer import from_bytes

    best = from_bytes(body[:200_000]).best()
    if best is None:
        raise Unreadable(
            "The bytes are no text in any encoding we know; check that the address is a page or a text file."
        )
    return body.decode(best.encoding, "replace")


def _mostly_utf8(body: bytes) -> bool:
    """A few broken bytes in a UTF-8 page (a cut advertisement, say) do not make it another encoding."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for char in text if ord(char) > 127) - broken
    return broken <= 20 and good > 4 * broken
