"""Page -> when it says it was published, its UTC offset honoured and no part invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from infostreamer.extract.jsonld import Node, text_at
from infostreamer.extract.meta import Meta
from infostreamer.extract.tree import Element, is_small, words_at
from infostreamer.model import Published
from infostreamer.text.moments import FIRST_YEAR, parse_moment

_PUBLISHED = (
    "article:published_time",
    "article:published",
    "article:published:time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publishdate",
    "publication_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "iso-8601-publish-date",
    "last-published",
    "displaydate",
    "article.published",
    "date",
    "rnews:datepublished",
    "vr:published_time",
    "created",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "article:modified",
)
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/_.-]|$)|[/-]((?:20)\d\d)([01]\d)([0-3]\d)(?=[/_.-]|$)"
)
_MARKED = re.compile(r"date|publish|timestamp|(?:^|[-_ ])time(?:$|[-_ ])|posted", re.I)
_WITH_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def published_of(root: Element, node: Node, meta: Meta, *, address: str | None) -> Published | None:
    """What the page's data says; else None. The address and the visible text come after the feed: `fallback_of`."""
    found = [published for raw, basis in _declared(root, node, meta) if (published := _read(raw, basis)) is not None]
    return _with_offset(found[0], found) if found else None


def _with_offset(first: Published, others: list[Published]) -> Published:
    """The date in the publisher's own offset where any field has it.

    A date without an offset was read as UTC; where another field gives the same clock time, or the same moment, with
    an offset, that is it.
    """
    if first.at.utcoffset():
        return first
    local = (other for other in others if other.at.utcoffset())
    same = (other for other in local if _clock(other) == _clock(first) or other.at == first.at)
    found = next(same, None)
    return Published(at=found.at, precision=first.precision, basis=first.basis) if found else first


def _clock(published: Published) -> str:
    return published.at.strftime("%Y-%m-%dT%H:%M")


def fallback_of(root: Element | None, *, address: str | None) -> Published | None:
    """The day in the address, else a date with a year that the page marks as its date."""
    if address and (day := _IN_ADDRESS.search(address)):
        digits = [part for part in day.groups() if part]
        if published := _read("{}-{:0>2}-{:0>2}".format(*digits), "url"):
            return published
    return _visible(root) if root is not None else None


def modified_of(node: Node, meta: Meta) -> datetime | None:
    """When the page says it was last changed, in UTC."""
    for raw in (text_at(node, "dateModified"), *(meta.first(name) for name in _MODIFIED)):
        published = _read(raw, "modified") if raw else None
        if published is not None:
            return published.at.astimezone(UTC)
    return None


def _declared(root: Element, node: Node, meta: Meta) -> Iterator[tuple[str, str]]:
    if raw := text_at(node, "datePublished"):
        yield raw, "json-ld datePublished"
    for name in _PUBLISHED:
        if raw := meta.first(name):
            yield raw, f"meta {name}"
    for key in ("dateCreated", "uploadDate", "dateModified"):
        if raw := text_at(node, key):
            yield raw, f"json-ld {key}"
    for element in root.iter("time", "span", "abbr"):
        if element.tag == "time" or "datePublished" in (element.get("itemprop") or ""):
            raw = element.get("datetime") or element.get("content") or element.get("title")
            if raw and _is_of_article(element):
                yield raw, "time"


def _is_of_article(element: Element) -> bool:
    """False for the date of a teaser: a time inside a link or a list of other articles."""
    return not any(ancestor.tag in ("a", "nav", "aside", "footer") for ancestor in element.iterancestors())


def _read(raw: str, basis: str) -> Published | None:
    parsed = parse_moment(raw)
    if parsed is None or parsed[0].year < FIRST_YEAR or parsed[1] not in ("second", "minute", "day"):
        return None
    return Published(at=parsed[0], precision=parsed[1], basis=basis)


_LABEL = re.compile(r"(?:dat(?:e|um)|published|veröffentlicht|erschienen|publié|fecha|data)\b", re.I)
_LINE = re.compile(r"\b(\d{1,2}\.\d{1,2}\.)(\d{2})(\s*[|,·–-]\s*\d{1,2}:\d{2})\b")
"""A dotted day with two digits for the year is a date only with a clock time behind it."""
_LONGEST = 90  # characters of a line that tells when and by whom


def _visible(root: Element) -> Published | None:
    """What is labelled as the date, else what is named so, else a line that begins with one."""
    found = (_shown(element) for reader in (_labelled, _named, _stamped) for element in reader(root))
    return next((published for published in found if published is not None), None)


def _labelled(root: Element) -> Iterator[str]:
    for element in root.iter("li", "dd", "td"):
        words = words_at(element) if is_small(element) else ""
        if len(words) < 40 and _LABEL.match(words) and _WITH_YEAR.search(words):
            yield words


def _named(root: Element) -> Iterator[str]:
    for element in root.iter("time", "span", "p", "div", "li", "small", "td"):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "time" or _MARKED.search(name):
            words = words_at(element)
            if len(words) < 60 and _WITH_YEAR.search(words):
                yield words


def _stamped(root: Element) -> Iterator[str]:
    for element in root.iter("div", "p", "span"):
        words = words_at(element) if is_small(element) else ""
        found = _LINE.search(words[:40]) if len(words) < _LONGEST else None
        if found is not None:
            yield f"{found[1]}20{found[2]}{found[3]}"


def _shown(words: str) -> Published | None:
    return _read(_bare(words), "text")


def _bare(words: str) -> str:
    return _BEFORE.sub("", words, count=1)


_BEFORE = re.compile(r"^\D{0,30}?(?=\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", re.I)
