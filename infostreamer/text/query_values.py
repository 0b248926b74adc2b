"""What may stand after the colon of a query: numbers and their comparisons, days and spans of days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_COMPARED = re.compile(r"(>=|<=|>|<|=)?(.*)")
_NUMBER = re.compile(r"\d{1,9}")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_BACK = re.compile(r"(\d{1,4})([hdw])")
_SECONDS = {"h": 3600, "d": 86_400, "w": 604_800}
_A_DAY = 86_400
_WORDS = {"today": 0, "yesterday": _A_DAY}


@dataclass(frozen=True, slots=True)
class Amount:
    """A whole number from `low` to `high`, both included; None is open."""

    low: int | None
    high: int | None

    def holds(self, number: int) -> bool:
        """True when the number lies within."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a span of time: midnight (UTC) of a day, or so many seconds back from now.

    `is_whole`: counted back from the midnight that today began with, not from this moment.
    """

    day: date | None = None
    back_s: int = 0
    is_whole: bool = False

    def moment(self, now: datetime) -> datetime:
        """This end, UTC."""
        if self.day is not None:
            return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        start = now.replace(hour=0, minute=0, second=0, microsecond=0) if self.is_whole else now
        return start - timedelta(seconds=self.back_s)


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` on and before `end`; None is open."""

    first: Edge | None
    end: Edge | None

    @property
    def is_relative(self) -> bool:
        """True when it moves with the clock."""
        return any(edge is not None and edge.day is None for edge in (self.first, self.end))

    def holds(self, at: datetime, now: datetime) -> bool:
        """True when the moment lies within, seen from `now`."""
        if self.first is not None and at < self.first.moment(now):
            return False
        return self.end is None or at < self.end.moment(now)


def amount_of(value: str) -> Amount | None:
    """ "3", ">=2", "<5", "2..4" -> what it allows; None for anything else."""
    if ".." in value:
        low, _, high = value.partition("..")
        ends = [int(end) if _NUMBER.fullmatch(end) else None for end in (low, high)]
        is_bad = any(end and number is None for end, number in zip((low, high), ends, strict=True)) or value == ".."
        return None if is_bad else Amount(ends[0], ends[1])
    found = _COMPARED.fullmatch(value)
    if found is None or not _NUMBER.fullmatch(found[2]):
        return None
    number = int(found[2])
    return {
        None: Amount(number, number),
        "=": Amount(number, number),
        ">=": Amount(number, None),
        ">": Amount(number + 1, None),
        "<=": Amount(None, number),
        "<": Amount(None, number - 1),
    }[found[1]]


def days_of(value: str) -> Days | None:
    """A day, month or year, a comparison with one, "a..b", or from now: today, yesterday, 24h, 7d, 2w; else None."""
    if ".." in value:
        first, _, last = value.partition("..")
        spans = [_span(end) if end else (None, None) for end in (first, last)]
        if value == ".." or None in spans:
            return None
        (start, _), (_, end) = [span or (None, None) for span in spans]
        return Days(start, end)
    found = _COMPARED.fullmatch(value)
    span = _span(found[2]) if found else None
    if found is None or span is None:
        return None
    first_edge, end_edge = span
    compared = {
        ">=": Days(first_edge, None),
        ">": Days(end_edge or first_edge, None),
        "<=": Days(None, end_edge or first_edge),
        "<": Days(None, first_edge),
    }
    return compared.get(found[1], Days(first_edge, end_edge))


def _span(text: str) -> tuple[Edge | None, Edge | None] | None:
    """From when until before when; "7d" has no end, because it runs to now."""
    if text in _WORDS:
        back = _WORDS[text]
        return Edge(back_s=back, is_whole=True), Edge(back_s=back - _A_DAY, is_whole=True)
    back_found = _BACK.fullmatch(text)
    if back_found:
        return Edge(back_s=int(back_found[1]) * _SECONDS[back_found[2]]), None
    found = _DAY.fullmatch(text)
    return _calendar(int(found[1]), found[2], found[3]) if found else None


def _calendar(year: int, month: str | None, day: str | None) -> tuple[Edge, Edge] | None:
    try:
        first = date(year, int(month or 1), int(day or 1))
        if day:
            return Edge(first), Edge(first + timedelta(days=1))
        end = date(year + 1, 1, 1) if not month or first.month == 12 else date(year, first.month + 1, 1)
    except (ValueError, OverflowError):
        return None
    return Edge(first), Edge(end)
