"""A look over XML before a slow parser meets it: size in items, attributes and depth, and what the root is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from infostreamer.collect.wire import MOST_ITEMS

MOST_ATTRIBUTES = 200
DEEPEST = 256
_MOST_ENTITIES = 50
ITEMS = frozenset({"item", "entry"})
_NESTED_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s+)?[^\s>]+\s+(?:\"[^\"]*[&%]\w[^\"]*\"|'[^']*[&%]\w[^']*')")


@dataclass(frozen=True, slots=True)
class Scan:
    """What was seen. `trouble` None: fit to be parsed."""

    root: str | None  # local name of the first element
    items: int = 0  # counting ends with the first beyond the limit
    trouble: str | None = None


def prescan(body: bytes) -> Scan:
    """Counts without building anything; a document over a limit is told by `trouble`, half a sentence.

    Limits: 200 attributes per element, depth 256, 50 entity declarations and none that refers to another; beyond them
    the feed parser needed more than 40 s, or memory without bound. More than 5,000 items are no trouble, but whoever
    reads on has to leave the rest out. Declarations that name a file are passed over: nothing here opens one.
    """
    head = body[:65_536]
    if head.count(b"<!ENTITY") > _MOST_ENTITIES or _NESTED_ENTITY.search(head):
        return Scan(None, trouble="declares entities that grow when they are read")
    return _count(body)


def _count(body: bytes) -> Scan:
    root, items, depth = None, 0, 0
    events = etree.iterparse(
        BytesIO(body), events=("start", "end"), recover=True, resolve_entities=False, load_dtd=False, no_network=True
    )
    try:
        for event, element in events:
            if event == "end":
                depth -= 1
                element.clear()
                continue
            depth += 1
            name = local_name(element.tag)
            root = root or name
            items += name in ITEMS
            trouble = _trouble(len(element.attrib), depth)
            if trouble or items > MOST_ITEMS:
                return Scan(root, items, trouble)
    except UnicodeDecodeError:  # half a character in a name
        return Scan(root, items)
    except etree.XMLSyntaxError as error:
        # the lenient feed parser may still read it; only what the parser refuses as a bomb is final
        return Scan(root, items, _bomb(str(error)))
    return Scan(root, items)


def local_name(tag: object) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _trouble(attributes: int, depth: int) -> str | None:
    if attributes > MOST_ATTRIBUTES:
        return f"has an element with more than {MOST_ATTRIBUTES} attributes"
    return f"is nested more than {DEEPEST} deep" if depth > DEEPEST else None


def _bomb(message: str) -> str | None:
    if "depth" in message.lower():
        return f"is nested more than {DEEPEST} deep"
    return "declares entities that grow when they are read" if "amplification" in message.lower() else None
