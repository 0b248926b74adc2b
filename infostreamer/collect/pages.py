"""A web page as a source: the feeds it names, and whether it is one report or a list of links to reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from lxml import etree, html

from infostreamer.collect.isolation import run_isolated
from infostreamer.collect.leads import address_of, moment_of
from infostreamer.collect.markup import plain_words
from infostreamer.model import Lead
from infostreamer.text.markup_bounds import is_vast, with_few_attributes
from infostreamer.text.urls import host_of

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json"}
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LEAST_LINKS = 3
_LEAST_TITLE = 20  # characters: shorter links are navigation ("World", "Read more")
_LONGEST_LISTED_TEXT = 1_500  # characters of running text outside links: more than this is an article
_HEADINGS = ("h1", "h2", "h3", "h4", "article")
_ASIDES = ("nav", "footer", "header", "aside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page is to a collector."""

    title: str | None
    feeds: tuple[str, ...]  # autodiscovered, in document order, comment feeds left out
    leads: tuple[Lead, ...]  # the reports it lists; empty where the page is itself a report


def read_page(body: bytes, *, address: str, charset: str | None = None) -> Page:
    """What the page names and lists, read in a process that can be killed. A page nobody can parse names nothing.

    Raises:
        FetchError: kind "too-large": it takes too long or too much memory to read.
    """
    return run_isolated(_read, body, address, charset, about=address)


def _read(body: bytes, address: str, charset: str | None) -> Page:
    tree = _tree(body, charset)
    if tree is None:
        return Page(title=None, feeds=(), leads=())
    base = _base(tree, address)
    title = plain_words(tree.findtext(".//title"))
    return Page(title=title, feeds=_feeds(tree, base), leads=_listed(tree, base))


def _tree(body: bytes, charset: str | None) -> html.HtmlElement | None:
    charset = _known(charset)
    if body[:2] in _WIDE_MARKS or (charset or "").lower().startswith(("utf-16", "utf-32")):
        body, charset = body.decode("utf-16" if body[:2] in _WIDE_MARKS else charset or "", "replace").encode(), "utf-8"
    try:
        parser = html.HTMLParser(encoding=charset, huge_tree=False)
        return html.document_fromstring(with_few_attributes(body), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _known(charset: str | None) -> str | None:
    """The charset where the parser knows it; None lets it look into the page."""
    try:
        html.HTMLParser(encoding=charset)
    except LookupError:
        return None
    return charset


def _base(tree: html.HtmlElement, address: str) -> str:
    declared = tree.find(".//base[@href]")
    return address if declared is None else address_of(declared.get("href"), address) or address


def _feeds(tree: html.HtmlElement, base: str) -> tuple[str, ...]:
    """Addresses of `<link rel=alternate>` with a feed's type (RSS Advisory Board, "RSS Autodiscovery")."""
    found: dict[str, None] = {}
    for link in tree.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        address = address_of(link.get("href"), base)
        is_feed = "alternate" in relations and kind in _FEED_TYPES and not _is_other_json(kind, link)
        if is_feed and address and "comment" not in f"{address} {link.get('title') or ''}".lower():
            found[address] = None
    return tuple(found)


def _is_other_json(kind: str, link: html.HtmlElement) -> bool:
    """True for JSON that is not said to be a feed: content systems link their programming interface the same way."""
    return kind == "application/json" and "feed" not in f"{link.get('href')} {link.get('title') or ''}".lower()


def _listed(tree: html.HtmlElement, base: str) -> tuple[Lead, ...]:
    """Links with a headline's length to other pages of the same host; none where the page runs on in prose."""
    if is_vast(tree) or _prose_length(tree) > _LONGEST_LISTED_TEXT:
        return ()
    leads: dict[str, Lead] = {}
    moments: dict[html.HtmlElement, datetime | None] = {}
    for link in (link for link in _links(tree) if link.get("href") is not None):
        title, address = plain_words(link.text_content()), address_of(link.get("href"), base)
        if title and address and len(title) >= _LEAST_TITLE and _is_inside(address, base):
            leads.setdefault(address, Lead(address=address, title=title, published=_moment_near(link, moments)))
    return tuple(leads.values()) if len(leads) >= _LEAST_LINKS else ()


def _links(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Links in headings, articles and the lists of the main part, outside of menus, in document order. One walk: with
    an XPath of the same meaning a page of 40,000 headings took more than 8 s.
    """
    around: Counter[str] = Counter()
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag=(*_HEADINGS, *_ASIDES, "main", "li", "a")):
        name = str(element.tag)
        if name == "li" and not around["main"]:
            continue
        around[name] += 1 if event == "start" else -1
        is_listed = any(around[heading] for heading in (*_HEADINGS, "li"))
        if event == "start" and name == "a" and is_listed and not any(around[aside] for aside in _ASIDES):
            yield cast(html.HtmlElement, element)


def _prose_length(tree: html.HtmlElement) -> int:
    """Characters in the page's paragraphs that are not links, in any list row or in an article of a list."""
    paragraphs = tree.xpath("//p[not(ancestor::li) and not(ancestor::footer) and not(ancestor::a)]")
    lengths = [len(part.text_content().strip()) for part in paragraphs]
    return sum(length for length in lengths if length > 80)


def _is_inside(address: str, base: str) -> bool:
    path = address.partition("://")[2].partition("/")[2]
    return host_of(address) == host_of(base) and len(path) > 1 and address != base


def _moment_near(
    link: html.HtmlElement, moments: dict[html.HtmlElement, datetime | None]
) -> datetime | None:  # fmt: skip
    """The `<time datetime>` in the list row or article that holds the link, where it holds exactly one.

    `moments` keeps what each row gave: a row of thousands of links is looked through once.
    """
    row = next((parent for parent in link.iterancestors("li", "article")), None)
    if row is None:
        return None
    if row not in moments:
        moments[row] = _moment_in(row)
    return moments[row]


def _moment_in(row: html.HtmlElement) -> datetime | None:
    times = [time.get("datetime") for time in row.iter("time") if time.get("datetime")]
    return moment_of(times[0]) if len(times) == 1 else None
