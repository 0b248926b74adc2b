"""Verb groups: tense, voice, negation; what is their object and where their clause ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from infostreamer.understand.lexicon import cues, word_set
from infostreamer.understand.phrases import VERBS, WALL, Phrase, phrase_from
from infostreamer.understand.tokens import Reading, Token

_AUXILIARY = frozenset(["M", "B", "H", "O", "G", "R", "TO"])
_PRESENT = frozenset(("is", "are", "am", "'re", "'s", "do", "does"))
_WILLING = word_set("willing")
_MIND, _TALK = word_set("mind"), word_set("talk")


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries: tokens[first : last + 1], the verb itself at `main`."""

    first: int
    main: int
    last: int
    lemma: str
    is_passive: bool
    is_negated: bool
    is_finite: bool
    is_infinitive: bool
    modal: str | None
    tag: str  # of the main verb; B, H or O where an auxiliary stands alone
    is_present: bool


@lru_cache(maxsize=2)
def groups_of(reading: Reading) -> tuple[tuple[Group, ...], ...]:
    """For each sentence its verb groups."""
    return tuple(verb_groups(sentence.tokens) for sentence in reading.sentences)


def verb_groups(tokens: Sequence[Token]) -> tuple[Group, ...]:
    """Every verb group in order; bare participles that describe a noun are marked as not finite."""
    groups: list[Group] = []
    at = 0
    while at < len(tokens):
        if tokens[at].tag in VERBS or (tokens[at].tag in _AUXILIARY and tokens[at].tag not in {"R", "G"}):
            group = _group_from(tokens, at)
            if group is not None:
                groups.append(group)
                at = group.last + 1
                continue
        at += 1
    return tuple(_settle_participles(tokens, groups))


def _group_from(tokens: Sequence[Token], first: int) -> Group | None:
    at = first
    while at < len(tokens) and tokens[at].tag in _AUXILIARY:
        at += 1
    if at < len(tokens) and tokens[at].tag in VERBS:
        main = at
    else:
        main = next((back for back in range(at - 1, first - 1, -1) if tokens[back].tag in {"B", "H", "O"}), -1)
    if main < 0:
        return None
    helpers = [token for token in tokens[first:main] if token.tag != "R"]
    return _describe(tokens, first, main, helpers)


def _describe(tokens: Sequence[Token], first: int, main: int, helpers: Sequence[Token]) -> Group:
    verb = tokens[main]
    form = verb.form
    last_helper = next((token.tag for token in reversed(helpers) if token.tag != "G"), "")
    is_participle = verb.tag == "VD" and form is not None and "participle" in form.features
    is_infinitive = bool(helpers) and helpers[0].tag == "TO"
    is_bare_ing = verb.tag == "VG" and last_helper not in {"B"}
    modal = next((token.low for token in helpers if token.tag == "M"), None)
    lead = helpers[0] if helpers else verb
    return Group(
        first=first,
        main=main,
        last=main,
        lemma=form.lemma if form is not None and verb.tag in VERBS else verb.low,
        is_passive=is_participle and last_helper == "B",
        is_negated=any(token.tag == "G" for token in helpers) or (first > 0 and tokens[first - 1].low == "nor"),
        is_finite=not is_infinitive and not is_bare_ing and lead.low not in {"being", "been", "having", "be"},
        is_infinitive=is_infinitive,
        modal=modal,
        tag=verb.tag,
        is_present=lead.tag in {"VZ", "VB"} or lead.low in _PRESENT,
    )


def _settle_participles(tokens: Sequence[Token], groups: Sequence[Group]) -> Iterator[Group]:
    """Bare past forms told apart.

    A participle where a finite verb follows in its stretch ("those arrested in May were freed"); passive where "and"
    joins it to a passive and no object follows ("was abducted and subsequently extradited").
    """
    was_passive = False
    for index, group in enumerate(groups):
        if was_passive and group.tag == "VD" and _shares_passive(tokens, group, groups[index - 1]):
            group = replace(group, is_passive=True)
        was_passive = group.is_passive and (group.is_finite or was_passive)
        if group.tag != "VD" or group.first != group.main or not _is_reduced(tokens, groups, index):
            yield group
            continue
        yield replace(group, is_passive=True, is_finite=False, is_present=False)


