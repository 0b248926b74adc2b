"""An address somebody gives -> what to follow there."""

from __future__ import annotations

import re

from infostreamer.collect.feeds import is_html, read_feed
from infostreamer.collect.fetched import Fetched
from infostreamer.collect.pages import read_page
from infostreamer.collect.sitemaps import read_sitemap
from infostreamer.model import FetchError, Source, content_id
from infostreamer.model.source import SourceKind
from infostreamer.plugins import Web

_MOST_TRIED = 6
"""Feeds of one page: it may name a hundred thousand, each on a host that it wants to be asked by us."""

_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)


def identify(address: str, *, web: Web) -> tuple[Source, ...]:
    """What to follow at this address, one source: a feed or sitemap itself; the first that can be read of the first six
    feeds that a page names (comment feeds aside); else the page.

    Raises:
        FetchError: the address cannot be had, or what is there cannot be followed (empty, binary, broken, other XML).
        Refused: we did not ask.
    """
    asked = address if "://" in address else f"https://{address}"
    got: Fetched = web.get(asked)
    followed = got.permanent_to or asked
    if got.body.startswith(b"\x1f\x8b") or _SITEMAP.search(got.body[:16_384]):
        read_sitemap(got.body, address=got.final_address)
        return (new_source(followed, "sitemap"),)
    if not is_html(got.body):
        read_feed(got.body, address=got.final_address, charset=got.charset)
        return (new_source(followed, "feed"),)
    page = read_page(got.body, address=got.final_address, charset=got.charset)
    feed = next((found for found in page.feeds[:_MOST_TRIED] if _is_readable(found, web)), None)
    return (new_source(feed, "feed") if feed else new_source(followed, "page"),)


def new_source(address: str, kind: SourceKind, *, outlet: str | None = None, owner: str | None = None) -> Source:
    """A source at this address, with the id that follows from it."""
    return Source(id=content_id("source", address), address=address, kind=kind, outlet=outlet, owner=owner)


def _is_readable(address: str, web: Web) -> bool:
    try:
        got: Fetched = web.get(address)
        read_feed(got.body, address=got.final_address, charset=got.charset)
    except FetchError:
        return False
    return True
