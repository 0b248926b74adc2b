"""Calendar facts -> `model.Date` in EDTF (Library of Congress, Extended Date/Time Format, levels 0–2; ISO 8601-2)."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta

from infostreamer.model import Date

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""EDTF season codes. A winter belongs to the year it begins in; seasons are those of the north, by whole months."""

_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}
_PARTS = {"early": 0, "mid": 1, "late": 2}


def unknown(precision: str = "unknown") -> Date:
    """An expression that nothing supports a value for."""
    return Date(value=None, precision=precision, basis="none")


def day(at: date, basis: str) -> Date:
    """One day."""
    return Date(value=at.isoformat(), start=at.isoformat(), end=at.isoformat(), precision="day", basis=basis)


def day_without_year(month: int, number: int) -> Date:
    """ "XXXX-05-22": the year is not invented."""
    return Date(value=f"XXXX-{month:02d}-{number:02d}", precision="day", basis="stated")


def month_without_year(month: int) -> Date:
    """ "XXXX-11"."""
    return Date(value=f"XXXX-{month:02d}", precision="month", basis="stated")


def month(year: int, number: int, basis: str) -> Date:
    """One month of a year."""
    first, last = date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
    value = f"{year:04d}-{number:02d}"
    return Date(value=value, start=first.isoformat(), end=last.isoformat(), precision="month", basis=basis)


def year(number: int, basis: str = "stated") -> Date:
    """One year."""
    value = f"{number:04d}"
    return Date(value=value, start=f"{value}-01-01", end=f"{value}-12-31", precision="year", basis=basis)


def decade(first: int, basis: str = "stated") -> Date:
    """ "199X" for the 1990s."""
    value = f"{first // 10:03d}X"
    return Date(value=value, start=f"{first:04d}-01-01", end=f"{first + 9:04d}-12-31", precision="decade", basis=basis)


def century(number: int) -> Date:
    """ "19XX" for the 20th century."""
    first = (number - 1) * 100
    start, end = f"{max(first, 1):04d}-01-01", f"{first + 99:04d}-12-31"
    return Date(value=f"{number - 1:02d}XX", start=start, end=end, precision="century", basis="stated")


def season(of_year: int, code: int, basis: str) -> Date:
    """ "2023-21" for spring 2023."""
    first = date(of_year, _FIRST_MONTH[code], 1)
    last = _months_later(first, 3) - timedelta(days=1)
    start, end = first.isoformat(), last.isoformat()
    return Date(value=f"{of_year:04d}-{code}", start=start, end=end, precision="season", basis=basis)


def quarter(of_year: int, number: int, basis: str = "stated") -> Date:
    """ "2023-33" for the first quarter (EDTF level 2 sub-year groupings)."""
    first = date(of_year, number * 3 - 2, 1)
    last = _months_later(first, 3) - timedelta(days=1)
    value = f"{of_year:04d}-{32 + number}"
    return Date(value=value, start=first.isoformat(), end=last.isoformat(), precision="quarter", basis=basis)


def half(of_year: int, number: int, basis: str = "stated") -> Date:
    """ "2023-40" for the first half."""
    first = date(of_year, number * 6 - 5, 1)
    last = _months_later(first, 6) - timedelta(days=1)
    value = f"{of_year:04d}-{39 + number}"
    return Date(value=value, start=first.isoformat(), end=last.isoformat(), precision="half", basis=basis)


def interval(first: date, last: date, precision: str, basis: str) -> Date:
    """ "2023-05-15/2023-05-21", both days included."""
    start, end = first.isoformat(), last.isoformat()
    return Date(value=f"{start}/{end}", start=start, end=end, precision=precision, basis=basis)


def years(first: int, last: int, basis: str = "stated") -> Date:
    """ "2014/2016"."""
    value = f"{first:04d}/{last:04d}"
    return Date(value=value, start=f"{first:04d}-01-01", end=f"{last:04d}-12-31", precision="year", basis=basis)


def week_of(at: date, basis: str) -> Date:
    """The week from Monday to Sunday that holds the day (ISO 8601)."""
    monday = at - timedelta(days=at.weekday())
    return interval(monday, monday + timedelta(days=6), "week", basis)


def about(at: date, basis: str) -> Date:
    """ "2023-05-17~" for what was counted in weeks: about that day; it lies within its week, Monday to Sunday."""
    return replace(week_of(at, basis), value=f"{at.isoformat()}~")


def part_of_year(part: str, of_year: int, basis: str = "stated") -> Date:
    """ "late 2023" as "2023-09~/2023-12~": thirds of the year, both ends approximate."""
    first = 1 + 4 * _PARTS[part]
    start, end = date(of_year, first, 1), _months_later(date(of_year, first, 1), 4) - timedelta(days=1)
    value = f"{of_year:04d}-{first:02d}~/{of_year:04d}-{first + 3:02d}~"
    return Date(value=value, start=start.isoformat(), end=end.isoformat(), precision="year", basis=basis)


