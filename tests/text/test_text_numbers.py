"""Numbers in prose."""

from __future__ import annotations

import itertools
import time

import pytest
from fakes.pace import seconds
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
    assert time.process_time() - begun < seconds(5)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It cost 3 dollars 50 cents.", 3.5, "USD"),
        ("It cost thirteen dollars and forty-five cents.", 13.45, "USD"),
        ("It cost 5 pounds 50 pence.", 5.5, "GBP"),
        ("a c $ 300 million charge", 3e8, "CAD"),
        ("It had 3 hundred and 21 rooms.", 321, None),
        ("There were 3 million and a half.", 3.5e6, None),
        ("He spoke for an hour.", 1, "hour"),
        ("It took almost a year, he said.", 1, "year"),
        ("He waited two hours and a half.", 2.5, "hour"),
        ("one billion and a half million", 1_000_500_000, None),
        ("a quarter of a million people", 250_000, None),
        ("3 dozen people", 36, None),
        ("The answer is one over three.", 1 / 3, None),
        ("one twenty-fifth", 0.04, None),
        ("1.3e6", 1_300_000, None),
        ("It hit 32C in the shade.", 32, "°C"),
    ],
)
def test_parts_of_one_amount_are_one_number(text: str, value: float, unit: str | None):
    [(_, _, number)] = find_numbers(text)
    assert (number.value, number.unit) == (pytest.approx(value, rel=1e-5), unit)


@pytest.mark.parametrize(
    "text", ["the twenty-fifth anniversary", "The 777F landed.", "the 13F filing", "at 192.168.1.2", "the 7e7, a plane"]
)
def test_names_and_addresses_are_no_numbers(text: str):
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    "text", ["It began over a year ago.", "sold for a day trip", "an hour later", "a book about a year in Rome"]
)
def test_a_year_that_measures_nothing_is_no_number(text: str):
    assert find_numbers(text) == []


def test_one_over_three_years_is_a_bound():
    [(_, _, number)] = find_numbers("They lost one over three years.")
    assert (number.value, number.unit, number.hedge) == (3, "year", "over")
