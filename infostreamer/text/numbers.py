"""Numbers in prose: value, range, unit, currency and the hedge words that bound them."""

from __future__ import annotations

import re
from dataclasses import replace

from infostreamer.model.finding import Bound
from infostreamer.text.abroad.counts import amount_of, is_reached, vague_words
from infostreamer.text.amounts import Number
from infostreamer.text.counting import ONES
from infostreamer.text.lexicon import words_in
from infostreamer.text.number_forms import hedges, pattern, table
from infostreamer.text.number_joins import join_numbers
from infostreamer.text.number_words import VAGUE, read_words

_DECIMAL_POINT = frozenset([None, "en", "zh", "ja", "ko", "he", "th", "hi"])
_VULGAR = dict(zip("½⅓⅔¼¾⅛⅜⅝⅞", (1 / 2, 1 / 3, 2 / 3, 1 / 4, 3 / 4, 1 / 8, 3 / 8, 5 / 8, 7 / 8), strict=True))
_DENOMINATORS = frozenset([2, 3, 4, 5, 6, 8, 10, 16, 20, 100])


def find_numbers(text: str, language: str | None = "en") -> list[tuple[int, int, Number]]:
    """Numbers that count or measure, with hedge and unit inside their span, in order, not overlapping.

    Left out: ordinals, times, phone numbers, list numbers, model names ("T-72", "COVID-19", "5G"), references
    ("Article 5", "No. 7"), scores, versions ("4.0" after "BY"). Years and dates are not told apart here: the caller
    knows them. "Rose from 160 to 170" gives two numbers, "from 160 to 170 people" one range.
    """
    found: list[tuple[int, int, Number]] = []
    at, form = 0, pattern(language)
    while (match := form.search(text, at)) is not None:
        match = _single(text, match, language)
        at = max(match.end(), at + 1)
        number = None if _is_refused(text, match) else _read(match, language)
        if number is not None:
            end, number = _with_age(text, match, _in_context(text, match, number))
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            found.append((_counted_from(match, start, number), end, number))
            at = max(at, end)
    return join_numbers(text, found) if language in (None, "en") else found


_CHANGED = re.compile(
    r"\b(?:rose|risen|rise|rises|fell|fallen|fall|falls|grew|grown|grow|up|down|increas\w*|decreas\w*|dropp?\w*|climb\w*|jump\w*|"
    r"cut|cuts|rais\w*|lower\w*|widen\w*|narrow\w*|slow\w*|shr[aiu]nk|slip\w*|tumbl\w*|chang\w*|went|moved|doubled|expand\w*|"
    r"reduc\w*|improv\w*|revis\w*|soar\w*|surg\w*|plung\w*|declin\w*|eas\w*|edg\w*|accelerat\w*)\b[^.;!?\n]{0,40}$",
    re.IGNORECASE,
)
_CONTEST = re.compile(
    r"\b(?:w[io]n|wins|lost|loss|beat|beaten|defeat\w*|draw|drew|lead|led|leading|victory|victories|score\w*|match|thrash\w*|goals?|final)\b",
    re.IGNORECASE,
)


def _single(text: str, match: re.Match[str], language: str | None) -> re.Match[str]:
    """Only the first number where two are the ends of a change, fall, or are measured in different things."""
    if match["high"] is None and match["high_words"] is None:
        return match
    first = match["first_unit"] or match["first_word"]
    is_mixed = bool(first) and (match["sign2"] is not None or _canonical(first) != _unit(match))
    is_change = match["lead"] is not None and _CHANGED.search(text, max(0, match.start() - 70), match.start())
    if not is_mixed and not is_change and _ends(match, language) != (None, None):
        return match
    return pattern(language, is_range=False).match(text, match.start()) or match


def _counted_from(match: re.Match[str], start: int, number: Number) -> int:
    """Where the span begins: "between" belongs to its range, "from" does not."""
    word = match["lead"] or (match["between"] if number.high is None else None)
    if word is None:
        return start
    inner = match.group().lstrip()[len(word) :]
    return start + len(word) + len(inner) - len(inner.lstrip())


