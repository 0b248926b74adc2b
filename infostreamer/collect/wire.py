"""A feed as it stands on the wire, whatever its dialect: strings as written, nothing interpreted yet."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ITEMS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WireItem:
    """One entry. `is_content_html` is True where the content is markup."""

    link: str | None = None
    guid: str | None = None
    title: str | None = None
    published: str | None = None
    published_utc: str | None = None  # ISO 8601, as the feed library understood it
    updated: str | None = None
    updated_utc: str | None = None
    author: str | None = None
    summary: str | None = None
    content: str | None = None
    is_content_html: bool = True
    language: str | None = None
    source_title: str | None = None
    source_address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireFeed:
    """One document."""

    dialect: str  # "rss20", "atom10", "json11", …
    title: str | None = None
    language: str | None = None
    ttl_s: int | None = None
    items: tuple[WireItem, ...] = ()  # at most 5,000, the first in the document
    is_cut: bool = False  # it has more
    is_broken: bool = False  # not well formed: an entry may be half of what it was
