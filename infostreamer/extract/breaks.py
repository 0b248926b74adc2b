"""Element tree -> the same tree with a line break wherever a block stands between loose words.

Whatever is dropped later, or was empty from the start (a placeholder, a player, an advertisement), then still ends the
paragraph before it, as it does for the reader of the page.
"""

from __future__ import annotations

import re

from lxml import html

from infostreamer.extract.tree import Element

_BLOCKS = (
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dl",
    "div",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "video",
)
_BREAK_NAME = re.compile(r"(?:^|\s)(?:br|line-?break)(?:\s|$)", re.I)
_HOLDERS = frozenset(("ul", "ol", "dl", "table"))
"""Blocks that hold the parts of what the words before them announce: "Three were named: <ul>…"."""


def mark_breaks(root: Element) -> None:
    """Put the breaks into the tree in place."""
    for element in list(root.iter("span", "i", "em")):
        if _BREAK_NAME.search(element.get("class") or "") and not len(element) and not (element.text or "").strip():
            element.tag = "br"
    for element in list(root.iter(*_BLOCKS)):
        if element.getparent() is None:
            continue
        if (element.tail or "").strip():
            _after(element)
        if element.tag not in _HOLDERS and _words_before(element):
            element.addprevious(html.Element("br"))


def _after(element: Element) -> None:
    """A break that takes over the words behind the element."""
    mark = html.Element("br")
    mark.tail, element.tail = element.tail, None
    element.addnext(mark)


def _words_before(element: Element) -> bool:
    before = element.getprevious()
    if before is not None:
        return bool((before.tail or "").strip())
    parent = element.getparent()
    return parent is not None and bool((parent.text or "").strip())
