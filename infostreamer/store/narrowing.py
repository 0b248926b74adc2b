"""A query -> what an index on single words can decide of it: never fewer reports than match, sometimes more."""

from __future__ import annotations

from typing import NamedTuple

from infostreamer.text.query import All, Condition, Either, Node, Not, Words


class Group(NamedTuple):
    """Words and groups joined by AND or OR, less the reports that hold one of `without`."""

    join: str
    parts: tuple[Narrow, ...]
    without: tuple[Narrow, ...] = ()


Narrow = str | Group


def undecided(root: Node) -> list[Node]:
    """The parts of the query that `narrowed` leaves open: phrases, and what must not stand beside fields."""
    nodes = root.nodes if isinstance(root, All) else (root,)
    has_words = narrowed(root) is not None
    return [node for node in nodes if not (_is_exact(node) or (has_words and _is_refused(node)))]


def narrowed(node: Node) -> Narrow | None:
    """What every match fulfils; None where the words narrow nothing (fields alone, or only what must not stand)."""
    if isinstance(node, Words):
        return node.term[0] if len(node.term) == 1 else Group("AND", tuple(dict.fromkeys(node.term)))
    if isinstance(node, Condition | Not):
        return None
    found = tuple(narrow for one in node.nodes if (narrow := narrowed(one)) is not None)
    if isinstance(node, Either):
        return Group("OR", found) if len(found) == len(node.nodes) else None
    without = tuple(sure for one in node.nodes if isinstance(one, Not) and (sure := _sure(one.node)) is not None)
    return Group("AND", found, without) if found else None


def _is_exact(node: Node) -> bool:
    """True where `narrowed` decides the node fully, or no word can decide anything of it."""
    if isinstance(node, Words):
        return len(node.term) == 1
    if isinstance(node, Condition):
        return True
    if isinstance(node, Not) or narrowed(node) is None:
        return False
    return all(_is_exact(one) or (isinstance(node, All) and _is_refused(one)) for one in node.nodes)


def _is_refused(node: Node) -> bool:
    """True for what must not stand where the index is sure of it."""
    return isinstance(node, Not) and _is_single(node.node)


def _is_single(node: Node) -> bool:
    """True for single words, however joined."""
    if isinstance(node, Words):
        return len(node.term) == 1
    return isinstance(node, All | Either) and all(map(_is_single, node.nodes))


def _sure(node: Node) -> Narrow | None:
    """What only matches fulfil; None where an index on single words cannot be sure of one."""
    if isinstance(node, Words):
        return node.term[0] if len(node.term) == 1 else None
    if isinstance(node, Condition | Not):
        return None
    found = tuple(sure for one in node.nodes if (sure := _sure(one)) is not None)
    if isinstance(node, All):
        return Group("AND", found) if len(found) == len(node.nodes) else None
    return Group("OR", found) if found else None
