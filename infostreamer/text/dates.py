"""Dates, in machine notation and in prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import Date, Published
from infostreamer.text import date_readers as read
from infostreamer.text import edtf
from infostreamer.text.date_forms import ENGLISH, TIME, Reader
from infostreamer.text.lexicon import lines_of
from infostreamer.text.moments import parse_moment
from infostreamer.text.months import months
from infostreamer.text.tense import looks_ahead

__all__ = ["find_dates", "parse_moment"]

# A year alone needs a word that makes it one; "1500 citizens" and "2000 soldiers" are figures.
_YEAR_CUES = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|after|before|during|for|early|late|mid|the|year|and|to|through|around|circa|"
    r"spring|summer|autumn|fall|winter|election|olympics|cup|budget)[\s-]|[(\[–—/])$",
    re.IGNORECASE,
)
_YEAR_REFUSED = re.compile(
    r"[\s-]+(?:people|men|women|children|soldiers|troops|civilians|citizens|prisoners|protesters|members|km|kg|metres|meters|"
    r"feet|dollars|euros|roubles|rubles|tons|tonnes|miles|volunteers|employees|workers|homes|houses|others|were|have)\b"
)
_MONTH_CUES = re.compile(
    r"\b(?:in|since|until|till|by|of|from|to|and|through|for|during|before|after|early|late|mid|each|every)[\s-]$",
    re.IGNORECASE,
)
_ALSO_WORDS = frozenset(["May", "March", "April", "June", "August"])
_LEAD = re.compile(r"(?:on|from|in|over|during|for|within|throughout)\s+", re.IGNORECASE)

_AGENCY = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*)?[–—-]")
_AGE = re.compile(r"\b(?:his|her|their|my|our|your|its)\s+(?:early|mid|late)?[\s-]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    match: re.Match[str]
    reader: Reader


def find_dates(
    text: str, *, published: Published | None = None, language: str | None = "en"
) -> list[tuple[int, int, Date]]:
    """Every temporal expression of the prose with its value, in order, not overlapping.

    A day without a year is resolved against the day of publication (nearest, in doubt in the past) or stays
    "XXXX-05-22". What nothing supports keeps value None; a year is never invented.

    Args:
        text: the report's text.
        published: when it was published; used only when known to the day or better.
        language: ISO 639-1; English has every form, ru uk be pl de fr es it absolute dates and today/yesterday.
    """
    ref = published.at.date() if published and published.precision in ("second", "minute", "day") else None
    before: Date | None = None
    dates: list[tuple[int, int, Date]] = []
    for found in _choose(_candidates(text, language)):
        setting = read.Setting(ref, before, looks_ahead(text, found.start, found.end), language)
        value = found.reader(found.match, setting)
        if value is None:
            continue
        if value.start and not _is_dateline(text, found.end):
            before = value
        dates.append((found.start, found.end, value))
    return _with_times(text, dates) if language in (None, "en") else dates


def _is_dateline(text: str, end: int) -> bool:
    """ "HAVEN, Nov 3 (Varpress) –": the day it was filed, no time that the story tells of."""
    return _AGENCY.match(text, end) is not None


def _candidates(text: str, language: str | None) -> list[_Found]:
    forms = _english() if language in (None, "en") else _other(language or "")
    found: list[_Found] = []
    for form, reader in forms:
        for match in form.finditer(text):
            if _is_meant(text, match, reader):
                found.append(_Found(*_trimmed(text, *match.span()), match, reader))
    return found


def _is_meant(text: str, match: re.Match[str], reader: Reader) -> bool:
    """False for "1500" before "citizens", for "in their 40s" and for the surname May."""
    if reader is read.read_year:
        return bool(match["nth"]) or _is_year(text, match)
    if reader is read.read_decade:
        return _AGE.search(text[max(0, match.start() - 20) : match.start()]) is None
    if reader is read.read_month and match["month"] in _ALSO_WORDS:
        start = match.start("month")
        is_stated = match["year"] or match["way"] or match["part"]
        return bool(is_stated) or _MONTH_CUES.search(text[max(0, start - 8) : start]) is not None
    return True


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a leading preposition that only helped to recognise it, and without trailing space or comma."""
    lead = _LEAD.match(text, start, end)
    if (lead is not None and not text[start : lead.end()].lower().startswith("in ")) or (
        lead and "the" in text[lead.end() :][:3]
    ):
        start = lead.end()
    while end > start and text[end - 1] in " ,\n":
        end -= 1
    return start, end


def _is_year(text: str, match: re.Match[str]) -> bool:
    start, end = match.start("year"), match.end("year")
    if match["part"]:
        return True
    if text[end : end + 1] in "-–" and text[end + 1 : end + 2].isdigit():
        return False
    year = int(match["year"])
    cue = _YEAR_CUES.search(text[max(0, start - 12) : start]) is not None
    return cue and 1400 <= year <= 2100 and _YEAR_REFUSED.match(text, end) is None


