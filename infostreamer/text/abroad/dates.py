"""The forms that dates take in languages other than English, built from their word lists, each with its reader."""

# ruff: noqa: E501 — one form is one line: folded, they could not be compared with each other.

from __future__ import annotations

import re
from functools import lru_cache

from infostreamer.text.abroad import when
from infostreamer.text.abroad.counts import count_words
from infostreamer.text.abroad.tongue import listed
from infostreamer.text.date_forms import Reader
from infostreamer.text.months import months

LANGUAGES = ("ru", "uk", "be", "pl", "de")
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_LAST = r"(?P<last>0?[1-9]|[12]\d|3[01])"
_FOUR = r"1[3-9]\d\d|20\d\d"
_FOUR_LETTERS = frozenset(["июнь", "июня", "июне", "июль", "июля", "июле", "март", "luty", "maja", "юли"])
_SHORT_MONTHS = frozenset(
    ["май", "мая", "мае", "маі", "маем", "траў", "maj", "maja", "maju", "mai", "juni", "juli", "mais"]
)


@lru_cache(maxsize=8)
def forms(code: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """(pattern, reader) pairs of one language; empty for a language without forms here."""
    if code not in LANGUAGES:
        return ()
    rows = [*_days(code), *_months_and_years(code), *_relative(code), *_rest(code)]
    return tuple((re.compile(rf"(?i)(?<![\w@#/.-]){form}"), reader) for form, reader in rows)


def _any(code: str, *sections: str) -> str:
    """The words of the sections as alternatives, the longest first; what never matches when there are none."""
    spoken = {word for section in sections for line in listed(code, section) for word in _words(line) if word != "-"}
    ordered = sorted(spoken, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("_", r"\s+") for word in ordered) or "(?!)"


def _words(line: str) -> list[str]:
    value, bar, others = line.partition("|")
    return (others if bar else value).split()


def _time(code: str) -> str:
    clock = _any(code, "clock")
    words = _any(code, "clock words")
    of_day = _any(code, "times of day")
    lead = rf"(?:\s+(?:{of_day}))?(?:,?\s+(?:{clock})\s+(?:godz\.\s*)?"
    return lead + rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d)(?!\d)(?:\s+(?:{words})\b)?|\s+(?:{words})\b))?"


def _own(code: str) -> str:
    return rf"(?:(?P<own>{_any(code, 'back', 'now', 'next')})\s+)"


def _year(code: str) -> str:
    """A stated year with its word, or "прошлого года"."""
    words = _any(code, "year words")
    ways = _any(code, "back", "now", "next")
    units = "|".join(word for word, unit in when.row_of(code, "units").items() if unit == "year")
    stated = rf"(?P<year>{_FOUR})(?!\d|[.,–—-]\d)(?:\s*(?:{words})(?!\w))?"
    return rf"(?:{stated}|(?P<way>{ways})\s+(?:{units})(?!\w))"


def _month(code: str, *, is_short: bool = True) -> str:
    """Months by name, abbreviations with their full stop; without `is_short` only words that are nothing else."""
    full = [word for word in months(code) if len(word) > 4 or word in _SHORT_MONTHS or word in _FOUR_LETTERS]
    brief = [word for word in months(code) if word not in full] if is_short else []
    ordered = (sorted(map(re.escape, words), key=lambda word: (-len(word), word)) for words in (full, brief))
    long, short = ("|".join(words) or "(?!)" for words in ordered)
    return rf"(?P<month>(?:{long})(?!\w)|(?:{short})(?!\w)\.?)"


