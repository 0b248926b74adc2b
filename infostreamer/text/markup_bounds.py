"""How much markup is looked at: attributes of a tag, elements of a page."""

from __future__ import annotations

import re

from lxml import etree

MOST_ATTRIBUTES = 500
"""Of 499 large real pages, none had a tag with more than 73. The parser of HTML takes 1.4 s for a tag of 40,000, four
times as long for twice as many."""

_SHORTEST = 2 * MOST_ATTRIBUTES  # bytes of a tag with so many
# HTML Standard, 13.2.5.32 to 40: names end at a space, "/", ">" or "="; a value goes to its quotation mark
_ATTRIBUTE = rb"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?)?"
_REST = rb"(?:[\s/]++|" + _ATTRIBUTE + rb")*+>?"
_TOKEN = re.compile(
    rb"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rb"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])"
    rb"(?P<head>" + _REST + rb").*?(?=</(?P=raw)[\s/>]|\Z)"
    rb"|<[a-z][^\s/>]*+" + _REST,
    re.IGNORECASE | re.DOTALL,
)
_EACH = re.compile(rb"[\s/]*+" + _ATTRIBUTE)
_NAME = re.compile(rb"<[^\s/>]*+")


def with_few_attributes(markup: bytes) -> bytes:
    """The page with the first 500 attributes of each tag; most often the very same bytes. Takes 10 ms a megabyte.

    Args:
        markup: HTML in an encoding that holds ASCII.
    """
    pieces, at = [], 0
    for found in _TOKEN.finditer(markup):
        end = found.end("head") if found["raw"] else found.end()
        if end - found.start() < _SHORTEST:
            continue
        kept = _kept(markup, found.start(), end)
        if kept < end:
            pieces += [markup[at:kept], b">"]
            at = end
    return b"".join((*pieces, markup[at:])) if pieces else markup


_MOST_DEPTHS = 1_000_000
"""Sum of the depths of all elements; real pages have up to 100,000. Whoever looks at what is inside of each element, as
readers of pages do everywhere, takes 2 s for a million."""
_WORDS = 200  # characters of text that cost as much as an element


def is_vast(root: etree._Element) -> bool:
    """True for a page whose elements, counted once for each element around them, are more than any article has."""
    depth = total = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        total += depth * (1 + (len(element.text or "") + len(element.tail or "")) // _WORDS)
        if total > _MOST_DEPTHS:
            return True
    return False


def _kept(markup: bytes, start: int, end: int) -> int:
    """Where the last attribute that is kept ends; `end` where all of them are."""
    if markup.startswith(b"<!--", start):
        return end
    name = _NAME.match(markup, start, end)
    at = name.end() if name else start
    for _ in range(MOST_ATTRIBUTES):
        attribute = _EACH.match(markup, at, end)
        if attribute is None:
            return end
        at = attribute.end()
    return at if _EACH.match(markup, at, end) else end
