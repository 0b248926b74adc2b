"""Numbers in prose."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.text.numbers import find_numbers

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=120)
UNITS = ["1", "1,", "1 ", "one ", "one hundred ", "between 1 ", "$", "more than ", " ", "1-", "hundreds of "]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More than 1,500 citizens", (1500, None, None, "More than", "at_least")),
        ("approximately 160 people", (160, None, None, "approximately", "about")),
        ("up to 300 kilometres", (300, None, "km", "up to", "at_most")),
        ("$3bn", (3e9, None, "USD", None, "exact")),
        ("€40m", (4e7, None, "EUR", None, "exact")),
        ("about 5 % of", (5, None, "%", "about", "about")),
        ("10–12 tanks", (10, 12, None, None, "exact")),
        ("between 10 and 12 tanks", (10, 12, None, None, "exact")),
        ("5 to 10 million dollars", (5e6, 1e7, "USD", None, "exact")),
        ("three dozen people", (36, None, None, None, "exact")),
        ("two hundred and fifty thousand men", (250_000, None, None, None, "exact")),
        ("hundreds of people", (None, None, None, "hundreds of", "about")),
        ("two-thirds of voters", (0.666667, None, None, None, "exact")),
        ("delayed for 5 months", (5, None, "month", None, "exact")),
        ("a 10-year sentence", (10, None, "year", None, "exact")),
    ],
)
def test_value_unit_and_bound(text: str, expected: tuple[object, ...]):
    found = find_numbers(text)
    assert len(found) == 1
    number = found[0][2]
    assert (number.value, number.high, number.unit, number.hedge, number.bound) == expected


@pytest.mark.parametrize(
    "text",
    ["T-72 tanks", "COVID-19", "5G", "the 3rd floor", "CC BY 4.0", "Article 5", "No. 7", "at 10:30", "the two leaders",
     "no one came", "a 3-1 win", "call +375 29 123-45-67", "1. First item", "Boeing 737"],
)  # fmt: skip
def test_names_ordinals_times_and_references_are_no_numbers(text: str):
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [("ru", "более 1500 человек", 1500, None), ("ru", "около 2,5 млн рублей", 2.5e6, "RUB"),
     ("de", "rund 1.500 Menschen", 1500, None), ("uk", "понад 12 тис. гривень", 12_000, "UAH")],
)  # fmt: skip
def test_other_languages(language: str, text: str, value: float, unit: str | None):
    number = find_numbers(text, language)[0][2]
    assert (number.value, number.unit) == (value, unit)
    assert number.bound != "exact"


@given(st.integers(10, 10**12))
def test_grouped_digits_come_back(value: int):
    assert [number.value for _, _, number in find_numbers(f"about {value:,} people")] == [value]


@settings(max_examples=200)
@given(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=120)
    | st.text(alphabet="0123456789., $€%-–kmbn to", max_size=60)
)
def test_numbers_slice_in_order_and_never_fail(text: str):
    spans = [(start, end) for start, end, _ in find_numbers(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_input_takes_linear_time(unit: str):
    begun = time.process_time()
    find_numbers(unit * (200_000 // len(unit)))
    assert time.process_time() - begun < 5
