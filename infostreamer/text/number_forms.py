"""The pattern of an amount in prose: hedge, sign, number and its range, multiplier, unit; one per language."""

from __future__ import annotations

import re
from functools import lru_cache

from infostreamer.model.finding import Bound
from infostreamer.text.abroad.counts import amount_words
from infostreamer.text.lexicon import lines_of
from infostreamer.text.number_words import WORDS

_DIGITS = (
    r"\d{1,3}(?:[,.'’ \xa0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|(?:\d{1,3}\s{1,2})?\d{1,2}/\d{1,3}(?![/\d])|\d*[½⅓⅔¼¾⅛⅜⅝⅞]"
    r"|\d+(?:\.\d+e[+-]?|e[+-])\d{1,2}(?!\w)|\d+(?:[.,]\d+)?|\.\d+"
)
_TO = r"\s?[-–—]\s?|\s+(?:to|or|до|да|do|bis)\s+"
_SYMBOL = r"%|°\s?[CF]\b|°|(?<=\d)[CF](?![\w.])|[€£$¥₽₴₹₺₸₾₪₡₭₲₵元]"


@lru_cache(maxsize=16)
def table(section: str) -> dict[str, str]:
    """Word -> canonical, from the lines "canonical | words" of measures.txt."""
    known: dict[str, str] = {}
    for line in lines_of("measures.txt", section=section):
        canonical, _, words = line.partition("|")
        known.update({word.replace("_", " "): canonical.strip() for word in words.split()})
    return known


@lru_cache(maxsize=16)
def hedges(language: str | None) -> dict[str, Bound]:
    """The words before a number that make it a bound, in lower case."""
    known: dict[str, Bound] = {}
    bounds: tuple[Bound, ...] = ("at_least", "at_most", "about")
    for bound in bounds:
        section = bound if language in (None, "en") else f"{bound} {language}"
        known.update(dict.fromkeys(lines_of("measures.txt", section=section), bound))
    return known


def _alternatives(words: list[str]) -> str:
    ordered = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("_", r"[\s-]") for word in ordered) or "(?!)"


@lru_cache(maxsize=32)
def pattern(language: str | None, *, is_range: bool = True) -> re.Pattern[str]:
    """What `numbers` reads; without `is_range` only the first number of a range.

    Groups: lead ("between", "from"), hedge or mark, minus, sign, digits, scale, unit of the first, high, its sign, its
    scale; or words and high_words; then symbol, unit or money.
    """
    currencies = table("currencies")
    signs = _alternatives([word for word in currencies if not word.replace(" ", "").isalpha() or word.isupper()])
    signs = rf"(?i:hk|au|nz|ca|us|mex|c)\s\$|{signs}"
    money = _alternatives([word for word in currencies if word.replace(" ", "").isalpha() and not word.isupper()])
    scales = [*table("multipliers"), "dozen", "dozens"]
    scale = rf"(?i:{_alternatives([word for word in scales if len(word) > 2])})|{_alternatives(scales)}"
    units = [word for word in table("units") if word[:1].isalpha()]
    long = [word for word in units if len(word) > 1]
    short = [word for word in units if len(word) == 1 and word not in "CF"]  # "2021 C.P.I."
    unit = rf"(?i:{_alternatives(long)})|{_alternatives(short)}"
    hedge = rf"(?:(?P<hedge>(?i:{_alternatives(list(hedges(language)))}))\s+|(?P<mark>[~≈><])\s?)?"
    words = f"(?i:{WORDS})" if language in (None, "en") else f"(?i:{amount_words(language)})"
    first = (
        rf"(?P<minus>[-−](?=[\d.$€£])|(?i:minus|negative)\s)?(?P<sign>{signs})?\s?(?P<digits>{_DIGITS})"
        rf"(?:\s?(?P<scale>{scale})(?!\w))?"
    )
    joint = rf"(?:{_TO}|(?(between)\s+(?:and|i|und|та|і|и)\s+|(?!)))"
    high = (
        rf"(?:(?:\s?(?P<first_unit>%|[°]\s?[CF])|\s(?P<first_word>{unit})(?!\w))?{joint}"
        rf"(?P<sign2>{signs})?\s?(?P<high>{_DIGITS})(?:\s?(?P<high_scale>{scale})(?!\w))?)?"
    )
    high_words = rf"(?:{joint}(?P<high_words>{words}))?"
    if not is_range:
        high, high_words = f"(?:(?!){high})?", f"(?:(?!){high_words})?"  # the same groups, never set
    spelled = rf"(?P<minus_word>(?i:minus|negative)\s)?(?P<words>{words})"
    return re.compile(
        r"(?<![\w.,:/#@+\-–$€£°%=&?])"
        r"(?:(?:(?P<between>(?i:between|między|zwischen|между|між|паміж))|(?P<lead>(?i:from|от|від|ад|od|von)))\s+)?"
        rf"{hedge}(?:{first}{high}|{spelled}{high_words})"
        rf"(?:(?:\s?(?P<symbol>{_SYMBOL})|[\s-]?\(?(?P<unit>{unit})(?!\w)|[\s-](?i:(?P<money>{money}))(?!\w))"
        r"(?:-old\b)?)?"
    )
