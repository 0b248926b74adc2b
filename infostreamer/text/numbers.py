"""Numbers in prose: value, range, unit, currency and the hedge words that bound them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from infostreamer.model.finding import Bound
from infostreamer.text.counting import ONES, TENS
from infostreamer.text.lexicon import lines_of, words_in

_DECIMAL_POINT = frozenset([None, "en", "zh", "ja", "ko", "he", "th", "hi"])
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_FRACTIONS = _PARTS | {f"{word}s": value for word, value in _PARTS.items()}
_VAGUE = frozenset(["dozens", "scores", "hundreds", "thousands", "millions", "billions"])


@dataclass(frozen=True, slots=True)
class Number:
    """One number as the text gives it. `value` None for "dozens of"; `high` is the upper end of a range."""

    value: float | None
    high: float | None = None
    unit: str | None = None  # "%", "USD", "km", "month" …
    hedge: str | None = None
    bound: Bound = "exact"
    is_word: bool = False  # spelled out
    is_age: bool = False  # "34-year-old", "aged 12"


def find_numbers(text: str, language: str | None = "en") -> list[tuple[int, int, Number]]:
    """Numbers that count or measure, with hedge and unit inside their span, in order, not overlapping.

    Left out: ordinals, times, phone numbers, list numbers, model names ("T-72", "COVID-19", "5G"), references
    ("Article 5", "No. 7"), versions ("4.0" after "BY"). Years and dates are not told apart here: the caller knows them.
    """
    found: list[tuple[int, int, Number]] = []
    for match in _pattern(language).finditer(text):
        if not _is_refused(text, match):
            number = _read(match, language)
            if number is not None and _is_age(text, match):
                number = replace(number, unit="year", is_age=True)
            if number is not None:
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                found.append((start, match.end(), number))
    return found


_OLD = re.compile(r"-old\b|\s+old\b")
_AGED = re.compile(r"\baged?\s+(?:about\s+|around\s+)?$", re.IGNORECASE)


def _is_age(text: str, match: re.Match[str]) -> bool:
    """ "34-year-old", "34 years old", "aged 12"."""
    if match["unit"] is not None:
        return match.group().endswith("-old") or _OLD.match(text, match.end()) is not None
    return match["symbol"] is None and _AGED.search(text[max(0, match.start() - 12) : match.start()]) is not None


def _alternatives(words: list[str]) -> str:
    ordered = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("_", r"[\s-]") for word in ordered)


@lru_cache(maxsize=16)
def _table(section: str) -> dict[str, str]:
    """Word -> canonical, from the lines "canonical | words"."""
    known: dict[str, str] = {}
    for line in lines_of("measures.txt", section=section):
        canonical, _, words = line.partition("|")
        known.update({word.replace("_", " "): canonical.strip() for word in words.split()})
    return known


@lru_cache(maxsize=16)
def _hedges(language: str | None) -> dict[str, Bound]:
    known: dict[str, Bound] = {}
    bounds: tuple[Bound, ...] = ("at_least", "at_most", "about")
    for bound in bounds:
        section = bound if language in (None, "en") else f"{bound} {language}"
        known.update(dict.fromkeys(lines_of("measures.txt", section=section), bound))
    return known


@lru_cache(maxsize=16)
def _pattern(language: str | None) -> re.Pattern[str]:
    """One pattern for a language: hedge, sign, number (and its range), multiplier, unit."""
    signs = _alternatives([word for word in _table("currencies") if not word.isalpha() or word.isupper()])
    money = _alternatives([word for word in _table("currencies") if word.isalpha()])
    scale = _alternatives(list(_table("multipliers")))
    unit = _alternatives([word for word in _table("units") if word.replace(" ", "").isalpha()])
    hedges = _alternatives(list(_hedges(language))) or "(?!)"
    hedge = rf"(?:(?P<hedge>(?i:{hedges}))\s+|(?P<mark>[~≈><])\s?)?"
    digits = r"\d{1,3}(?:[,.'’ \xa0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
    words = _word_pattern() if language in (None, "en") else "(?!)"
    tail = rf"(?:\s?(?P<scale>{scale})(?![\w]))?"
    joined = r"(?:\s?[-–—]\s?|\s+(?:to|and|or|до|do|bis)\s+)"
    return re.compile(
        r"(?<![\w.,:/#@+\-–$€£°])"
        rf"(?:(?:(?i:between|from|от|від|ад|od|von)\s+)(?=\S{{1,20}}(?:\s\w{{1,20}})?\s(?:and|to|до|do|bis)\s))?{hedge}"
        rf"(?P<sign>{signs})?\s?(?:(?P<digits>{digits})(?:{joined}(?P<sign2>{signs})?(?P<high>{digits}))?{tail}"
        rf"|(?P<words>(?i:{words})))"
        rf"(?:(?:\s?(?P<symbol>%|°[CF]|[€£₽₴])|[\s-]?(?i:(?P<unit>{unit}))(?![\w])|\s(?i:(?P<money>{money}))(?![\w]))"
        r"(?:-old\b)?)?"
    )


def _word_pattern() -> str:
    ones, tens = "|".join(sorted(ONES, key=len, reverse=True)), "|".join(TENS)
    small = rf"(?:(?:{tens})(?:[\s-](?:{ones}))?|(?:{ones}))"
    scales = "|".join(_SCALES)
    more = rf"(?:\s+(?:and\s+)?{small}(?:\s(?:{scales}))?){{0,6}}"
    whole = rf"(?:{small}|an?|several|half\s+an?)(?:[\s-](?:{scales})){{1,4}}{more}|{small}"
    vague = rf"(?:(?:tens|hundreds|dozens)\s+of\s+)?(?:{'|'.join(sorted(_VAGUE))})(?=\s+of\b|\s+more\b)"
    fraction = rf"(?:{small}|an?)[\s-](?:thirds?|quarters?|fifths?|tenths?)(?=\s+of\b)|half(?=\s+of\b)"
    ratio = rf"(?:{ones})\s+in\s+(?:{ones}|every\s+(?:{ones}))"
    return rf"\b(?:{vague}|{fraction}|{ratio}|{whole})\b"


_REFERENCES = "|".join(sorted(words_in("counted_words.txt", section="references")))
_REFERENCE = re.compile(rf"(?:\b(?:{_REFERENCES})\.?\s*|[№#§+])$", re.IGNORECASE)
_FOLLOWED = re.compile(r"(?:st|nd|rd|th)\b|[^\W\d_]|[-–/.:,]\d|:\d|-[A-Za-z]+(?!.{0,2}\b(?:old|long))|\)\s|°\d")
_PHONE = re.compile(r"[\s(-]{1,2}\d{2,4}[\s)-]{1,2}\d{2,4}(?:[\s-]\d{2,4})?")
_COMPOUNDS = re.compile(rf"-(?:{'|'.join(sorted(words_in('counted_words.txt', section='compounds')))})")


_LINE_HEAD = re.compile(r"(?:\A|\n)[ (]*\Z")


def _is_refused(text: str, match: re.Match[str]) -> bool:
    if "\n\n" in match.group().strip():
        return True
    if match["words"]:
        return _is_idle_word(text, match)
    end = max(match.end(name) for name in ("digits", "high", "scale", "symbol", "unit", "money"))
    before = text[max(0, match.start() - 14) : match.start()]
    is_measured = bool(match["sign"] or match["symbol"] or match["unit"] or match["money"] or match["scale"])
    is_named = not before.rstrip()[-1:].isdigit() and _REFERENCE.search(before) is not None
    if is_named and not is_measured and not match["hedge"]:
        return True
    follow = None if match.group().endswith("-old") else _FOLLOWED.match(text, end)
    if follow is not None and not _COMPOUNDS.match(text, end):
        return True
    is_listed = _LINE_HEAD.search(before) is not None and text[end : end + 2] in (". ", ") ")
    return is_listed or (not is_measured and _PHONE.match(text, end) is not None)


_DETERMINERS = words_in("counted_words.txt", section="determiners")
_ONE_OF = re.compile(
    r"\s+(?:person|man|woman|child|boy|girl|soldier|civilian|officer|policeman|journalist|protester|passenger)\b"
)


def _is_idle_word(text: str, match: re.Match[str]) -> bool:
    """ "one" as a pronoun, "the two leaders": numbers that count nothing new."""
    words = match["words"].lower()
    if words == "one":
        return not match["unit"] and _ONE_OF.match(text, match.end()) is None
    if text[match.end() : match.end() + 1] == "-" and not _COMPOUNDS.match(text, match.end()):
        return True
    before = text[max(0, match.start() - 8) : match.start()].split()
    is_small = " " not in words and "-" not in words and words in ONES
    return is_small and not match["unit"] and bool(before) and before[-1].lower() in _DETERMINERS


def _read(match: re.Match[str], language: str | None) -> Number | None:
    hedge = match["hedge"] or match["mark"]
    bound = _bound(match, language)
    unit = _unit(match)
    if match["words"]:
        return _read_words(match["words"].lower(), hedge, bound, unit)
    value, high = _digits(match["digits"], language), _digits(match["high"], language) if match["high"] else None
    if value is None or (match["high"] and high is None):
        return None
    factor = 10 ** int(_lookup("multipliers", match["scale"]) or "0") if match["scale"] else 1
    low_factor = factor if high is None or value < high else 1
    if high is not None and high <= value and high * factor <= value:
        return None
    return Number(_tidy(value * low_factor), _tidy(high * factor) if high is not None else None, unit, hedge, bound)


def _lookup(section: str, word: str) -> str | None:
    """The canonical of a word as written, else in lower case."""
    table = _table(section)
    return table.get(word) or table.get(word.lower())


def _bound(match: re.Match[str], language: str | None) -> Bound:
    if match["mark"]:
        marks: dict[str, Bound] = {">": "at_least", "<": "at_most"}
        return marks.get(match["mark"], "about")
    words = " ".join((match["hedge"] or "").lower().split())
    return _hedges(language).get(words, "exact")


def _unit(match: re.Match[str]) -> str | None:
    for name in ("sign", "sign2", "symbol", "money", "unit"):
        words = match[name]
        if words:
            spoken = re.sub(r"[\s-]+", " ", words)
            return _lookup("currencies", spoken) or _lookup("units", spoken)
    return None


def _digits(raw: str, language: str | None) -> float | None:
    """ "1,500", "1.500" (where the comma is the decimal mark), "1 500", "2.5"."""
    bare = re.sub(r"['’ \xa0\u202f]", "", raw)
    is_grouped = re.fullmatch(r"\d{1,3}(?:([,.])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", bare)
    comma_first = language not in _DECIMAL_POINT
    if is_grouped and (is_grouped[1] == ("." if comma_first else ",") or bare.count(is_grouped[1]) > 1):
        bare = bare.replace(is_grouped[1], "", bare.count(is_grouped[1]))
    bare = bare.replace(",", ".")
    return float(bare) if len(bare) < 300 and bare.count(".") <= 1 else None


def _tidy(value: float) -> float:
    return round(value, 6)


def _read_words(words: str, hedge: str | None, bound: Bound, unit: str | None) -> Number | None:
    parts = re.split(r"[\s-]+", words)
    if parts[-1] in _VAGUE or parts[0] == "several":
        return Number(None, None, unit, hedge or words, bound if bound != "exact" else "about", True)
    if parts[-1] in _FRACTIONS:
        top = _count(parts[:-1]) if len(parts) > 1 else 1.0
        return Number(_tidy((top or 1.0) * _FRACTIONS[parts[-1]]), None, unit, hedge, bound, True)
    if "in" in parts:
        return Number(_tidy((ONES[parts[0]] or 1) / (ONES[parts[-1]] or 1)), None, unit, hedge, bound, True)
    value = _count(parts)
    return Number(value, None, unit, hedge, bound, True) if value is not None else None


def _count(parts: list[str]) -> float | None:
    """ "two hundred and fifty thousand" -> 250000."""
    total, current = 0.0, 0.0
    for part in parts:
        if part in ONES or part in TENS:
            current += ONES.get(part, 0) or TENS.get(part, 0)
        elif part == "half":
            current = 0.5
        elif part == "hundred" or part == "dozen":
            current = (current or 1) * _SCALES[part]
        elif part in _SCALES:
            total, current = total + (current or 1) * _SCALES[part], 0.0
        elif part not in ("a", "an", "and"):
            return None
    return total + current