def _shares_passive(tokens: Sequence[Token], group: Group, previous: Group) -> bool:
    before = group.first - 1
    while before >= 0 and tokens[before].tag == "R":
        before -= 1
    form = tokens[group.main].form
    while before >= 0 and tokens[before].tag in {"X", "NUM"} and _has_number(tokens, before, previous.last):
        before -= 1  # "were killed and twelve others injured"
    can_be = form is not None and "participle" in form.features and group.first == group.main
    in_relative = any(token.tag == "W" for token in tokens[max(0, previous.first - 3) : previous.first])
    if group.lemma in _TALK:
        return False
    joins = {"C"} if in_relative or group.lemma in cues() else {"C", ","}
    return can_be and before >= 0 and tokens[before].tag in joins and object_of(tokens, group) is None


def _has_number(tokens: Sequence[Token], at: int, floor: int) -> bool:
    """Whether a number stands at or right before this token."""
    return any(tokens[back].tag == "NUM" for back in range(max(floor + 1, at - 2), at + 1))


def _is_reduced(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> bool:
    """Whether a bare past form only describes the noun before it."""
    group = groups[index]
    form = tokens[group.main].form
    if form is None or "past" not in form.features:
        return True
    if group.first > 0 and tokens[group.first - 1].tag in {"W", "I"}:
        return False  # "the man who drowned on Monday was …"
    after = tokens[group.main + 1] if group.main + 1 < len(tokens) else None
    if after is not None and after.low == "by" and "participle" in form.features and group.lemma not in _TALK:
        return True
    if group.lemma in _WILLING and after is not None and after.tag == "TO":
        return False  # "the minister declined to say what it cost"
    if index > 0 and _runs_into(tokens, groups[index - 1], group):
        return True
    if group.lemma in cues() or object_of(tokens, group) is not None:
        return False  # an object follows: active
    later = next((other for other in groups[index + 1 :] if other.is_finite), None)
    return later is not None and _is_one_stretch(tokens, group, later)


def _runs_into(tokens: Sequence[Token], previous: Group, group: Group) -> bool:
    """ "detained two men suspected of …": two finite verbs do not share a stretch, unless the first takes a clause."""
    takes_clause = previous.lemma in cues() or previous.lemma in _MIND
    in_relative = previous.first > 0 and tokens[previous.first - 1].tag == "W"
    if in_relative and object_of(tokens, group) is not None:
        return False  # "relatives who gathered there accused the police"
    is_verb = previous.is_finite and not takes_clause and previous.tag in {"VD", "VZ", "VB", "B", "H"}
    has_noun = tokens[group.first - 1].tag in {"N", "X"}
    return is_verb and has_noun and _is_one_stretch(tokens, previous, group)


def _is_one_stretch(tokens: Sequence[Token], first: Group, second: Group) -> bool:
    between = tokens[first.last + 1 : second.first]
    return not any(token.tag in WALL or token.tag in {"C", ","} for token in between)


def object_of(tokens: Sequence[Token], group: Group) -> Phrase | None:
    """The phrase right after the verb; None in front of a preposition, a clause or a stop."""
    at = group.last + 1
    while at < len(tokens) and (tokens[at].tag == "R" or tokens[at].low == "dead"):
        if tokens[at].low in {"more", "less"}:
            break  # "more than 60 people"
        at += 1
    return phrase_from(tokens, at)


def clause_end(tokens: Sequence[Token], groups: Sequence[Group], at: int) -> int:
    """The token index where the clause that runs at `at` ends, not included."""
    later = next((group for group in groups if group.first > at), None)
    stop = len(tokens) if later is None else later.first
    if later is not None and later.is_finite:
        # The next verb's subject stands in front of it: the clause ends at the comma before that subject.
        stop = next((back for back in range(stop - 2, at, -1) if tokens[back].tag == ","), stop)
        stop = _joined_at(tokens, at, stop) if tokens[stop].tag != "," else stop
    for index in range(at + 1, stop):
        tag = tokens[index].tag
        if tag in WALL or tokens[index].low == "whose" or (tag in {"C", ","} and _begins_clause(tokens, index + 1)):
            return index
    return stop


def _joined_at(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where "and" joins the clause that ends at `stop`: "were killed | and seven were injured"."""
    return next((back for back in range(stop - 2, at, -1) if tokens[back].tag == "C"), stop)


def _begins_clause(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) and tokens[at].tag in {"R", "C"}:
        at += 1
    return at >= len(tokens) or tokens[at].tag in VERBS | {"M", "B", "H", "O", "S", "W", "I", "TO"}
