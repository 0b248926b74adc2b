"""Element tree -> the element that holds the page's prose, found by weight alone.

The second opinion on where the article is: trafilatura takes the first element whose name fits, which loses the rest
of an article that a site has cut into several such elements (with advertisements between them).
"""

from __future__ import annotations

import re

from infostreamer.extract.fragment import read_fragment_of
from infostreamer.extract.tree import Element, words_at

_PROSE = frozenset(("p", "blockquote", "pre", "dd"))
_LISTED = frozenset(("li", "td"))
_NEVER = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "form",
    "button",
    "select",
    "nav",
    "footer",
    "aside",
    "header",
    "dialog",
]
_COMMENTS = re.compile(
    r"(?:^|[-_ ])(?:comments?|disqus|replies|respond)(?:$|[-_ ])|commentlist|comment-|footer|sidebar|menu|navbar|"
    r"breadcrumb|modal|popup",
    re.I,
)
_TEASER = 400
_LEAST = 90  # characters; shorter blocks are labels more often than prose
_ARTICLE = 0.15
_MOST_LINKED = 0.5
_HELD = 0.9
"""The container holds this share of the page's prose; the rest is furniture that no name gave away."""


def prose_of(root: Element) -> tuple[str, ...]:
    """Paragraphs of the smallest element that holds nearly all prose. The tree is changed: furniture is removed."""
    _strip(root)
    weights: dict[Element, int] = {}
    for block in root.iter(*_PROSE, *_LISTED):
        weight = _weight(block)
        for element in (block, *block.iterancestors()) if weight else ():
            weights[element] = weights.get(element, 0) + weight
    body = root.find(".//body")
    if body is None or not weights.get(body):
        return ()
    return read_fragment_of(_smallest(_article_in(body, weights), weights))


def _article_in(body: Element, weights: dict[Element, int]) -> Element:
    """The first <article> of weight, where there is one: what follows is another report or a list of teasers."""
    articles = [element for element in body.iter("article") if weights.get(element, 0) >= _ARTICLE * weights[body]]
    heaviest = max((weights[element] for element in articles), default=0)
    return next((element for element in articles if weights[element] * 4 >= heaviest), body)


def _strip(root: Element) -> None:
    for element in list(root.iter(*_NEVER)):
        if element.getparent() is not None and not (element.tag == "header" and _holds_article(element)):
            element.drop_tree()
    for element in list(root.iter("a", "article", "li", "div")):
        if element.getparent() is not None and _is_teaser(element):
            element.drop_tree()
    for element in list(root.iter("div", "section", "ul", "ol")):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_named = _COMMENTS.search(name) is not None or _is_linked(element)
        if is_named and element.getparent() is not None and not _holds_article(element):
            element.drop_tree()


def _holds_article(element: Element) -> bool:
    return sum(len(words_at(block)) for block in element.iter("p")) > 1500


def _is_teaser(element: Element) -> bool:
    """A short pointer to another page: a block inside a link, or a linked heading with a line or two."""
    if element.tag == "a":
        return any(child.tag in ("p", "div", "h2", "h3", "h4") for child in element.iterdescendants())
    words = len(words_at(element))
    if not 0 < words < _TEASER:
        return False
    return any(_is_inside_or_holds_link(heading) for heading in element.iter("h2", "h3", "h4", "h5"))


def _is_inside_or_holds_link(heading: Element) -> bool:
    linked = sum(len(words_at(anchor)) for anchor in heading.iter("a"))
    return linked > 0.8 * len(words_at(heading)) > 0


def _is_linked(element: Element) -> bool:
    if element.tag not in ("ul", "ol"):
        return False
    whole = len(words_at(element))
    return whole > 0 and sum(len(words_at(anchor)) for anchor in element.iter("a")) > 0.7 * whole


def _weight(block: Element) -> int:
    if block.tag in _LISTED and any(child.tag in _PROSE for child in block.iterdescendants()):
        return 0
    words = len(words_at(block))
    linked = sum(len(words_at(anchor)) for anchor in block.iter("a"))
    return words if words >= _LEAST and linked <= _MOST_LINKED * words else 0


def _smallest(body: Element, weights: dict[Element, int]) -> Element:
    """Down from the body as long as one child holds nearly everything."""
    whole, current = weights[body], body
    while True:
        heavy = [
            child for child in current if weights.get(child, 0) >= _HELD * whole and child.tag not in _PROSE | _LISTED
        ]
        if not heavy:
            return current
        current = heavy[0]
