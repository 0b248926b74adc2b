"""Numbers and dates of a line against those of the cited passages: same value, unit, bound, and thing counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from infostreamer.stories.cited import Passage
from infostreamer.stories.normal import level, words
from infostreamer.text.dates import find_dates
from infostreamer.text.number_words import read_words
from infostreamer.text.numbers import find_numbers
from infostreamer.text.words import stem

_DIGITS = re.compile(r"(?<![^\W\d_])\d[\d.,:'/ -]*(?<=\d)|\d")
_CODE = re.compile(r"[^\W\d_]+-?\d+[\w-]*|\d+[A-Z]+\d*\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VALUE = re.compile(r"(\d{4}|XXXX|\d{3}X|\d{2}XX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?")
_AFTER = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_Found = TypeVar("_Found", "Day", "Quantity")
NEIGHBOURS = 2  # words on each side that make a number the same number where neither side reads as a quantity


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as read. `next`: the stem of the word behind it, which mostly says what is counted."""

    start: int
    end: int
    shown: str
    value: float | None
    high: float | None
    unit: str | None
    bound: str
    next: str

    @property
    def same(self) -> tuple[float | None, float | None, str | None, str]:
        """What has to be equal."""
        return self.value, self.high, self.unit, self.bound


@dataclass(frozen=True, slots=True)
class Day:
    """A date as read: its parts as (letter, number) pairs, such as ("y", 2026), ("m", 5), ("d", 12)."""

    start: int
    end: int
    shown: str
    parts: frozenset[tuple[str, int]]


def date_fault(said: str, cited: Sequence[Passage]) -> str | None:
    """A date that no cited passage gives, or gives with fewer parts ("12 May 2026" for "12 May"); else None."""
    known = [day.parts for passage in cited for day in _inside(days(passage.whole), passage)]
    years = {int(year) for passage in cited for year in _YEAR.findall(passage.cited)}
    for day in days(said):
        is_bare_year = {letter for letter, _ in day.parts} == {"y"} and {year for _, year in day.parts} <= years
        if not is_bare_year and not any(day.parts <= parts for parts in known) and not _is_verbatim(day, said, cited):
            return f"the date {day.shown!r} does not stand in the cited words"
    return None


def number_fault(said: str, cited: Sequence[Passage]) -> str | None:
    """A number that no cited passage gives with the same unit and bound and of the same thing; else None."""
    theirs = [one for passage in cited for one in _inside(quantities(passage.whole), passage)]
    ours = quantities(said)
    for one in ours:
        if _is_verbatim(one, said, cited) and not any(other.value == one.value for other in theirs):
            continue
        same = [other for other in theirs if other.same == one.same]
        if not same:
            return f"the number {one.shown!r} does not stand so in the cited words"
        if one.next and not any(one.next in (other.next, "") for other in same):
            taken = [other for other in theirs if other.next == one.next and other.value != one.value]
            if taken:
                return f"the cited words count something else with {one.shown!r}"
    return _digits_fault(said, ours, cited)


def _digits_fault(said: str, read: Sequence[Quantity], cited: Sequence[Passage]) -> str | None:
    """Digits that are neither a quantity nor a date (a score, a code, a clock): they must stand there as they are."""
    covered = [(one.start, one.end) for one in read] + [(day.start, day.end) for day in days(said)]
    codes = {code.casefold() for passage in cited for code in _CODE.findall(passage.cited)}
    plain = {found.strip(" .,") for passage in cited for found in _DIGITS.findall(passage.cited)}
    plain |= {found for passage in cited for found in re.findall(r"\d+", _CODE.sub(" ", passage.cited))}
    for code in _CODE.finditer(said):
        if code.group().casefold() not in codes:
            return f"{code.group()!r} does not stand in the cited words"
        covered.append(code.span())
    for digits in _DIGITS.finditer(said):
        is_read = any(start <= digits.start() and digits.end() <= end for start, end in covered)
        if not is_read and not set(re.findall(r"\d+", digits.group())) <= plain and digits.group() not in plain:
            return f"the number {digits.group()!r} does not stand in the cited words"
    return None


@lru_cache(maxsize=1024)
def days(levelled: str) -> tuple[Day, ...]:
    """The dates of a levelled text that name a year, a month or a day of one."""
    found = []
    for start, end, date in find_dates(levelled):
        parts = parts_of(date.value)
        if parts and date.basis in ("stated", "none"):
            found.append(Day(start, end, levelled[start:end], parts))
    return tuple(found)


def parts_of(value: str | None) -> frozenset[tuple[str, int]]:
    """The parts that an EDTF date states; empty for a clock, an interval and what has no value."""
    match = _VALUE.match(value or "")
    if match is None or "/" in (value or ""):
        return frozenset()
    named = zip("ymd", match.groups(), strict=True)
    return frozenset((letter, int(digits)) for letter, digits in named if digits and digits.isdigit())


@lru_cache(maxsize=1024)
def quantities(levelled: str) -> tuple[Quantity, ...]:
    """The numbers of a levelled text that are no part of a date."""
    dated = [(day.start, day.end) for day in days(levelled)]
    found = []
    for start, end, number in find_numbers(levelled):
        if not any(first < end and start < last for first, last in dated) and number.value is not None:
            after = _AFTER.search(levelled, end)
            is_near = after is not None and after.start() - end <= 2
            counted = stem(after.group().lower()) if after and is_near else ""
            shown = levelled[start:end]
            found.append(Quantity(start, end, shown, number.value, number.high, number.unit, number.bound, counted))
    return tuple(found)


def _inside(found: Sequence[_Found], passage: Passage) -> list[_Found]:
    """Those of the whole sentence whose words are cited; a hedge in front of the cited words still counts."""
    return [one for one in found if one.end > passage.start and one.start < passage.end and _is_held(one, passage)]


def _is_held(one: Day | Quantity, passage: Passage) -> bool:
    held = passage.whole[max(one.start, passage.start) : min(one.end, passage.end)]
    wanted = re.findall(r"\d+", one.shown)
    return re.findall(r"\d+", held) == wanted and (bool(wanted) or _spelled(held) == _spelled(one.shown))


def _spelled(shown: str) -> float | None:
    found = find_numbers(shown)
    return found[-1][2].value if found else read_words(shown) if shown.strip() else None


def _is_verbatim(one: Day | Quantity, said: str, cited: Sequence[Passage]) -> bool:
    """The number with its neighbours stands word for word in a cited passage."""
    row = words(said)
    held = [at for at, word in enumerate(row) if word.start < one.end and one.start < word.end]
    if not held:
        return False
    first, last = max(0, held[0] - NEIGHBOURS), min(len(row), held[-1] + 1 + NEIGHBOURS)
    wanted = [word.key for word in row[first:last]]
    return any(has_run([word.key for word in passage.inside], wanted) for passage in cited)


def has_run(row: Sequence[str], wanted: Sequence[str]) -> bool:
    """True when the wanted words stand in the row, one right behind the other."""
    width = len(wanted)
    return any(list(row[at : at + width]) == list(wanted) for at in range(len(row) - width + 1))


def same_day(shown: str, value: str | None) -> bool:
    """True when the words are a date that says no more than the EDTF value does."""
    found = days(level(shown))
    known = parts_of(value)
    return len(found) == 1 and found[0].shown == level(shown).strip() and bool(known) and found[0].parts <= known
