"""The subject of a verb group for events: of "accused X of killing" the accused, of a bare participle its noun."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.understand.clauses import Group, object_of
from infostreamer.understand.lexicon import word_values
from infostreamer.understand.phrases import Phrase, phrase_ending
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Token

_READY = frozenset(word_values("status", "ready"))


def subject_phrase(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Phrase | None:
    """The group's subject; for "accused X of killing" the accused, for a bare participle the noun it describes."""
    group = groups[index]
    before = tokens[group.first - 1].tag if group.first > 0 else "."
    if group.tag == "VD" and not group.is_finite:
        at = group.first - 2 if before == "," else group.first - 1
        return phrase_ending(tokens, at)
    if group.tag == "VG" and before == "P" and index > 0:
        accuser = groups[index - 1]
        if accuser.is_passive or tokens[group.first - 1].low in {"after", "by", "before", "in"}:
            return subject_of(tokens, groups, index - 1)
        return object_of(tokens, accuser)
    previous = groups[index - 1] if index > 0 else None
    if group.is_infinitive and previous is not None and not previous.is_passive and previous.tag != "B":
        between = object_of(tokens, previous)
        is_told = between is not None and between.last == group.first - 1
        if between is not None and is_told and tokens[between.last].low not in _READY:
            return between  # "ordered X to appear"; but "is due to", "has plans to"
    subject = subject_of(tokens, groups, index)
    if subject is not None and index > 0 and _is_year(tokens, subject):
        return _described(tokens, groups, index - 1)
    return subject


def _is_year(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """A date, or a bare year behind "since" or "in"."""
    words = tokens[phrase.first : phrase.last + 1]
    is_number = len(words) == 1 and words[0].low.isdigit() and len(words[0].low) == 4
    is_behind = phrase.first > 0 and tokens[phrase.first - 1].low in {"since", "in", "from", "until", "before", "after"}
    return all(one.tag in {"T", "D"} for one in words) or (is_number and is_behind)


def _described(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Phrase | None:
    """ "Two hostages held since 2016 | were released": a date does nothing; whom the participle before it describes."""
    group = groups[index]
    is_bare = group.tag == "VD" and group.first == group.main and group.first > 0 and not group.is_finite
    return phrase_ending(tokens, group.first - 1) if is_bare and tokens[group.first - 1].tag in {"X", "N"} else None