def _days(code: str) -> list[tuple[str, Reader]]:
    weekday = rf"(?:(?:(?:{_any(code, 'weekday lead')})\s+)?(?:{_any(code, 'weekdays')}),?\s+(?:(?:den|dem|dnia)\s+)?)?"
    joint = r"(?:\.?\s?[-–—]\s?|\.?\s+(?:по|до|да|do|bis|bis\s+zum|па|и|і|i|und|та)\s+(?:dem\s+)?)"
    lead = r"(?:(?:с|со|з|із|від|ад|od|vom|von|между|між|zwischen)\s+(?:dem\s+)?)?"
    year = rf"(?:,?\s+{_year(code)})?"
    ordinal = r"(?:-?(?:го|ого|е|му|га|ага))?\.?"
    return [
        (rf"{lead}{_DAY}(?P<hour>(?!))?(?P<minute>(?!))?{joint}{_LAST}{ordinal}\s+{_month(code)}{year}", when.read_day),
        (rf"{weekday}{_DAY}(?P<last>(?!))?(?:\.\s?|{ordinal}\s+){_month(code)}{year}{_time(code)}", when.read_day),
        (rf"{weekday}(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{_FOUR})(?!\d)", when.read_dotted),
        (r"(?P<year>1[3-9]\d\d|20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", when.read_dotted),
        (r"(?:(?:am|vom|zum|bis|den|dem|der|für)\s+)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?P<year>(?!))?(?!\d)", when.read_dotted),
    ]  # fmt: skip


def _months_and_years(code: str) -> list[tuple[str, Reader]]:
    part = rf"(?:(?P<part>{_any(code, 'early', 'mid', 'late')})\s+)"
    lead = rf"(?:(?:{_any(code, 'month lead')})\s+)"
    words = _any(code, "year words")
    year_lead = rf"(?:{_any(code, 'year lead')})\s+"
    bare = rf"(?P<year>{_FOUR})(?![\d%-]|[.,]\d)"
    with_word = rf"{bare}\s*(?:{words})(?!\w)"
    rows: list[tuple[str, Reader]] = [
        (rf"(?:{part}|{lead})?(?P<own>(?!))?{_month(code)},?\s+{_year(code)}", when.read_month),
        (rf"{part}{_own(code)}?{_month(code)}(?P<year>(?!))?(?P<way>(?!))?", when.read_month),
        (
            rf"{lead}(?P<part>(?!))?{_own(code)}?{_month(code, is_short=False)}(?P<year>(?!))?(?P<way>(?!))?",
            when.read_month,
        ),
        (
            rf"(?P<first>{_FOUR})\s?(?:[-–—]|по|до|и|і|i|bis|und)\s?(?P<year>{_FOUR})(?!\d|%)(?:-?[а-яіх]{{0,2}}\s*(?:{words})(?!\w))?",
            when.read_years,
        ),
        (
            rf"(?:{year_lead})(?P<first>{_FOUR})\s+(?:по|до|и|і|da|да|do|i|bis|und)\s+(?P<year>{_FOUR})(?!\d|%)(?:\s*(?:{words})(?!\w))?",
            when.read_years,
        ),
        (rf"{part}{bare}(?:\s*(?:{words})(?!\w))?", when.read_year),
    ]
    if words != "(?!)":
        rows.append((rf"(?P<part>(?!))?{with_word}", when.read_year))
        rows.append((rf"(?P<part>(?!))?(?<=[(])(?P<year>{_FOUR})(?=[)])", when.read_year))
    else:
        rows.append((rf"(?P<part>(?!))?(?:bis|seit|ab)\s+{bare}(?!\s+(?:{_measured()}))", when.read_year))
        rows.append((rf"(?P<part>(?!))?(?:im\s+)?Jahre?s?\s+{bare}", when.read_year))
        rows.append((rf"(?P<part>(?!))?{year_lead}{bare}(?!\s+[a-zäöü]|\s+(?:{_measured()}))", when.read_year))
        rows.append(
            (
                rf"(?P<part>(?!))?{year_lead}{bare}(?=\s+(?:ist|war|wurde|hat|hatte|in|im|von|mit|und|als|zum))",
                when.read_year,
            )
        )
    return rows


def _measured() -> str:
    """German nouns that a four-digit number counts: "in 2000 Metern"."""
    return "Meter|Metern|Euro|Menschen|Soldaten|Personen|Kilometer|Kilometern|Fällen|Fälle|Tonnen|Stück|Einwohner|Dollar|Jahren"


