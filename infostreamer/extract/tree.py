"""Text -> element tree, with a cap on depth: 0.5 MB of nested elements hangs most HTML parsers, not this one."""

from __future__ import annotations

import re
from itertools import islice
from typing import TypeAlias

from lxml import etree, html

from infostreamer.model import Unreadable
from infostreamer.text.markup_bounds import is_vast, with_few_attributes

Element: TypeAlias = html.HtmlElement

_NO_XML = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")  # characters that no tree can be built with
_SPACE = re.compile(r"\s+")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "figcaption",
        "td",
        "tr",
        "blockquote",
        "dd",
        "dt",
        "header",
        "footer",
    ]
)
_FEW = 24
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "iframe"))


def parse_tree(text: str) -> Element:
    """The root of the document; libxml2 itself stops at depth 256 because `huge_tree` is off.

    Raises:
        Unreadable: there is not one element in it, or more than any article has.
    """
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True, recover=True, no_network=True
    )
    try:
        fit = _NO_XML.sub("", text.replace("\x0c", " "))
        root = html.document_fromstring(with_few_attributes(fit.encode("utf-8", "replace")), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unreadable("The page holds no HTML elements; check the address in a browser.") from error
    if is_vast(root):
        raise Unreadable("The page is built of more elements than any article; nothing was taken from it.")
    return root


def words_at(element: Element | None) -> str:
    """The visible words in an element, squeezed; a space where a block begins or ends; empty for None."""
    if element is None:
        return ""
    pieces: list[str] = []
    _gather(element, pieces)
    return _SPACE.sub(" ", "".join(pieces)).strip()


def is_small(element: Element) -> bool:
    """True for an element of a few parts, such as a line: so that long ones need not be read to be passed over."""
    return next(islice(element.iter(), _FEW, None), None) is None


def _gather(element: Element, pieces: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    edge = " " if element.tag in _BLOCKS else ""
    pieces.append(edge + (element.text or ""))
    for child in element:
        _gather(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(edge)