def part_of_month(part: str, of_year: int, number: int, basis: str) -> Date:
    """ "early May 2023" as "2023-05-01~/2023-05-10~"."""
    last = calendar.monthrange(of_year, number)[1]
    first = 1 + 10 * _PARTS[part]
    start = date(of_year, number, first)
    end = date(of_year, number, last if part == "late" else first + 9)
    value = f"{start.isoformat()}~/{end.isoformat()}~"
    return Date(value=value, start=start.isoformat(), end=end.isoformat(), precision="month", basis=basis)


def one_of(days: list[date], basis: str) -> Date:
    """ "[2023-03-04,2023-04-03]": one of the days, from the first of them to the last (EDTF level 2)."""
    first, *others = sorted(days)
    if not others:
        return day(first, basis)
    value = ",".join(at.isoformat() for at in (first, *others))
    return Date(value=f"[{value}]", start=first.isoformat(), end=others[-1].isoformat(), precision="day", basis=basis)


def is_one_of(value: Date) -> bool:
    """Whether it names several times of which one is meant."""
    return (value.value or "").startswith("[")


def at_time(on: Date, clocks: tuple[str, ...], zone: str = "") -> Date:
    """A day with its time of day ("14:05", zone "Z" or "+01:00"): "2023-05-22T14:05"; unchanged without a known day.

    Two clocks are the halves of the day of which the words name neither: "[2023-05-22T05:00,2023-05-22T17:00]".
    """
    if on.precision == "recurring" and len(clocks) == 1:
        return replace(on, start=f"T{clocks[0]}{zone}")
    if on.start is None or on.precision != "day":
        return on
    days = (on.value or "").strip("[]").split(",") if is_one_of(on) else [on.start]
    moments = [f"{at}T{clock}{zone}" for at in days for clock in clocks]
    value = moments[0] if len(moments) == 1 else f"[{','.join(moments)}]"
    return Date(value=value, start=moments[0], end=on.end, precision="minute", basis=on.basis)


def between_times(on: Date, first: str, last: str, zone: str = "") -> Date:
    """A day from one time of day to another: "2023-05-22T14:00/2023-05-22T15:30"."""
    if on.start is None or on.precision != "day" or is_one_of(on):
        return on
    start, end = f"{on.start}T{first}{zone}", f"{on.start}T{last}{zone}"
    return Date(value=f"{start}/{end}", start=start, end=end, precision="minute", basis=on.basis)


def shifted(at: date, unit: str, count: int) -> date | None:
    """The day `count` units later (earlier when negative); None outside the calendar."""
    try:
        if unit in ("day", "week", "fortnight"):
            return at + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
        return _months_later(at, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])
    except (OverflowError, ValueError):
        return None


def around(at: date, unit: str, basis: str) -> Date:
    """The day, week, month or year that holds the day, as precise as the unit it was counted in."""
    if unit == "day":
        return day(at, basis)
    if unit in ("week", "fortnight"):
        return week_of(at, basis)
    if unit in ("month", "quarter"):
        return month(at.year, at.month, basis) if unit == "month" else quarter(at.year, (at.month + 2) // 3, basis)
    return year(at.year, basis) if unit == "year" else decade(at.year // 10 * 10, basis)


def _months_later(at: date, count: int) -> date:
    index = at.year * 12 + at.month - 1 + count
    of_year, number = divmod(index, 12)
    return date(of_year, number + 1, min(at.day, calendar.monthrange(of_year, number + 1)[1]))


def precision_of(when: str | None) -> str:
    """year, month, day, second or interval, as the EDTF value is written; unknown without one."""
    if not when:
        return "unknown"
    if "/" in when or ".." in when:
        return "interval"
    return {4: "year", 7: "month", 10: "day"}.get(len(when.rstrip("~?%")), "second")


_DIGITS = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_LAST_MONTHS = {21: 5, 22: 8, 23: 11, 24: 14, 33: 3, 34: 6, 35: 9, 36: 12, 40: 6, 41: 12}


def last_day(when: str | None) -> str | None:
    """The last day that an EDTF value covers, "2026-12-31" for "2026-12"; None for an open end or an unknown year.

    Seasons and other parts of a year end as `season`, `quarter` and `half` have them.
    """
    found = _DIGITS.match((when or "").strip("[]").replace("..", "/").split("/")[-1].split(",")[-1])
    if found is None:
        return None
    of_year, number, day_of = int(found[1]), int(found[2] or 12), int(found[3] or 0)
    if day_of:
        return found[0]
    months = of_year * 12 + _LAST_MONTHS.get(number, number) - 1
    of_year, number = months // 12, months % 12 + 1
    return f"{of_year:04d}-{number:02d}-{calendar.monthrange(of_year, number)[1]:02d}" if 0 < of_year <= 9999 else None


def first_instant(when: str | None) -> str:
    """A key that sorts EDTF values by their first instant; an unknown year sorts after the known ones."""
    value = (when or "").split("/")[0].strip("~?%[].")
    return re.sub(r"^XXXX", "9999", value).replace("X", "0") or "9999-99"
