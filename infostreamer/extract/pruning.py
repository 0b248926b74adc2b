"""Element tree -> the same tree without the elements whose names say that they are furniture."""

from __future__ import annotations

import re

from infostreamer.extract.tree import Element, words_at

_FURNITURE = re.compile(
    r"newsletter|subscri(?:be|ption)-|(?:^|[-_ ])related(?:[-_ ]|$)|recirc|read-?(?:more|next|also)|also-?read|"
    r"recommend|"
    r"author-?(?:bio|box|info|card|about)|about-?(?:the-)?author|cookie|(?:social|share)-?(?:bar|buttons|links|tools)|"
    r"most-?(?:read|popular|viewed)|trending|promo(?:$|[-_ ])|taboola|outbrain|(?:^|[-_ ])(?:advert|ad-slot|sponsor)",
    re.I,
)
_NAMED = ("div", "section", "aside", "ul", "ol", "p", "form", "table", "figure", "nav", "footer")
_MOST = 0.4
"""An element that holds more of the page's words than this is the article, whatever its name says."""


def prune(root: Element) -> None:
    """Remove furniture from the tree in place."""
    whole = len(words_at(root)) or 1
    for element in list(root.iter(*_NAMED)):
        if element.getparent() is not None and _is_furniture(element) and len(words_at(element)) < _MOST * whole:
            element.drop_tree()


def _is_furniture(element: Element) -> bool:
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _FURNITURE.search(name) is not None
