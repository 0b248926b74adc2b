"""The day that a time of day by itself belongs to: the one that its sentence names, else the one of its paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from infostreamer.model import Date
from infostreamer.text import edtf

Placed = tuple[int, int, Date]

_REACH = 400  # characters on each side: no sentence is looked at further than that
_SENTENCE_END = re.compile(r"[.!?…][”\"’)]?\s+(?=[^a-z\s])|\n")
_LAST_END = re.compile(r"(?s:.*)(?:[.!?…][”\"’)]?\s+(?=[^a-z\s])|\n)")
# "police said on Monday", "on Monday officials said": the day of the telling is not the day of what is told.
_SAID = r"(?:said|says|told|announced|reported|wrote|added|confirmed|stated|tweeted|posted|according)"
_TOLD_BEFORE = re.compile(rf"\b{_SAID}\b[^.;:\n]{{0,40}}$", re.IGNORECASE)
_TOLD_AFTER = re.compile(rf"[^.;:\n]{{0,40}}\b{_SAID}\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:next|following|previous|other|same|that|each|every|daily|weekdays|usual\w*|night)\b", re.IGNORECASE
)


def with_days(text: str, dates: list[Placed]) -> list[Placed]:
    """The dates; a clock that had no day gets it where one day, and no other, is named around it (basis: context)."""
    starts = [start for start, _, _ in dates]
    return [
        (start, end, _on_day(text, dates, starts, (start, end, value))) if _is_clock(value) else (start, end, value)
        for start, end, value in dates
    ]


def _is_clock(value: Date) -> bool:
    """A clock without a day; midnight is left out, it may be the beginning or the end of the day that is named."""
    return (
        value.start != "T00:00"
        and value.value is None
        and value.precision == "minute"
        and (value.start or "").startswith("T")
    )


def _on_day(text: str, dates: list[Placed], starts: list[int], placed: Placed) -> Date:
    start, end, value = placed
    sentence, paragraph = _bounds(text, start, end)
    if start == paragraph[0]:
        return value  # the stamp of an entry
    for low, high in (sentence, (paragraph[0], start)):
        inside = dates[bisect_left(starts, low) : bisect_left(starts, high)]
        named = [each for each in inside if _day_of(each[2])]
        days = {_day_of(each[2]) for each in named}
        if len(days) > 1 or _OTHER.search(text, low, high):
            return value
        if days and not all(_is_of_telling(text, each) for each in named):
            return _joined(value, named[0][2])
        if days:
            return value
    return value


def _day_of(value: Date) -> str | None:
    """The one day that a date lies on."""
    is_day = value.precision in ("day", "minute") and value.start is not None and not edtf.is_one_of(value)
    return value.end[:10] if is_day and value.end and (value.start or "")[:10] == value.end[:10] else None


def _is_of_telling(text: str, placed: Placed) -> bool:
    start, end, _ = placed
    before = _TOLD_BEFORE.search(text, max(0, start - 60), start)
    return before is not None or _TOLD_AFTER.match(text, end, end + 60) is not None


def _bounds(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where the sentence and the paragraph around [start, end) begin and end."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    before, after = _LAST_END.match(text, low, start), _SENTENCE_END.search(text, end, high)
    sentence = (before.end() if before else low), (after.start() if after else high)
    line, stop = text.rfind("\n", low, start), text.find("\n", end, high)
    return sentence, (line + 1 if line >= 0 else low, stop if stop >= 0 else high)


def _joined(clock: Date, day: Date) -> Date:
    at = _day_of(day) or ""
    first = f"{at}{clock.start}"
    value = f"{first}/{at}{clock.end}" if clock.end else first
    return replace(clock, value=value, start=first, end=f"{at}{clock.end}" if clock.end else at, basis="context")
