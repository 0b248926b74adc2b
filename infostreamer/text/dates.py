"""Dates, in machine notation and in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import Date, Published
from infostreamer.text import date_periods as period
from infostreamer.text import date_readers as read
from infostreamer.text import edtf
from infostreamer.text.abroad import dates as abroad
from infostreamer.text.date_forms import ANCHOR, ENGLISH, Reader
from infostreamer.text.date_joins import join
from infostreamer.text.date_pairs import two_days
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
_LATER = re.compile(r"\b(?:later|earlier|year\s+is\s+greater|year\s+greater)\s+than\s+$", re.IGNORECASE)
_YEAR_REFUSED = re.compile(
    r"[\s-]+(?:people|men|women|children|soldiers|troops|civilians|citizens|prisoners|protesters|members|km|kg|metres|meters|"
    r"feet|dollars|euros|roubles|rubles|tons|tonnes|miles|volunteers|employees|workers|homes|houses|others|were|have)\b"
)
_MONTH_CUES = re.compile(
    r"\b(?:in|since|until|till|by|of|from|to|and|through|for|during|before|after|early|late|mid|each|every|as)[\s-]$",
    re.IGNORECASE,
)
_ALSO_WORDS = frozenset(["May", "March", "April", "June", "August"])
_LEAD = re.compile(r"(?:on|from|in|over|during|for|within|throughout)\s+", re.IGNORECASE)

_AROUND = 80  # characters on each side of an anchor: longer than any form
_AGENCY = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*)?[–—-]")
_AGE = re.compile(r"\b(?:his|her|their|my|our|your|its)\s+(?:early|mid|late)?[\s-]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    match: re.Match[str]
    reader: Reader


def find_dates(
    text: str,
    *,
    published: Published | None = None,
    language: str | None = "en",
    order: read.Order | None = None,
) -> list[tuple[int, int, Date]]:
    """Every temporal expression of the prose with its value, in order, not overlapping.

    A day without a year is resolved against the day of publication (nearest, in doubt in the past) or stays
    "XXXX-05-22". What nothing supports keeps value None; a year is never invented.

    Args:
        text: the report's text.
        published: when it was published; used only when known to the day or better.
        language: ISO 639-1; English has every form, ru uk be pl de the common ones, fr es it absolute dates and
            today/yesterday.
        order: how the outlet writes "03/04/2023"; else told by the text's other dates, else it is one of two days.
    """
    ref = published.at.date() if published and published.precision in ("second", "minute", "day") else None
    moment = published.at if published and published.precision in ("second", "minute") else None
    before: Date | None = None
    dates: list[tuple[int, int, Date]] = []
    order, done = order or _order_of(text), 0
    for found in _sorted(_candidates(text, language)):
        if found.start < done:
            continue
        setting = read.Setting(ref, before, looks_ahead(text, found.start, found.end), language, moment, order)
        value = found.reader(found.match, setting)
        if value is None:
            continue
        if value.start and not edtf.is_one_of(value) and not _is_dateline(text, found.end):
            before = value
        done = found.end
        dates += two_days(found.match, (found.start, found.end, value))
    return join(text, dates) if language in (None, "en") else dates


def _is_dateline(text: str, end: int) -> bool:
    """ "HAVEN, Nov 3 (Varpress) –": the day it was filed, no time that the story tells of."""
    return _AGENCY.match(text, end) is not None


def _candidates(text: str, language: str | None) -> list[_Found]:
    if language not in (None, "en"):
        forms = abroad.forms(language or "") or _other(language or "")
        return [found for form, reader in forms for found in _found(text, form, reader, 0, len(text))]
    places = _places(text)
    return [
        found
        for kind, forms in _english().items()
        for start, end in places.get(kind, ())
        for form, reader in forms
        for found in _found(text, form, reader, start, end)
    ]


def _found(text: str, form: re.Pattern[str], reader: Reader, start: int, end: int) -> Iterator[_Found]:
    for match in form.finditer(text, start, end):
        if _is_meant(text, match, reader):
            yield _Found(*_trimmed(text, *match.span()), match, reader)


def _places(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where forms of each kind can match: the surroundings of its words, as [start, end) apart from each other."""
    places: dict[str, list[tuple[int, int]]] = {}
    for anchor in ANCHOR.finditer(text):
        known = places.setdefault(anchor.lastgroup or "", [])
        start, end = max(0, anchor.start() - _AROUND), min(len(text), anchor.end() + _AROUND)
        if known and start <= known[-1][1]:
            known[-1] = (known[-1][0], end)
        else:
            known.append((start, end))
    return places


def _is_meant(text: str, match: re.Match[str], reader: Reader) -> bool:
    """False for "1500" before "citizens", for "in their 40s" and for the surname May."""
    if reader is read.read_year:
        return bool(match["nth"]) or _is_year(text, match)
    if reader is period.read_feast:
        return _OTHER_CHURCH.search(text[max(0, match.start() - 10) : match.start()]) is None
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
    if _LATER.search(text, max(0, start - 24), start):
        return True
    cue = _YEAR_CUES.search(text[max(0, start - 12) : start]) is not None
    return cue and 1400 <= year <= 2100 and _YEAR_REFUSED.match(text, end) is None


def _sorted(found: list[_Found]) -> list[_Found]:
    """The earliest first, and of those that begin together the longest: the order in which they are tried."""
    return sorted(found, key=lambda each: (each.start, -each.end))


_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\d/])")


def _order_of(text: str) -> read.Order | None:
    """Whether day or month comes first in "03/04/2023", told by others of its kind that can be read in one way only."""
    told: set[read.Order] = set()
    for one, two in _SLASHED.findall(text):
        if int(one) > _MONTHS >= int(two) > 0:
            told.add("day first")
        elif int(two) > _MONTHS >= int(one) > 0:
            told.add("month first")
    return told.pop() if len(told) == 1 else None


_MONTHS = 12


# No piece of a word, a tag, an amount or a clock; after a hyphen only as the end of a range ("Nov 18-Dec 19").
_BOUNDARY = r"(?<![\w@#/.$€£])(?<![$€£] )(?<![^\d\s]-)(?<!\d:)"
_OTHER_CHURCH = re.compile(r"\b(?:orthodox|coptic|julian|old)\s+$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _english() -> dict[str, tuple[tuple[re.Pattern[str], Reader], ...]]:
    return {kind: tuple((_compiled(form), reader) for form, reader in forms) for kind, forms in ENGLISH.items()}


def _compiled(form: str) -> re.Pattern[str]:
    """Names of months and feasts stay case-sensitive ("may", "march"); all else may open a sentence."""
    return re.compile(_BOUNDARY + (form if "<month>" in form or "<holiday>" in form else f"(?i:{form})"))


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
