"""Matched temporal words -> `model.Date`, against the report's own day or a day named before."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from infostreamer.model import Date
from infostreamer.text import edtf
from infostreamer.text.counting import small_number
from infostreamer.text.months import all_months, months

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against: the day of publication and the last time the text named."""

    published: date | None
    before: Date | None  # the last time named earlier in the text
    is_ahead: bool  # the words around it speak of the future
    language: str | None = "en"


def _number(word: str | None) -> int:
    return int(re.sub(r"\D", "", word or "") or 0)


def _month(word: str, language: str | None) -> int:
    bare = word.lower().rstrip(".")
    return months(language or "en").get(bare) or all_months().get(bare, 0)


def _full_year(word: str) -> int:
    digits = re.sub(r"\D", "", word)
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def read_day(found: re.Match[str], setting: Setting) -> Date | None:
    """ "May 22, 2023", "22 May", "Monday, May 22"."""
    number, of_month = _number(found["day"]), _month(found["month"], setting.language)
    if not of_month:
        return None
    if found["year"]:
        return _one_day(_full_year(found["year"]), of_month, number, "stated")
    return _day_near(of_month, number, setting)


def _one_day(year: int, of_month: int, number: int, basis: str) -> Date | None:
    try:
        return edtf.day(date(year, of_month, number), basis)
    except ValueError:
        return None


def _day_near(of_month: int, number: int, setting: Setting) -> Date | None:
    if not 1 <= number <= (29 if of_month == 2 else calendar.monthrange(2001, of_month)[1]):
        return None
    if setting.published is None:
        return edtf.day_without_year(of_month, number)
    ref = setting.published
    near = [found for year in (ref.year - 1, ref.year, ref.year + 1) if (found := _make(year, of_month, number))]
    if not near:
        return edtf.day_without_year(of_month, number)
    return edtf.day(min(near, key=lambda at: _distance(at, ref, setting.is_ahead)), "published")


def _make(year: int, of_month: int, number: int) -> date | None:
    try:
        return date(year, of_month, number)
    except ValueError:
        return None


def _distance(at: date, ref: date, is_ahead: bool) -> int:
    """Days from the day of publication; the side the words do not speak of counts double."""
    days = (at - ref).days
    return abs(days) * (2 if days != 0 and (days > 0) != is_ahead else 1)


def read_days(found: re.Match[str], setting: Setting) -> Date | None:
    """ "May 3–5, 2023", "3-5 May"."""
    first = read_day(found, setting)
    last_day = _number(found["last"])
    if first is None or not last_day:
        return None
    if first.start is None:
        return Date(value=f"{first.value}/{(first.value or '')[:-2]}{last_day:02d}", precision="day", basis="stated")
    last = _make(int(first.start[:4]), int(first.start[5:7]), last_day)
    start = date.fromisoformat(first.start)
    return edtf.interval(start, last, "day", first.basis) if last is not None and last > start else None


def read_month(found: re.Match[str], setting: Setting) -> Date | None:
    """ "November 2022", "early May", "last November"."""
    of_month = _month(found["month"], setting.language)
    if not of_month:
        return None
    year, basis = (
        (_full_year(found["year"]), "stated") if found["year"] else (_year_of(of_month, found, setting), "published")
    )
    if not year:
        return edtf.month_without_year(of_month)
    part = _part(found["part"])
    return edtf.part_of_month(part, year, of_month, basis) if part else edtf.month(year, of_month, basis)


def _year_of(of_month: int, found: re.Match[str], setting: Setting) -> int:
    """The year a month without one belongs to; 0 without a day of publication."""
    if setting.published is None:
        return 0
    ref, way = setting.published, (found["way"] or "").lower()
    if way in ("next", "coming"):
        return ref.year + (of_month <= ref.month)
    if way in ("last", "past", "previous"):
        return ref.year - (of_month >= ref.month)
    if way == "this" or of_month == ref.month:
        return ref.year
    if setting.is_ahead:
        return ref.year + (of_month < ref.month)
    return ref.year - (of_month > ref.month)


def read_months(found: re.Match[str], setting: Setting) -> Date | None:
    """ "between January and April 2025", "from November to February 2025": the year is the last month's."""
    first, last = _month(found["first"], setting.language), _month(found["month"], setting.language)
    if not first or not last or first == last:
        return None
    year = _full_year(found["year"])
    one, two = edtf.month(year - (first > last), first, "stated"), edtf.month(year, last, "stated")
    return Date(value=f"{one.value}/{two.value}", start=one.start, end=two.end, precision="month", basis="stated")


def read_weekday_of(found: re.Match[str], setting: Setting) -> Date | None:
    """ "Wednesday of last week"."""
    if setting.published is None:
        return edtf.unknown("day")
    step = {"last": -7, "this": 0, "next": 7}[found["way"].lower()]
    monday = setting.published - timedelta(days=setting.published.weekday())
    at = edtf.shifted(monday, "day", step + WEEKDAYS.index(found["weekday"].lower()))
    return edtf.day(at, "published") if at else edtf.unknown("day")


