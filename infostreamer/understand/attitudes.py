"""What people think, want or make of something: "believes that", "accused X of", "called it a farce", "backs the plan".

Read like reporting clauses, by the frames of data/attitudes.tsv: the first frame that fits what follows the verb wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from infostreamer.understand.clauses import Group, groups_of
from infostreamer.understand.content import contents, end_of_content, is_wordless
from infostreamer.understand.lexicon import Cue, attitudes
from infostreamer.understand.parsed import Told, told_by_trees
from infostreamer.understand.phrases import Phrase, phrase_from
from infostreamer.understand.reporting import STATEMENT_STANCES, Reported, goes_on, reported_by, reporting_clauses
from infostreamer.understand.speakers import Party, party
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Reading, Sentence, Token

_NEAR_VERB = 8  # tokens between the phrase and its verb
_FARTHEST_AS = 14  # tokens between the object and "as"
_ASKED = frozenset(("whether", "if", "why", "how", "what", "who", "when", "where"))
_REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
_JUDGING = ("ous", "ful", "able", "ible", "less", "ated", "ified", "ounded", "true", "false", "fair", "wrong", "absurd")
_WILL = frozenset(("will", "would", "'ll", "'d"))
_WALLS = frozenset([".", ";", ":", "?", "!"])
_THINGS = frozenset(["D", "N", "X", "NUM", "VG", "J", "Q"])


@dataclass(frozen=True, slots=True)
class Attitude:
    """One attitude: the clause as read, and its content as token ranges [first, end) of the sentence."""

    reported: Reported
    content: tuple[tuple[int, int], ...]
    is_by_tree: bool = False


@lru_cache(maxsize=2)
def attitudes_in(reading: Reading) -> tuple[tuple[Attitude, ...], ...]:
    """For each sentence its attitudes, in order; verbs that report speech there are left to the reporting clauses."""
    found = [list(_in_sentence(reading, at)) for at in range(len(reading.sentences))]
    for told in told_by_trees(reading):
        attitude = _by_tree(reading, told, found[told.sentence])
        if attitude is not None:
            found[told.sentence].append(attitude)
    return tuple(tuple(sorted(each, key=lambda one: one.reported.cue_first)) for each in found)


def _by_tree(reading: Reading, told: Told, known: Sequence[Attitude]) -> Attitude | None:
    """What the tree gives where the word rules found nothing at that verb, nor direct words."""
    sentence, spoken = reading.sentences[told.sentence], reporting_clauses(reading)[told.sentence]
    groups = groups_of(reading)[told.sentence]
    index = next((at for at, group in enumerate(groups) if group.first <= told.verb <= group.last), None)
    if index is None or any(attitude.reported.group == index for attitude in known):
        return None
    has_quote = any(token.tag == "Q" for token in sentence.tokens)
    speaker = told.speaker
    for reported in spoken:
        speaker = reported.speaker if reported.group == index and reported.speaker is not None else speaker
        if reported.group == index and (has_quote or _has_content(sentence, groups, reported, spoken)):
            return None
    is_wall = is_wordless(sentence.tokens, *told.content) or groups[index].is_passive
    if is_wall or groups[index].is_infinitive or told.speaker.type in {"place", "thing"}:
        return None
    reported = _bare(told.sentence, index, groups[index], told.cue, speaker)
    return Attitude(replace(reported, is_negated=told.is_negated), (told.content,), is_by_tree=True)


def _in_sentence(reading: Reading, at: int) -> Iterator[Attitude]:
    sentence = reading.sentences[at]
    groups = groups_of(reading)[at]
    spoken = reporting_clauses(reading)[at]
    taken = {reported.group for reported in spoken if _has_content(sentence, groups, reported, spoken)}
    for index, group in enumerate(groups):
        if index in taken or not group.tag.startswith("V"):
            continue
        for cue, last in _frames(sentence.tokens, group):
            attitude = _attitude(reading, at, index, cue, last)
            if attitude is not None:
                yield attitude
                break


def _has_content(sentence: Sentence, groups: Sequence[Group], reported: Reported, clauses: Sequence[Reported]) -> bool:
    parts = contents(sentence, groups, reported, clauses)
    return bool(parts) and not all(is_wordless(sentence.tokens, *part) for part in parts)


def _frames(tokens: Sequence[Token], group: Group) -> Iterator[tuple[Cue, int]]:
    """The frames of the verb with the last token of the cue; those with a particle first ("call for")."""
    following = tokens[group.last + 1].low if group.last + 1 < len(tokens) else ""
    for cue in attitudes().get(f"{group.lemma} {following}", ()):
        yield cue, group.last + 1
    for cue in attitudes().get(group.lemma, ()):
        yield cue, group.last


def _attitude(reading: Reading, at: int, index: int, cue: Cue, last: int) -> Attitude | None:
    groups = groups_of(reading)[at]
    group, tokens = groups[index], reading.sentences[at].tokens
    if group.is_passive and not group.is_finite:
        return None
    if group.is_passive:
        return _undergone(reading, at, index, cue) if "b" in cue.flags else None
    is_unsaid = group.is_infinitive and not goes_on(groups, index)
    is_unsaid = is_unsaid or (group.modal is not None and cue.stance in STATEMENT_STANCES)
    is_open = group.modal is not None and (group.is_negated or group.modal not in _WILL)
    if is_unsaid or is_open:
        return None  # "might support", "would not comment"
    reported = reported_by(reading, at, index, cue, last)
    if reported is None:
        return None
    start = _start(tokens, groups, reported)
    if start is None:
        return None
    parts = ((start, end_of_content(tokens, start, reported, reporting_clauses(reading)[at])),)
    has_quote = any(token.tag == "Q" for token in tokens[slice(*parts[0])])
    return None if is_wordless(tokens, *parts[0]) and not has_quote else Attitude(reported, parts)


def _start(tokens: Sequence[Token], groups: Sequence[Group], reported: Reported) -> int | None:
    """Where the content begins if what follows the verb fits the frame."""
    at, flags = reported.cue_last + 1, reported.cue.flags
    while at < len(tokens) and (tokens[at].tag in {"R", "T"} or tokens[at].low == "not"):
        at += 1
    if at >= len(tokens):
        return None
    tag = tokens[at].tag
    if "t" in flags and tag == "THAT":
        return at + 1
    if "h" in flags and tokens[at].low in _ASKED:
        return at
    if "i" in flags and tag == "TO":
        return at
    if "g" in flags and tag == "VG":
        return at
    if tokens[at].low in _REFLEXIVE:
        return None
    if tag not in _THINGS | {"I"}:
        return None
    phrase = phrase_from(tokens, at)
    if "x" in flags and phrase is not None and _followed_by_to(tokens, phrase):
        return at
    if "e" in flags and _has_number(tokens, phrase):
        return at
    if "a" in flags and _has_as(tokens, at):
        return at
    if "f" in flags and _is_judged(tokens, at, phrase):
        return at
    if "t" in flags and "s" not in flags and _is_clause(tokens, groups, at, phrase):
        return at
    return at if "n" in flags and tag in _THINGS else None


def _followed_by_to(tokens: Sequence[Token], phrase: Phrase) -> bool:
    after = phrase.last + 1
    after += after < len(tokens) and tokens[after].tag in {"G", "R"}
    return after < len(tokens) and tokens[after].tag == "TO"


def _has_as(tokens: Sequence[Token], at: int) -> bool:
    for index in range(at + 1, min(at + _FARTHEST_AS, len(tokens))):
        if tokens[index].tag in _WALLS:
            return False
        if tokens[index].low == "as":
            return index + 1 < len(tokens) and tokens[index + 1].tag not in {"I", "R"}
    return False


def _has_number(tokens: Sequence[Token], phrase: Phrase | None) -> bool:
    """ "put the toll at 12", "the turnout at between 30 and 40"."""
    after = phrase.last + 1 if phrase is not None else len(tokens)
    is_at = after + 1 < len(tokens) and tokens[after].low == "at"
    return is_at and any(token.tag == "NUM" for token in tokens[after + 1 : after + 5])


def _is_judged(tokens: Sequence[Token], at: int, phrase: Phrase | None) -> bool:
    """ "called Novak a traitor", "it outrageous", "the plan “dead”": a judgement stands behind the object."""
    after = phrase.last + 1 if phrase is not None else at
    if tokens[at].tag == "Q":
        return True  # what X called “…”
    if phrase is None:
        return False
    if after < len(tokens) and tokens[after].tag == "Q":
        return True
    last = tokens[phrase.last]
    if phrase.last > at + 1 and last.tag == "X" and last.low.endswith(_JUDGING) and tokens[phrase.last - 1].tag == "X":
        return True  # "called the charges unfounded"
    if after >= len(tokens):
        return False
    is_short = tokens[at].tag == "J" and tokens[after].tag in {"X", "D"}
    return is_short or (tokens[after].low in {"a", "an"} and tokens[phrase.last].tag != "NUM")


def _is_clause(tokens: Sequence[Token], groups: Sequence[Group], at: int, phrase: Phrase | None) -> bool:
    """A phrase and, at once or after "of …", a finite verb."""
    later = next((group for group in groups if group.first > at and group.is_finite), None)
    if phrase is None or later is None or any(token.tag in {",", "Q", ";", "-"} for token in tokens[at : later.first]):
        return False
    return later.first - phrase.last <= _NEAR_VERB and not any(
        token.tag in {"W", "THAT", "TO", "S"} for token in tokens[at : later.first]
    )


# ---------------------------------------------------------------- "was accused of theft by X"


def _undergone(reading: Reading, at: int, index: int, cue: Cue) -> Attitude | None:
    groups = groups_of(reading)[at]
    group, tokens = groups[index], reading.sentences[at].tokens
    by = _agent_at(tokens, groups, index)
    subject = subject_of(tokens, groups, index) if by is not None else None
    who = party(reading, at, phrase_from(tokens, by + 1)) if by is not None else None
    agent = phrase_from(tokens, by + 1) if by is not None else None
    if by is None or who is None or agent is None or not who.can_speak or who.type == "place":
        return None
    parts = [(subject.first, subject.last + 1)] if subject is not None and subject.last < group.first else []
    parts += [part for part in ((group.last + 1, by), _rest(tokens, groups, index, agent)) if part[0] < part[1]]
    reported = _bare(at, index, group, cue, who)
    return Attitude(reported, tuple(parts)) if parts else None


def _agent_at(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> int | None:
    """The "by" of the passive, before the next verb that could own it."""
    stop = groups[index + 1].first if index + 1 < len(groups) else len(tokens)
    for at in range(groups[index].last + 1, stop):
        if tokens[at].low == "by":
            return at
        if tokens[at].tag in _WALLS | {",", "S", "Q"} and tokens[at].low != "as":
            return None
    return None


def _rest(tokens: Sequence[Token], groups: Sequence[Group], index: int, agent: Phrase) -> tuple[int, int]:
    """ "by the court of taking bribes", "by aides as a farce": what stands behind the agent."""
    at = agent.last + 1
    if at >= len(tokens) or tokens[at].low not in {"of", "for", "as", "to"}:
        return at, at
    stop = next((end for end in range(at, len(tokens)) if tokens[end].tag in _WALLS | {",", "S", "W"}), len(tokens))
    return at, stop


def _bare(at: int, index: int, group: Group, cue: Cue, who: Party) -> Reported:
    """The clause with nothing but its verb and speaker."""
    return Reported(
        sentence=at,
        group=index,
        start=group.first,
        cue_first=group.main,
        cue_last=group.last,
        end=group.last + 1,
        content=group.last + 1,
        cue=cue,
        speaker=who,
        is_inverted=False,
        is_negated=group.is_negated,
        is_subordinate=False,
        date=None,
    )
