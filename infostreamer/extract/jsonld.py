"""JSON-LD blocks of a page -> their nodes (schema.org vocabulary), however broken the JSON is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from infostreamer.extract.tree import Element
from infostreamer.text.clean import unescaped

Node: TypeAlias = dict[str, Any]

ARTICLE_TYPES = frozenset(
    [
        "NewsArticle",
        "ReportageNewsArticle",
        "OpinionNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "Article",
        "BlogPosting",
        "LiveBlogPosting",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "Report",
        "TechArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "LiveBlogPosting",
        "Recipe",
    ]
)
"""schema.org Article and its subtypes, with the two neighbours that publishers use for articles."""

_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPER = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$")


def nodes_of(root: Element) -> tuple[Node, ...]:
    """Every object of every block, lists and @graph opened, in the order of the document."""
    found: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            found.extend(_objects(_load(script.text)))
    return tuple(found)


def article_of(nodes: tuple[Node, ...]) -> Node:
    """The node that describes the article: the fullest of the right type; empty when there is none."""
    articles = [node for node in nodes if types_of(node) & ARTICLE_TYPES]
    return max(articles, key=_fullness, default={})


def types_of(node: Node) -> set[str]:
    """The node's @type names without namespace."""
    raw = node.get("@type")
    names = raw if isinstance(raw, list) else [raw]
    return {name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def text_at(node: Node, *keys: str) -> str | None:
    """The first non-empty text under one of the keys; entities resolved, tags kept."""
    for key in keys:
        value = node.get(key)
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, str)), None)
        if isinstance(value, str) and value.strip():
            return unescaped(value).strip()
    return None


def things_at(node: Node, key: str) -> list[Node | str]:
    """What stands under the key as a flat list of objects and texts."""
    value = node.get(key)
    values = value if isinstance(value, list) else [value]
    return [
        item
        for inner in values
        for item in (inner if isinstance(inner, list) else [inner])
        if isinstance(item, (dict, str))
    ]


def _fullness(node: Node) -> int:
    return sum(
        1 for key in ("headline", "datePublished", "author", "articleBody", "publisher", "image") if node.get(key)
    )


def _load(text: str) -> Any:
    stripped = _WRAPPER.sub("", _WRAPPER.sub("", text)).strip().rstrip(";")
    for attempt in (stripped, _TRAILING_COMMA.sub(r"\1", stripped), unescaped(stripped)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _first_value(stripped)


def _first_value(text: str) -> Any:
    """What can be read when something follows the first value."""
    start = min((at for mark in "{[" if (at := text.find(mark)) >= 0), default=-1)
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "article"):
            yield from _objects(value.get(key), depth + 1) if isinstance(value.get(key), (dict, list)) else ()
