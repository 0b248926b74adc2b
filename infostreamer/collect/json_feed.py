"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) -> wire feed."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from infostreamer.collect.wire import MOST_ITEMS, WireFeed, WireItem
from infostreamer.model import FetchError

_VERSION = "://jsonfeed.org/version/1"
_DEEPEST = 64


def read_json_feed(body: bytes, address: str) -> WireFeed:
    """The feed in the bytes; entries and fields of a wrong type are left out, as the format asks readers to do;
    of more than 5,000 entries the first are read.

    Raises:
        FetchError: kind "not-a-feed".
    """
    document = _decode(body, address)
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or not version.startswith(
        tuple(f"{scheme}{_VERSION}" for scheme in ("https", "http"))
    ):
        raise FetchError(f"{address} is JSON but no JSON Feed; give the feed's own address.", kind="not-a-feed")
    items = document.get("items")
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return WireFeed(
        dialect="json11" if f"{_VERSION}.1" in version else "json1",
        title=_text(document, "title"),
        language=_text(document, "language"),
        items=tuple(_item(item) for item in items[:MOST_ITEMS]),
        is_cut=len(items) > MOST_ITEMS,
    )


def _decode(body: bytes, address: str) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        pass
    try:  # line ends within words, half characters, NaN: no JSON, and plain what is meant
        return json.loads(body, strict=False)
    except (ValueError, RecursionError):
        raise FetchError(f"{address} is broken JSON; its publisher has to mend it.", kind="not-a-feed") from None


def _item(item: dict[str, Any]) -> WireItem:
    html = _text(item, "content_html")
    return WireItem(
        link=_text(item, "url") or _text(item, "external_url"),
        guid=_text(item, "id") or (str(item["id"]) if isinstance(item.get("id"), int) else None),
        title=_text(item, "title"),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        author=_author(item),
        summary=_text(item, "summary"),
        content=html or _text(item, "content_text"),
        is_content_html=html is not None,
        language=_text(item, "language"),
    )


def _author(item: dict[str, Any]) -> str | None:
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    names = [_text(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(name for name in names if name) or None


def _text(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    return (value.strip() or None) if isinstance(value, str) else None
