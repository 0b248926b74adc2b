"""A query as typed -> a query as meant: the one grammar of search, filters, dossiers, alerts, feeds and digests.

    query  = part+                          all of them must hold
    part   = unit ("OR" unit)*              OR binds its neighbours: a b OR c is a and (b or c)
    unit   = ("-" | "NOT") unit | "(" query ")" | field ":" value | "phrase" | word

Fields stand in `query_fields`. Words are compared folded and stemmed, as `search_words` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as part_of

from infostreamer.model.errors import BadInput
from infostreamer.text.query_fields import FIELDS, PERSONAL, Value, field_called, value_of
from infostreamer.text.query_values import Days
from infostreamer.text.search_words import search_words

Term = tuple[str, ...]
"""One word, or the words of a phrase in order, as `search_words` gives them."""

LONGEST, MOST_PARTS, DEEPEST = 1000, 32, 8
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<minus>-(?=[^\s-]))|
    (?P<field>[^\W\d_][\w-]{0,30}):(?!//)(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"()]*))|
    "(?P<phrase>[^"]*)"|(?P<lone>")|(?P<word>[^\s"()]+))""",
    re.VERBOSE,
)
_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_BARE = re.compile(r"[^\W_][\w'’]*")
_JOINS = ("OR", "AND", "NOT")