def read_month_of(found: re.Match[str], setting: Setting) -> Date | None:
    """ "January next year"."""
    of_month = _month(found["month"], setting.language)
    if setting.published is None:
        return edtf.month_without_year(of_month)
    step = {"last": -1, "this": 0, "next": 1}[found["way"].lower()]
    return edtf.month(setting.published.year + step, of_month, "published")


_PARTS = (("early", ("early", "beginning", "start")), ("mid", ("mid", "middle")), ("late", ("late", "end")))


def _part(word: str | None) -> str | None:
    bare = (word or "").lower().strip(" -")
    for part, words in (
        ("early", ("early", "beginning", "start")),
        ("mid", ("mid", "middle")),
        ("late", ("late", "end")),
    ):
        if any(each in bare for each in words):
            return part
    return None


_NTH = {"first": 1, "1": 1, "second": 2, "2": 2, "third": 3, "3": 3, "fourth": 4, "4": 4, "last": 4}


def read_year(found: re.Match[str], setting: Setting) -> Date | None:
    """ "in 2024", "late 2023", "the first half of 2022", "Q3 2021"."""
    year, part = _full_year(found["year"]), _part(found["part"])
    if found["nth"]:
        number = {"first": 1, "1": 1, "second": 2, "2": 2, "third": 3, "3": 3, "fourth": 4, "4": 4, "last": 4}[
            found["nth"].lower()
        ]
        if "half" in (found["kind"] or "").lower():
            return edtf.half(year, min(number, 2))
        return edtf.quarter(year, number)
    return edtf.part_of_year(part, year) if part else edtf.year(year)


def read_years(found: re.Match[str], setting: Setting) -> Date | None:
    """ "2014–2016", "between 2014 and 2016", "2014-16"."""
    first, last = found["first"], found["last"]
    final = int(last) if len(last) == 4 else int(first[:2] + last)
    return edtf.years(int(first), final) if int(first) < final else None


def read_numeric(found: re.Match[str], setting: Setting) -> Date | None:
    """ "2023-05-22", "22.05.2023", "22/05/2023"; "03/04/2023" has no value: it names two days."""
    year, one, two = int(found["year"]), int(found["one"]), int(found["two"])
    mark = found["mark"]
    if found["iso"]:
        return _one_day(year, one, two, "stated")
    if mark == "/" and one <= 12 and two <= 12 and one != two:
        return edtf.unknown("day")
    return _one_day(year, two, one, "stated") or (_one_day(year, one, two, "stated") if mark == "/" else None)


def read_decade(found: re.Match[str], setting: Setting) -> Date | None:
    """ "the 1990s"."""
    return edtf.decade(int(found["decade"]) if len(found["decade"]) == 4 else 1900 + int(found["decade"]))


def read_century(found: re.Match[str], setting: Setting) -> Date | None:
    """ "the 20th century"."""
    number = int(found["century"])
    return edtf.century(number) if 1 <= number <= 30 else None


def read_season(found: re.Match[str], setting: Setting) -> Date | None:
    """ "spring 2023", "last summer", "since spring"."""
    code = edtf.SEASONS[found["season"].lower()]
    if found["year"]:
        return edtf.season(_full_year(found["year"]), code, "stated")
    ref, way = setting.published, (found["way"] or "").lower()
    if ref is None:
        return edtf.unknown("season")
    first = date(ref.year, {21: 3, 22: 6, 23: 9, 24: 12}[code], 1)
    year = ref.year if way in ("this", "next", "coming") or first <= ref or setting.is_ahead else ref.year - 1
    if way in ("next", "coming") and first <= ref:
        year += 1
    if way in ("last", "past") and first <= ref < edtf.shifted(first, "month", 3):  # type: ignore[operator]
        year -= 1
    return edtf.season(year, code, "published")


_WORDS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2,
          "the day after tomorrow": 2, "overnight": 0}  # fmt: skip


def read_word(found: re.Match[str], setting: Setting) -> Date | None:
    """ "today", "yesterday evening", "this morning", "last night"."""
    words = " ".join(found["word"].lower().split())
    if setting.published is None:
        return edtf.unknown("day")
    shift = _WORDS.get(words, -1 if words.startswith("last") else 0)
    at = edtf.shifted(setting.published, "day", shift)
    return edtf.day(at, "published") if at else edtf.unknown("day")


def read_weekday(found: re.Match[str], setting: Setting) -> Date | None:
    """ "on Tuesday": the last one up to the day of publication; the next one where the words speak of the future."""
    wanted = next(at for at, name in enumerate(WEEKDAYS) if name.startswith(found["weekday"].lower().rstrip(".")[:3]))
    return weekday_near(wanted, (found["way"] or "").lower(), setting)


def weekday_near(wanted: int, way: str, setting: Setting) -> Date:
    """The day of the week `wanted` (Monday is 0) that the words mean; the report's own weekday is its own day."""
    ref = setting.published
    if ref is None:
        return edtf.unknown("day")
    back = (ref.weekday() - wanted) % 7
    if way in ("next", "coming", "this") or (setting.is_ahead and way not in ("last", "past", "previous")):
        at = edtf.shifted(ref, "day", 7 - back if back or way in ("next", "coming") else 0)
    else:
        at = edtf.shifted(ref, "day", -(back or (7 if way in ("last", "past", "previous") else 0)))
    return edtf.day(at, "published") if at else edtf.unknown("day")


