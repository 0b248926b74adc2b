"""Matched temporal words of another language -> `model.Date`, against the day of publication or a day named before."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from infostreamer.model import Date
from infostreamer.text import date_readers as read
from infostreamer.text import edtf
from infostreamer.text.abroad.counts import small_count
from infostreamer.text.abroad.tongue import listed
from infostreamer.text.date_readers import Setting

_PARTS = ("early", "mid", "late")
_SEASONS = (21, 22, 23, 24)  # EDTF codes: spring, summer, autumn, winter
_WAYS = {"back": -1, "now": 0, "next": 1}


@lru_cache(maxsize=256)
def row_of(code: str, section: str) -> dict[str, str]:
    """Word -> the value before the bar, or the number of its line from 0 in a section without bars."""
    found: dict[str, str] = {}
    for at, line in enumerate(listed(code, section)):
        value, bar, others = line.partition("|")
        for word in (others if bar else value).split():
            found[word.replace("_", " ").lower()] = value.strip() if bar else str(at)
    return found


def way_of(word: str | None, code: str) -> int | None:
    """-1 for "last", 0 for "this", 1 for "next"; None for other words."""
    low = (word or "").lower()
    return next((step for section, step in _WAYS.items() if low in row_of(code, section)), None)


def _part(found: re.Match[str], code: str) -> str | None:
    low = " ".join((found["part"] or "").lower().split())
    return next((part for part in _PARTS if low and low in row_of(code, part)), None)


def _code(setting: Setting) -> str:
    return setting.language or ""


def _year(found: re.Match[str], setting: Setting) -> tuple[int, str] | None:
    """The year that the words state, or that "last year" means; None without one."""
    if found["year"]:
        return int(found["year"]), "stated"
    step = way_of(found["way"], _code(setting))
    return (setting.published.year + step, "published") if step is not None and setting.published else None


def read_day(found: re.Match[str], setting: Setting) -> Date | None:
    """ "3 мая 2023 года", "w poniedziałek, 3 maja", "3. Mai um 14.05 Uhr", "с 3 по 5 мая"."""
    of_month, number = read.month_number(found["month"], setting.language), int(found["day"])
    year = _year(found, setting)
    value = _day(year, of_month, number, setting)
    if value is None:
        return None
    if found["last"]:
        return _until(value, int(found["last"]))
    return _at_time(value, found)


def _day(year: tuple[int, str] | None, of_month: int, number: int, setting: Setting) -> Date | None:
    if year is None:
        return read.day_near(of_month, number, setting)
    at = read.make_day(year[0], of_month, number)
    return edtf.day(at, year[1]) if at else None


def _until(first: Date, last: int) -> Date | None:
    if first.start is None:
        return Date(value=f"{first.value}/{(first.value or '')[:-2]}{last:02d}", precision="day", basis="stated")
    start = date.fromisoformat(first.start)
    end = read.make_day(start.year, start.month, last)
    return edtf.interval(start, end, "day", first.basis) if end is not None and end > start else None


def _at_time(value: Date, found: re.Match[str]) -> Date:
    if not found["hour"]:
        return value
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    return edtf.at_time(value, (f"{hour:02d}:{minute:02d}",)) if hour < 24 and minute < 60 else value


def read_dotted(found: re.Match[str], setting: Setting) -> Date | None:
    """ "22.05.2023", "am 22.5."."""
    number, of_month = int(found["day"]), int(found["month"])
    if not 1 <= of_month <= 12:
        return None
    if not found["year"]:
        return read.day_near(of_month, number, setting)
    year = int(found["year"])
    at = read.make_day(year + (2000 if year < 100 else 0), of_month, number)
    return edtf.day(at, "stated") if at else None


def read_month(found: re.Match[str], setting: Setting) -> Date | None:
    """ "в мае", "Ende Mai 2023", "w maju ubiegłego roku", "im vergangenen Mai"."""
    of_month = read.month_number(found["month"], setting.language)
    part, year = _part(found, _code(setting)), _year(found, setting)
    if year is None:
        near = _month_near(of_month, way_of(found["own"], _code(setting)), setting)
        year = (near, "published") if near else None
    if year is None:
        return edtf.month_without_year(of_month)
    return edtf.part_of_month(part, year[0], of_month, year[1]) if part else edtf.month(year[0], of_month, year[1])


def _month_near(of_month: int, step: int | None, setting: Setting) -> int:
    """The year of a month without one: the last such month, the next one where the words speak of the future."""
    ref = setting.published
    if ref is None:
        return 0
    if step == -1:
        return ref.year - (of_month >= ref.month)
    if step == 1 or (setting.is_ahead and step is None):
        return ref.year + (of_month < ref.month)
    return ref.year - (of_month > ref.month)


def read_year(found: re.Match[str], setting: Setting) -> Date | None:
    """ "в начале 2023 года", "im Jahr 2014", "w 2014 roku"."""
    part, year = _part(found, _code(setting)), int(found["year"])
    return edtf.part_of_year(part, year) if part else edtf.year(year)


def read_years(found: re.Match[str], setting: Setting) -> Date | None:
    """ "2014–2016 годы", "od 2014 do 2016 roku"."""
    first, last = int(found["first"]), int(found["year"])
    return edtf.years(first, last) if first < last else None


def read_season(found: re.Match[str], setting: Setting) -> Date | None:
    """ "весной 2023 года", "letzten Winter", "jesienią ubiegłego roku"; the season alone only against publication."""
    season = _SEASONS[int(row_of(_code(setting), "seasons")[found["season"].lower()])]
    year = _year(found, setting)
    if year is not None:
        return edtf.season(year[0], season, year[1])
    ref = setting.published
    if ref is None:
        return edtf.unknown("season")
    begun = ref.month >= 3 * (season - 20) or season == 24
    step = way_of(found["own"], _code(setting))
    if step == 1 or setting.is_ahead:
        return edtf.season(ref.year + (ref.month > 3 * (season - 20)), season, "published")
    if step == -1:
        return edtf.season(ref.year - (ref.month <= 3 * (season - 20) + 2), season, "published")
    is_late_winter = season == 24 and ref.month < 12
    return edtf.season(ref.year - (not begun or is_late_winter), season, "published")


def read_unit(found: re.Match[str], setting: Setting) -> Date | None:
    """ "на прошлой неделе", "w tym roku", "nächsten Monat"."""
    unit = _unit(found, setting)
    step, ref = way_of(found["way"], _code(setting)), setting.published
    if ref is None or step is None:
        return edtf.unknown("day" if unit == "weekend" else unit)
    if unit == "weekend":
        saturday = ref + timedelta(days=5 - ref.weekday() + 7 * (step if ref.weekday() > 4 or step != -1 else -1))
        return edtf.interval(saturday, saturday + timedelta(days=1), "day", "published")
    at = edtf.shifted(ref, unit, step)
    return edtf.around(at, unit, "published") if at else edtf.unknown(unit)


def _unit(found: re.Match[str], setting: Setting) -> str:
    return row_of(_code(setting), "units")[found["unit"].lower()]


def read_counted(found: re.Match[str], setting: Setting) -> Date | None:
    """ "две недели назад", "za trzy dni", "vor einem Jahr": counted from publication, as precise as the unit."""
    unit = _unit(found, setting)
    count = small_count(found["count"], _code(setting)) if found["count"] else 1
    ref, is_back = setting.published, bool(found["ago"])
    if not is_back and (ref is None or not _is_to_come(setting)):
        return edtf.unknown(unit) if _is_to_come(setting) else None
    if ref is None or count is None or count > _LARGEST_COUNT or unit == "weekend":
        return edtf.unknown(unit)
    at = edtf.shifted(ref, unit, int(-count if is_back else count))
    return edtf.around(at, unit, "published") if at else edtf.unknown(unit)


_LARGEST_COUNT = 5000


def _is_to_come(setting: Setting) -> bool:
    """ "через три дня" is said of the past as well; only words of the future make it a time to come."""
    return setting.is_ahead


def read_over(found: re.Match[str], setting: Setting) -> Date | None:
    """ "за последние два года", "in den letzten zehn Tagen": up to the day of publication."""
    unit = _unit(found, setting)
    count = small_count(found["count"], _code(setting)) if found["count"] else None
    ref = setting.published
    if ref is None or count is None or count > _LARGEST_COUNT or unit == "weekend":
        return edtf.unknown(unit)
    first = edtf.shifted(ref, unit, -int(count))
    if first is None:
        return edtf.unknown(unit)
    if unit in ("year", "decade"):
        return edtf.years(first.year, ref.year, "published")
    return edtf.interval(first, ref, unit, "published")


def read_weekday(found: re.Match[str], setting: Setting) -> Date | None:
    """ "в понедельник", "w zeszły wtorek", "am kommenden Montag um 14 Uhr"."""
    wanted = int(row_of(_code(setting), "weekdays")[found["weekday"].lower()])
    way = {-1: "last", 0: "this", 1: "next"}.get(way_of(found["own"], _code(setting)) or 0, "") if found["own"] else ""
    return _at_time(read.weekday_near(wanted, "coming" if way == "next" else way, setting), found)


def read_word(found: re.Match[str], setting: Setting) -> Date | None:
    """ "вчера", "dziś rano", "heute Abend", "завтра в 10:30"."""
    shift = int(row_of(_code(setting), "day words")[found["word"].lower()])
    at = edtf.shifted(setting.published, "day", shift) if setting.published else None
    return _at_time(edtf.day(at, "published"), found) if at else edtf.unknown("day")


def read_year_adverb(found: re.Match[str], setting: Setting) -> Date | None:
    """ "торік", "сёлета": one word for last year or this one."""
    step = int(row_of(_code(setting), "year adverbs")[found["word"].lower()])
    return edtf.year(setting.published.year + step, "published") if setting.published else edtf.unknown("year")


def read_quarter(found: re.Match[str], setting: Setting) -> Date | None:
    """ "в первом квартале 2023 года", "im zweiten Halbjahr 2024"."""
    number = _ROMAN.get(found["nth"].upper()) or int(row_of(_code(setting), "ordinals").get(found["nth"].lower(), "0"))
    is_half = found["kind"].lower() in row_of(_code(setting), "half")
    year = _year(found, setting)
    if year is None or not 1 <= number <= (2 if is_half else 4):
        return None
    return (edtf.half if is_half else edtf.quarter)(year[0], number, year[1])


_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def read_decade(found: re.Match[str], setting: Setting) -> Date | None:
    """ "1990-е годы", "w latach 90.", "die 1980er Jahre": two digits are of the last century."""
    digits = int(found["decade"])
    return edtf.decade(digits if digits > 99 else 1900 + digits)


def read_century(found: re.Match[str], setting: Setting) -> Date | None:
    """ "XX век", "19. Jahrhundert"."""
    raw = found["century"].upper()
    number = int(raw) if raw.isdigit() else _CENTURIES.get(raw, 0)
    return edtf.century(number) if 1 <= number <= 21 else None


_CENTURIES = {
    "XV": 15,
    "XVI": 16,
    "XVII": 17,
    "XVIII": 18,
    "XIX": 19,
    "XX": 20,
    "XXI": 21,
    "ХХ": 20,
    "ХХІ": 21,
    "ХІХ": 19,
}


def read_vague(found: re.Match[str], setting: Setting) -> Date | None:
    """ "недавно", "vor einigen Wochen": a time, but nothing supports a value."""
    return edtf.unknown("unknown")


def read_clock(found: re.Match[str], setting: Setting) -> Date | None:
    """ "в 14:05", "um 9 Uhr" without a day beside it: a time of day of an unknown day."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    return edtf.unknown("minute") if hour < 24 and minute < 60 else None
