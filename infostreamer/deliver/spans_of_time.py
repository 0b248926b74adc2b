"""EDTF -> the days that it covers, where it names any."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_ONE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?")
_DECADE = re.compile(r"^(\d{3})X$")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_QUARTERS = {33 + part: (1 + 3 * part, 3 + 3 * part) for part in range(4)}
_HALVES = {40: (1, 6), 41: (7, 12)}
_PARTS = {**_SEASONS, **_QUARTERS, **_HALVES}


@dataclass(frozen=True, slots=True)
class Covered:
    """From the first to the last day, both included. `is_day`: the source names one day, neither more nor less."""

    first: date
    last: date
    is_day: bool


def covered(when: str | None) -> Covered | None:
    """The days of an EDTF date (ISO 8601-2); None where it names none: undated, no year, open at both ends.

    "2026-11" covers the month, "2026-23" the autumn, "2014/2016" three years, "[2023-03-04,2023-04-03]" all from the
    first to the last.
    """
    if not when:
        return None
    parts = [part for part in re.split(r"[/,]|\.\.", when.strip("[]{}")) if part.strip("~?%")]
    ends = [ends for part in parts if (ends := _one(part.strip("~?%"))) is not None]
    if not ends or len(ends) != len(parts) or when.startswith(("/", "../")) or when.endswith(("/", "/..")):
        return None
    first, last = min(end[0] for end in ends), max(end[1] for end in ends)
    is_approximate = any(mark in when for mark in "~?%[")
    return Covered(first, last, is_day=first == last and not is_approximate)


def _one(value: str) -> tuple[date, date] | None:
    decade = _DECADE.match(value)
    if decade:
        year = int(decade[1]) * 10
        return (date(year, 1, 1), date(year + 9, 12, 31)) if year else None
    found = _ONE.match(value)
    if found is None:
        return None
    numbers = [int(part) if part else None for part in found.group(1, 2, 3)]
    try:
        return _days(numbers[0] or 0, numbers[1], numbers[2])
    except ValueError:
        return None


def _days(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if month > 12:
        first, last = _PARTS.get(month, (0, 0))
        return date(year, first, 1), _end_of(year, last)
    if day is None:
        return date(year, month, 1), _end_of(year, month)
    return date(year, month, day), date(year, month, day)


def _end_of(year: int, month: int) -> date:
    year, month = (year, month) if month <= 12 else (year + 1, month - 12)
    return date(year, month, calendar.monthrange(year, month)[1])