_METRES = re.compile(r"\s+(?:tall|long|high|deep|wide|thick|away|above|below|apart|x)\b")
_POUNDS_OF = re.compile(r"\s+of\s+(?!the|its|their|his|her|aid|debt|funding|spending|savings|taxpayers)\w")
_WEIGHED = re.compile(
    r"\b(?:weigh\w*|weight|heavier|lighter|lose|lost|losing|gain\w*|drop|shed|baby)\b[^.]{0,30}$", re.IGNORECASE
)


def _in_context(text: str, match: re.Match[str], number: Number) -> Number:
    """ "1.8m tall" is metres and no million; "weighed 25 pounds" is no money."""
    if match["scale"] == "m" and number.unit is None and _METRES.match(text, match.end()):
        return replace(number, value=_tidy((number.value or 0) / 10**6), unit="m")
    if (match["money"] or "").lower() in ("pound", "pounds"):
        of_weight = _POUNDS_OF.match(text, match.end()) or match.group().lower().endswith("-pound")
        is_weight = of_weight or _WEIGHED.search(text, max(0, match.start() - 45), match.start()) is not None
        return replace(number, unit="lb") if is_weight else number
    return number


_OLD = re.compile(r"-old\b|\s+old\b|\s+of\s+age\b")
_AGED = re.compile(r"\b(?:aged?|ages|of\s+age)\s+(?:about\s+|around\s+)?$", re.IGNORECASE)
_SHORT_OLD = re.compile(r"[\s-]?(?:yo|y/o|y\.o\.)(?!\w)", re.IGNORECASE)
_TIMES = frozenset(["day", "week", "month", "year"])


def _with_age(text: str, match: re.Match[str], number: Number) -> tuple[int, Number]:
    """ "34-year-old", "34 years old", "aged 12", "three months of age": end of the span and the number as an age."""
    end = match.end()
    if number.unit is None and (short := _SHORT_OLD.match(text, end)):
        return short.end(), replace(number, unit="year", is_age=True)
    if number.unit in _TIMES and (match.group().endswith("-old") or _OLD.match(text, end)):
        return end, replace(number, is_age=True)
    before = text[max(0, match.start() - 16) : match.start()]
    is_aged = number.unit is None and before.rstrip()[-1:].isalpha() and _AGED.search(before) is not None
    return end, replace(number, unit="year", is_age=True) if is_aged and (number.value or 0) < 130 else number


_REFERENCES = "|".join(sorted(words_in("counted_words.txt", section="references")))
_REFERENCE = re.compile(rf"(?:\b(?:{_REFERENCES})\.?\s*|[№#§+])$", re.IGNORECASE)
_FOLLOWED = re.compile(r"(?:st|nd|rd|th)\b|[^\W\d_]|[-–/.:,]\d|:\d|-[A-Za-z]+(?!.{0,2}\b(?:old|long))|\)\s|°\d")
_PHONE = re.compile(r"[\s(-]{1,2}\d{2,4}[\s)-]{1,2}\d{2,4}(?:[\s-]\d{2,4})?")
_COMPOUNDS = re.compile(rf"-(?:{'|'.join(sorted(words_in('counted_words.txt', section='compounds')))})")


def _is_refused(text: str, match: re.Match[str]) -> bool:
    if "\n\n" in match.group().strip():
        return True
    if match["words"]:
        return _is_idle_word(text, match)
    end = match.end()
    before = text[max(0, match.start() - 14) : match.start()]
    is_measured = any(match.group(*_MEASURES))
    last = before.rstrip()[-1:]
    is_named = bool(last) and (last.isalpha() or last in ".№#§+") and _REFERENCE.search(before) is not None
    if is_named and not is_measured and not match["hedge"]:
        return True
    if _is_name_of_heat(text, match):
        return True
    follow = None if match.group().endswith("-old") else _FOLLOWED.match(text, end)
    if follow is not None and is_measured and follow.group().startswith(")"):
        follow = None  # "(five feet, 4 inches) " is no list
    is_bracketed = follow is not None and follow.group().startswith(")") and before.endswith("(")
    if follow is not None and not is_bracketed and not _COMPOUNDS.match(text, end):
        return True
    if match["scale"] == "K" and match["sign"] is None and len(match["digits"]) == 1:
        return True  # "a 4K screen"
    is_share = "/" in (match["digits"] or "") and " " not in match["digits"]
    if is_share and not match["unit"] and not _SHARED.match(text, end):
        return True  # "2/8" of a gallery
    if not is_measured and "." in match.group() and _VERSIONED.match(text, end):
        return True
    if not is_measured and (_is_score(text, match) or _DIALLED.fullmatch(match.group().strip())):
        return True
    head = before.rstrip(" (")
    is_listed = (not head or head.endswith("\n")) and text[end : end + 2] in (". ", ") ")
    return not is_measured and (is_listed or _PHONE.match(text, end) is not None)


