"""RSS, RDF and Atom -> wire feed. Runs in a process that can be killed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any

from infostreamer.collect.first_items import first_items
from infostreamer.collect.prescan import prescan
from infostreamer.collect.wire import MOST_ITEMS, WireFeed, WireItem
from infostreamer.model import FetchError

_WORD_AS_GUID = re.compile(
    rb"<guid(?:\s[^<>]{0,200})?>\s{0,9}(?:<!\[CDATA\[)?\s{0,9}([\w:=+-]{1,200})\s{0,9}(?:\]\]>)?\s{0,9}</guid",
    re.IGNORECASE,
)
_ROOTS = frozenset({"rss", "rdf", "channel", "feed"})
"""With entries in it, a feed whose namespaces are missing or of nobody's making."""


def read_xml_feed(body: bytes, address: str) -> WireFeed:
    """The feed in the bytes; of more than 5,000 entries the first.

    Args:
        body: the document in UTF-8 (`mended`).
        address: where it came from; relative links count from there.

    Raises:
        FetchError: kind "not-a-feed" or "too-large".
    """
    scan = prescan(body)
    if scan.trouble:
        raise FetchError(f"{address} {scan.trouble}; such a feed is not read.", kind="too-large")
    is_cut = scan.items > MOST_ITEMS
    if is_cut:
        body = _cut(body, address)
    parsed = _parse(body, address)
    if not parsed.get("version") and not (scan.root in _ROOTS and parsed.get("entries")):
        root = f"<{scan.root}>" if scan.root else "text"
        raise FetchError(
            f"{address} gives {root}, which is neither RSS nor Atom nor RDF; give the feed's own address.",
            kind="not-a-feed",
        )
    return _wire(parsed, _words_as_guids(body), is_cut=is_cut)


def _cut(body: bytes, address: str) -> bytes:
    cut = first_items(body, MOST_ITEMS)
    if cut is None:
        raise FetchError(
            f"{address} has more than {MOST_ITEMS} entries and is broken; such a feed is not read.", kind="too-large"
        )
    return cut


def _parse(body: bytes, address: str) -> Any:
    import feedparser

    headers = {"content-location": address, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:  # told as what it is
        raise
    except Exception as error:  # the library names no error of its own and lets every kind through
        raise FetchError(
            f"{address} is broken beyond reading as a feed ({type(error).__name__}); its publisher has to mend it.",
            kind="not-a-feed",
        ) from None


def _words_as_guids(body: bytes) -> frozenset[str]:
    """GUIDs of one bare word: unless told otherwise, the library takes them for addresses on the feed's host."""
    return frozenset(found.decode("ascii") for found in _WORD_AS_GUID.findall(body))


def _wire(parsed: Any, words: frozenset[str], *, is_cut: bool) -> WireFeed:
    feed, is_dc = parsed.get("feed", {}), _has_dc_dates(parsed)
    return WireFeed(
        dialect=str(parsed.get("version") or "rss"),
        title=_text(feed.get("title")),
        language=_text(feed.get("language")),
        ttl_s=_minutes(feed.get("ttl")),
        items=tuple(_item(entry, words, is_dc=is_dc) for entry in parsed.get("entries", ())),
        is_cut=is_cut,
        is_broken=bool(parsed.get("bozo")),
    )


def _has_dc_dates(parsed: Any) -> bool:
    """True where what the library calls an update can only be dc:date, when an entry of RSS 1.0 was published."""
    spaces = " ".join(map(str, parsed.get("namespaces", {}).values()))
    is_other = "purl.org/dc/terms" in spaces or "www.w3.org/2005/Atom" in spaces
    return str(parsed.get("version") or "rss").startswith("rss") and not is_other


def _item(entry: Any, words: frozenset[str], *, is_dc: bool) -> WireItem:
    content, is_html = _content(entry)
    is_only_date = is_dc and _own(entry, "published") is None
    published, updated = ("updated", "published") if is_only_date else ("published", "updated")
    source = entry.get("source") or {}
    link, guid = _link_and_guid(entry, words)
    return WireItem(
        link=_text(entry.get("feedburner_origlink")) or link,
        guid=guid,
        title=_text(entry.get("title")),
        published=_text(_own(entry, published)),
        published_utc=_moment(_own(entry, f"{published}_parsed")),
        updated=_text(_own(entry, updated)),
        updated_utc=_moment(_own(entry, f"{updated}_parsed")),
        author=_text(entry.get("author")),
        summary=_text(_own(entry, "summary")),
        content=content,
        is_content_html=is_html,
        language=_text(entry.get("language")) or _detail_language(entry),
        source_title=_text(source.get("title")),
        source_address=_text(source.get("href")) or _text(source.get("link")),
    )


def _link_and_guid(entry: Any, words: frozenset[str]) -> tuple[str | None, str | None]:
    link, guid = _text(entry.get("link")), _text(entry.get("id"))
    word = (guid or "").rpartition("/")[2]
    return (None, word) if link == guid and word in words else (link, guid)


def _own(entry: Any, key: str) -> Any:
    """The entry's own value: the library answers "updated" with "published", and "summary" with content, on asking."""
    return entry[key] if dict.__contains__(entry, key) else None


def _content(entry: Any) -> tuple[str | None, bool]:
    """The longest text among the contents, and whether it is markup; enclosures and attachments are no text."""
    contents = [
        part
        for part in entry.get("content", ())
        if str(part.get("type", "")).startswith(("text/", "application/xhtml"))
    ]
    if not contents:
        return None, True
    best = max(contents, key=lambda part: len(part.get("value") or ""))
    return _text(best.get("value")), best.get("type") != "text/plain"


def _detail_language(entry: Any) -> str | None:
    return _text((entry.get("title_detail") or {}).get("language"))


def _text(value: Any) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def _moment(value: Any) -> str | None:
    if not isinstance(value, struct_time):
        return None
    try:
        return datetime(*value[:6], tzinfo=UTC).isoformat()
    except ValueError:
        return None


def _minutes(value: Any) -> int | None:
    text = _text(value) or ""
    return int(text) * 60 if text.isascii() and text.isdigit() and len(text) < 7 else None
