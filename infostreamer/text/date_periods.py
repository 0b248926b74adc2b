"""Readers for what is told by its place in a period: parts of a year, weeks, quarters, the 18th, every Monday."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from infostreamer.model import Date
from infostreamer.text import edtf
from infostreamer.text.counting import small_number
from infostreamer.text.date_readers import (
    WEEKDAYS,
    Setting,
    day_near,
    day_number,
    distance,
    full_year,
    make_day,
    month_number,
    part_of,
    read_day,
)
from infostreamer.text.holidays import day_of

_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
_NTH = {"first": 1, "1st": 1, "1": 1, "second": 2, "2nd": 2, "2": 2, "third": 3, "3rd": 3, "3": 3, "fourth": 4,
        "4th": 4, "4": 4, "last": 5, "final": 5}  # fmt: skip


def read_recurring(found: re.Match[str], setting: Setting) -> Date | None:
    """ "every Monday", "each year", "on Sundays": a time that comes back; it has no value."""
    return Date(value=None, precision="recurring", basis="none")


def read_part_of_day(found: re.Match[str], setting: Setting) -> Date | None:
    """ "early in the morning": no clock hours, and by itself no day."""
    return Date(value=None, precision="part of day", basis="none")


def read_part_of(found: re.Match[str], setting: Setting) -> Date | None:
    """ "late last year", "the end of the month", "early next week": the part of a period told from publication."""
    unit, part, way = found["unit"].lower(), part_of(found["part"]), (found["way"] or "the").lower()
    at = _shifted(unit, way, setting)
    if at is None or part is None:
        return edtf.unknown(unit)
    if unit == "year":
        return edtf.part_of_year(part, at.year, "published")
    if unit == "month":
        return edtf.part_of_month(part, at.year, at.month, "published")
    return edtf.around(at, unit, "published") if unit != "day" else edtf.day(at, "published")


def _shifted(unit: str, way: str, setting: Setting) -> date | None:
    """A day in the period meant. "The year" after a time of another year may be that one: None."""
    ref, before = setting.published, setting.before
    if ref is None:
        return None
    if way == "the" and before is not None and before.start is not None and not setting.is_ahead:
        size = {"year": 4, "month": 7}.get(unit, 10)
        if unit in ("year", "month", "decade") and before.start[:size] != ref.isoformat()[:size]:
            return None
    return edtf.shifted(ref, unit, _STEPS.get(way, 0))


def read_within(found: re.Match[str], setting: Setting) -> Date | None:
    """ "earlier this month", "later in the week": the month as value, from its first day or to its last."""
    unit, is_past = found["unit"].lower(), found["side"].lower().startswith("earl")
    ref = setting.published
    if ref is None or unit == "decade":
        return edtf.unknown(unit)
    if unit in ("day", "today"):
        return edtf.day(ref, "published")
    whole = edtf.around(ref, unit, "published")
    return _clipped(whole, ref, is_past=is_past) if found["way"].lower() != "that" else edtf.unknown(unit)


def _clipped(whole: Date, ref: date, *, is_past: bool) -> Date:
    start, end = (whole.start, ref.isoformat()) if is_past else (ref.isoformat(), whole.end)
    return Date(value=whole.value, start=start, end=end, precision=whole.precision, basis=whole.basis)


def read_day_of_month(found: re.Match[str], setting: Setting) -> Date | None:
    """ "on the 18th", "Monday the 21st": the nearest month where it fits, by the day of the week where one is named."""
    ref, number = setting.published, day_number(found["day"])
    weekday = found["weekday"]
    wanted = next((at for at, name in enumerate(WEEKDAYS) if weekday and name[:3] == weekday.lower()[:3]), None)
    if ref is None:
        return edtf.unknown("day")
    reach = 6 if wanted is not None else 1
    near = [at for step in range(-reach, reach + 1) if (at := _in_month(ref, step, number))]
    fit = [at for at in near if wanted is None or at.weekday() == wanted]
    return edtf.day(min(fit, key=lambda at: distance(at, ref, setting.is_ahead)), "published") if fit else None


def _in_month(ref: date, step: int, number: int) -> date | None:
    year, month = divmod(ref.year * 12 + ref.month - 1 + step, 12)
    return make_day(year, month + 1, number)


def read_iso_month(found: re.Match[str], setting: Setting) -> Date | None:
    """ "2015-12"; "2011-12" and "2005-09" may be years, from one to the other."""
    year, month = int(found["year"]), int(found["month"])
    return edtf.month(year, month, "stated") if month <= year % 100 else None


def read_nth_day(found: re.Match[str], setting: Setting) -> Date | None:
    """ "the 15th day of next month", "the thirty-first day of the month"."""
    at = _shifted("month", found["way"].lower(), setting)
    day = make_day(at.year, at.month, day_number(found["day"] or found["spelled"])) if at else None
    return edtf.day(day, "published") if day else edtf.unknown("day")


def read_to_date(found: re.Match[str], setting: Setting) -> Date | None:
    """ "in the year to date": from the first day of the year, quarter or month to the day of publication."""
    ref, unit = setting.published, found["unit"].lower()
    start = edtf.around(ref, unit, "published").start if ref else None
    return edtf.interval(date.fromisoformat(start), ref, "day", "published") if ref and start else edtf.unknown(unit)


def read_spelled_year(found: re.Match[str], setting: Setting) -> Date | None:
    """ "in nineteen ninety-six", "in two thousand and twenty"."""
    rest = small_number(found["rest"])
    hundreds = {"nineteen": 1900, "twenty": 2000}.get(found["first"].lower(), 2000)
    return edtf.year(hundreds + rest) if rest else None


def read_now(found: re.Match[str], setting: Setting) -> Date | None:
    """The day of publication, as the end of "between now and Friday"."""
    return edtf.day(setting.published, "published") if setting.published else None


def read_week_of(found: re.Match[str], setting: Setting) -> Date | None:
    """ "the week of April 10", "the week beginning 4 February": Monday to Sunday."""
    day = read_day(found, setting)
    return edtf.week_of(date.fromisoformat(day.start), day.basis) if day and day.start else edtf.unknown("week")


def read_nth_week(found: re.Match[str], setting: Setting) -> Date | None:
    """ "the last week of July", "the first week of this month": weeks belong to the month that holds their Thursday (as
    in ISO 8601 to the year).
    """
    nth = _NTH[found["nth"].lower()]
    year, month, basis = _month_meant(found, setting)
    if not year:
        return edtf.unknown("week")
    days = calendar.monthrange(year, month)[1]
    thursdays = [at for number in range(1, days + 1) if (at := date(year, month, number)).weekday() == 3]
    return edtf.week_of(thursdays[min(nth, len(thursdays)) - 1], basis)


def read_week_of_year(found: re.Match[str], setting: Setting) -> Date | None:
    """ "the first week of 2015": ISO 8601 week 1 or 52, 53."""
    nth, year = _NTH[found["nth"].lower()], full_year(found["year"])
    at = date.fromisocalendar(year, nth, 1) if nth < 5 else date(year, 12, 28)
    return edtf.week_of(at, "stated")


def _month_meant(found: re.Match[str], setting: Setting) -> tuple[int, int, str]:
    """Year, month and basis; the year is 0 where nothing supports one."""
    if found["month"]:
        month = month_number(found["month"], setting.language)
        if found["year"]:
            return full_year(found["year"]), month, "stated"
        near = day_near(month, 15, setting)
        return (int(near.start[:4]) if near and near.start else 0), month, "published"
    at = _shifted("month", (found["way"] or "the").lower(), setting)
    return (at.year, at.month, "published") if at else (0, 1, "none")


def read_quarter(found: re.Match[str], setting: Setting) -> Date | None:
    """ "Q3 2021", "2019 H2", "the third quarter of last year", "in the second quarter": the last one begun."""
    number, is_half = _NTH[found["nth"].lower()], found["kind"].lower().startswith("h")
    make, most = (edtf.half, 2) if is_half else (edtf.quarter, 4)
    number = most if number == 5 else number
    if number > most:
        return None
    if found["year"]:
        return make(full_year(found["year"]), number)
    ref = setting.published
    if ref is None:
        return edtf.unknown("half" if is_half else "quarter")
    year = ref.year + _STEPS.get((found["way"] or "").lower(), 0)
    first = date(ref.year, (number - 1) * (12 // most) + 1, 1)
    if not found["way"] and first > ref and not setting.is_ahead:
        year -= 1
    return make(year, number, "published")


def read_weekday_in(found: re.Match[str], setting: Setting) -> Date | None:
    """ "Wednesday of last week", "next week on Tuesday"."""
    if setting.published is None:
        return edtf.unknown("day")
    step = 7 * _STEPS.get(found["way"].lower().split()[-1], 0)
    monday = setting.published - timedelta(days=setting.published.weekday())
    wanted = next(at for at, name in enumerate(WEEKDAYS) if name[:3] == found["weekday"].lower()[:3])
    at = edtf.shifted(monday, "day", step + wanted)
    return edtf.day(at, "published") if at else edtf.unknown("day")


def read_feast(found: re.Match[str], setting: Setting) -> Date | None:
    """ "Christmas Day", "Easter Monday 2022", "last Christmas"."""
    name, way = found["holiday"], (found["way"] or "").lower()
    if found["year"]:
        at = day_of(name, full_year(found["year"]))
        return edtf.day(at, "stated") if at else None
    ref = setting.published
    if ref is None or not 1600 < ref.year < 9990:
        return edtf.unknown("day")
    near = [at for year in (ref.year - 1, ref.year, ref.year + 1) if (at := day_of(name, year))]
    if way in ("last", "past", "previous"):
        near = [max(at for at in near if at < ref)]
    elif way in ("next", "coming", "this"):
        near = [min(at for at in near if at >= ref)]
    return edtf.day(min(near, key=lambda at: distance(at, ref, setting.is_ahead)), "published") if near else None
