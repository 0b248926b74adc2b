"""Matched temporal words -> `model.Date`, against the report's own day or a day named before."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from infostreamer.model import Date
from infostreamer.text import edtf
from infostreamer.text.counting import ordinal, small_number
from infostreamer.text.date_pairs import are_two, is_closed
from infostreamer.text.months import all_months, months

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


Order = Literal["day first", "month first"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against: the day of publication and the last time the text named."""

    published: date | None
    before: Date | None  # the last time named earlier in the text
    is_ahead: bool  # the words around it speak of the future
    language: str | None = "en"
    moment: datetime | None = None  # of publication, where it is known to the minute
    order: Order | None = None  # of day and month in "03/04/2023", where something tells


def number_in(word: str | None) -> int:
    """The digits of "22nd" as a number; 0 without any."""
    return int(re.sub(r"\D", "", word or "") or 0)


def month_number(word: str, language: str | None) -> int:
    """1–12, in the language first and then in any; 0 for no month."""
    bare = word.lower().rstrip(".")
    return months(language or "en").get(bare) or all_months().get(bare, 0)


def full_year(word: str) -> int:
    """ "2023", "’68": two digits are read as RFC 5322 §4.3 does."""
    digits = re.sub(r"\D", "", word)
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) < 50 else 1900)


def day_number(word: str | None) -> int:
    """ "22nd", "twenty-second", "twenty two" -> 22; 0 for none of them."""
    return number_in(word) or ordinal(word or "") or small_number(word or "") or 0


def read_day(found: re.Match[str], setting: Setting) -> Date | None:
    """ "May 22, 2023", "22 May", "Monday, May 22"."""
    number, of_month = day_number(found["day"]), month_number(found["month"], setting.language)
    if not of_month:
        return None
    if found["year"]:
        return _one_day(full_year(found["year"]), of_month, number, "stated") or _no_day(number)
    return day_near(of_month, number, setting) or _no_day(number)


def _no_day(number: int) -> Date | None:
    """ "February 30": words that speak of a day, and no value."""
    return edtf.unknown("day") if 29 <= number <= 31 else None


def _one_day(year: int, of_month: int, number: int, basis: str) -> Date | None:
    try:
        return edtf.day(date(year, of_month, number), basis)
    except ValueError:
        return None


def day_near(of_month: int, number: int, setting: Setting) -> Date | None:
    """The nearest such day to publication ("XXXX-05-22" without one); None where no year has it."""
    if not 1 <= number <= (29 if of_month == 2 else calendar.monthrange(2001, of_month)[1]):
        return None
    if setting.published is None:
        return edtf.day_without_year(of_month, number)
    ref = setting.published
    near = [found for year in (ref.year - 1, ref.year, ref.year + 1) if (found := make_day(year, of_month, number))]
    if not near:
        return edtf.day_without_year(of_month, number)
    return edtf.day(min(near, key=lambda at: distance(at, ref, setting.is_ahead)), "published")


def make_day(year: int, of_month: int, number: int) -> date | None:
    """The day, None where the calendar lacks it."""
    try:
        return date(year, of_month, number)
    except ValueError:
        return None


def distance(at: date, ref: date, is_ahead: bool) -> int:
    """Days from the day of publication; the side the words do not speak of counts double."""
    days = (at - ref).days
    return abs(days) * (2 if days != 0 and (days > 0) != is_ahead else 1)


def read_days(found: re.Match[str], setting: Setting) -> Date | None:
    """ "May 3–5, 2023", "3-5 May"."""
    first = read_day(found, setting)
    last_day = number_in(found["last"])
    if first is None or not last_day:
        return None
    if are_two(found, last_day):
        return first if is_closed(found) else None
    if first.start is None:
        return Date(value=f"{first.value}/{(first.value or '')[:-2]}{last_day:02d}", precision="day", basis="stated")
    last = make_day(int(first.start[:4]), int(first.start[5:7]), last_day)
    start = date.fromisoformat(first.start)
    return edtf.interval(start, last, "day", first.basis) if last is not None and last > start else None


def read_month(found: re.Match[str], setting: Setting) -> Date | None:
    """ "November 2022", "early May", "last November"."""
    of_month = month_number(found["month"], setting.language)
    if not of_month:
        return None
    year, basis = (
        (full_year(found["year"]), "stated") if found["year"] else (_year_of(of_month, found, setting), "published")
    )
    if not year:
        return edtf.month_without_year(of_month)
    part = part_of(found["part"])
    return edtf.part_of_month(part, year, of_month, basis) if part else edtf.month(year, of_month, basis)


def _year_of(of_month: int, found: re.Match[str], setting: Setting) -> int:
    """The year a month without one belongs to; 0 without a day of publication."""
    way = (found["way"] or "").lower()
    if way == "that" and setting.before is not None and setting.before.start is not None:
        return int(setting.before.start[:4])
    if setting.published is None:
        return 0
    ref = setting.published
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
    first, last = month_number(found["first"], setting.language), month_number(found["month"], setting.language)
    if not first or not last or first == last:
        return None
    year = full_year(found["year"])
    one, two = edtf.month(year - (first > last), first, "stated"), edtf.month(year, last, "stated")
    return Date(value=f"{one.value}/{two.value}", start=one.start, end=two.end, precision="month", basis="stated")


