"""Verb groups and the noun phrases around them: who is the subject, what is the object, where a clause ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from infostreamer.understand.lexicon import animate_nouns, cues, word_set
from infostreamer.understand.tokens import Token

_AUXILIARY = frozenset(["M", "B", "H", "O", "G", "R", "TO"])
_VERBS = frozenset(["VB", "VZ", "VD", "VG"])
_NOUNY = frozenset(["N", "X", "NUM", "POS", "T"])
_WALL = frozenset(["S", "W", "THAT", ";", ":", "Q", "-", "(", ")", "?", "!", "...", "."])
_REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
_PRESENT = frozenset(("is", "are", "am", "'re", "'s", "do", "does"))
_MIND, _TALK, _ABOUT = word_set("mind"), word_set("talk"), word_set("about")
QUANTITIES = word_set("quantity")


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


def verb_groups(tokens: Sequence[Token]) -> tuple[Group, ...]:
    """Every verb group in order; bare participles that describe a noun are marked as not finite."""
    groups: list[Group] = []
    at = 0
    while at < len(tokens):
        if tokens[at].tag in _VERBS or (tokens[at].tag in _AUXILIARY and tokens[at].tag not in {"R", "G"}):
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
    if at < len(tokens) and tokens[at].tag in _VERBS:
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
        lemma=form.lemma if form is not None and verb.tag in _VERBS else verb.low,
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
    can_be = form is not None and "participle" in form.features and group.first == group.main
    in_relative = any(token.tag == "W" for token in tokens[max(0, previous.first - 3) : previous.first])
    joins = {"C"} if in_relative else {"C", ","}
    return can_be and before >= 0 and tokens[before].tag in joins and object_of(tokens, group) is None


def _is_reduced(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> bool:
    """Whether a bare past form only describes the noun before it."""
    group = groups[index]
    form = tokens[group.main].form
    if form is None or "past" not in form.features:
        return True
    after = tokens[group.main + 1] if group.main + 1 < len(tokens) else None
    if after is not None and after.low == "by" and "participle" in form.features and group.lemma not in _TALK:
        return True
    if index > 0 and _runs_into(tokens, groups[index - 1], group):
        return True
    if group.lemma in cues() or (after is not None and after.tag in {"D", "N", "X", "NUM", "J"}):
        return False  # an object follows: active
    later = next((other for other in groups[index + 1 :] if other.is_finite), None)
    return later is not None and _is_one_stretch(tokens, group, later)


def _runs_into(tokens: Sequence[Token], previous: Group, group: Group) -> bool:
    """ "detained two men suspected of …": two finite verbs do not share a stretch, unless the first takes a clause."""
    takes_clause = previous.lemma in cues() or previous.lemma in _MIND
    is_verb = previous.is_finite and not takes_clause and previous.tag in {"VD", "VZ", "VB", "B", "H"}
    has_noun = tokens[group.first - 1].tag in {"N", "X"}
    return is_verb and has_noun and _is_one_stretch(tokens, previous, group)


def _is_one_stretch(tokens: Sequence[Token], first: Group, second: Group) -> bool:
    between = tokens[first.last + 1 : second.first]
    return not any(token.tag in _WALL or token.tag in {"C", ","} for token in between)


# ---------------------------------------------------------------- noun phrases


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
    return at < 0 or tokens[at].tag in _WALL or tokens[at].tag in {",", "R", "T"}


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
    if at + 1 < len(tokens) and tokens[at].low == "of" and tokens[head].low in QUANTITIES:
        more = phrase_from(tokens, at + 1)
        return Phrase(first, more.last) if more is not None else Phrase(first, head)
    if at + 1 < len(tokens) and tokens[at].low in {"and", "or"} and at == head + 1:
        return _joined(tokens, first, head, at)
    return Phrase(first, head)


def _joined(tokens: Sequence[Token], first: int, head: int, at: int) -> Phrase:
    """With the second member after "and", unless a verb follows it: then a new clause begins there."""
    more = phrase_from(tokens, at + 1)
    if more is None or (
        more.last + 1 < len(tokens) and tokens[more.last + 1].tag in _VERBS | {"M", "B", "H", "O", "R"}
    ):
        return Phrase(first, head)
    return Phrase(first, more.last)


def _counts(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].tag == "NUM"


# ---------------------------------------------------------------- subjects and objects


def subject_of(tokens: Sequence[Token], groups: Sequence[Group], index: int, depth: int = 0) -> Phrase | None:
    """The phrase that does (or, in the passive, undergoes) what the group says; None when the rules do not know.

    Covers plain subjects, appositions and relatives in commas, relative "who/which/that", verbs joined by "and" or
    commas, participles after a comma, and infinitives (which share the subject of the verb before them).
    """
    group = groups[index]
    if depth > 6:
        return None
    if group.tag == "VG" and not group.is_finite and group.first > 0 and tokens[group.first - 1].tag == "N":
        return phrase_ending(tokens, group.first - 1)  # "with analyst X saying"
    if group.tag == "VG" and group.first > 1 and tokens[group.first - 1].low == "as":
        return phrase_ending(tokens, group.first - 2)  # "quoted X as saying"
    if group.is_infinitive or (group.tag == "VG" and not group.is_finite):
        return _shared(tokens, groups, index, depth)
    at = _skip_adverbial(tokens, group.first - 1)
    if at < 0:
        return None
    tag = tokens[at].tag
    if tag == "C":
        return _shared(tokens, groups, index, depth)
    if tag == ",":
        return _before_commas(tokens, groups, index, at, depth)
    if tag == ")":
        opening = next((back for back in range(at, -1, -1) if tokens[back].tag == "("), 0)
        return head_of_chain(tokens, opening - 1)
    if tag == "W":
        return _antecedent(tokens, at, group)
    if tag == "THAT":
        return phrase_ending(tokens, at - 1)
    return _holder(tokens, head_of_chain(tokens, at))


def _antecedent(tokens: Sequence[Token], at: int, group: Group) -> Phrase | None:
    """What "who" or "which" at `at` stands for: for people the head of the chain, for things the nearest phrase.

    A plural verb after one name ("strikes in Syria which have …") speaks of the head, too.
    """
    last = at - 2 if at > 0 and tokens[at - 1].tag == "," else at - 1
    is_plural = tokens[group.first].low in {"have", "are", "were"} and last >= 0 and tokens[last].tag == "N"
    nearest = phrase_ending(tokens, last)
    if nearest is None or tokens[at].low not in {"who", "whom"}:
        return head_of_chain(tokens, last) if is_plural else nearest
    is_close = last == at - 1 and is_animate_word(tokens[nearest.last].low)
    return nearest if is_close else head_of_chain(tokens, last)


def _holder(tokens: Sequence[Token], phrase: Phrase | None) -> Phrase | None:
    """The name in front of an apposition whose closing comma is missing: "Ann Lee, head of Y said"."""
    if phrase is None or phrase.first < 2 or tokens[phrase.first - 1].tag != ",":
        return phrase
    name = phrase_ending(tokens, phrase.first - 2)
    is_start = name is not None and name.first == 0 and tokens[name.last].tag == "N"
    follows = tokens[phrase.last + 1].low if phrase.last + 1 < len(tokens) else ""
    is_office = follows in {"of", "at", "for", "in"} and is_animate_word(tokens[phrase.last].low)
    return name if is_start and is_office else phrase


def _skip_adverbial(tokens: Sequence[Token], at: int) -> int:
    """Left over adverbs, dates, and "on Tuesday" between subject and verb."""
    while at >= 0 and tokens[at].tag in {"R", "T"}:
        was_date = tokens[at].tag == "T"
        at -= 1
        if was_date and at >= 0 and tokens[at].tag == "P":
            at -= 1
    return at


def _shared(tokens: Sequence[Token], groups: Sequence[Group], index: int, depth: int) -> Phrase | None:
    """The subject of the verb before. A participle after a comma or "while" belongs to the main verb, not to "that"."""
    before = tokens[groups[index].first - 1].tag if groups[index].first > 0 else "."
    is_free = groups[index].tag == "VG" and before in {",", "S"}
    for back in range(index - 1, -1, -1):
        if groups[back].is_finite and not (is_free and _is_subordinate(tokens, groups, back)):
            return subject_of(tokens, groups, back, depth + 1)
    return None


def _is_subordinate(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> bool:
    floor = groups[index - 1].last + 1 if index > 0 else 0
    return any(token.tag in {"THAT", "W"} for token in tokens[floor : groups[index].first])


def _before_commas(
    tokens: Sequence[Token], groups: Sequence[Group], index: int, close: int, depth: int
) -> Phrase | None:
    """Past an inserted part: "X, a fellow at Y, said" and "X, who served in Y, was …"; else the shared subject."""
    opening = insertion_before(tokens, groups, close)
    while opening is not None:
        before = tokens[opening - 1]
        if before.tag == "X" and all(token.tag == "N" for token in tokens[opening + 1 : close]):
            whole = head_of_chain(tokens, opening - 1)  # "the airline, Ryanair, said": the name says more
            return Phrase(whole.first if whole is not None else opening + 1, close - 1, close - 1)
        phrase = head_of_chain(tokens, opening - 1) if before.tag != "NUM" else None
        if phrase is not None:
            return phrase
        opening = insertion_before(tokens, groups, opening)  # "X, 24, of Y, died"
    return _shared(tokens, groups, index, depth)


def insertion_before(tokens: Sequence[Token], groups: Sequence[Group], close: int) -> int | None:
    """The comma that opens the inserted part which the comma at `close` ends; None when nothing is inserted there."""
    for opening in range(close - 1, max(0, close - 60), -1):
        if tokens[opening].tag in {";", ":", ".", "Q"}:
            return None
        if tokens[opening].tag == "," and _is_insertion(tokens, groups, opening, close):
            return opening
    return None


def _is_insertion(tokens: Sequence[Token], groups: Sequence[Group], opening: int, close: int) -> bool:
    if opening == 0 or tokens[opening - 1].tag not in {"N", "X", "POS", "NUM"} or close - opening < 2:
        return False
    if tokens[opening + 1].tag in {"W", "S", "P", "VG"} or (tokens[opening + 1].tag == "VD"):
        return True
    inside = [group for group in groups if opening < group.first < close and group.is_finite]
    return not inside and tokens[opening + 1].tag in {"D", "X", "N", "NUM", "R", "I"} and tokens[opening + 1].tag != "I"


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
    for index in range(at + 1, stop):
        tag = tokens[index].tag
        if tag in _WALL or (tag in {"C", ","} and _begins_clause(tokens, index + 1)):
            return index
    return stop


def _begins_clause(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) and tokens[at].tag in {"R", "C"}:
        at += 1
    return at >= len(tokens) or tokens[at].tag in _VERBS | {"M", "B", "H", "O", "S", "W", "I", "TO"}


def prepositions(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[str, Phrase]]:
    """Each (preposition, phrase after it) between two token indices."""
    for at in range(start, end):
        if tokens[at].tag == "P":
            phrase = phrase_from(tokens, at + 1)
            if phrase is not None and phrase.last < end:
                yield tokens[at].low, phrase


def is_animate_word(low: str) -> bool:
    """Whether the noun stands for people or a body of people."""
    return low in animate_nouns()
