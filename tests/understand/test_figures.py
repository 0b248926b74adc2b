"""Figures: what is counted, how firmly."""

from __future__ import annotations

import time

import pytest
from fakes.build import report
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import Figure
from infostreamer.understand.dates import DATES
from infostreamer.understand.figures import FIGURES


def figures_in(body: str, **fields: object) -> list[tuple[str, Figure]]:
    subject = report(body, **fields)  # type: ignore[arg-type]
    found = FIGURES.find(subject, DATES.find(subject, ()))
    return [(each.words(subject.text), each.payload) for each in found if isinstance(each.payload, Figure)]


@pytest.mark.parametrize(
    ("text", "words", "of", "bound"),
    [
        ("More than 1500 citizens are in prisons.", "More than 1500 citizens", "citizens", "at_least"),
        (
            "He warned that approximately 160 Belarusians engaged in combat.",
            "approximately 160 Belarusians",
            "Belarusians",
            "about",
        ),
        (
            "Nearly 2,000 Ukrainian prisoners of war came.",
            "Nearly 2,000 Ukrainian prisoners",
            "Ukrainian prisoners",
            "about",
        ),
        ("Hundreds of protesters gathered.", "Hundreds of protesters", "protesters", "about"),
        ("About 50 % of voters stayed.", "About 50 % of voters", "voters", "about"),
        ("They gave $3bn in aid.", "$3bn in aid", "aid", "exact"),
        ("It was delayed for 5 months.", "5 months", None, "exact"),
        ("One soldier was killed.", "One soldier", "soldier", "exact"),
    ],
)
def test_span_count_and_bound(text: str, words: str, of: str | None, bound: str):
    [(found, figure)] = figures_in(text)
    assert (found, figure.of, figure.bound) == (words, of, bound)
    assert figure.speaker is None


@pytest.mark.parametrize(
    "text", ["He came on May 22, 2023.", "In 2019 he left.", "The 2024 election", "He scored 3.", "the two leaders met"]
)
def test_dates_years_and_idle_numbers_are_no_figures(text: str):
    assert figures_in(text) == []


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_figures_never_fail(text: str):
    assert all(words.strip() for words, _ in figures_in(text))


def test_hostile_input_takes_linear_time():
    subject = report("12 people of the 5 % " * 10_000)
    dates = DATES.find(subject, ())
    begun = time.process_time()
    FIGURES.find(subject, dates)
    assert time.process_time() - begun < 5


def test_an_age_is_told_apart_from_what_is_counted():
    text = "The 34-year-old driver and a boy aged 12 waited for 5 years. She is 52 years old."
    ages = [(words, figure.value) for words, figure in figures_in(text) if figure.of == "age"]
    assert ages == [("34-year-old", 34.0), ("12", 12.0), ("52 years", 52.0)]
    assert ("5 years", None) in [(words, figure.of) for words, figure in figures_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "He left at half past two.",
        "It began at twenty past seven.",
        "They met at six o'clock.",
        "It was over at eleven.",
        "He came at about seven.",
        "It ends by around six.",
    ],
)
def test_hours_of_the_day_are_no_figures(text: str):
    assert figures_in(text) == []


def test_a_headline_that_leaves_the_people_out_counts_nothing_wrong():
    assert [figure.of for _, figure in figures_in("Three hundred leave homes as river rises")] == [None]


def test_small_words_weigh_less():
    subject = report("Two children came with 12 teachers.")
    few, many = FIGURES.find(subject, ())
    assert few.confidence < many.confidence


def test_areas_have_a_unit_and_adverbs_are_not_counted():
    text = "Some 300 tonnes of herring overnight burned on 900 square metres."
    assert [(figure.unit, figure.of) for _, figure in figures_in(text)] == [("t", "herring"), ("m2", None)]
