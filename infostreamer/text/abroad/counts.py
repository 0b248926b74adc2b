"""Numbers spelled out in other languages: "двадцать пять", "dwieście", "fünfundzwanzig" -> values."""

from __future__ import annotations

import re
from functools import lru_cache

from infostreamer.text.abroad.tongue import listed, words

_THOUSAND = 1000


@lru_cache(maxsize=16)
def _values(code: str) -> dict[str, float]:
    """Word -> value of the simple number words."""
    found: dict[str, float] = {}
    for line in listed(code, "numbers"):
        value, _, spoken = line.partition("|")
        found.update({word.lower(): float(value) for word in spoken.split()})
    return found


@lru_cache(maxsize=16)
def _scales(code: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in listed(code, "scales"):
        value, _, spoken = line.partition("|")
        found.update({word.lower(): float(value) for word in spoken.split()})
    return found


@lru_cache(maxsize=16)
def count_words(code: str) -> str:
    """A pattern for up to six number words in a row; what never matches for a language without them."""
    if code == "de":
        return _GERMAN
    every = _alternatives([*_values(code), *_scales(code)])
    return rf"(?:{every})(?:\s+(?:{every}))" + r"{0,5}(?!\w)" if every else "(?!)"


@lru_cache(maxsize=16)
def amount_words(code: str) -> str:
    """A pattern for number words that count something, vague ones ("сотни") among them."""
    vague = _alternatives([*vague_words(code)]).replace(r"\ ", r"\s+")
    return rf"(?:(?:{vague})(?!\w)|{count_words(code)})" if vague else "(?!)"


@lru_cache(maxsize=16)
def vague_words(code: str) -> frozenset[str]:
    """ "сотни", "kilkadziesiąt", "mehrere tausend", lower case."""
    return frozenset(word.replace("_", " ") for word in words(code, "vague counts"))


def _alternatives(spoken: list[str]) -> str:
    return "|".join(sorted(map(re.escape, spoken), key=lambda word: (-len(word), word)))


_ONES = "ein|eine|einen|einem|einer|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
_TEENS = "zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn"
_TENS = "zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
_SMALL = rf"(?:(?:{_ONES})?einhalb|anderthalb|(?:(?:{_ONES})und)?(?:{_TENS})|{_TEENS}|{_ONES})"
_HUNDREDS = rf"(?:(?:{_ONES})?hundert(?:und)?{_SMALL}?|{_SMALL})"
_THOUSANDS = rf"(?:{_HUNDREDS}?tausend(?:und)?{_HUNDREDS}?|{_HUNDREDS})"
_GERMAN_SCALE = r"(?:Millionen|Million|Milliarden|Milliarde|Billionen|Billion|Dutzend)"
_GERMAN = (
    rf"(?:(?:eine?[ns]?\s+)?halbe[ns]?\s+{_GERMAN_SCALE}"
    rf"|{_THOUSANDS}(?:\s+{_GERMAN_SCALE}(?:\s+{_THOUSANDS})?)?)(?!\w)"
)


def small_count(word: str, code: str) -> float | None:
    """The value of digits or number words; None for words that are no number."""
    if word.isdigit():
        return float(word)
    return _german(word.lower()) if code == "de" else _added(word.lower().split(), code)


def amount_of(spoken: str, code: str) -> float | None:
    """The value of number words that count something; None for vague ones, and for "one", which is an article too."""
    low = " ".join(spoken.lower().split())
    value = None if low in vague_words(code) else small_count(low, code)
    return None if value == 1 else value


def is_reached(text: str, start: int, hedge: str, code: str) -> bool:
    """ "выросло до 3 миллионов": "to" after a verb of change names what was reached, no upper bound."""
    stems = words(code, "change")
    if hedge not in ("до", "да", "do") or not stems:
        return False
    before = text[max(0, start - _BEFORE) : start].lower()
    clause = re.split(r"[.!?;\n]", before)[-1]
    return any(word.startswith(tuple(stems)) for word in clause.split())


_BEFORE = 60  # characters


def _added(parts: list[str], code: str) -> float | None:
    values, scales = _values(code), _scales(code)
    total = current = 0.0
    last = float("inf")
    for part in parts:
        if part in scales:
            total, current, last = total + (current or 1) * scales[part], 0.0, float("inf")
        elif part in values and values[part] < last:
            current += values[part]
            last = 10 ** (len(str(int(values[part]))) - 1) if values[part] >= 1 else 1
            last = values[part] if values[part] < 20 else last
        else:
            return None
    return total + current


_GERMAN_VALUES = {
    **dict.fromkeys(("ein", "eine", "einen", "einem", "einer", "eins"), 1),
    **{word: at for at, word in enumerate(["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"], 2)},
    **{word: at for at, word in enumerate(_TEENS.split("|"), 10)},
    **dict(zip(_TENS.split("|"), (20, 30, 30, 40, 50, 60, 70, 80, 90), strict=True)),
}
_GERMAN_SCALES = {"million": 10**6, "milliarde": 10**9, "billion": 10**12, "dutzend": 12}


def _german(spoken: str) -> float | None:
    """ "zwei Millionen dreihunderttausend", "eine halbe Million", "fünf Dutzend"."""
    parts = ["einhalb" if part.startswith("halbe") else part for part in spoken.split()]
    if "einhalb" in parts and parts[0].startswith("ein") and parts[0] != "einhalb":
        parts = parts[1:]
    total = 0.0
    for part in parts:
        factor = next((value for name, value in _GERMAN_SCALES.items() if part.startswith(name)), None)
        value = None if factor else _below_million(part)
        if factor is None and value is None:
            return None
        total = total * factor if factor else total + (value or 0.0)
    return total


def _below_million(word: str) -> float | None:
    before, thousand, after = word.partition("tausend")
    if not thousand:
        return _below_thousand(word)
    high = _below_thousand(before) if before else 1.0
    low = _below_thousand(after.removeprefix("und")) if after else 0.0
    return high * _THOUSAND + low if high is not None and low is not None else None


def _below_thousand(word: str) -> float | None:
    before, hundred, after = word.partition("hundert")
    if hundred:
        high = _GERMAN_VALUES.get(before, 1 if not before else None)
        low = _below_hundred(after.removeprefix("und")) if after else 0
        return high * 100 + low if high is not None and low is not None else None
    return _below_hundred(word)


def _below_hundred(word: str) -> float | None:
    if word in _GERMAN_VALUES:
        return float(_GERMAN_VALUES[word])
    if word.endswith("einhalb") or word == "anderthalb":
        whole = word.removesuffix("einhalb")
        return 1.5 if word == "anderthalb" else _GERMAN_VALUES.get(whole, 0) + 0.5
    ones, _, tens = word.partition("und")
    if ones in _GERMAN_VALUES and tens in _GERMAN_VALUES:
        return float(_GERMAN_VALUES[ones] + _GERMAN_VALUES[tens])
    return None
