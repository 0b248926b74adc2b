"""Figures: what is counted, how firmly."""

from __future__ import annotations

import time

import pytest
from fakes.build import report
from fakes.pace import seconds
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
    assert time.process_time() - begun < seconds(5)


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


@pytest.mark.parametrize(
    ("text", "words", "value", "high", "unit"),
    [
        ("They got between two and fourteen years.", "between two and fourteen years", 2, 14, "year"),
        (
            "It sold between CHF 150 million and CHF 160 million.",
            "between CHF 150 million and CHF 160 million",
            150e6,
            160e6,
            "CHF",
        ),
        ("The toll rose from 160 to 170.", "170", 170, None, None),
        ("Some 5-7 km were lost.", "Some 5-7 km", 5, 7, "km"),
        ("More than half a million people fled.", "More than half a million people", 500_000, None, None),
        ("They cut it by a third.", "a third", 0.333333, None, None),
        ("It was -12 °C there.", "-12 °C", -12, None, "°C"),
        ("It cost 5.2 million Swiss francs.", "5.2 million Swiss francs", 5.2e6, None, "CHF"),
        ("At least nine died and 23 were injured.", "23", 23, None, None),
        ("Gunmen freed 11 of the aid workers.", "11 of the aid workers", 11, None, None),
        ("The fire kills two", "two", 2, None, None),
        ("They read a 60-page report.", "60", 60, None, None),
        ("Four masked men came.", "Four masked men", 4, None, None),
        ("A wall 1.8m tall fell.", "1.8m", 1.8, None, "m"),
        ("He did 190 km/h there.", "190 km/h", 190, None, "km/h"),
    ],
)
def test_ranges_units_and_counts_without_a_noun(
    text: str, words: str, value: float, high: float | None, unit: str | None
):
    assert (words, value, high, unit) in [(found, each.value, each.high, each.unit) for found, each in figures_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "They won 3-2.",
        "No one was hurt.",
        "One of the men left.",
        "It lasts until at least 2026.",
        "Boeing 737",
        "call 555-1234",
    ],
)
def test_scores_pronouns_and_hedged_years_are_no_figures(text: str):
    assert figures_in(text) == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Joseph Tarrant, 54, and his son", 54),
        ("Mural, now 73, had", 73),
        ("Ada Rell (33) said", 33),
        ("She was 29 years old.", 29),
    ],
)
def test_a_number_beside_a_name_is_an_age(text: str, age: int):
    assert [(figure.value, figure.of) for _, figure in figures_in(text)] == [(age, "age")]


def test_vague_counts_keep_their_words_as_hedge():
    assert [(each.value, each.hedge, each.of) for _, each in figures_in("Hundreds of voters waited.")] == [
        (None, "hundreds of", "voters")
    ]


def test_as_of_names_the_day_of_the_figures_in_its_sentence():
    found = figures_in("As of May 3, 2023, 120 people were missing. Another 300 homes burned.")
    assert [(figure.of, figure.as_of) for _, figure in found] == [("people", "2023-05-03"), ("homes", None)]


HOSTILE = [
    "7",
    "1,",
    "1 2 3 ",
    "a a a ",
    "5-",
    "((((",
    "May ",
    "one hundred and ",
    "between 1 and ",
    "$5 million to ",
    "\u00bd ",
    "%",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_dates_and_figures_take_linear_time(unit: str):
    subject = report(unit * (200_000 // len(unit)), published="2023-05-25T10:00+00:00")
    begun = time.process_time()
    dates = DATES.find(subject, ())
    between = time.process_time()
    FIGURES.find(subject, dates)
    assert between - begun < seconds(5)
    assert time.process_time() - between < seconds(5)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Dozens of people fled.", None, None),
        ("It has 5 million pounds of thrust.", 5e6, "lb"),
        ("It cost 5 million pounds.", 5e6, "GBP"),
        ("They backed it with 2/3 of votes.", 0.666667, None),
    ],
)
def test_words_beside_a_number_tell_what_it_is(text: str, value: float | None, unit: str | None):
    assert [(figure.value, figure.unit) for _, figure in figures_in(text)] == [(value, unit)]


def test_numbers_of_pictures_are_no_shares():
    assert figures_in("3/8 Emergency services at the scene") == []


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Two United Nations workers were killed.", "United Nations workers"),
        ("Some 200 U.S. troops were sent.", "U.S. troops"),
        ("Roughly 13,000 or more people fled.", "people"),
        ("Eight current and former officials resigned.", "current and former officials"),
        ("Some 20 Ukrainian and Polish police officers were hurt.", "Ukrainian and Polish police officers"),
        ("About 160 Belarusians engaged in combat.", "Belarusians"),
        ("They raised $3 billion in aid.", "aid"),
    ],
)
def test_what_is_counted_goes_over_names_and_pairs(text: str, of: str) -> None:
    subject = report(text)
    (found,) = FIGURES.find(subject, ())
    assert isinstance(found.payload, Figure)
    assert found.payload.of == of


def test_money_spent_in_quest_of_something_counts_nothing() -> None:
    subject = report("It spent $121 billion in quest of glory; about five despite the rain came.")
    payloads = [found.payload for found in FIGURES.find(subject, ())]
    assert [payload.of for payload in payloads if isinstance(payload, Figure)] == [None, None]
