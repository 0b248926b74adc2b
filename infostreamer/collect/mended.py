"""A document of XML or JSON as it came -> the same in UTF-8, with what parsers stumble over mended.

A parser that meets one byte that is no UTF-8 takes the whole feed for Latin letters, half a character in a reference
loses all entries, and an address that the connection cut short names a host that nobody meant.
"""

from __future__ import annotations

import codecs
import re

from infostreamer.model import FetchError, Unreadable
from infostreamer.text.charset import decode_feed

_DECLARATION = re.compile(rb"\s*(?:<\?xml\s[^<>]{0,300}\?>\s*)+", re.IGNORECASE)
_UTF8 = b'<?xml version="1.0" encoding="utf-8"?>'
_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # XML 1.0, 2.2
_REFERENCES = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|"
    rb"(?P<high>&#(?:[xX]0*[dD][89aAbB][0-9a-fA-F]{2}|0*5[56]\d{3});)(?P<low>&#(?:[xX]0*[dD][c-fC-F][0-9a-fA-F]{2}|0*5[67]\d{3});)|"
    rb"&#(?P<number>[xX][0-9a-fA-F]{1,8}|\d{1,9});|"
    rb"(?P<bare>&(?!\w[\w.:-]{0,60};))",
    re.DOTALL,
)
_END = re.compile(
    rb"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|entry|urlset|sitemapindex|opml|html)\s{0,9}>", re.IGNORECASE
)
_TEXT_BEGINS = (b"<", b"{", b"[")
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"})
"""What a server says of all it sends; a document that names its own encoding knows better."""


def mended(body: bytes, address: str, *, charset: str | None = None) -> bytes:
    """The document in UTF-8 without byte-order mark, declaration of an encoding and characters that XML does not allow;
    a bare & is one, half characters are joined, and what stands behind the last > of a document without end is left
    out. JSON is only decoded.

    Raises:
        FetchError: kind "not-a-feed", the body is empty or no text.
    """
    refuse_no_text(body, address)
    text = _utf8(body, address, charset)
    if text[:4096].lstrip()[:1] in (b"{", b"["):
        return text
    if declared := _DECLARATION.match(text):
        text = _UTF8 + text[declared.end() :]
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub(b"", text)
    if b"&" in text:
        text = _REFERENCES.sub(_mended, text)
    return text if _END.search(text) else text[: text.rfind(b">") + 1] or text


def refuse_no_text(body: bytes, address: str) -> None:
    """Nothing, for a document that may be text.

    Raises:
        FetchError: kind "not-a-feed", the body is empty or binary.
    """
    if not body.strip():
        raise FetchError(f"{address} gives an empty document; look at it in a browser.", kind="not-a-feed")
    head = body[:1024]
    is_wide = head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or head[:4] == codecs.BOM_UTF32_BE
    if b"\x00" in head and not is_wide and not head.replace(b"\x00", b"").lstrip().startswith(_TEXT_BEGINS):
        raise FetchError(f"{address} gives binary data, not text; give the address of a feed.", kind="not-a-feed")


def _utf8(body: bytes, address: str, charset: str | None) -> bytes:
    while body.startswith(codecs.BOM_UTF8):
        body = body[3:]
    label = (charset or "").strip(" \"'").lower()
    try:
        text = decode_feed(body, server=None if label in _LATIN else label, fallback=label)
    except Unreadable:
        raise FetchError(
            f"{address} gives binary data, not text; give the address of a feed.", kind="not-a-feed"
        ) from None
    return body if text is None else text.removeprefix("\ufeff").encode("utf-8", "replace")


def _mended(found: re.Match[bytes]) -> bytes:
    if found["bare"]:
        return b"&amp;"
    if found["high"]:
        return _joined(found["high"], found["low"])
    if found["number"]:
        number = _number(found["number"])
        return found[0] if _is_character(number) else b"" if number < 0x20 else b"\xef\xbf\xbd"
    return found[0]


def _joined(high: bytes, low: bytes) -> bytes:
    first, second = _number(high[2:-1]), _number(low[2:-1])
    if 0xD800 <= first < 0xDC00 <= second < 0xE000:
        return chr(0x10000 + ((first - 0xD800) << 10) + second - 0xDC00).encode()
    return b"\xef\xbf\xbd" * 2


def _number(digits: bytes) -> int:
    return int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)


def _is_character(number: int) -> bool:
    """XML 1.0, 2.2."""
    return number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000