def _relative(code: str) -> list[tuple[str, Reader]]:
    units = rf"(?P<unit>{_any(code, 'units')})(?!\w)"
    count = rf"(?P<count>\d{{1,4}}|{count_words(code)})"
    ways = rf"(?P<way>{_any(code, 'back', 'now', 'next')})"
    unit_lead = rf"(?:(?:{_any(code, 'unit lead')})\s+)?"
    ago, ahead, over = (_any(code, section) for section in ("ago", "ahead", "over"))
    rows: list[tuple[str, Reader]] = [
        (rf"{unit_lead}{ways}\s+{units}", when.read_unit),
        (rf"(?:{over})\s+(?:{count}\s+)?{units}", when.read_over),
    ]
    if code == "de":
        rows.append((rf"(?:rund\s+|etwa\s+)?(?P<ago>{ago})\s+{count}\s+{units}", when.read_counted))
    else:
        rows.append((rf"(?:{count}\s+)?{units}\s+(?P<ago>{ago})(?!\w)", when.read_counted))
    rows.append((rf"(?P<ago>(?!))?(?:{ahead})\s+(?:{count}\s+)?{units}", when.read_counted))
    return rows


def _rest(code: str) -> list[tuple[str, Reader]]:
    weekday = rf"(?P<weekday>{_any(code, 'weekdays')})(?!\w)"
    lead = rf"(?:(?:{_any(code, 'weekday lead')})\s+)"
    season = rf"(?P<season>{_any(code, 'seasons')})(?!\w)"
    none = r"(?P<year>(?!))?(?P<way>(?!))?"
    kind = rf"(?P<kind>{_any(code, 'quarter', 'half')})(?!\w)"
    nth = rf"(?P<nth>{_any(code, 'ordinals')}|IV|I{{1,3}}|[1-4])(?:-м|-й|-го|\.)?"
    instrumental = _any_of_season(code)
    return [
        (rf"{lead}{_own(code)}?{weekday}{_time(code)}", when.read_weekday),
        (rf"{_own(code)}{weekday}{_time(code)}", when.read_weekday),
        (rf"(?P<word>{_any(code, 'day words')})(?!\w){_time(code)}", when.read_word),
        (rf"(?P<own>(?!))?{season}\s+{_year(code)}", when.read_season),
        (rf"{_own(code)}{season}{none}", when.read_season),
        (rf"(?P<own>(?!))?(?P<season>{instrumental})(?!\w){none}", when.read_season),
        (rf"{nth}\s+{kind}\s+(?:des\s+Jahres\s+)?{_year(code)}", when.read_quarter),
        (rf"(?:latach?\s+)?(?P<decade>{_FOUR}|[2-9]0)(?:-?(?:{_any(code, 'decades')})|-?(?:тых|тые))\s*(?:{_any(code, 'decade words')})(?!\w)",
         when.read_decade),
        (r"lata(?:ch)?\s+(?P<decade>[2-9]0)\.", when.read_decade),
        (rf"(?P<century>[XХVI]{{2,5}}І{{0,2}}|\d\d?)(?:-м|-го|-й|\.)?\s+(?:{_any(code, 'century')})(?!\w)", when.read_century),
        (rf"(?P<word>{_any(code, 'year adverbs')})(?!\w)", when.read_year_adverb),
        (rf"(?:{_any(code, 'vague')})(?!\w)", when.read_vague),
        (rf"(?:{_any(code, 'clock')})\s+(?:godz\.\s*)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?![\d.,%])(?:\s+(?:{_any(code, 'clock words')})\b)?",
         when.read_clock),
        (rf"(?:{_any(code, 'clock')})\s+(?P<hour>\d{{1,2}})(?P<minute>(?!))?\s+(?:{_any(code, 'clock words')})(?!\w)", when.read_clock),
    ]  # fmt: skip


def _any_of_season(code: str) -> str:
    """The first form of each season, which alone names the time ("весной"); "im Sommer" in German."""
    first = [line.split()[0] for line in listed(code, "seasons")]
    joined = "|".join(first)
    return rf"(?<=im\s)(?:{joined})" if code == "de" else joined
