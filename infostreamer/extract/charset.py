"""Bytes -> text. Declared beats detected, unless the bytes plainly contradict what is declared."""

from __future__ import annotations

import codecs
import re

from infostreamer.extract.mojibake import encoding_of, is_broken
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
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "koi8-r": "koi8-u",
}
"""WHATWG Encoding Standard, "Names and labels": browsers read the first six as the superset named. KOI8-U has the
letters of KOI8-R, and Ukrainian ones in place of line drawings."""


def decode_text(body: bytes, *, declared: str | None = None) -> tuple[str, bool]:
    """The text of the bytes, and whether its encoding had to be guessed.

    Order: byte order mark, valid UTF-8, the server's charset, the document's own declaration, detection. A declared
    encoding in which the words are no words is passed over (a server that says UTF-8 for everything, an old template's
    declaration). Bytes that the chosen encoding does not know become U+FFFD.

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
    """The text in the named encoding; None where there is no such encoding or the words come out broken."""
    label = (name or "").strip().lower()
    try:
        text = body.decode(_ALIASES.get(label, label), "replace") if label else None
    except (LookupError, ValueError):
        return None
    return None if text is None or is_broken(text, body) else text


def _guess(body: bytes) -> str:
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace")
    if (encoding := encoding_of(body)) is not None:
        return body.decode(encoding, "replace")
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
