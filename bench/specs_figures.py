"""The English number and unit specs: ours and recognizers-text by one measure.

An expression is right when a number of ours overlaps it with its value and unit; expressions without a value ("dollar"
alone) are left out. Precision counts, for the unit models, only our numbers with a unit of that model's kind.
A spec is right when all its expressions are and nothing else is found.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specs import Spec, supported

from infostreamer.text.numbers import find_numbers

MODELS = {
    "number": "Number/English/NumberModel",
    "percentage": "Number/English/PercentModel",
    "currency": "NumberWithUnit/English/CurrencyModel",
    "dimension": "NumberWithUnit/English/DimensionModel",
    "age": "NumberWithUnit/English/AgeModel",
    "temperature": "NumberWithUnit/English/TemperatureModel",
}

# Their unit names in ours. Words that may be several currencies are taken as the one that their word is for us.
UNITS = {
    "dollar": "USD", "united states dollar": "USD", "pound": "GBP", "british pound": "GBP", "franc": "CHF",
    "rupee": "INR",
    "year": "year", "month": "month", "week": "week", "day": "day", "age": "year",
    "meter": "m", "kilometer": "km", "centimeter": "cm", "millimeter": "mm", "mile": "mile", "foot": "ft",
    "inch": "inch", "yard": "yd", "acre": "acre", "hectare": "ha", "square meter": "m2", "square kilometer": "km2",
    "square foot": "ft2",
    "square mile": "mi2", "cubic meter": "m3", "kilogram": "kg", "gram": "g", "milligram": "mg", "microgram": "µg",
    "ton": "t", "metric ton": "t", "pound (mass)": "lb", "ounce": "oz", "liter": "l", "milliliter": "ml",
    "gallon": "gallon",
    "barrel": "barrel", "kilometer per hour": "km/h", "mile per hour": "mph", "megabyte": "MB", "gigabyte": "GB",
    "kilobyte": "kB", "terabyte": "TB", "megabit": "MB", "kilobit": "kB", "gigabit": "GB", "terabit": "TB",
    "c": "°C", "f": "°F", "degree": "degree", "k": "K", "r": "°R", "decimeter": "dm", "cubic foot": "ft3",
    "pence": "GBX", "cent": "cent", "british thermal unit": "BTU", "horsepower": "hp", "watt": "W", "kilowatt": "kW",
    "megawatt": "MW", "pint": "pint", "quart": "quart", "stone": "stone", "knot": "kn",
    "finnish markka": "FIM", "netherlands guilder": "NLG", "peseta": "ESP",
}  # fmt: skip

_NO_DIMENSION = frozenset(
    ["year", "month", "week", "day", "°C", "°F", "degree", "USD", "GBP", "CHF", "INR", "GBX", "cent"]
)
_KINDS: dict[str, Callable[[str], bool]] = {
    "percentage": lambda unit: unit == "%",
    "currency": lambda unit: (len(unit) == 3 and unit.isupper()) or unit == "cent",
    "temperature": lambda unit: unit in ("°C", "°F", "degree", "K"),
    "dimension": lambda unit: unit in UNITS.values() and unit not in _NO_DIMENSION,
    "number": lambda unit: True,
}


_GLUED = re.compile(r"\d(?:[a-z]{2}|m$)")


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount found: [start, end), value, unit in our codes."""

    start: int
    end: int
    value: float
    unit: str | None


def measure_specs(data: Path) -> dict[str, Any]:
    """Per model: share of expressions and of whole specs that are right, ours and the peer's."""
    peer = _recognizers()
    rows: dict[str, Any] = {}
    totals: dict[str, Counter[str]] = {"ours": Counter(), "recognizers-text": Counter()}
    for model, name in MODELS.items():
        specs = list(supported(data, name))
        row: dict[str, Any] = {"specs": len(specs)}
        for who, finder in (("ours", ours), ("recognizers-text", peer)):
            if finder is None:
                row[who] = "not installed"
                continue
            tally = _tally(specs, model, finder)
            totals[who] += tally
            row[who] = _row(tally)
        rows[model] = row
    return rows | {"all": {who: _row(tally) for who, tally in totals.items() if tally}}


