"""Page -> headline, as short as the publisher gives it and without the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.extract.jsonld import Node, text_at
from infostreamer.extract.meta import Meta
from infostreamer.extract.tree import Element, words_at

_SUFFIX = re.compile(r"\s+[|–—•·:-]\s+[^|]{2,40}$|\s*[|｜ㅣ：][^|｜ㅣ：]{2,40}$|\s+[|:»-]\s+\S+\.[a-z]{2,4}$")
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Candidates:
    declared: str  # JSON-LD headline
    shared: str  # og:title
    heading: str  # the <h1>
    window: str  # <title>


def title_of(root: Element, node: Node, meta: Meta) -> str | None:
    """The headline; None when the page names none.

    JSON-LD's headline, unless og:title is the same without a kicker or a tail, or is what the reader sees as the
    heading while JSON-LD only repeats the window title that is written for search engines.
    """
    found = _candidates(root, node, meta)
    declared, shared = found.declared, found.shared
    if declared and shared and _key(declared) != _key(shared) and _is_shorter_form(found):
        return shared
    return declared or shared or found.heading or found.window or None


def forms_of(root: Element, title: str | None, meta: Meta) -> tuple[str, ...]:
    """Every form in which the page gives its headline."""
    headings = [words_at(element) for element in root.iter("h1")]
    forms = [title or "", meta.first("og:title") or "", meta.first("twitter:title") or "", *headings]
    return tuple(form for form in forms if form)


def _is_shorter_form(found: _Candidates) -> bool:
    is_part = len(found.shared.split()) >= _LEAST_WORDS and found.declared.startswith(found.shared)
    is_end = len(found.shared.split()) >= _LEAST_WORDS and found.declared.endswith(found.shared)
    is_seen = _key(found.shared) == _key(found.heading)
    return is_part or is_end or (is_seen and _key(found.window).startswith(_key(found.declared)))


def _candidates(root: Element, node: Node, meta: Meta) -> _Candidates:
    headings = [words for element in root.iter("h1") if (words := _squeeze(words_at(element)))]
    raw = (
        _squeeze(text_at(node, "headline", "name", "alternativeHeadline") or ""),
        _squeeze(meta.first("og:title", "twitter:title", "dc.title") or ""),
        _best_heading(headings, meta),
        _squeeze(words_at(root.find(".//title"))),
    )
    every = (*raw, *headings, _squeeze(meta.first("twitter:title") or ""))
    site = meta.first("og:site_name") or ""
    declared, shared, heading, window = (without_site(candidate, every, site=site) for candidate in raw)
    return _Candidates(declared, shared, heading, window)


def _best_heading(headings: Sequence[str], meta: Meta) -> str:
    """Of several headings, the one that the page shares; a logo or "Log in" may stand in an <h1> too."""
    shared = _key(meta.first("og:title") or "")
    matching = [heading for heading in headings if shared and (_key(heading) in shared or shared in _key(heading))]
    return next(iter(matching or headings), "")


def without_site(title: str, others: Sequence[str], *, site: str = "") -> str:
    """The title without " | Site" tails: a tail goes where what is left is another candidate, or it is the site."""
    for _ in range(3):
        tail = _SUFFIX.search(title)
        rest = title[: tail.start()].rstrip() if tail else ""
        if not tail or not rest:
            return title
        is_site = bool(site) and (_key(site) == _key(tail.group()))
        is_known = any(other != title and _key(other) == _key(rest) for other in others)
        is_bar = tail.group().lstrip()[0] in "|｜ㅣ" and len(rest) > 2 * len(tail.group())
        if not (is_site or is_known or is_bar):
            return title
        title = rest
    return title


def _squeeze(raw: str) -> str:
    return " ".join(raw.replace("\u00ad", "").split())


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())
