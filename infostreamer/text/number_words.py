"""Spelled numbers: "two hundred and fifty thousand", "one and a half million", "two-thirds", "nought point three"."""

from __future__ import annotations

import re

from infostreamer.text.counting import ONES, ORDINALS, TENS

SCALES = {"hundred": 100, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9,
          "trillion": 10**12, "dozen": 12}  # fmt: skip
VAGUE = frozenset(["dozens", "scores", "hundreds", "thousands", "millions", "billions"])
_DIGITS = ONES | {"nought": 0, "naught": 0, "oh": 0}
_NAMED_PARTS = {"half": 2, "halve": 2, "quarter": 4, "hundredth": 100, "thousandth": 1000, "millionth": 10**6,
                "billionth": 10**9, "trillionth": 10**12}  # fmt: skip
_PARTS = _NAMED_PARTS | {word: at for word, at in ORDINALS.items() if at > 2}

_ONE = "|".join(sorted(_DIGITS, key=lambda word: (-len(word), word)))
_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:(?:\s{{1,3}}|\s?-\s?)(?:{'|'.join(ONES)}))?|(?:{_ONE}))"
_GROUP = rf"(?:(?:{_SMALL}|an?)(?:\s{{1,3}}|-)hundred(?:(?:\s{{1,3}}|-)(?:and\s+)?{_SMALL})?|{_SMALL})"
_SCALE = rf"(?:{'|'.join(SCALES)})(?:(?<=dozen)s)?"
_WHOLE = (
    rf"(?:(?:{_GROUP}|an?|half\s+an?|half)(?:(?:\s{{1,3}}|-){_SCALE}){{1,3}}"
    rf"(?:,?\s+(?:and\s+)?{_GROUP}(?:[\s-]{_SCALE})?){{0,4}}"
    rf"|{_GROUP})"
)
_PART = rf"(?:{'|'.join(sorted(_PARTS, key=lambda word: (-len(word), word)))})"
_TELLING_PART = (
    r"(?:halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|"
    r"thousandths?|[mbtr]+illionths?)"
)
_COMPOUND = rf"(?:{'|'.join(TENS)})[\s-](?:{'|'.join(list(ORDINALS)[:9])})"
_AFTER_PART = r"(?=\s+(?:of|since|compared|this|last|from|over|in|to|less|more|the|on)\b|\s*[.,;:!?)]|\s*$)"

# "for an hour", "almost a year": one of a unit that is measured; "a book about a year in Rome" is not.
_GOES_ON = "and|or|before|after|in|at|on|to|while|when|as|by|from|with|until|because|but|during"
_ENDED = rf"(?=\s*(?:[.,;:!?)]|$)|\s+(?:{_GOES_ON})\b)"
_ONE_UNIT = (
    rf"(?:(?<=for\s)|(?<=than\s)|(?<=almost\s)|(?<=nearly\s)|(?<=least\s))an?(?=\s+(?:hour|minute|day|week|month|year|decade){_ENDED})"
    rf"|(?:(?<=about\s)|(?<=around\s)|(?<=over\s)|(?<=roughly\s)|(?<=within\s)|(?<=lasted\s)|(?<=took\s))an?(?=\s+(?:hour|minute){_ENDED})"
)

WORDS = (
    r"\b(?:"
    rf"(?:(?:an?|one|two|three)[\s-]{_TELLING_PART}|half|quarter)\s+(?:of\s+an?\s+)?(?:million|billion|trillion)"
    r"|"
    rf"(?:(?:tens|hundreds|dozens|thousands|scores)\s+of\s+)?(?:{'|'.join(sorted(VAGUE))})(?=\s+of\b|\s+more\b)"
    rf"|{_WHOLE}\s+and\s+(?:an?|one|two|three|four)\s+(?:{_TELLING_PART}|{_PART}s)(?:\s{_SCALE})?"
    rf"|{_WHOLE}\s+and\s+half(?=\s+(?:hours?|days?|years?|months?|weeks?|miles?)\b)"
    rf"|{_WHOLE}\s+point(?:[\s-]{_SMALL}){{1,6}}(?:\s{_SCALE})?"
    rf"|(?:(?:{_ONE})\s{_COMPOUND}s|one\s{_COMPOUND})\b"
    rf"|(?:{_GROUP}|an?\s+hundred|an?\s+hundred\s+thousand)(?<!ty)(?:[\s-]|\s-\s)(?:{_TELLING_PART}s?|{_PART}s)\b(?!\s+(?:place|time|day|term)\b)"
    rf"|an?[\s-]{_TELLING_PART}{_AFTER_PART}|half(?=\s+(?:of|the|its|their|his|her|all)\b)"
    r"|(?:(?<=than\s)|(?<=nearly\s)|(?<=almost\s)|(?<=about\s)|(?<=around\s)|(?<=roughly\s)|(?<=over\s)|(?<=by\s))half(?!\s+(?:an?|time|past)\b|-)"
    r"|half\s+an?(?=\s+(?:hour|minute|day|year|century|decade|mile|metre|meter|kilomet|per))"
    rf"|(?:{_ONE})\s+(?:in|out\s+of)\s+(?:every\s+)?(?:{_ONE})"
    rf"|{_ONE_UNIT}"
    rf"|{_WHOLE}"
    r")\b"
)
"""A pattern (to be compiled with IGNORECASE) of everything that `read_words` reads, and of the vague "dozens of"."""


