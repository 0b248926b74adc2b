"""Numbers that stand side by side and are one: "3 dollars 50 cents", "3 hundred and 21", "one over three"."""

from __future__ import annotations

import re
from dataclasses import replace

from infostreamer.text.amounts import Number

Placed = tuple[int, int, Number]

_CENTS = {"USD": "cent", "EUR": "cent", "AUD": "cent", "CAD": "cent", "NZD": "cent", "HKD": "cent", "SGD": "cent",
          "GBP": "GBX", "RUB": "kopek", "UAH": "kopek"}  # fmt: skip
_AND = re.compile(r"\s+(?:and\s+)?")
_SCALED = re.compile(r"\d\s(?P<scale>hundred|thousand|lakhs?|crores?)$", re.IGNORECASE)
_SCALES = {"hundred": 100, "thousand": 1000, "lakh": 10**5, "crore": 10**7}
_HALF = re.compile(
    r"\s+and\s+(?:an?\s+)?(?P<part>half|quarter|third)\b(?!\s+(?:of|an?|the|dozen|hundred|\w+illion)\b|-)"
)
_PARTS = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3}
_LARGE = re.compile(r"\b(?P<scale>hundred|thousand|million|billion|trillion)$", re.IGNORECASE)
_POWERS = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TIMES = frozenset(["minute", "hour", "day", "week", "month", "year", "decade"])
_ONE = re.compile(r"(?<![\w-])one\s+$", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[.,;:!?)]|$)(?!\d)")


def join_numbers(text: str, found: list[Placed]) -> list[Placed]:
    """The numbers, in order, with those that are parts of one amount as one."""
    joined: list[Placed] = []
    for placed in found:
        if joined and joined[-1][1] > placed[0]:
            continue  # taken in by the one before
        one = _joined(text, joined[-1], placed) if joined else None
        if one is not None:
            joined[-1] = one
        else:
            joined.append(_over_one(text, placed))
        joined[-1] = _and_a_half(text, joined[-1])
    return joined


def _joined(text: str, first: Placed, last: Placed) -> Placed | None:
    one, two = first[2], last[2]
    if last[0] - first[1] > 6 or one.value is None or two.value is None or one.high or two.high or one.is_age:
        return None
    gap = text[first[1] : last[0]]
    if two.hedge is not None:
        is_share = two.hedge.lower() == "over" and gap == " " and one.unit is None and one.hedge is None
        return _share(text, first[0], last, one.value) if is_share else None
    if _AND.fullmatch(gap) is None:
        return None
    if one.unit is not None:
        is_change = _CENTS.get(one.unit) == two.unit and two.value < 100 and one.value % 1 == 0
        return (first[0], last[1], replace(one, value=round(one.value + two.value / 100, 6))) if is_change else None
    scaled = _SCALED.search(text, first[0], first[1])
    if scaled is None or two.value >= _SCALES[scaled["scale"].lower().removesuffix("s")] or two.value % 1:
        return None
    return first[0], last[1], replace(one, value=one.value + two.value, unit=two.unit)


def _share(text: str, start: int, last: Placed, top: float) -> Placed | None:
    """ "1 over 3" where nothing follows that would be counted: no "one over 3 years"."""
    number = last[2]
    if number.unit is not None or not number.value or abs(top) > number.value or not _CLOSED.match(text, last[1]):
        return None
    share = replace(number, value=round(top / number.value, 9), hedge=None, bound="exact")
    return start, last[1], share


def _over_one(text: str, placed: Placed) -> Placed:
    """ "one over three": "one" alone is no number."""
    start, _, number = placed
    if (number.hedge or "").lower() != "over":
        return placed
    one = _ONE.search(text, max(0, start - 8), start)
    return (_share(text, one.start(), placed, 1.0) or placed) if one else placed


def _and_a_half(text: str, placed: Placed) -> Placed:
    """ "3 million and a half", "one hour and a half"."""
    start, end, number = placed
    part = _HALF.match(text, end)
    if part is None or number.value is None or number.high is not None:
        return placed
    large = _LARGE.search(text, start, end)
    if large is None and number.unit not in _TIMES:
        return placed
    step = _POWERS[large["scale"].lower()] if large else 1
    return start, part.end(), replace(number, value=round(number.value + _PARTS[part["part"].lower()] * step, 6))