@dataclass(frozen=True, slots=True)
class Words:
    """A word or phrase of the text."""

    term: Term
    typed: str = part_of(compare=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """A field with what it asks: the folded words, the bounds of a number, or a span of days."""

    field: str
    value: Value
    typed: str = part_of(compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    node: Node


@dataclass(frozen=True, slots=True)
class All:
    """At least two parts that must all hold."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least two parts of which one must hold."""

    nodes: tuple[Node, ...]


Leaf = Words | Condition
Node = Words | Condition | Not | All | Either


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked, understood. `str()` gives it in one normal form that parses to the same."""

    root: Node

    def __str__(self) -> str:
        return _written(self.root)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every word and condition once, in the order typed, wanted or not."""
        return tuple(dict.fromkeys(leaf for leaf, _ in _leaves(self.root)))

    @property
    def wanted(self) -> tuple[Leaf, ...]:
        """Every word and condition that may make something match, in the order typed."""
        return tuple(dict.fromkeys(leaf for leaf, is_wanted in _leaves(self.root) if is_wanted))

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every wanted word or phrase once, in the order typed."""
        return tuple(dict.fromkeys(leaf.term for leaf in self.wanted if isinstance(leaf, Words)))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition once, wanted or not."""
        return tuple(leaf for leaf in self.leaves if isinstance(leaf, Condition))

    @property
    def is_personal(self) -> bool:
        """True when the answer depends on who asks."""
        return any(one.field == "is" and one.value in PERSONAL for one in self.conditions)

    @property
    def is_relative(self) -> bool:
        """True when the answer moves with the clock."""
        return any(isinstance(one.value, Days) and one.value.is_relative for one in self.conditions)


def parse_query(raw: str) -> Query:
    """The query that was typed.

    A word that falls into several ("Asia-Pacific") is a phrase. Marks without a letter or digit are passed over.

    Raises:
        BadInput: nothing to look for, too long, an unknown field or value, an open quotation mark or parenthesis, OR
            without both sides; one sentence, with the place of the mistake as a count of characters from 1.
    """
    if len(raw) > LONGEST:
        raise BadInput(f"The query is longer than {LONGEST} characters; shorten it.")
    parser = _Parser(raw)
    root = parser.all_of(0)
    if parser.token is not None:
        raise BadInput(f"The parenthesis at character {parser.at} closes nothing; take it away or open one before it.")
    if root is None:
        raise BadInput(f"There is no word to look for in {raw.strip()[:60]!r}; type at least one word or number.")
    if len(list(_leaves(root))) > MOST_PARTS:
        raise BadInput(f"The query has more than {MOST_PARTS} parts; shorten it or make two of it.")
    return Query(root)


def holds(node: Node, is_true: Callable[[Leaf], bool]) -> bool:
    """The answer of the whole from the answers of its words and conditions."""
    if isinstance(node, Not):
        return not holds(node.node, is_true)
    if isinstance(node, All):
        return all(holds(one, is_true) for one in node.nodes)
    if isinstance(node, Either):
        return any(holds(one, is_true) for one in node.nodes)
    return is_true(node)


class _Parser:
    """One reading of one query, token by token; what holds nothing to look for comes out as None."""

    def __init__(self, raw: str) -> None:
        self._raw = raw.translate(_MARKS)
        self._place = 0
        self.token: re.Match[str] | None = None
        self._step()

    @property
    def at(self) -> int:
        """Where the token begins, counted from 1."""
        token = self.token
        return 1 + (len(self._raw) if token is None else token.start() + len(token[0]) - len(token[0].lstrip()))

    def _step(self) -> None:
        self.token = _TOKEN.match(self._raw, self._place)
        self._place = self.token.end() if self.token else self._place

    def _is_join(self, join: str) -> bool:
        return self.token is not None and self.token["word"] == join

    def all_of(self, depth: int) -> Node | None:
        """Parts up to the end or a closing parenthesis."""
        nodes: list[Node] = []
        while self.token is not None and not self.token["close"]:
            if self._is_join("AND"):
                self._joined(bool(nodes), "AND")
            node = self._either(depth)
            if node is not None:
                nodes += node.nodes if isinstance(node, All) else (node,)
        return All(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None

    def _either(self, depth: int) -> Node | None:
        nodes = [self._unit(depth)]
        while self._is_join("OR"):
            self._joined(nodes[-1] is not None, "OR")
            nodes.append(self._unit(depth))
            if nodes[-1] is None:
                raise BadInput(f"OR before character {self.at} needs words on both sides; add them or take it away.")
        found: list[Node] = []
        for node in nodes:
            if node is not None:
                found += node.nodes if isinstance(node, Either) else (node,)
        return Either(tuple(found)) if len(found) > 1 else found[0] if found else None

    def _joined(self, has_left: bool, join: str) -> None:
        place = self.at
        self._step()
        if not has_left or self.token is None or self.token["close"] or self.token["word"] in ("OR", "AND"):
            raise BadInput(f"{join} at character {place} needs words on both sides; add them or take it away.")

    def _unit(self, depth: int) -> Node | None:
        token, place = self.token, self.at
        if token is None or token["close"]:
            return None
        if token["lone"]:
            raise BadInput(f"The quotation mark at character {place} is not closed; add the second one.")
        if token["word"] == "OR":
            self._joined(False, "OR")
        self._step()
        if token["minus"] or token["word"] == "NOT":
            return self._negated(depth, place)
        if token["open"]:
            return self._grouped(depth, place)
        return self._leaf(token, place)

    def _negated(self, depth: int, place: int) -> Node | None:
        if depth > DEEPEST:
            raise BadInput(f"Parentheses and minus signs stand too deep at character {place}; write it more simply.")
        node = self._unit(depth + 1)
        return None if node is None else node.node if isinstance(node, Not) else Not(node)

    def _grouped(self, depth: int, place: int) -> Node | None:
        if depth >= DEEPEST:
            raise BadInput(f"More than {DEEPEST} parentheses stand within each other at character {place}.")
        node = self.all_of(depth + 1)
        if self.token is None:
            raise BadInput(f"The parenthesis at character {place} is not closed; add the second one.")
        self._step()
        return node

    def _leaf(self, token: re.Match[str], place: int) -> Node | None:
        if token["field"] is not None and not self._is_plain(token):
            known = field_called(token["field"], place)
            typed = " ".join((token["quoted"] if token["quoted"] is not None else token["value"]).split())
            if not typed and self.token is not None and self.token["lone"]:
                raise BadInput(f"The quotation mark at character {self.at} is not closed; add the second one.")
            return Condition(known.name, value_of(known, typed, place), typed)
        typed = " ".join((token["phrase"] if token["phrase"] is not None else token[0]).split())
        term = tuple(search_words(typed))
        return Words(term, typed) if term else None

    def _is_plain(self, token: re.Match[str]) -> bool:
        """A word that only ends in a colon ("Minister: ...") is no field, unless it is one of ours."""
        is_bare = token["quoted"] is None and not token["value"]
        is_followed = self.token is not None and self.token["lone"] is not None
        return is_bare and token["field"].lower() not in FIELDS and not is_followed


def _leaves(node: Node, is_wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    if isinstance(node, Not):
        yield from _leaves(node.node, not is_wanted)
    elif isinstance(node, All | Either):
        for one in node.nodes:
            yield from _leaves(one, is_wanted)
    else:
        yield node, is_wanted


def _written(node: Node) -> str:
    if isinstance(node, All):
        return " ".join(f"({_written(one)})" if isinstance(one, All) else _written(one) for one in node.nodes)
    if isinstance(node, Either):
        return " OR ".join(
            f"({_written(one)})" if isinstance(one, All | Either) else _written(one) for one in node.nodes
        )
    if isinstance(node, Not):
        inner = _written(node.node)
        return f"-({inner})" if isinstance(node.node, All | Either) else f"-{inner}"
    if isinstance(node, Condition):
        is_bare = node.typed and not re.search(r'[\s"()]', node.typed)
        return f"{node.field}:{node.typed}" if is_bare else f'{node.field}:"{node.typed}"'
    return node.typed if _BARE.fullmatch(node.typed) and node.typed not in _JOINS else f'"{node.typed}"'
