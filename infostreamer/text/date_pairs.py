"""Two days of one month: "February 8 and 25", "8 and 25 February"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from infostreamer.model import Date
from infostreamer.text import edtf

Placed = tuple[int, int, Date]

_AND = re.compile(r"\d\w{0,2}\s?and\s?(?:the\s+)?\d")
# After them the second number is a day too, and counts nothing ("on February 8 and 25 people …").
_CLOSED = re.compile(
    r"\s*(?:[.;:!?)\]–—-]|,(?!\d)|$)|\s+(?:at|in|when|to|by|for|with|of|and|but|as|was|were|is|are|will|had|the|a)\b"
)


def are_two(found: re.Match[str], last: int) -> bool:
    """Whether a match with the groups `day` and `last` names two days and no range: joined by "and", not "between"."""
    first = int("".join(filter(str.isdigit, found["day"])) or 0)
    return _AND.search(found.group()) is not None and not found.group().startswith("between") and last != first + 1


def is_closed(found: re.Match[str]) -> bool:
    """False where the number after "and" may count what follows it."""
    is_last = found.start("last") > found.start("month")
    is_plain = found.group()[-1:].isdigit() and not found.groupdict().get("year")
    return not (is_last and is_plain) or _CLOSED.match(found.string, found.end()) is not None


def two_days(found: re.Match[str], placed: Placed) -> list[Placed]:
    """The one date that was placed; or both where the words name two, each with the words that are its own."""
    start, end, value = placed
    groups = found.groupdict()
    last = int("".join(filter(str.isdigit, groups.get("last") or "")) or 0)
    if value.precision != "day" or value.start is None or "/" in (value.value or "") or not last:
        return [placed]
    if not groups.get("month") or not groups.get("day") or not are_two(found, last):
        return [placed]
    second = _on(value, last)
    if second is None:
        return [placed]
    joint = _AND.search(found.group())
    assert joint is not None
    cut = found.start() + found.group().index("and", joint.start())
    first_end = start + len(found.string[start:cut].rstrip())
    return [(start, first_end, value), (found.start("last"), end, second)]


def _on(value: Date, number: int) -> Date | None:
    try:
        at = date.fromisoformat(value.start or "").replace(day=number)
    except ValueError:
        return None
    return replace(edtf.day(at, value.basis), precision=value.precision)
