"""Mentions of one person -> the roles that reports give, each dated by the publications that give it, and cited.

A role is told as what a report calls somebody, never as what somebody is. What says nothing without its sentence ("his
lawyer", "wife", "the man detained on Monday") is left out: a gap is better than a wrong role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from infostreamer.model import Held, Span, fold
from infostreamer.text.accusing import accuses
from infostreamer.text.credit_forms import AGENCIES

MOST_CITATIONS = 4
LONGEST = 8  # words
_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_ARTICLES = re.compile(r"\b(?:the|a|an)\s+", re.IGNORECASE)
_OWNED = re.compile(r"(?:his|her|their|its|my|our|your|этого|его|её|ее|их)\b", re.IGNORECASE)
_LEANING = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|who|which|that)\b", re.IGNORECASE
)
_AGE = re.compile(r"^\d+[- ]years?[- ]old\s+", re.IGNORECASE)
# "director told Deadline it was …", "artist with", "Reuters North Korean leader", "company CEO"
_NO_ROLE = re.compile(
    r"\b(?:told|tells|said|says|was|were|is|are|has|had|will|it|he|she|they|i|we|you)\b"
    r"|(?:^|\s)(?:with|of|for|at|in|on|by|to|from|and|or|the|a|an|as|than)$"
    r"|^(?:company|firm|club|team|group|party|agency|then|now)\s"
)
_AGENCY = re.compile("(?:" + "|".join(re.escape(name) for name in AGENCIES) + r")\s", re.IGNORECASE)
_KIN = frozenset(
    [
        *("wife", "husband", "widow", "widower", "mother", "father", "parent", "son", "daughter", "brother", "sister"),
        *("cousin", "uncle", "aunt", "niece", "nephew", "relative", "friend", "neighbour", "neighbor"),
        *("man", "woman", "boy", "girl", "organiser", "organizer"),
        # whose, is in another sentence
        *("rival", "leader", "teammate", "team-mate", "colleague", "ally", "partner", "boss", "member", "owner"),
        *("representative", "victim", "suspect", "veteran", "favourite", "favorite", "winner", "loser", "rider"),
    ]
)


@dataclass(frozen=True, slots=True)
class Given:
    """One mention with a role: the words, the sentence that holds them, and who published it when."""

    role: str
    sentence: Span
    outlet: str | None
    published: datetime | None


def held_of(given: Sequence[Given]) -> tuple[Held, ...]:
    """One entry per role, the one given last first, ties by the words; a form within a fuller one joins it."""
    by_words: dict[str, list[Given]] = {}
    for one in given:
        if _says_something(one.role):
            by_words.setdefault(_key(one.role), []).append(one)
    for words in sorted(by_words, key=len):
        fuller = [other for other in by_words if other != words and f" {words} " in f" {other} "]
        if fuller:
            by_words[max(fuller, key=lambda other: (len(by_words[other]), other))] += by_words.pop(words)
    held = [_held(words, same) for words, same in by_words.items()]
    return tuple(sorted(held, key=lambda one: (-(one.until.timestamp() if one.until else 0.0), one.role)))


def _key(role: str) -> str:
    return fold(_ARTICLES.sub("", role))


def _says_something(role: str) -> bool:
    bare = _LEADING.sub("", role)
    is_whole = len(bare.split()) <= LONGEST and not _OWNED.match(bare) and not _LEANING.search(bare)
    is_whole = is_whole and not _NO_ROLE.search(bare) and not _AGENCY.match(bare)
    return is_whole and fold(bare) not in _KIN and not accuses(role)


def _held(words: str, same: Sequence[Given]) -> Held:
    own = [one for one in same if _key(one.role) == words]
    moments = sorted(one.published for one in same if one.published)
    ordered = sorted(same, key=lambda one: (one not in own, one.published is None, one.published or 0, one.sentence))
    return Held(
        role=_AGE.sub("", _LEADING.sub("", min(one.role for one in own))),
        citations=tuple(dict.fromkeys(one.sentence for one in ordered))[:MOST_CITATIONS],
        since=moments[0] if moments else None,
        until=moments[-1] if moments else None,
        outlets=tuple(dict.fromkeys(one.outlet for one in ordered if one.outlet)),
    )
