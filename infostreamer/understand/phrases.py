"""Noun phrases: where one begins and ends, what a chain of them is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infostreamer.understand.lexicon import animate_nouns, word_set
from infostreamer.understand.tokens import Token

VERBS = frozenset(["VB", "VZ", "VD", "VG"])
WALL = frozenset(["S", "W", "THAT", ";", ":", "Q", "-", "(", ")", "?", "!", "...", "."])  # no clause goes past these
QUANTITIES = word_set("quantity")
_NOUNY = frozenset(["N", "X", "NUM", "POS", "T"])
_PEOPLE_ENDINGS = ("man", "men", "woman", "women")  # railwayman, watchmen
_NOT_PEOPLE = word_set("not-people")
_REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
_ABOUT = word_set("about")
_LAPSES, _OUTCOMES = word_set("lapse"), word_set("outcome")
_LAPSE_ENDS = frozenset(("before", "after", "ago", "later", "earlier", "into"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens[first : last + 1]. Its head word is at `last` unless an "of …" follows the head."""

    first: int
    last: int
    inner_head: int | None = None

    @property
    def head(self) -> int:
        """The token that says what the phrase is about."""
        return self.last if self.inner_head is None else self.inner_head


def phrase_ending(tokens: Sequence[Token], last: int) -> Phrase | None:
    """The noun phrase whose last token is at `last`, "and" between like members included; None when none ends there."""
    if last < 0 or tokens[last].tag not in {"N", "X", "NUM", "I", "J"}:
        return None
    if tokens[last].tag in {"I", "J"}:
        return Phrase(last, last)
    first = last
    while first > 0 and _belongs(tokens, first - 1, first):
        first -= 1
    first = _with_determiner(tokens, first)
    before = first - 1
    if before > 0 and tokens[before - 1].low in _OUTCOMES:
        return Phrase(first, last)  # "One dead and 1,200 evacuated"
    if before > 0 and tokens[before].low in {"and", "or", "&"} and tokens[before - 1].tag in {"N", "X"}:
        other = phrase_ending(tokens, before - 1)
        if other is not None and _is_edge(tokens, other.first - 1):
            return Phrase(other.first, last)
    return Phrase(first, last)


def _belongs(tokens: Sequence[Token], at: int, right: int) -> bool:
    """Whether the token at `at` is part of the phrase that goes on at `right`. A date belongs only as a modifier."""
    if tokens[at].tag == "T":
        return False
    if tokens[at].tag == "N" and tokens[right].tag == "N" and tokens[at].name != tokens[right].name:
        return True
    return tokens[at].tag in _NOUNY


def _with_determiner(tokens: Sequence[Token], first: int) -> int:
    while first > 0 and tokens[first - 1].tag == "D":
        first -= 1
    return first


def _is_edge(tokens: Sequence[Token], at: int) -> bool:
    return at < 0 or tokens[at].tag in WALL or tokens[at].tag in {",", "R", "T"}


def phrase_from(tokens: Sequence[Token], first: int) -> Phrase | None:
    """The noun phrase that begins at `first`, with "of …" after a quantity ("dozens of people"), or None."""
    at = first
    if at < len(tokens) and tokens[at].tag in {"I", "J"}:
        return Phrase(at, at)
    while at < len(tokens) and (tokens[at].tag in {"D", "R"} or (tokens[at].low in _ABOUT and _counts(tokens, at + 1))):
        at += 1
    head = -1
    while at < len(tokens) and tokens[at].tag in {"N", "X", "NUM", "POS"}:
        head = at if tokens[at].tag != "POS" else head
        at += 1
    if head < 0:
        return None
    head = _without_lapse(tokens, first, head)
    if at + 1 < len(tokens) and tokens[at].low == "of" and tokens[head].low in QUANTITIES:
        more = phrase_from(tokens, at + 1)
        return Phrase(first, more.last) if more is not None else Phrase(first, head)
    if at + 1 < len(tokens) and tokens[at].low in {"and", "or"} and at == head + 1:
        return _joined(tokens, first, head, at)
    return Phrase(first, head)