def _choose(found: list[_Found]) -> list[_Found]:
    """The earliest, and of those that begin together the longest; nothing overlaps."""
    chosen: list[_Found] = []
    for candidate in sorted(found, key=lambda each: (each.start, -each.end)):
        if not chosen or candidate.start >= chosen[-1].end:
            chosen.append(candidate)
    return chosen


@lru_cache(maxsize=1)
def _english() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    compiled = []
    for form, reader in ENGLISH:
        # Month and weekday names stay case-sensitive ("may", "march"); all else may open a sentence.
        head = form if "<month>" in form or "<holiday>" in form else f"(?i:{form})"
        compiled.append((re.compile(rf"(?<![\w@#/.-]){head}"), reader))
    return tuple(compiled)


@lru_cache(maxsize=16)
def _other(language: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    words = months(language)
    if not words:
        return ()
    month = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    year = r"(?P<year>1\d{3}|20\d\d)(?!\d)(?:\s*(?:года?|году|гг?\.|року?|році|р\.|годзе|roku|r\.))?"
    day = r"(?P<day>0?[1-9]|[12]\d|3[01])"
    forms: list[tuple[str, Reader]] = [
        (rf"{day}\.?(?:\s+de)?\s+(?P<month>{month})\b\.?(?:(?:\s+de)?,?\s+{year})?", read.read_day),
        (rf"(?P<part>)(?P<way>)(?P<month>{month})\b\.?(?:\s+de)?\s+{year}", read.read_month),
        (r"(?P<iso>)(?P<one>\d{1,2})(?P<mark>\.)(?P<two>\d{1,2})\.(?P<year>1\d{3}|20\d\d)(?!\d)", read.read_numeric),
        (r"(?P<mark>)(?P<iso>(?P<year>1\d{3}|20\d\d)-(?P<one>\d\d)-(?P<two>\d\d))(?!\d)", read.read_numeric),
        (r"(?P<nth>)(?P<kind>)(?P<part>)(?P<year>1[5-9]\d\d|20\d\d)(?=\s*(?:год|року|році|roku|рр?\.|гг?\.))"
         r"(?:\s*(?:годзе|году|года|год|року|році|рік|roku|рр?\.|гг?\.))", _read_stated_year),
    ]  # fmt: skip
    for shift, spoken in enumerate(lines_of("date_words.txt", section=language), -1):
        forms.append((rf"(?P<word>{'|'.join(spoken.split())})\b", _word_reader(shift)))
    for at, spoken in enumerate(lines_of("date_words.txt", section=f"weekdays {language}")):
        ways = "|".join(spoken.replace("_", r"\s+").split())
        forms.append((rf"(?P<way>)(?P<day>{ways})\b", _weekday_reader(at)))
    return tuple((re.compile(rf"(?i)(?<![\w@#/.-]){form}"), reader) for form, reader in forms)


def _read_stated_year(found: re.Match[str], setting: read.Setting) -> Date | None:
    return edtf.year(int(found["year"]))


def _word_reader(shift: int) -> Reader:
    def read_it(found: re.Match[str], setting: read.Setting) -> Date | None:
        at = edtf.shifted(setting.published, "day", shift) if setting.published else None
        return edtf.day(at, "published") if at else edtf.unknown("day")

    return read_it


def _weekday_reader(wanted: int) -> Reader:
    def read_it(found: re.Match[str], setting: read.Setting) -> Date | None:
        return read.weekday_near(wanted, "", setting)

    return read_it


def _with_times(text: str, dates: list[tuple[int, int, Date]]) -> list[tuple[int, int, Date]]:
    """Times of day join the day they stand beside; alone they have no value."""
    joined = list(dates)
    for match in TIME.finditer(text):
        if any(start < match.end() and match.start() < end for start, end, _ in joined) or _is_part_of_word(
            text, match
        ):
            continue
        time = _time(match)
        beside = _beside(text, match, joined) if time else None
        if time and beside is not None:
            start, end, value = joined[beside]
            value = edtf.at_time(value, *time)
            joined[beside] = (min(start, match.start()), max(end, match.end()), value)
        elif time:
            joined.append((match.start(), match.end(), edtf.unknown("minute")))
    return sorted(joined, key=lambda each: each[0])


def _is_part_of_word(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
    return before.isalnum() or before in (".", ":", "$", "€", "£", "-", "/", ",") or after.isalnum() or after == "%"


def _time(match: re.Match[str]) -> tuple[int, int] | None:
    if match["hour24"]:
        return int(match["hour24"]), int(match["minute24"])
    return read.time_of(match)


_JOINTS = frozenset([" ", ", ", " at ", ", at ", " on ", " at around ", " at about ", " around ", " about "])


def _beside(text: str, match: re.Match[str], dates: list[tuple[int, int, Date]]) -> int | None:
    for at, (start, end, value) in enumerate(dates):
        is_beside = (
            text[end : match.start()] in _JOINTS if end <= match.start() else text[match.end() : start] in _JOINTS
        )
        if is_beside and value.precision == "day":
            return at
    return None