def _row(tally: Counter[str]) -> dict[str, float]:
    precision, recall = tally["right"] / max(tally["found"], 1), tally["right"] / max(tally["gold"], 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"f1": round(f1, 3), "recall": round(recall, 3), "specs_right": round(tally["whole"] / tally["specs"], 3)}


def _tally(specs: list[Spec], model: str, finder: Callable[[Spec, str], list[Amount]]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for spec in specs:
        golds = gold_amounts(spec, model)
        found = finder(spec, model)
        right = matches(golds, found)
        tally += Counter(specs=1, gold=len(golds), found=len(found), right=right)
        tally["whole"] += right == len(golds) == len(found)
    return tally


def matches(golds: list[Amount], found: list[Amount]) -> int:
    """How many gold amounts have an overlapping one of the same value and unit."""
    left = list(found)
    for gold in golds:
        hit = next((each for each in left if is_same(gold, each)), None)
        if hit is not None:
            left.remove(hit)
    return len(found) - len(left)


def is_same(gold: Amount, found: Amount) -> bool:
    """Overlap, equal value (to a millionth), equal unit."""
    overlap = found.start < gold.end and gold.start < found.end
    return overlap and math.isclose(gold.value, found.value, rel_tol=1e-6, abs_tol=1e-6) and gold.unit == found.unit


def gold_amounts(spec: Spec, model: str) -> list[Amount]:
    """The spec's expressions that have a value; their place is looked up where the file gives none."""
    amounts, at = [], 0
    for each in spec.results:
        resolution = each.get("Resolution") or {}
        start = each.get("Start")
        if start is None:
            start = max(spec.text.lower().find(each["Text"].lower(), at), 0)
        at = start + len(each["Text"])
        amount = _amount(start, at, resolution, model)
        if amount is not None:
            amounts.append(amount)
    return amounts


def _amount(start: int, end: int, resolution: dict[str, Any], model: str) -> Amount | None:
    raw = str(resolution.get("value") or "").rstrip("%").replace(",", "")
    try:
        value = float(raw)
    except ValueError:
        return None
    name = str(resolution.get("unit") or "").lower()
    unit = "%" if model == "percentage" else resolution.get("isoCurrency") or UNITS.get(name, name or None)
    if model == "dimension" and name == "pound":
        unit = "lb"
    return Amount(start, end, value, unit)


def ours(spec: Spec, model: str) -> list[Amount]:
    """Our numbers; both ends of a range, as the peer gives them."""
    found = []
    for start, end, number in find_numbers(spec.text):
        if model == "age" and not number.is_age:
            continue
        if model == "number" and _GLUED.search(spec.text[start:end]):
            continue  # "180ml": their number model leaves it to the unit models
        for value in (number.value, number.high):
            if value is not None and (model == "age" or _KINDS[model](number.unit or "")):
                found.append(Amount(start, end, value, number.unit if model != "number" else None))
    return found


def _recognizers() -> Callable[[Spec, str], list[Amount]] | None:
    try:
        import recognizers_number as numbers
        import recognizers_number_with_unit as units
    except ImportError:
        return None
    calls = {
        "number": numbers.recognize_number, "percentage": numbers.recognize_percentage,
        "currency": units.recognize_currency, "dimension": units.recognize_dimension, "age": units.recognize_age,
        "temperature": units.recognize_temperature,
    }  # fmt: skip

    def find(spec: Spec, model: str) -> list[Amount]:
        results = calls[model](spec.text, "en-us")
        amounts = [_amount(each.start, each.end + 1, each.resolution or {}, model) for each in results]
        return [each for each in amounts if each is not None]

    return find