def read_month_of(found: re.Match[str], setting: Setting) -> Date | None:
    """ "January next year"."""
    of_month = month_number(found["month"], setting.language)
    if setting.published is None:
        return edtf.month_without_year(of_month)
    step = {"last": -1, "this": 0, "next": 1}[found["way"].lower()]
    return edtf.month(setting.published.year + step, of_month, "published")


def part_of(word: str | None) -> str | None:
    """ "early", "mid" or "late" for words that say so."""
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
    """ "in 2024", "late 2023", "fiscal 2022" (the year it is named for)."""
    year, part = full_year(found["year"]), part_of(found["part"])
    return edtf.part_of_year(part, year) if part else edtf.year(year)


def read_years(found: re.Match[str], setting: Setting) -> Date | None:
    """ "2014–2016", "between 2014 and 2016", "2014-16"."""
    first, last = found["first"], found["last"]
    final = int(last) if len(last) == 4 else int(first[:2] + last)
    return edtf.years(int(first), final) if int(first) < final else None


def read_numeric(found: re.Match[str], setting: Setting) -> Date | None:
    """ "2023-05-22", "22.05.2023", "22/05/23"; "03/04/2023" is one of two days, unless the day of the week beside it or
    the order of the report's other dates tells which, or one of them is the day of the report.
    """
    one, two = int(found["one"]), int(found["two"])
    if found["iso"]:
        return _one_day(int(found["year"]), one, two, "stated")
    stated, weekday = _stated_year(found["year"], setting), (found["weekday"] or "").lower()[:3]
    values = [_day_of(stated, month, number, setting) for month, number in _readings(found, setting, one, two)]
    days = [value for value in values if value is not None]
    fit = [value for value in days if weekday and value.start and _weekday_of(value.start) == weekday]
    days = fit or ([] if weekday and (setting.order is None or found["mark"] != "/") else days)
    if not days:
        return _no_day(two) if found["year"] and setting.order == "month first" and one <= 12 else None
    if setting.order is not None or len(days) == 1 or days[0].start is None:
        return days[0] if setting.order or len(days) == 1 else edtf.unknown("day")
    if not found["year"] and "0" not in (found["one"][0], found["two"][0]):
        return None  # "from 1/2 to 3/4" are shares
    readings = [date.fromisoformat(each.start) for each in days if each.start]
    own = [at for at in readings if setting.published and abs((at - setting.published).days) <= 1]
    return edtf.one_of(own if len(own) == 1 else readings, days[0].basis)


_FAR_AHEAD = 20  # years


def _stated_year(word: str | None, setting: Setting) -> int | None:
    """ "40" in a report of 2016 is 1940."""
    if not word:
        return None
    year = full_year(word)
    is_far = len(word) == 2 and setting.published is not None and year > setting.published.year + _FAR_AHEAD
    return year - 100 if is_far else year


def read_numeric_range(found: re.Match[str], setting: Setting) -> Date | None:
    """ "from 10/1 to 11/7", "5/1-5/7/2020", where something tells whether day or month comes first or only one is left.

    A first day without a year is of the year that the second states, or of the year before.
    """
    one, two, three, four = (int(found[name]) for name in ("one", "two", "three", "four"))
    pairs = {"month first": (one, two, three, four), "day first": (two, one, four, three)}
    orders = [setting.order] if setting.order else ["month first", "day first"]
    fit = [pairs[order] for order in orders if max(pairs[order][::2]) <= 12 and max(pairs[order]) <= 31]
    if len(fit) != 1 or (setting.order is None and not found["year"]):
        return None
    first_month, first_day, month, number = fit[0]
    near = None if found["year"] else day_near(month, number, setting)
    year = int(found["year"] or (near.start[:4] if near and near.start else 0))
    last = make_day(year, month, number) if year else None
    if last is None:
        return edtf.unknown("day")
    is_before = (first_month, first_day) > (month, number)
    first = make_day(int(found["early"] or year - is_before), first_month, first_day)
    basis = "stated" if found["year"] else "published"
    return edtf.interval(first, last, "day", basis) if first and first < last else edtf.unknown("day")


def _readings(found: re.Match[str], setting: Setting, one: int, two: int) -> list[tuple[int, int]]:
    """Month and day in the order told, then in the other one; only the first where dots say day and month."""
    readings = [(one, two), (two, one)] if setting.order == "month first" else [(two, one), (one, two)]
    is_dotted = found["mark"] == "." and not found["weekday"] and setting.order is None
    return readings[:1] if is_dotted else list(dict.fromkeys(readings))


