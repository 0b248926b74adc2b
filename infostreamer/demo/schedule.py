"""When the replay looks, and what it follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

from infostreamer.demo.wire import articles, outlets
from infostreamer.model import Source, content_id
from infostreamer.model.source import SourceKind

_OPENS = datetime(2026, 11, 9, 12, tzinfo=UTC)  # what is older is there when the desk first looks
_STEP = timedelta(hours=6)
_KINDS = {"rss": "feed", "atom": "feed", "json": "feed", "sitemap": "sitemap", "front": "page", "living": "page"}


def ticks() -> tuple[datetime, ...]:
    """The instants of the replay (UTC), six-hourly, only those at which something new can be read."""
    moments = sorted(version.at.astimezone(UTC) for article in articles() for version in article.versions)
    instant, found = _OPENS, []
    moments = [max(moment, _OPENS + timedelta(seconds=1)) for moment in moments]
    while instant < moments[-1]:
        before, instant = instant, instant + _STEP
        if any(before < moment <= instant for moment in moments):
            found.append(instant)
    return tuple(found)


def sources() -> tuple[Source, ...]:
    """What the demo desk follows: one source per outlet, by host, visited at every tick."""
    return tuple(
        Source(
            id=content_id("source", outlet.address),
            address=outlet.address,
            kind=_source_kind(outlet.kind),
            outlet=outlet.name,
            owner=outlet.owner,
            every_s=60,
        )
        for outlet in outlets()
    )


def _source_kind(kind: str) -> SourceKind:
    found: SourceKind = next(known for known in get_args(SourceKind) if known == _KINDS[kind])
    return found
