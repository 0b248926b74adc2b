"""Element tree -> paragraphs of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Any

from trafilatura import bare_extraction

from infostreamer.extract.boilerplate import drop_boilerplate
from infostreamer.extract.breaks import mark_breaks
from infostreamer.extract.container import prose_of
from infostreamer.extract.pruning import prune
from infostreamer.extract.tree import Element, words_at
from infostreamer.model import Link

_LEAST_BODY = 200  # characters below which the second, greedier reading is tried

_MOST_ELEMENTS = 10_000
"""Real pages have up to 5,000. Beyond, only the reading whose time grows with the page alone is tried: trafilatura
takes four times as long for twice as many headings (5 s for 25,000)."""

_PROSE = 90  # characters; shorter blocks in a table are labels or values
_POINTER_WORDS = 4
_TEASER = re.compile(
    r"(?:also|related|recommended|more|(?:read|see|watch|listen)(?::|\s+(?:also|more|next|too)))\b", re.I
)
_LABEL = 40  # characters of a label before the link: "Also on harbour.example"
_LEAST_SHARE = 0.5
"""A reading that holds less than this of the page's prose has lost part of the article."""


def paragraphs_of(root: Element, *, titles: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The article's paragraphs in order, without furniture; empty when there is no article.

    Args:
        root: the whole document; it is not changed.
        titles: the headline in its forms, so that its repetition at the top is dropped.
        names: the byline, so that a biography at the end is known for what it is.
    """
    whole = deepcopy(root)
    mark_breaks(whole)
    found = _found(whole) if next(islice(whole.iter(), _MOST_ELEMENTS, None), None) is None else ()
    second = prose_of(whole)
    if _size(found) < _LEAST_SHARE * _size(second):
        found = second
    pointers = _pointers(root)
    kept = tuple(_unglued(text) for text in found if _fold(text) not in pointers)
    return drop_boilerplate(kept, titles=titles, names=names)


def _found(whole: Element) -> tuple[str, ...]:
    """Without the furniture that its names give away, and greedily where little is left of it."""
    tree = deepcopy(whole)
    prune(tree)
    found = _read(tree)
    return max(found, _read(deepcopy(whole)), key=_size) if _size(found) < _LEAST_BODY else found


_GLUED = re.compile(r"(?<![\w.@/’'-])([a-z]{3,}[.!?]”?)(?=[A-Z][a-z’]+ [a-z])")


def _unglued(text: str) -> str:
    """A space where an editor's slip left none between two sentences: "… by the harbour.Police said …"."""
    return _GLUED.sub(r"\1 ", text)


def _pointers(root: Element) -> frozenset[str]:
    """Blocks and lines that are a link and nothing else: pointers to other pages among the paragraphs."""
    found = set()
    wholes: dict[Element, str] = {}  # one block may hold all of ten thousand links
    for anchor in root.iter("a"):
        words = words_at(anchor)
        parent = anchor.getparent()
        if len(words.split()) < _POINTER_WORDS or parent is None:
            continue
        if parent not in wholes:
            wholes[parent] = words_at(parent)
        whole = wholes[parent]
        if len(whole) <= len(words) + 12 or (_TEASER.match(whole) and len(whole) <= len(words) + _LABEL):
            found |= {_fold(words), _fold(whole)}
    return frozenset(found)


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _size(paragraphs: tuple[str, ...]) -> int:
    return sum(len(text) for text in paragraphs if len(text) >= 40)


def _read(tree: Element) -> tuple[str, ...]:
    document: Any = bare_extraction(tree, fast=True, include_comments=False, with_metadata=False, favor_recall=True)
    return tuple(_blocks(document.body)) if document is not None and document.body is not None else ()


def _blocks(body: Any) -> Iterator[str]:
    lead = " ".join((body.text or "").split())
    if lead:
        yield lead
    for child in body:
        if child.tag in ("list", "quote", "body", "div", "item") and any(grand.tag in _PARTS for grand in child):
            yield from _blocks(child)
        elif child.tag == "table":
            yield from _rows(child)
        elif words := _words(child):
            yield words
        tail = " ".join((child.tail or "").split())
        if tail:
            yield tail


_PARTS = frozenset(("p", "item", "list", "quote", "head", "table"))


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter("row"):
        if any(_is_laid_out(cell) for cell in row):
            for cell in row:
                yield from _blocks(cell)
        elif cells := [words for cell in row if (words := _cell_words(cell))]:
            yield " | ".join(cells)


def _is_laid_out(cell: Any) -> bool:
    """True in a table that lays out the page and holds no figures: paragraph after paragraph in one cell."""
    return sum(len("".join(block.itertext())) >= _PROSE for block in cell.findall("p")) > 1


def _cell_words(cell: Any) -> str:
    for block in cell.iter("p", "head", "item"):
        block.tail = " " + (block.tail or "")
    return _words(cell)


def _words(element: Any) -> str:
    for break_ in element.iter("lb"):
        break_.tail = "\n" + (break_.tail or "")
    lines = (" ".join(line.split()) for line in "".join(element.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)


def links_in(root: Element, paragraphs: tuple[str, ...]) -> tuple[Link, ...]:
    """Links whose words stand in the article's paragraphs and whose block is one of them."""
    text = "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    found = []
    is_told: dict[Element, bool] = {}
    for anchor in root.iter("a"):
        address, words = anchor.get("href") or "", words_at(anchor)
        if not words or address[:1] in ("", "#") or words not in text:
            continue
        block = _block_of(anchor)
        if block not in is_told:
            is_told[block] = words_at(block)[:60].rsplit(" ", 1)[0] in text
        if is_told[block]:
            found.append(Link(address, words))
    return tuple(found)


def _block_of(anchor: Element) -> Element:
    """The block that the link stands in."""
    block = anchor
    while block.getparent() is not None and block.tag not in ("p", "li", "td", "blockquote", "div", "figcaption", "h2"):
        block = block.getparent()
    return block
