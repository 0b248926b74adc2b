"""Unknown names -> their type, by everything the report says beside them.

The clues of `text.clues` are added up over all mentions of the same words; a reading needs two points to win,
four where the only capitals stand at the start of sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from infostreamer.text.clues import clues_at
from infostreamer.text.mention import Mention
from infostreamer.text.names import is_given_name, is_weak_given_name, key

_WEAK = 50  # at or below: read without knowing any of the words
_LIKELY_HEARD = 58  # at or below: several words that only the tagger takes for a name
_LIKELY = 75  # at or below: a person by ending or context alone, open to better reasons
_ENOUGH = 2  # points that decide
_MUCH = 4  # points that make it firm
_FIRST = 12  # mentions read for clues; a report says what a name is when it brings it in
_SPARSE = 4  # fewer points than one for so many mentions are chance
_ORDER = ("place", "organisation", "person")  # of equal readings the first
_INNER = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Van|O[’'])[A-Z][a-z]+[A-Z]")  # "WeWork" is a brand, "McLachlan" is not
_INNER_POINTS = 1
_PRIOR = {"place": 2, "person": 1, "organisation": 1}


def with_context(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those without a known type read by the company they keep.

    Names of several words first; single words that are part of a person's full name are then left to that person.
    """
    lower = frozenset(_LOWER.findall(text))
    mentions = [kept for mention in mentions if (kept := _in_capitals(mention, lower)) is not None]
    several = _groups(text, [mention for mention in mentions if " " in mention.canonical])
    read = _decide(text, mentions, several)
    words = {key(word) for mention in read if _is_full_person(mention) for word in mention.canonical.split()}
    single = _groups(text, [mention for mention in read if " " not in mention.canonical])
    return _decide(text, read, {name: group for name, group in single.items() if name not in words})


_LOWER = re.compile(r"(?<![^\W_])[^\W\d_A-ZА-ЯЁ]{3,}(?![^\W_])")


def _in_capitals(mention: Mention, lower: Set[str]) -> Mention | None:
    """Without a list to lean on, a word that the report also writes small is a word: no person, alone no name."""
    if not mention.is_sure or mention.score > _WEAK or mention.type not in ("person", "other"):
        return mention
    words = mention.canonical.split()
    if not any(word.lower() in lower for word in words):
        return mention
    return replace(mention, type="other") if len(words) > 1 else None


def _is_full_person(mention: Mention) -> bool:
    return mention.type == "person" and " " in mention.canonical and mention.is_sure


def _groups(text: str, mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        if _is_open(mention):
            groups.setdefault(key(text[mention.start : mention.end]), []).append(mention)
    return groups


def _decide(text: str, mentions: Sequence[Mention], groups: Mapping[str, list[Mention]]) -> list[Mention]:
    decided = {words: verdict for words, group in groups.items() if (verdict := _verdict(text, group)) is not None}
    return [_read(text, mention, decided) for mention in mentions]


def _is_open(mention: Mention) -> bool:
    if mention.role is not None or mention.type == "nationality":
        return False
    if mention.score <= _LIKELY_HEARD or not mention.is_sure:
        return True
    first = mention.canonical.split()[0]
    return mention.type == "person" and mention.score <= _LIKELY and not _may_be_given(first)


def _may_be_given(word: str) -> bool:
    return is_given_name(word) or is_weak_given_name(word)


def _verdict(text: str, group: Sequence[Mention]) -> tuple[str, int] | None:
    """(type, score) that the clues around the mentions add up to; None when they say too little."""
    if any(mark.isdigit() for mark in group[0].canonical):
        return None
    if group[0].canonical.endswith("ing") and not any(mention.is_sure for mention in group):
        return None  # "Comparing himself to …"
    points: Counter[str] = Counter()
    is_single = " " not in group[0].canonical
    votes = Counter(mention.type for mention in group if mention.is_sure)
    speaker = "organisation" if is_single or votes["organisation"] > votes["person"] else "person"
    for mention in group[:_FIRST]:
        for kind, weight in clues_at(text, mention.start, mention.end, is_opening=_opens(text, mention.start)):
            reading = kind if kind != "speaker" else speaker
            points[reading] += weight
    if is_single and _INNER.search(group[0].canonical):
        points["organisation"] += _INNER_POINTS
    if not points:
        return None
    for kind, weight in _PRIOR.items():
        points[kind] += weight + (2 * votes[kind] > len(group)) if votes[kind] else 0
    best = min(_ORDER, key=lambda kind: (-points[kind], _ORDER.index(kind)))
    if points[best] * _SPARSE < len(group[:_FIRST]):
        return None
    is_only_opening = is_single and not any(mention.is_sure for mention in group)
    least = _MUCH if is_only_opening else _ENOUGH
    return (best, 72 if points[best] >= _MUCH else 62) if points[best] >= least else None


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return before == "" or before[-1] in ".!?…\n"


def _read(text: str, mention: Mention, decided: Mapping[str, tuple[str, int]]) -> Mention:
    verdict = decided.get(key(text[mention.start : mention.end]))
    if verdict is None or not _is_open(mention):
        return mention
    return replace(mention, type=verdict[0], score=max(verdict[1], mention.score), is_sure=True)