_HOTTEST = 150
_NAMING = re.compile(r"\b(?:the|a|an|form|boeing|airbus)\s+$", re.IGNORECASE)


def _is_name_of_heat(text: str, match: re.Match[str]) -> bool:
    """ "Boeing 777F", "the 13F filing": a bare letter after a number that no weather reaches, or that names a thing."""
    if match["symbol"] not in ("C", "F"):
        return False
    is_named = _NAMING.search(text, max(0, match.start() - 8), match.start()) is not None
    return is_named or (_digits(match["digits"], "en") or 0) > _HOTTEST or text[match.end() : match.end() + 1] == "/"


_MEASURES = ("sign", "sign2", "symbol", "unit", "money", "scale", "high_scale", "first_unit", "first_word")
_SHARED = re.compile(r"\s+(?:of|majority|mile|miles|inch|inches|hour|hours)\b")
_VERSIONED = re.compile(r"\s+(?:firmware|update|updates|beta|release|build|patch)\b", re.IGNORECASE)
_DIALLED = re.compile(r"\d{3}-\d{4}")
_SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")


def _is_score(text: str, match: re.Match[str]) -> bool:
    """ "won 2-3", "a 1-4 defeat": told by the words of a contest around it."""
    if _SCORE.fullmatch(match.group().strip()) is None:
        return False
    around = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 25]
    return any(_CONTEST.search(words) is not None for words in around)


_DETERMINERS = words_in("counted_words.txt", section="determiners")
_ONE_OF = re.compile(
    r"\s+(?:person|man|woman|child|boy|girl|soldier|civilian|officer|policeman|journalist|protester|passenger|worker|case|death|"
    r"(?:was|is|had\s+been|remained|of\s+(?:them|whom)\s+(?:was|is))\s+(?:\w+ly\s+)?(?:killed|dead|injured|wounded|hurt|missing|arrested|"
    r"detained|shot))\b"
)


_PRONOUN = re.compile(r"\b(?:no|any|every|some|each|this|that)[ -]$", re.IGNORECASE)


def _is_idle_word(text: str, match: re.Match[str]) -> bool:
    """ "one" as a pronoun, "the two leaders": numbers that count nothing new."""
    words = match["words"].lower()
    if words == "one" and not match["unit"] and _PRONOUN.search(text, max(0, match.start() - 8), match.start()):
        return True
    if words == "one" and not match["high_words"] and not match["minus_word"]:
        return not match["unit"] and not match["money"] and _ONE_OF.match(text, match.end()) is None
    if text[match.end() : match.end() + 1] == "-" and not _COMPOUNDS.match(text, match.end()):
        return True
    before = text[max(0, match.start() - 8) : match.start()].split()
    is_small = " " not in words and "-" not in words and words in ONES
    if text[match.end() : match.end() + 7] in (" others", " more "):
        return False
    return is_small and not match["unit"] and bool(before) and before[-1].lower() in _DETERMINERS


def _read(match: re.Match[str], language: str | None) -> Number | None:
    hedge, bound, unit = match["hedge"] or match["mark"], _bound(match, language), _unit(match)
    low, high = _ends(match, language)
    if match["words"] and low is None:
        return _vague(match, hedge, bound, unit, language)
    if low is None:
        return None
    sign = -1 if match["minus"] or match["minus_word"] else 1
    return Number(sign * low, high, unit, hedge, bound, match["words"] is not None)


