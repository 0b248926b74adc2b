"""Two tellings of an event -> do they tell of one happening? Precision first: what merely could be one stays two.

Like acts alone prove nothing: whom it was done to, by whom, when, where and what else their sentences say are weighed
as whole numbers, and anything that cannot both be true of one happening (another person, another day, another number of
people, "a second man") keeps them apart whatever else they share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from infostreamer.model import Event, Finding, Who, fold
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.resolve import named
from infostreamer.text.lexicon import lines_of, words_in
from infostreamer.text.words import stem, stopwords, words_of

ENOUGH = 40  # points from which two tellings are of one happening
_SAME_WHOM, _SAME_BODY = 35, 25  # one person; one country or body: much is done to it
_LIKE_WHOM, _MORE_WHOM = 20, 8  # a common head noun; every further word in common
_DAYS_APART = timedelta(days=6)  # between two reports that each tell it as their news: not the same news
_SAME_WHO, _LIKE_WHO = 20, 12
_SAME_WORD, _SAME_DAY, _SAME_PLACE, _SAME_NUMBER = 10, 20, 8, 12
_SHARED, _MOST_SHARED = 4, 32  # points for a content word that both sentences have, and at most
_FREE = 2  # content words in common that prove nothing
_ANOTHER = re.compile(
    r"\b(?:another|second|third|fourth|fifth|other|further|more|new|separate|earlier|previous)\b", re.I
)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_GENERAL = frozenset(map(stem, words_in("vague_words.txt", section="parties")))
_FOLLOWED = re.compile(r"(?<=\w)(?:,| (?:of|in|from|for|at|on|who|that|which|with|by|near|to) )")
_ARTICLE = re.compile(r"an? ", re.IGNORECASE)
_GROUPS = frozenset(map(stem, "number group couple crowd series lot dozen pair family team crew gang".split()))  # noqa: SIM905
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody or something in an event: whom it means where that is known, else its words.

    `ids`: entries of the who's who; `persons`: those that are persons; `head`: stem of the head noun; `stems`: all its
    content stems.
    """

    ids: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    head: str = ""
    stems: frozenset[str] = frozenset()
    number: int | None = None
    is_another: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One event in one report, with all that is compared.

    `days`: first and last day it can mean (ISO), None where unknown; `open`: planned or threatened, not yet done.
    """

    read: Read
    finding: Finding
    event: Event
    sentence: tuple[int, int]
    act: str
    whom: Party
    who: Party
    place: frozenset[str]
    days: tuple[str, str] | None
    is_open: bool
    stems: frozenset[str]
    order: int
    is_top: bool = False  # in the title or the lead of its report

    @property
    def parties(self) -> frozenset[str]:
        """Ids and telling nouns by which it can be found among others; of "the explosion" its place and its day."""
        found = self.whom.ids | self.who.ids | ((self.whom.stems | self.who.stems) - _GENERAL)
        return found if not self.is_bare else self.place | ({f"on {self.days[0]}"} if self.days else set())

    @property
    def is_bare(self) -> bool:
        """True when it names nobody and nothing that it was done by or to."""
        return not (self.whom.ids or self.whom.stems or self.who.ids or self.who.stems)


@lru_cache(maxsize=8192)
def act_of(did: str) -> str:
    """The name of the act: one for all the words that stand for it."""
    words = fold(did)
    return _acts().get(words) or _acts().get(words.removeprefix("attempt to ")) or " ".join(map(stem, words_of(words)))


@lru_cache(maxsize=1)
def _acts() -> dict[str, str]:
    rows = [[fold(word).strip() for word in line.split(",")] for line in lines_of("same_acts.txt")]
    by_word = {word: row[0] for row in rows for word in row}
    return {stem(word): act for word, act in by_word.items() if " " not in word} | by_word


def party_of(words: str | None, key: str | None, who_by_key: Mapping[str, Who]) -> Party:
    """What is known of the words that name a party; a bare pronoun is known only by whom it means."""
    entry = who_by_key.get(key or "")
    ids = frozenset([entry.id]) if entry is not None else frozenset()
    persons = ids if entry is not None and entry.kind == "person" else frozenset()
    if not named(words):
        return Party(ids=ids, persons=persons)
    folded = words_of(words or "")
    content = _content(folded)
    heads = _content(words_of(_FOLLOWED.split(words or "")[0])) or content
    numbers = [_NUMBERS[word] if word in _NUMBERS else int(word) for word in folded if _is_number(word)]
    return Party(
        ids=ids, persons=persons, head=heads[-1] if heads else "", stems=frozenset(content),
        number=numbers[0] if numbers else _one(words or "", heads), is_another=bool(_ANOTHER.search(words or "")),
    )  # fmt: skip


def _content(folded: list[str]) -> list[str]:
    stop = stopwords("en")
    return [stem(word) for word in folded if word not in stop and word not in _NUMBERS and not word.isdigit()]


def _one(words: str, heads: list[str]) -> int | None:
    """ "a vessel" is one; "a group" and "a number of" are not."""
    return 1 if _ARTICLE.match(words) and heads and heads[-1] not in _GROUPS else None


def _is_number(word: str) -> bool:
    return word in _NUMBERS or (word.isdigit() and len(word) < 9)


def days_of(when: str | None) -> tuple[str, str] | None:
    """The first and last day (ISO) that an EDTF value covers; None without one, or without a year."""
    found = re.findall(r"\d{4}(?:-\d\d(?:-\d\d)?)?", when or "")
    if not found or "X" in (when or ""):
        return None
    return _filled(found[0], "-01-01"), _filled(found[-1], "-12-31")


def _filled(value: str, rest: str) -> str:
    return value + rest[len(value) - 4 :]


def likeness(one: Telling, other: Telling) -> int:
    """Points for one happening; 0 where the two cannot be one."""
    if one.act != other.act or one.is_open != other.is_open or is_apart(one, other):
        return 0
    whom, who = _of_party(one.whom, other.whom), _of_party(one.who, other.who)
    points = _whom_points(whom, one, other) + (_SAME_WHO if who == 2 else _LIKE_WHO if who == 1 else 0)
    if not points and not (one.is_bare and other.is_bare):
        points = -_LIKE_WHOM  # nobody in common: the sentences themselves must be alike
    shared = len(one.stems & other.stems) - _FREE
    points += min(_MOST_SHARED, _SHARED * max(0, shared))
    points += _SAME_WORD * (one.event.did == other.event.did) + _SAME_PLACE * bool(one.place & other.place)
    return points + _SAME_DAY * (_is_day(one) and one.days == other.days)


def _whom_points(degree: int, one: Telling, other: Telling) -> int:
    if degree == 2:
        return _SAME_WHOM if one.whom.persons & other.whom.persons else _SAME_BODY
    if degree == 0:
        return 0
    shared = one.whom.stems & other.whom.stems
    points = _LIKE_WHOM if shared - _GENERAL else _LIKE_WHOM // 2
    points += _MORE_WHOM * (len(shared) - 1)
    return points + _SAME_NUMBER * (one.whom.number is not None and one.whom.number == other.whom.number)


def _of_party(one: Party, other: Party) -> int:
    """2 the same person, place or body; 1 the same noun; 0 nothing in common that is known."""
    if one.ids & other.ids:
        return 2
    return 1 if one.head and (one.head in other.stems or other.head in one.stems) else 0


def is_apart(one: Telling, other: Telling) -> bool:
    """True when something said of the one cannot be true of the other."""
    if one.whom.is_another != other.whom.is_another:
        return True
    if _differ(one.whom, other.whom) or _differ(one.who, other.who):
        return True
    if one.days and other.days:
        return one.days[1] < other.days[0] or other.days[1] < one.days[0]
    return _is_too_early(one, other) or _is_too_early(other, one) or _is_other_news(one, other)


def _is_too_early(one: Telling, other: Telling) -> bool:
    """The one's report was out before the other's day: it can tell of that day only what is to come."""
    at = moment_of(one.read.report)
    if at is None or other.days is None or one.is_open:
        return False
    return (at + timedelta(days=1)).date().isoformat() < other.days[0]


def _is_other_news(one: Telling, other: Telling) -> bool:
    """Both undated, each the title or lead of its report, weeks apart and of no one person: "fires another missile"."""
    if one.days or other.days or one.whom.persons & other.whom.persons or not (one.is_top and other.is_top):
        return False
    at, then = moment_of(one.read.report), moment_of(other.read.report)
    return at is not None and then is not None and abs(at - then) > _DAYS_APART


def _differ(one: Party, other: Party) -> bool:
    """Two known persons, two numbers, or a person and a crowd are never one."""
    if one.persons and other.persons:
        return not one.persons & other.persons
    if one.number is not None and other.number is not None and one.number != other.number:
        return True
    many, single = (one, other) if (one.number or 1) > 1 else (other, one)
    return (many.number or 1) > 1 and bool(single.persons)


def _is_day(one: Telling) -> bool:
    return one.days is not None and one.days[0] == one.days[1]


def is_before(telling: Telling, began: date | None, least_days: int) -> bool:
    """True when it happened that many days or more before the story began: background."""
    if telling.days is None or began is None or not _DAY.match(telling.days[1]):
        return False
    try:
        return (began - date.fromisoformat(telling.days[1])).days >= least_days
    except ValueError:
        return False