def _without_lapse(tokens: Sequence[Token], first: int, head: int) -> int:
    """The head before "hours" in "deported the man hours before court": a lapse of time is no part of the phrase."""
    follows = tokens[head + 1].low if head + 1 < len(tokens) else ""
    if tokens[head].low not in _LAPSES or follows not in _LAPSE_ENDS:
        return head
    at = head - 1
    while at > first and (tokens[at].tag in {"NUM", "D"} or tokens[at].low in _ABOUT):
        at -= 1
    return at if at >= first and tokens[at].tag in {"N", "X"} else head


def _joined(tokens: Sequence[Token], first: int, head: int, at: int) -> Phrase:
    """With the second member after "and", unless a verb follows it: then a new clause begins there."""
    more = phrase_from(tokens, at + 1)
    if more is None or (more.last + 1 < len(tokens) and tokens[more.last + 1].tag in VERBS | {"M", "B", "H", "O", "R"}):
        return Phrase(first, head)
    return Phrase(first, more.last)


def _counts(tokens: Sequence[Token], at: int) -> bool:
    at += at < len(tokens) and tokens[at].low in {"least", "most"}  # "at least 12"
    return at < len(tokens) and tokens[at].tag == "NUM"


def head_of_chain(tokens: Sequence[Token], last: int) -> Phrase | None:
    """The head of "the head of the council in Minsk": the leftmost phrase of a chain joined by prepositions.

    None when the chain itself hangs on a preposition ("In Minsk …") or when its start cannot be told. Quantities keep
    what they count ("a group of senators"), and a title keeps its holder ("secretary of state Rex Tillerson").
    """
    while last > 0 and tokens[last].low in _REFLEXIVE:
        last -= 1
    at = last
    tail = phrase_ending(tokens, at)
    for _ in range(8):
        phrase = phrase_ending(tokens, at)
        if phrase is None:
            return None
        before = phrase.first - 1
        if before < 0 or tokens[before].tag not in {"P", "VG"}:
            return _with_counted(tokens, phrase, tail)
        at = before - 1
        if tokens[before].tag == "P" and at >= 0 and tokens[at].tag in {"VD", "VG"}:
            at -= 1
            at -= at >= 0 and tokens[at].tag == "W"  # "men who worked at X said"
        if at < 0 or tokens[at].tag not in {"N", "X", "NUM"}:
            return None
    return None


def _with_counted(tokens: Sequence[Token], head: Phrase, tail: Phrase | None) -> Phrase:
    """The head with its "of …" where that tells who is meant: what is counted, an office's holder, an office's body."""
    if tail is None or tail == head or tokens[head.last + 1].low != "of":
        return head
    if tokens[head.last].low in QUANTITIES:
        links = [token.low for token in tokens[head.last : tail.last] if token.tag == "P"]
        return Phrase(head.first, tail.last) if set(links) == {"of"} else head
    if not is_animate_word(tokens[head.last].low):
        return head
    holder = tokens[tail.last].name
    own = next((at for at in range(tail.first, tail.last + 1) if tokens[at].name == holder), tail.last)
    has_office = any(tokens[at].tag in {"X", "N"} for at in range(tail.first, own))
    if holder >= 0 and has_office and tail.last > own:
        return Phrase(head.first, tail.last)
    return Phrase(head.first, tail.last, head.last) if tail.first == head.last + 2 else head


def prepositions(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[str, Phrase]]:
    """Each (preposition, phrase after it) between two token indices."""
    for at in range(start, end):
        if tokens[at].tag == "P":
            phrase = phrase_from(tokens, at + 1)
            if phrase is not None and phrase.last < end:
                yield tokens[at].low, phrase


def is_animate_word(low: str) -> bool:
    """Whether the noun stands for people or a body of people."""
    return low in animate_nouns() or (low.endswith(_PEOPLE_ENDINGS) and len(low) > 5 and low not in _NOT_PEOPLE)