def _ends(match: re.Match[str], language: str | None) -> tuple[float | None, float | None]:
    """Both ends, the first scaled like the second where only that says so; (None, None) where they make no range."""
    if match["words"]:
        low, spoken = _spelled(match["words"], language), match["high_words"]
        high_word = _spelled(spoken, language) if spoken else None
        return low, high_word if high_word is None or low is None or high_word > low else None
    low = _digits(match["digits"], language)
    high = _digits(match["high"], language) if match["high"] else None
    if low is None or (match["high"] and high is None):
        return None, None
    scale, high_scale = _factor(match["scale"]), _factor(match["high_scale"])
    if high is None:
        return _tidy(low * scale), None
    shared = high_scale if match["scale"] is None and low < high else 1
    low, high = low * scale * shared, high * (high_scale if match["high_scale"] else scale)
    return (_tidy(low), _tidy(high)) if high > low else (None, None)


def _spelled(words: str, language: str | None) -> float | None:
    return read_words(words) if language in (None, "en") else amount_of(words, language)


def _factor(scale: str | None) -> float:
    if scale is None:
        return 1.0
    return 12.0 if scale.lower().startswith("dozen") else float(10 ** int(_lookup("multipliers", scale) or "0"))


def _vague(
    match: re.Match[str], hedge: str | None, bound: Bound, unit: str | None, language: str | None
) -> Number | None:
    """ "hundreds of": no value, the words as hedge."""
    words = " ".join(match["words"].lower().split())
    if language not in (None, "en"):
        return (
            Number(None, None, unit, hedge or match["words"], "about", True) if words in vague_words(language) else None
        )
    if words.split()[-1] not in VAGUE:
        return None
    spoken = f"{words.split()[0]} of"
    return Number(None, None, unit, hedge or spoken, bound if bound != "exact" else "about", True)


def _lookup(section: str, word: str) -> str | None:
    """The canonical of a word as written, else in lower case."""
    known = table(section)
    return known.get(word) or known.get(word.lower())


def _bound(match: re.Match[str], language: str | None) -> Bound:
    if match["mark"]:
        marks: dict[str, Bound] = {">": "at_least", "<": "at_most"}
        return marks.get(match["mark"], "about")
    words = " ".join((match["hedge"] or "").lower().split())
    if is_reached(match.string, match.start(), words, language or ""):
        return "exact"
    return hedges(language).get(words, "exact")


def _unit(match: re.Match[str]) -> str | None:
    for words in match.group("sign", "sign2", "symbol", "money", "unit"):
        if words:
            return _canonical(words)
    return None


def _canonical(words: str) -> str | None:
    spoken = re.sub(r"[\s-]+", " ", words).strip(" (")
    known = _lookup("currencies", spoken) or _lookup("units", spoken)
    return known or _lookup("units", spoken.replace(" ", ""))


def _digits(raw: str, language: str | None) -> float | None:
    """ "1,500", "1.500" (where the comma is the decimal mark), "1 500", "2.5", "2 1/4", "1½"."""
    if "/" in raw:
        return _fraction(raw)
    if raw[-1] in _VULGAR:
        return _tidy(float(raw[:-1] or 0) + _VULGAR[raw[-1]])
    bare = re.sub(r"['’ \xa0\u202f]", "", raw)
    is_grouped = re.fullmatch(r"\d{1,3}(?:([,.])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", bare)
    comma_first = language not in _DECIMAL_POINT
    if is_grouped and (is_grouped[1] == ("." if comma_first else ",") or bare.count(is_grouped[1]) > 1):
        bare = bare.replace(is_grouped[1], "", bare.count(is_grouped[1]))
    bare = bare.replace(",", ".")
    return float(bare) if len(bare) < 300 and bare.count(".") <= 1 else None


def _fraction(raw: str) -> float | None:
    whole, _, part = raw.rpartition(" ")
    top, _, bottom = part.partition("/")
    if int(bottom) not in _DENOMINATORS or int(top) >= int(bottom):
        return None
    return _tidy(int(whole or 0) + int(top) / int(bottom))


def _tidy(value: float) -> float:
    return round(value, 6)
