"""Bytes -> text. Declared beats detected, unless the bytes plainly contradict what is declared."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from infostreamer.model import Unreadable
from infostreamer.text.mojibake import encoding_of, is_broken

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STARTS = (
    (re.compile(rb"[<{]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{]"), "utf-32-be"),
    (re.compile(rb"[<{]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[<{]\0[^\0]"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_IN_ASCII = ("iso-2022-", "utf-7", "hz")
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
    "x-mac-cyrillic": "mac-cyrillic",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""WHATWG Encoding Standard, "Names and labels": browsers read the first as the superset named. KOI8-U has the
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


def decode_feed(body: bytes, *, server: str | None, fallback: str | None) -> str | None:
    """The text of a document of XML or JSON; None where it is UTF-8 as it is.

    Order: byte order mark, letters of two or four bytes, encodings that are written in ASCII, valid UTF-8, the server's
    charset, the document's own declaration, `fallback`, detection. UTF-8 is believed while more letters beyond ASCII
    are whole than broken: feeds are put together from what others wrote.

    Raises:
        Unreadable: the bytes are no text in any encoding.
    """
    label = (_in_document(body) or "").lower()
    if (fixed := _fixed(body)) or (body.isascii() and (fixed := label if label.startswith(_IN_ASCII) else None)):
        with suppress(LookupError, ValueError):
            return body.decode(fixed, "replace")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return None
    for name in (server, label, fallback):
        text = _decode_as(body, name)
        if text and (
            text.count("\ufffd") == 0 or sum(1 for char in text if ord(char) > 127) > 2 * text.count("\ufffd")
        ):
            return text
    return _guess(body)


def _fixed(body: bytes) -> str | None:
    """The encoding that the first bytes leave no doubt about (XML 1.0, appendix F)."""
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), None)
    return marked or next((name for start, name in _STARTS if start.match(body)), None)


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
