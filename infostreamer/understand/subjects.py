"""Who or what a verb group speaks of: its subject, past appositions, relatives, joined verbs and participles."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.understand.clauses import Group
from infostreamer.understand.lexicon import attitudes, cues, nominal_happenings, word_set
from infostreamer.understand.phrases import Phrase, head_of_chain, is_animate_word, phrase_ending
from infostreamer.understand.tokens import Token

_FORCES, _SITES = word_set("force"), word_set("site")
_ACCUSING = frozenset(lemma for lemma, frames in attitudes().items() if frames[0].stance in {"alleges", "criticises"})
_PRONOUN_LIKE = frozenset(("another", "some", "many", "most", "few", "several", "both", "all"))


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
    if group.tag == "VG" and index > 0 and tokens[group.first - 1].low == "as" and groups[index - 1].is_passive:
        return subject_of(tokens, groups, index - 1, depth + 1)  # "was quoted as saying"
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
        return head_of_chain(tokens, _before_bracket(tokens, at))
    if tag == "-":
        return _before_dashes(tokens, at)
    if tag == "J" and index > 0 and tokens[groups[index - 1].first - 1].tag in {"W", "THAT"}:
        return subject_of(tokens, groups, index - 1, depth + 1)  # "those who met him say"
    if tag == "D" and tokens[at].low in _PRONOUN_LIKE:
        return Phrase(at, at)
    if tag == "W":
        return _antecedent(tokens, at, group)
    if tag == "THAT":
        is_name = at > 0 and tokens[at - 1].tag == "N"
        return _what_did_it(tokens, at - 1) if is_name else phrase_ending(tokens, at - 1)
    return _holder(tokens, head_of_chain(tokens, at))


def _antecedent(tokens: Sequence[Token], at: int, group: Group) -> Phrase | None:
    """What "who" or "which" at `at` stands for: for people the head of the chain, for things the nearest phrase.

    A plural verb after one name ("strikes in Syria which have …") speaks of the head, too.
    """
    last = at - 2 if at > 0 and tokens[at - 1].tag == "," else at - 1
    is_plural = tokens[group.first].low in {"have", "are", "were"} and last >= 0 and tokens[last].tag == "N"
    nearest = phrase_ending(tokens, last)
    if nearest is None or tokens[at].low not in {"who", "whom"}:
        is_name = nearest is not None and tokens[nearest.last].tag == "N" and last == at - 1
        return head_of_chain(tokens, last) if is_plural else _what_did_it(tokens, last) if is_name else nearest
    whole = head_of_chain(tokens, last)
    is_close = last == at - 1 and is_animate_word(tokens[nearest.last].low)
    is_thing = whole is not None and tokens[whole.head].tag == "X" and not is_animate_word(tokens[whole.head].low)
    return nearest if is_close or (is_thing and tokens[nearest.last].tag == "N") else whole


def _before_bracket(tokens: Sequence[Token], at: int) -> int:
    """The token in front of the brackets that close at `at`; `at` itself where there are none."""
    if at < 0 or tokens[at].tag != ")":
        return at
    return next((back for back in range(at, max(-1, at - 15), -1) if tokens[back].tag == "("), 0) - 1


def _before_dashes(tokens: Sequence[Token], close: int) -> Phrase | None:
    """Past "- who took her in -" after the subject; None without a dash that opens."""
    at = close
    while at > 0 and tokens[at].tag == "-":
        at -= 1
    for opening in range(at, max(0, close - 40), -1):
        if tokens[opening].tag in {".", ";", "Q"}:
            return None
        if tokens[opening].tag == "-":
            while tokens[opening].tag == "-" and opening > 0:
                opening -= 1
            return head_of_chain(tokens, _before_bracket(tokens, opening))
    return None


def _what_did_it(tokens: Sequence[Token], last: int) -> Phrase | None:
    """What "that" after a name stands for: the nearest deed or force in front ("the attack in X that killed …").

    A name needs no "that" itself. Without such a noun the head of a short chain is taken, else nothing: it must not be
    told of the people arrested that they did it.
    """
    at = last
    for _ in range(5):
        phrase = phrase_ending(tokens, at)
        if phrase is None:
            return None
        if tokens[phrase.last].low in _FORCES or tokens[phrase.last].low in nominal_happenings():
            return phrase
        if phrase.first < 2 or tokens[phrase.first - 1].tag != "P":
            break
        at = phrase.first - 2
    whole = head_of_chain(tokens, last)
    return whole if whole is not None and not is_animate_word(tokens[whole.head].low) else None


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
    """The subject of the verb before. A participle after a comma or "while" belongs to the main verb, not to "that".

    Unless it reports ("indicating"), nobody can say whose it is after a clause with "that": "he warned of the bridge
    that collapsed, killing five" names no killer.
    """
    before = tokens[groups[index].first - 1].tag if groups[index].first > 0 else "."
    at = groups[index].first - 1
    is_free = groups[index].tag == "VG" and before in {",", "S"}
    if is_free and index > 0 and not _reports(groups[index]) and _is_subordinate(tokens, groups, index - 1):
        return None
    is_free = is_free or (at > 0 and tokens[at].tag == "C" and (tokens[at - 1].tag == "," or _reports(groups[index])))
    finite = [back for back in range(index - 1, -1, -1) if groups[back].is_finite]
    main = next((back for back in finite if not (is_free and _is_within(tokens, groups, back))), None)
    if main is None and finite and groups[index].is_finite:
        main = finite[0]  # "X, who went there and said …": nothing but the relative clause stands before
    return subject_of(tokens, groups, main, depth + 1) if main is not None else None


def _reports(group: Group) -> bool:
    """Whether the verb is a reporting word: "He confirmed that Y was held and said …" goes on about him."""
    return group.lemma in cues() or group.lemma in _ACCUSING


def _is_within(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> bool:
    """Subordinate, or said without "that": "said the council had slept and called for …"."""
    if _is_subordinate(tokens, groups, index):
        return True
    before = groups[index - 1] if index > 0 else None
    between = tokens[before.last + 1 : groups[index].first] if before is not None else ()
    is_reported = before is not None and before.is_finite and before.lemma in cues()
    return is_reported and bool(between) and not any(token.tag in {",", "C", ";", "Q"} for token in between)


def _is_subordinate(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> bool:
    floor = groups[index - 1].last + 1 if index > 0 else 0
    return any(token.tag in {"THAT", "W"} for token in tokens[floor : groups[index].first])


def _before_commas(
    tokens: Sequence[Token], groups: Sequence[Group], index: int, close: int, depth: int
) -> Phrase | None:
    """Past an inserted part: "X, a fellow at Y, said" and "X, who served in Y, was …"; else the shared subject."""
    opening = insertion_before(tokens, groups, close)
    while opening is not None:
        last = _before_bracket(tokens, opening - 1)
        before = tokens[last]
        whole = head_of_chain(tokens, last)
        is_role = before.tag == "X" or (whole is not None and tokens[whole.head].tag == "X")
        if whole is not None and whole.last < last and before.low in _SITES:
            return whole  # "the embassy in the capital, Novgrad, said": the name is the capital's
        if is_role and _is_name(tokens[opening + 1 : close]):
            # "the airline, Ryanair, said": the name says more
            return Phrase(whole.first if whole is not None else opening + 1, close - 1, close - 1)
        if whole is not None and before.tag != "NUM":
            return whole
        opening = insertion_before(tokens, groups, opening)  # "X, 24, of Y, died"
    return _shared(tokens, groups, index, depth)


def _is_name(tokens: Sequence[Token]) -> bool:
    """A name, perhaps behind "Varna-based"."""
    own = [token for token in tokens if token.tag == "N"]
    return bool(own) and list(tokens[-len(own) :]) == own and len(tokens) - len(own) <= 1


def insertion_before(tokens: Sequence[Token], groups: Sequence[Group], close: int) -> int | None:
    """The comma that opens the inserted part which the comma at `close` ends; None when nothing is inserted there."""
    for opening in range(close - 1, max(0, close - 60), -1):
        if tokens[opening].tag in {";", ":", ".", "Q"}:
            return None
        if tokens[opening].tag == "," and _is_insertion(tokens, groups, opening, close):
            return opening
    return None


def _is_insertion(tokens: Sequence[Token], groups: Sequence[Group], opening: int, close: int) -> bool:
    if opening == 0 or tokens[opening - 1].tag not in {"N", "X", "POS", "NUM", ")"} or close - opening < 2:
        return False
    if tokens[opening + 1].tag in {"W", "S", "P", "VG"} or (tokens[opening + 1].tag == "VD"):
        return True
    if tokens[opening + 1].low == "whose":
        return True
    relative = next((at for at in range(opening + 1, close) if tokens[at].tag in {"W", "THAT"}), close)
    inside = [group for group in groups if opening < group.first < relative and group.is_finite]
    return not inside and tokens[opening + 1].tag in {"D", "X", "N", "NUM", "R", "I"} and tokens[opening + 1].tag != "I"