def _day_of(year: int | None, month: int, number: int, setting: Setting) -> Date | None:
    if year is not None:
        return _one_day(year, month, number, "stated")
    return day_near(month, number, setting) if 1 <= month <= 12 else None


def _weekday_of(day: str) -> str:
    return WEEKDAYS[date.fromisoformat(day).weekday()][:3]


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
        return edtf.season(full_year(found["year"]), code, "stated")
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


_WORDS = {"today": 0, "tonight": 0, "tonite": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2,
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
    """The day of the week `wanted` (Monday is 0) that the words mean; the report's own weekday is its own day.

    "Last Wednesday" on a Thursday and "next Friday" on one are not yesterday and tomorrow but a week off.
    """
    ref = setting.published
    if ref is None:
        return edtf.unknown("day")
    back = (ref.weekday() - wanted) % 7
    is_next, is_last = way in ("next", "coming", "following"), way in ("last", "past", "previous")
    if is_next or way == "this" or (setting.is_ahead and not is_last):
        step = (7 - back) % 7 + (7 if is_next and back in (0, 6) and way != "coming" else 0)
        step += 7 if way == "coming" and back == 0 else 0
    else:
        step = -back - (7 if is_last and back in (0, 1) else 0)
    at = edtf.shifted(ref, "day", step)
    return edtf.day(at, "published") if at else edtf.unknown("day")


def read_unit(found: re.Match[str], setting: Setting) -> Date | None:
    """ "last month", "this week", "next year", "the previous quarter", "this weekend"."""
    ref, way, unit = setting.published, found["way"].lower().split()[-1], found["unit"].lower()
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

    What is counted in weeks is about the day that they lead to: "2023-05-11~", somewhere in that day's week.

    "It grew by forty in five days" is a duration: without words of the future "in" names no time.
    """
    unit, count = found["unit"].lower().rstrip("s"), small_number(found["count"])
    way = found["way"].lower()
    if way == "in" and not setting.is_ahead:
        return None
    if setting.published is None or count is None:
        return edtf.unknown(unit)
    base = edtf.shifted(setting.published, "day", 1 if way.endswith("tomorrow") else 0)
    at = edtf.shifted(base, unit, -count if way == "ago" else count) if base else None
    if at is None:
        return edtf.unknown(unit)
    return edtf.about(at, "published") if unit in ("week", "fortnight") else edtf.around(at, unit, "published")


def read_moment(found: re.Match[str], setting: Setting) -> Date | None:
    """ "20 minutes ago", "in three hours": to the minute or the day, where publication is known to the minute."""
    is_minute = found["unit"].lower().startswith("min")
    count = {"half an": 0.5}.get(" ".join(found["count"].lower().split()), small_number(found["count"]))
    if found["way"].lower() == "in" and not setting.is_ahead:
        return None
    if setting.moment is None or count is None:
        return edtf.unknown("minute" if is_minute else "day")
    step = timedelta(minutes=count) if is_minute else timedelta(hours=count)
    at = setting.moment + (-step if found["way"].lower() == "ago" else step)
    day = edtf.day(at.date(), "published")
    return edtf.at_time(day, (f"{at:%H:%M}",)) if is_minute else day


def read_context(found: re.Match[str], setting: Setting) -> Date | None:
    """ "a day earlier", "two months later", "the same day", "the following year": counted from a time named before.

    "a month later" after "March 2025" is April 2025; a time less precise than the unit supports nothing. Without a
    time named before, only what lies back is counted, from the day of publication.
    """
    unit, way = found["unit"].lower().rstrip("s"), found["way"].lower()
    count = small_number(found["count"]) if found["count"] else 1
    if count is None:
        return edtf.unknown(unit)
    step = {"same": 0, "that": 0, "earlier": -count, "before": -count, "previous": -count, "prior": -count}.get(
        way, count
    )
    base = _base(unit, setting, is_back=step < 0)
    at = edtf.shifted(base, unit, step) if base else None
    if way == "that" and base is None:
        return None
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
    if unit == "quarter" and not found["count"] and found["unit"].lower() == unit:
        return read_unit(found, setting)
    is_one = not found["count"] and not found["unit"].lower().endswith("s") and " recent " not in found.group()
    count = small_number(found["count"]) if found["count"] else 1 if is_one else None
    if setting.published is None or count is None:
        return edtf.unknown(unit)
    is_back = found["way"].lower() in ("last", "past", "previous", "recent")
    other = edtf.shifted(setting.published, unit, -count if is_back else count)
    if other is None:
        return edtf.unknown(unit)
    first, last = sorted((other, setting.published))
    if not is_back and unit == "day":
        first += timedelta(days=1)
    if unit in ("year", "decade"):
        return edtf.years(first.year, last.year, "published")
    return edtf.interval(first, last, unit, "published")


def read_vague(found: re.Match[str], setting: Setting) -> Date | None:
    """ "in recent weeks", "decades ago", "earlier this year": a time, but nothing supports a value."""
    return edtf.unknown("unknown")