def read_unit(found: re.Match[str], setting: Setting) -> Date | None:
    """ "last month", "this week", "next year", "the previous quarter", "this weekend"."""
    ref, way, unit = setting.published, found["way"].lower(), found["unit"].lower()
    if ref is None:
        return edtf.unknown("day" if unit == "weekend" else unit)
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(way, 0)
    if unit == "weekend":
        saturday = ref + timedelta(days=5 - ref.weekday() + 7 * step)
        if way in ("this", "the") and not setting.is_ahead and ref.weekday() < 4:
            saturday -= timedelta(days=7)
        return edtf.interval(saturday, saturday + timedelta(days=1), "day", "published")
    at = edtf.shifted(ref, unit, step)
    return edtf.around(at, unit, "published") if at else edtf.unknown(unit)


def read_ago(found: re.Match[str], setting: Setting) -> Date | None:
    """ "two weeks ago", "in three days": counted from the day of publication, as precise as its unit.

    "It grew by forty in five days" is a duration: without words of the future "in" names no time.
    """
    unit, count = found["unit"].lower().rstrip("s"), small_number(found["count"])
    way = found["way"].lower()
    if way == "in" and not setting.is_ahead:
        return None
    if setting.published is None or count is None:
        return edtf.unknown(unit)
    at = edtf.shifted(setting.published, unit, -count if way in ("ago",) else count)
    return edtf.around(at, unit, "published") if at else edtf.unknown(unit)


def read_context(found: re.Match[str], setting: Setting) -> Date | None:
    """ "a day earlier", "two months later", "the same day", "the following year": counted from a time named before.

    "a month later" after "March 2025" is April 2025; a time less precise than the unit supports nothing. Without a
    time named before, only what lies back is counted, from the day of publication.
    """
    unit, way = found["unit"].lower().rstrip("s"), found["way"].lower()
    count = small_number(found["count"]) if found["count"] else 1
    if count is None:
        return edtf.unknown(unit)
    step = {"same": 0, "earlier": -count, "before": -count, "previous": -count, "prior": -count}.get(way, count)
    base = _base(unit, setting, is_back=step < 0)
    at = edtf.shifted(base, unit, step) if base else None
    if at is None or (setting.published and step > 0 and at > setting.published and not setting.is_ahead):
        return edtf.unknown(unit)
    return edtf.around(at, unit, "context")


_FINENESS = ("minute", "day", "week", "month", "quarter", "half", "season", "year", "decade", "century")


def _base(unit: str, setting: Setting, *, is_back: bool) -> date | None:
    named = setting.before
    if named is None or named.start is None:
        return setting.published if is_back else None
    unit = "week" if unit == "fortnight" else unit
    if named.precision not in _FINENESS or _FINENESS.index(named.precision) > _FINENESS.index(unit):
        return None
    return date.fromisoformat(named.start[:10])


def read_span(found: re.Match[str], setting: Setting) -> Date | None:
    """ "over the past two years", "in the last decades", "the next 10 days": from or to the day of publication."""
    unit = found["unit"].lower().removesuffix("s").replace("centurie", "century")
    is_one = not found["count"] and not found["unit"].lower().endswith("s") and " recent " not in found.group()
    count = small_number(found["count"]) if found["count"] else 1 if is_one else None
    if setting.published is None or count is None:
        return edtf.unknown(unit)
    is_back = found["way"].lower() in ("last", "past", "previous", "recent")
    other = edtf.shifted(setting.published, unit, -count if is_back else count)
    if other is None:
        return edtf.unknown(unit)
    first, last = sorted((other, setting.published))
    if unit in ("year", "decade"):
        return edtf.years(first.year, last.year, "published")
    return edtf.interval(first, last, unit, "published")


def read_vague(found: re.Match[str], setting: Setting) -> Date | None:
    """ "in recent weeks", "decades ago", "earlier this year": a time, but nothing supports a value."""
    return edtf.unknown("unknown")


def read_holiday(found: re.Match[str], setting: Setting) -> Date | None:
    """ "Christmas Day", "New Year's Eve"."""
    words = found["holiday"].lower().replace("’", "'")
    fixed = {"chr": (12, 24 if "eve" in words else 25), "new": (12, 31) if "eve" in words else (1, 1), "hal": (10, 31),
             "val": (2, 14), "box": (12, 26)}[words[:3]]  # fmt: skip
    if found["year"]:
        return _one_day(int(found["year"]), *fixed, "stated")
    return _day_near(*fixed, setting)


def time_of(found: re.Match[str]) -> tuple[int, int] | None:
    """Hour and minute of "10 p.m.", "10:30", "noon"; None when it is no time of day."""
    if found["name"]:
        return (12, 0) if found["name"].lower() == "noon" else (0, 0)
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99
    return (hour, minute) if hour < 24 and minute < 60 else None
