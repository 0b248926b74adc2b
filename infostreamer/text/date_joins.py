"""Days and times of day that stand beside each other become one; two times that a range word joins become its ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from infostreamer.model import Date
from infostreamer.text import edtf
from infostreamer.text.clock import Clock, find_bare, find_clocks, in_part
from infostreamer.text.clock_days import with_days

Placed = tuple[int, int, Date]

_LONGEST_GAP = 24
_JOINT = re.compile(
    r"(?:\s*,)?\s+(?:(?:at|on|of|from|for|by)\s+)?(?:(?:around|about|exactly|precisely|approximately|roughly)\s+)?(?:the\s+)?|\s*[,@]\s*|,?\s+at\s+"
)
_PART = r"(?:early|late)?[\s-]*(?:morning|afternoon|evening|night)"
_PART_AFTER = re.compile(rf"(?:,?\s+(?:in\s+the\s+|at\s+)?){_PART}\b(?![’'s-])", re.IGNORECASE)
_PART_BEFORE = re.compile(
    rf"(?:\bthe\s+)?(?:early\s+(?:hours\s+of\s+|on\s+)|late\s+on\s+|{_PART}\s+(?:of|on)\s+)(?:the\s+)?$", re.IGNORECASE
)
_PART_WORD = re.compile(r"morning|afternoon|evening|night", re.IGNORECASE)
_TO = re.compile(r"\s?(?:-|–|—)\s?|\s+(?:to|until|till|through)\s+(?:the\s+|at\s+least\s+)?|\s+and\s+(?:the\s+)?")
_FROM = re.compile(r"\b(?P<lead>from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_NAMED = re.compile(r"\d{4}")


def join(text: str, dates: list[Placed]) -> list[Placed]:
    """The dates with the parts and times of day beside them, and ranges of two dates as one, in order.

    A time of day takes the one day that its sentence or paragraph names. Alone it has no value, only its clock: start
    "T15:00", and the end of a range of hours.
    """
    joined = _ranges(text, _with_clocks(text, _apart([_with_part(text, each) for each in dates])))
    return with_days(text, [each for each in joined if not _is_idle(text, each)])


# "every day", "twice a week": how often, and no time; "every Monday", "every day at 17:00" say when.
_OFTEN = re.compile(
    r"(?:(?:every|each)\s+(?:single\s+)?(?:days?|weeks?|months?|years?)|(?:once|twice|three\s+times)\s+(?:a|every)\s+\w+)",
    re.IGNORECASE,
)


def _is_idle(text: str, placed: Placed) -> bool:
    start, end, value = placed
    return value.precision == "recurring" and value.start is None and _OFTEN.fullmatch(text, start, end) is not None


def _apart(dates: list[Placed]) -> list[Placed]:
    """Without the parts of days that a day has taken in."""
    kept: list[Placed] = []
    for placed in dates:
        if kept and kept[-1][1] > placed[0] and "part of day" in (placed[2].precision, kept[-1][2].precision):
            if placed[2].precision == "part of day":
                continue
            kept.pop()
        kept.append(placed)
    return kept


def _with_part(text: str, placed: Placed) -> Placed:
    """ "Monday in the morning", "the night of May 22": the words belong to it, its value stays the day."""
    start, end, value = placed
    if value.precision != "day" or value.start is None or _PART_WORD.search(text[start:end]):
        return placed
    after = _PART_AFTER.match(text, end)
    if after is not None:
        return start, after.end(), value
    at = max(0, start - _LONGEST_GAP)
    before = _PART_BEFORE.search(text[at:start])
    return (at + before.start(), end, value) if before and _PART_WORD.search(before.group()) else placed


def _with_clocks(text: str, dates: list[Placed]) -> list[Placed]:
    joined, alone = list(dates), []
    starts = [start for start, _, _ in dates]
    for clock, is_bare in [(each, False) for each in find_clocks(text)] + [(each, True) for each in find_bare(text)]:
        # The dates do not overlap: only the last that begins before the clock's end and the next one can touch it.
        at = bisect_left(starts, clock.end) - 1
        if at >= 0 and joined[at][1] > clock.start:
            if joined[at][2].precision == "part of day" and clock.end >= joined[at][1] and clock.start < starts[at]:
                joined[at] = (clock.start, clock.end, _alone(clock))  # "ten past nine in the evening"
                starts[at] = clock.start
            continue
        beside = next(
            (one for one in (at, at + 1) if 0 <= one < len(joined) and _is_beside(text, clock, joined[one])), None
        )
        if beside is not None:
            joined[beside] = _timed(text, joined[beside], clock)
            starts[beside] = joined[beside][0]
        elif not is_bare:
            alone.append((clock.start, clock.end, _alone(clock)))
    return sorted([*joined, *alone], key=lambda each: each[0])


def _alone(clock: Clock) -> Date:
    """Only the clock: "T15:00", "[T03:00,T15:00]" where the half of the day is not said, or the ends of a range."""
    times = [f"T{each}{clock.zone}" for each in clock.options]
    start = f"[{','.join(times)}]" if len(times) == 2 else times[0] if times else None
    if clock.last is not None:
        return Date(value=None, start=times[0], end=f"T{clock.last}{clock.zone}", precision="minute", basis="none")
    return Date(value=None, start=start, precision="minute", basis="none")


def _timed(text: str, placed: Placed, clock: Clock) -> Placed:
    start, end, value = placed
    part = _PART_WORD.search(text[start:end])
    clock = in_part(clock, part.group().lower()) if part else clock
    start, end = min(start, clock.start), max(end, clock.end)
    if value.precision == "part of day":
        return start, end, _alone(clock)
    if clock.last is None:
        return start, end, edtf.at_time(value, clock.options, clock.zone)
    if clock.first is None:
        return start, end, value
    return start, end, edtf.between_times(value, clock.first, clock.last, clock.zone)


def _is_beside(text: str, clock: Clock, placed: Placed) -> bool:
    start, end, value = placed
    if value.precision not in ("day", "recurring", "part of day"):
        return False
    low, high = (end, clock.start) if end <= clock.start else (clock.end, start)
    return 0 <= high - low <= _LONGEST_GAP and _JOINT.fullmatch(text, low, high) is not None


def _ranges(text: str, dates: list[Placed]) -> list[Placed]:
    joined: list[Placed] = []
    for placed in dates:
        merged = _range(text, joined[-1], placed) if joined else None
        if merged is None:
            joined.append(placed)
        else:
            joined[-1] = merged
    return joined


def _range(text: str, first: Placed, last: Placed) -> Placed | None:
    """ "from Monday to Friday", "between May 3 and June 5", "Nov 18 – Dec 19, 2015"."""
    gap = text[first[1] : last[0]]
    if len(gap) > _LONGEST_GAP or not _TO.fullmatch(gap) or first[2].precision != last[2].precision:
        return None
    lead = _FROM.search(text, max(0, first[0] - 14), first[0])
    word = lead["lead"].lower() if lead else ""
    if "and" in gap and word != "between":
        return None
    value = _between(text[first[0] : first[1]], first[2], last[2])
    if value is None:
        return None
    return (lead.start() if lead and word == "between" else first[0]), last[1], value


def _between(words: str, first: Date, last: Date) -> Date | None:
    """The range; a first day or month without a year of its own is of the year that the second states."""
    if edtf.is_one_of(first) or edtf.is_one_of(last):
        return None
    if first.start is None or last.start is None or last.end is None or first.precision not in ("day", "month", "year"):
        return None
    begin = first.start
    if last.basis == "stated" and first.basis != "stated" and _NAMED.search(words) is None:
        begin = _of_year(begin, int(last.start[:4]))
        begin = begin if begin <= last.start else _of_year(begin, int(last.start[:4]) - 1)
    if begin >= last.start:
        return None
    size = {"day": 10, "month": 7, "year": 4}[first.precision]
    basis = "stated" if last.basis == "stated" else first.basis
    return Date(
        value=f"{begin[:size]}/{last.start[:size]}", start=begin, end=last.end, precision=first.precision, basis=basis
    )


def _of_year(day: str, year: int) -> str:
    try:
        return date.fromisoformat(day).replace(year=year).isoformat()
    except ValueError:
        return f"{year:04d}-02-28"