def read_words(words: str) -> float | None:
    """The number that spelled words name; None for what is none.

    "half a million" -> 500000, "two-thirds" -> 0.666667, "one in three" -> 0.333333.
    """
    if words.lower() in ("a", "an"):
        return 1.0
    parts = [part.replace("dozens", "dozen") for part in re.split(r"[\s,-]+", words.lower()) if part]
    if words.lower().split()[0] in VAGUE or words.lower().split()[0] == "tens":
        return None
    share, _, whole = words.lower().rpartition(" of a ")
    if share:
        return _times(_with_part(share.replace("-", " ").split()), SCALES.get(whole))
    if parts[-1].removesuffix("s") in _UNDER_TEN and len(parts) > 2 and parts[-2] in TENS:
        return _divided(count(parts[:-2]), TENS[parts[-2]] + ORDINALS[parts[-1].removesuffix("s")])  # "twenty-firsts"
    ratio = re.fullmatch(r"(\w+)\s+(?:in|out\s+of)\s+(?:every\s+)?(\w+)", words.lower())
    if ratio is not None:
        return _divided(_DIGITS.get(ratio[1]), _DIGITS.get(ratio[2]))
    if "point" in parts:
        return _decimal(parts)
    factor = 1
    while len(parts) > 1 and parts[-1] in SCALES and _is_part(parts[-2]):
        factor *= SCALES[parts.pop()]
    if factor > 1 and "and" in parts and SCALES.get(parts[parts.index("and") - 1], 0) >= factor:
        at = parts.index("and")  # "a billion and a half million"
        base, rest = count(parts[:at]), _with_part(parts[at + 1 :])
        return None if base is None or rest is None else round(base + rest * factor, 6)
    value = _with_part(parts) if _is_part(parts[-1]) and parts != ["one"] else count(parts)
    return None if value is None else round(value * factor, 6)


_UNDER_TEN = frozenset(list(ORDINALS)[:9])


def _times(part: float | None, whole: int | None) -> float | None:
    return round(part * whole, 6) if part is not None and whole else None


def _divided(top: float | None, bottom: int | None) -> float | None:
    return round(top / bottom, 6) if top is not None and bottom else None


def _is_part(word: str) -> bool:
    return word in _PARTS or word.removesuffix("s") in _PARTS or word == "halves"


def _share(word: str) -> int:
    return _PARTS.get(word) or _PARTS.get(word.removesuffix("s")) or 2


def _with_part(parts: list[str]) -> float | None:
    """ "two and a half", "a million and a half", "three quarters", "half"."""
    whole: list[str] = []
    top = parts[:-1]
    if "and" in top:
        at = len(top) - 1 - top[::-1].index("and")
        whole, top = top[:at], top[at + 1 :]
    over = count(top) if top and top not in (["a"], ["an"]) else 1.0
    base = count(whole) if whole else 0.0
    if over is None or base is None:
        return None
    unit = SCALES[whole[-1]] if whole and SCALES.get(whole[-1], 0) >= 1000 else 1
    return base + over / _share(parts[-1]) * unit


def _decimal(parts: list[str]) -> float | None:
    at = parts.index("point")
    whole = count(parts[:at])
    factor = 1
    while parts[-1] in SCALES:
        factor *= SCALES[parts.pop()]
    digits, tens = "", 0
    for part in parts[at + 1 :]:
        if part in TENS:
            tens = TENS[part]
        elif part in _DIGITS:
            digits += str(tens + _DIGITS[part])
            tens = 0
    digits += str(tens) if tens else ""
    return None if whole is None or not digits else round(float(f"{int(whole)}.{digits}") * factor, 6)


def count(parts: list[str]) -> float | None:
    """["two", "hundred", "and", "fifty", "thousand"] -> 250000; None for what is no number."""
    total, current = 0.0, 0.0
    for part in parts:
        if part in _DIGITS or part in TENS:
            current += _DIGITS.get(part, 0) or TENS.get(part, 0)
        elif part == "half":
            current = 0.5
        elif part in ("hundred", "dozen") or (part in SCALES and total == 0 and current == 0):
            current = (current or 1) * SCALES[part]
        elif part in SCALES:
            scaled = current * SCALES[part] if current else total * SCALES[part]
            total, current = (total + scaled if current else scaled), 0.0
        elif part not in ("a", "an", "and"):
            return None
    return total + current
