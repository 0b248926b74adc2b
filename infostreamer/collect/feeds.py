"""A fetched document -> the feed in it, of whatever dialect, or one sentence saying what it is instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.collect.isolation import run_isolated
from infostreamer.collect.json_feed import read_json_feed
from infostreamer.collect.leads import leads_of
from infostreamer.collect.markup import plain_words
from infostreamer.collect.mended import mended
from infostreamer.collect.xml_feed import read_xml_feed
from infostreamer.model import FetchError, Lead

_HTML = re.compile(rb"<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_HTML_TYPE = re.compile(rb"<!doctype\s+html\b", re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_PASSWORD = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]{0,300}>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed announces now."""

    title: str | None
    leads: tuple[Lead, ...]  # in the feed's order
    without_address: int = 0  # entries that name no page
    is_cut: bool = False  # it has more than 5,000 entries; these are of the first
    ttl_s: int | None = None


def read_feed(body: bytes, *, address: str, charset: str | None = None) -> Feed:
    """The feed in the bytes, read in a process that can be killed.

    Args:
        body: RSS, RDF, Atom or JSON Feed.
        address: where it came from after redirects; relative links count from there.
        charset: as the server declared it.

    Raises:
        FetchError: kind "not-a-feed" (empty, binary, a web page, other XML or JSON) or "too-large".
    """
    return run_isolated(_read, body, address, charset, about=address)


def _read(body: bytes, address: str, charset: str | None) -> Feed:
    body = mended(body, address, charset=charset)
    if body[:4096].lstrip()[:1] in (b"{", b"["):
        wire = read_json_feed(body, address)
    elif is_html(body):
        raise page_instead(body, address, "feed")
    else:
        wire = read_xml_feed(body, address)
    leads, without = leads_of(wire, address)
    return Feed(
        title=plain_words(wire.title), leads=leads, without_address=without, is_cut=wire.is_cut, ttl_s=wire.ttl_s
    )


def is_html(body: bytes) -> bool:
    """True when the document is a web page rather than XML or text. Some feeds are sent with a page's doctype."""
    head = _COMMENT.sub(b"", body[:16_384])
    page, feed = _HTML.search(head), _FEED_ROOT.search(head)
    if page is None or feed is None:
        return page is not None or (feed is None and _HTML_TYPE.search(head) is not None)
    return page.start() < feed.start()


def page_instead(body: bytes, address: str, wanted: str) -> FetchError:
    """The error for a web page where a feed or sitemap should be; a login page is told apart."""
    found = _TITLE.search(body[:65_536])
    title = plain_words(found.group(1).decode("utf-8", "replace")) if found else None
    named = f" ({title[:80]!r})" if title else ""
    is_login = _PASSWORD.search(body) is not None
    step = "open it in a browser and see what changed" if is_login else f"give the {wanted}'s own address"
    sentence = f"{address} gives a {'login' if is_login else 'web'} page{named} where a {wanted} should be; {step}."
    return FetchError(sentence, kind="not-a-feed")
