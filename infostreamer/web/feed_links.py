"""The feeds that a page names in its head, so that a feed reader finds them by the address of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.deliver.feeds import FEEDS

# The page's own feed stands at its address without slug and parts: /s/ID/slug/changes -> /s/ID.atom
_OWN = re.compile(r"^(/s/[^/.@]+|/d/[^/.]+|/(?:who|place)/[^/.]+|/q/[^/.]+)")
_NAMES = {"atom": "Atom", "rss": "RSS", "feed.json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One `<link rel="alternate">`."""

    title: str
    media_type: str
    path: str


def feed_links(path: str, *, desk: str) -> tuple[FeedLink, ...]:
    """The feeds of the page at this path, its own before those of the desk."""
    own = _OWN.match(path)
    of_page = _links(own[1], "This page") if own else ()
    return (*of_page, *_links("/feeds/desk", desk))


def _links(path: str, title: str) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(f"{title} ({_NAMES[suffix]})", media_type, f"{path}.{suffix}")
        for suffix, (media_type, _) in FEEDS.items()
    )
