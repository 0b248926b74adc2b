"""A query in words, for somebody who wants to be sure what it asks."""

from __future__ import annotations

from infostreamer.text.query import All, Condition, Either, Leaf, Node, Not, Query, Words
from infostreamer.text.query_fields import ROLES
from infostreamer.text.query_values import Amount, Days, Edge

_STATES = {
    "new": "new to you",
    "changed": "changed since you saw it",
    "seen": "seen by you",
    "followed": "followed by you",
    "muted": "muted by you",
    "bookmarked": "bookmarked by you",
    "contested": "with a contested point",
    "denied": "with a denial",
    "differing": "with figures that differ",
    "opinion": "opinion alone",
    "corrected": "with a correction by its outlet",
    "withdrawn": "with a report withdrawn by its outlet",
    "reviewed": "reviewed by a person",
}
_KINDS = {
    "report": "an ordinary report",
    "opinion": "an opinion piece",
    "live": "a live page",
    "release": "a press release",
    "first-hand": "a report with own reporting",
    "carries": "a report that carries another outlet's",
    "copies": "a report that copies another",
    "rewrites": "a report that rewrites another",
    "cites": "a report that cites another",
    "updates": "a report that updates an earlier one",
    "commentary": "a commentary",
    "unknown": "a report of unknown origin",
}
_HELD = {"figure": "a figure", "quote": "a quotation", "date": "a dated event"}


def in_words(query: Query) -> str:
    """What the query asks, as what a match has: '“strike” or “walkout”, and no “football”'."""
    return _said(query.root)


def leaf_in_words(leaf: Leaf) -> str:
    """One word or condition, in words."""
    if isinstance(leaf, Words):
        return f"“{leaf.typed}”"
    if isinstance(leaf.value, Amount):
        noun = "independent origin" if leaf.field == "independent" else "report"
        return _amount(leaf.value, noun)
    if isinstance(leaf.value, Days):
        return f"a report published {_days(leaf.value)}"
    return _named(leaf)


def _named(leaf: Condition) -> str:
    value = str(leaf.value)
    if leaf.field == "kind":
        return _KINDS[value] + (" in it" if value in ROLES else "")
    if leaf.field == "origin":
        return "own reporting held" if value == "first-hand" else "an original that is missing here"
    if leaf.field == "is":
        return _STATES[value]
    if leaf.field == "has":
        return _HELD[value]
    forms = {
        "source": f"a report from “{leaf.typed}”",
        "outlet": f"a report from “{leaf.typed}” and no other name",
        "who": f"“{leaf.typed}” named",
        "said-by": f"“{leaf.typed}” quoted or reported",
        "place": f"the place “{leaf.typed}” named",
        "figure": f"a figure of “{leaf.typed}”",
        "lang": f"a report in {leaf.typed.lower()}",
    }
    return forms[leaf.field]


def _said(node: Node, is_inner: bool = False) -> str:
    if isinstance(node, Not):
        inner = _said(node.node, is_inner=True)
        if inner.startswith(("a report", "an ")):
            return f"no {inner.split(' ', 1)[1]}"
        return f"no {inner}" if isinstance(node.node, Words) else f"not {inner}"
    if isinstance(node, All):
        text = ", and ".join(_said(one, is_inner=True) for one in node.nodes)
        return f"({text})" if is_inner else text
    if isinstance(node, Either):
        text = " or ".join(_said(one, is_inner=True) for one in node.nodes)
        return f"({text})" if is_inner else text
    return leaf_in_words(node)


def _amount(amount: Amount, noun: str) -> str:
    if amount.low == amount.high:
        return f"exactly {amount.low} {noun}{'' if amount.low == 1 else 's'}"
    if amount.high is None:
        return f"{amount.low} or more {noun}s"
    return f"at most {amount.high} {noun}s" if amount.low is None else f"{amount.low} to {amount.high} {noun}s"


def _days(days: Days) -> str:
    first, end = days.first, days.end
    if first is None:
        return f"before {_edge(end)}"
    if end is None:
        return f"since {_edge(first)}" if first.day is None else f"on {_edge(first)} or later"
    return f"from {_edge(first)} until before {_edge(end)}"


def _edge(edge: Edge | None) -> str:
    if edge is None:
        return "now"
    if edge.day is not None:
        return edge.day.isoformat()
    if edge.is_whole:
        return {0: "today's start", 86_400: "yesterday's start"}.get(edge.back_s, "the end of today")
    hours = edge.back_s // 3600
    return f"{hours} hours ago" if hours < 48 else f"{hours // 24} days ago"
