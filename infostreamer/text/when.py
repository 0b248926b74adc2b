"""Times in words: UTC, with no more precision than is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from infostreamer.model import Published

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_QUARTERS = {
    "33": "1st quarter",
    "34": "2nd quarter",
    "35": "3rd quarter",
    "36": "4th quarter",
    "40": "1st half",
    "41": "2nd half",
}
_EDTF = re.compile(
    r"^(?P<year>[\dX]{4})(?:-(?P<month>[\dX]{2})(?:-(?P<day>[\dX]{2}))?)?(?:T(?P<clock>\d{2}:\d{2}).*)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment to show: the words, the machine form for <time>, and how much of it is known."""

    text: str
    iso: str | None
    precision: str = "minute"
    basis: str | None = None


def day_words(moment: datetime) -> str:
    """ "21 Nov 2026"."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def moment(at: datetime | None) -> When | None:
    """A machine time to the minute, UTC."""
    if at is None:
        return None
    utc = at.astimezone(UTC)
    return When(text=f"{day_words(utc)}, {utc:%H:%M}", iso=utc.isoformat(timespec="seconds"))


def published(value: Published | None) -> When | None:
    """A publication time with its own precision; a bare day is not moved into another time zone."""
    if value is None or value.precision == "unknown":
        return None
    at, basis = value.at, value.basis
    if value.precision in ("second", "minute"):
        utc = at.astimezone(UTC)
        text = f"{day_words(utc)}, {utc:%H:%M}"
        return When(text=text, iso=utc.isoformat(timespec="seconds"), precision=value.precision, basis=basis)
    shown = {
        "day": (day_words(at), f"{at:%Y-%m-%d}"),
        "month": (f"{MONTHS[at.month - 1]} {at.year}", f"{at:%Y-%m}"),
        "year": (str(at.year), f"{at:%Y}"),
    }
    text, iso = shown.get(value.precision, (f"{at.year // 10 * 10}s", ""))
    return When(text=text, iso=iso or None, precision=value.precision, basis=basis)


def edtf_words(value: str | None) -> str:
    """An EDTF date (ISO 8601-2) in words: "Nov 2024", "22 May, year not stated", "4 Mar 2023 or 3 Apr 2023"."""
    if not value:
        return "undated"
    if value.startswith("["):
        return " or ".join(edtf_words(each) for each in value.strip("[]").split(","))
    if "/" in value:
        first, _, last = value.partition("/")
        if first in ("", "..") or last in ("", ".."):
            return f"until {edtf_words(last)}" if first in ("", "..") else f"since {edtf_words(first)}"
        return _part_words(first, last) or f"{edtf_words(first)} – {edtf_words(last)}"
    bare = value.rstrip("?~%")
    words = _one_date(bare)
    if value.endswith(("~", "%")):
        words = f"about {words}"
    return f"{words} (uncertain)" if value.endswith(("?", "%")) else words


_THIRDS = {"01": "early", "11": "mid", "21": "late"}  # of a month, as text/edtf.py has them
_THIRDS_OF_YEAR = {"01": "early", "05": "mid", "09": "late"}


def _part_words(first: str, last: str) -> str | None:
    """ "late Nov 2026" for what text/edtf.py writes for it, both ends approximate; None for other intervals."""
    if not first.endswith("~") or not last.endswith("~") or first[:4] != last[:4]:
        return None
    start, end = first[5:-1].split("-"), last[5:-1].split("-")
    if len(start) == len(end) == 2 and start[0] == end[0] and start[1] in _THIRDS:
        return f"{_THIRDS[start[1]]} {_one_date(first[:7])}"
    if len(start) == len(end) == 1 and start[0] in _THIRDS_OF_YEAR and int(end[0]) == int(start[0]) + 3:
        return f"{_THIRDS_OF_YEAR[start[0]]} {first[:4]}"
    return None


def _one_date(value: str) -> str:
    found = _EDTF.match(value)
    if not found:
        return value
    year, month, day, clock = found.group("year", "month", "day", "clock")
    words = _date_words(year, month, day)
    return f"{words}, {clock}" if clock else words


def _date_words(year: str, month: str | None, day: str | None) -> str:
    shown_year = _year_words(year)
    if month is None or "X" in month:
        return shown_year
    if month in _SEASONS:
        return f"{_SEASONS[month]} {shown_year}"
    if month in _QUARTERS:
        return f"{_QUARTERS[month]} {shown_year}"
    if not 1 <= int(month) <= 12:
        return "-".join(part for part in (year, month, day) if part)
    name = MONTHS[int(month) - 1]
    first = name if day is None or "X" in day else f"{int(day)} {name}"
    return f"{first}, year not stated" if year == "XXXX" else f"{first} {shown_year}"


def _year_words(year: str) -> str:
    if year == "XXXX":
        return "year not stated"
    if year.endswith("XX"):
        return f"{year[:2]}00s"
    return f"{year[:3]}0s" if year.endswith("X") else year
