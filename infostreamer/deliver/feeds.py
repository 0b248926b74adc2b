"""Feed -> Atom, RSS 2.0 and JSON Feed 1.1.

Atom: RFC 4287. RSS: the specification 2.0.11 of the RSS Advisory Board, with atom:link rel="self" as its best practices
ask. JSON Feed: version 1.1 of jsonfeed.org. Every date comes from the data, so that one desk gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import msgspec

from infostreamer.deliver.markup import empty, plain, tag

_EPOCH = datetime.fromtimestamp(0, UTC)
_GENERATOR = "Information Streamer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item. `id` is a URI that never changes; `html` is our own escaped markup, `text` the same as plain text."""

    id: str
    title: str
    address: str  # absolute
    html: str
    text: str
    published: datetime | None
    updated: datetime | None
    language: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    related: tuple[str, ...] = ()  # absolute addresses of the publishers' pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A list of entries, the newest first. `address` is the page it stands for, `own` its address without suffix."""

    id: str
    title: str
    subtitle: str
    address: str  # absolute
    own: str  # absolute; ".atom" and so on are added
    author: str
    entries: tuple[Entry, ...]
    query: str = ""  # of `own`, such as "?since=…"

    @property
    def updated(self) -> datetime:
        """When its newest entry changed; the beginning of 1970 where there is none."""
        return max((entry.updated for entry in self.entries if entry.updated), default=_EPOCH).astimezone(UTC)


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document, UTF-8."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        tag("id", feed.id),
        tag("title", feed.title),
        tag("subtitle", feed.subtitle),
        tag("updated", rfc3339(feed.updated)),
        f"<author>{tag('name', feed.author)}</author>",
        tag("generator", _GENERATOR),
        empty("link", rel="self", type="application/atom+xml", href=f"{feed.own}.atom{feed.query}"),
        empty("link", rel="alternate", type="text/html", href=feed.address),
        *(_atom_entry(entry) for entry in feed.entries),
        "</feed>",
    ]
    return _bytes(parts)


def _atom_entry(entry: Entry) -> str:
    updated = entry.updated or entry.published or _EPOCH
    language = f' xml:lang="{entry.language}"' if entry.language and entry.language.isalpha() else ""
    parts = [
        f"<entry{language}>",
        tag("id", entry.id),
        tag("title", entry.title),
        tag("updated", rfc3339(updated)),
        tag("published", rfc3339(entry.published)) if entry.published else "",
        *(f"<author>{tag('name', name)}</author>" for name in entry.authors),
        empty("link", rel="alternate", type="text/html", href=entry.address),
        *(empty("link", rel="related", type="text/html", href=address) for address in entry.related),
        *(empty("category", term=category) for category in entry.categories),
        tag("summary", entry.text, type="text"),
        tag("content", entry.html, type="html"),
        "</entry>",
    ]
    return "\n".join(part for part in parts if part)


def rss(feed: Feed) -> bytes:
    """The feed as an RSS 2.0 document, UTF-8."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        tag("title", feed.title),
        tag("link", feed.address),
        tag("description", feed.subtitle),
        tag("language", "en"),
        tag("lastBuildDate", rfc822(feed.updated)),
        tag("generator", _GENERATOR),
        empty("atom:link", rel="self", type="application/rss+xml", href=f"{feed.own}.rss{feed.query}"),
        *(_rss_item(entry) for entry in feed.entries),
        "</channel>",
        "</rss>",
    ]
    return _bytes(parts)


def _rss_item(entry: Entry) -> str:
    date = entry.updated or entry.published
    parts = [
        "<item>",
        tag("title", entry.title),
        tag("link", entry.address),
        tag("guid", entry.id, isPermaLink="false"),
        tag("pubDate", rfc822(date)) if date else "",
        *(tag("dc:creator", name) for name in entry.authors),
        *(tag("category", category) for category in entry.categories),
        tag("description", entry.html),
        "</item>",
    ]
    return "\n".join(part for part in parts if part)


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": plain(feed.title),
        "description": plain(feed.subtitle),
        "home_page_url": feed.address,
        "feed_url": f"{feed.own}.feed.json{feed.query}",
        "authors": [{"name": plain(feed.author)}],
        "language": "en",
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def _json_item(entry: Entry) -> dict[str, object]:
    dated = {"date_published": entry.published, "date_modified": entry.updated}
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.address,
        "title": plain(entry.title),
        "content_html": entry.html,
        "content_text": plain(entry.text),
        "authors": [{"name": plain(name)} for name in entry.authors],
        "tags": [plain(category) for category in entry.categories],
        **{name: rfc3339(at) for name, at in dated.items() if at is not None},
    }
    if entry.language:
        item["language"] = entry.language
    return {name: value for name, value in item.items() if value}


def rfc3339(at: datetime) -> str:
    """ "2026-11-19T12:00:00Z"."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(at: datetime) -> str:
    """ "Thu, 19 Nov 2026 12:00:00 +0000", the names always English."""
    return format_datetime(at.astimezone(UTC))


def _bytes(parts: Sequence[str]) -> bytes:
    return ("\n".join(parts) + "\n").encode("utf-8", "replace")


FEEDS = {
    "atom": ("application/atom+xml", atom),
    "rss": ("application/rss+xml", rss),
    "feed.json": ("application/feed+json", json_feed),
}
"""Suffix -> media type and writer."""
