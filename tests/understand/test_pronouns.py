"""Whom "he", "she", "it" and "the minister" mean in what people say and do."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Name, Quote, Statement
from infostreamer.understand import understand


def speakers_in(body: str) -> list[tuple[str | None, str | None]]:
    """(words that name the speaker, full name meant) of every quote and statement, in order."""
    found = understand(report(body))
    names = {one.payload.who: one.payload.canonical for one in found if isinstance(one.payload, Name)}
    return [
        (one.payload.speaker, names.get(one.payload.who) if one.payload.who else None)
        for one in found
        if isinstance(one.payload, Quote | Statement)
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("Mr Tarin rented a room from Anna Kolska. She said the rent was paid.", "She", "Anna Kolska"),
        ("Oleg Tarin lived with his wife, Mei Dorn. “We were happy,” she said.", "she", "Mei Dorn"),
        ("President Oleg Tarin called the rescue chief, Anna Kolska. He said the causes must be found.", "He",
         "Oleg Tarin"),
        ("Spokeswoman Toma Brell met Oleg Tarin. She said the talks had gone well.", "She", "Toma Brell"),
        ("Anna Kolska said the police had held Oleg Tarin. “I saw it,” she said.", "she", "Anna Kolska"),
    ],
)  # fmt: skip
def test_a_pronoun_agrees_with_whom_it_means(text: str, speaker: str, meant: str) -> None:
    assert speakers_in(text)[-1] == (speaker, meant)


def test_a_pronoun_goes_on_with_whom_the_one_before_meant() -> None:
    text = "Anna Kolska met Oleg Tarin. She said the road was open. “It was dark,” she said."
    assert speakers_in(text) == [("She", "Anna Kolska"), ("she", "Anna Kolska")]


@pytest.mark.parametrize(
    "text",
    [
        "The meeting of Oleg Tarin with Pavel Dorn lasted an hour. “It was short,” he said.",
        "A woman stood beside Anna Kolska. “I saw everything,” she said.",
    ],
)
def test_where_two_people_could_be_meant_nobody_is_named(text: str) -> None:
    assert speakers_in(text)[-1][1] is None


def test_it_speaks_for_the_body_the_sentence_before_is_about() -> None:
    text = "The National Bank raised the rate. It said that prices had risen."
    assert speakers_in(text) == [("It", "National Bank")]


def test_it_without_a_body_before_says_nothing() -> None:
    assert speakers_in("The rain fell for days. It said that prices had risen.") == []


def test_a_role_stands_for_its_one_holder() -> None:
    text = "Minister Oleg Tarin came to Varna. The minister said that the road was open."
    assert speakers_in(text) == [("The minister", "Oleg Tarin")]


@pytest.mark.parametrize(
    "text",
    [
        "Minister Oleg Tarin met Minister Pavel Dorn. The minister said that the road was open.",
        "Minister Oleg Tarin came to Varna. A minister said that the road was open.",
    ],
)
def test_a_role_that_two_hold_or_anyone_could_is_left_open(text: str) -> None:
    assert speakers_in(text)[-1][1] is None


def test_said_after_and_goes_on_about_the_main_subject() -> None:
    text = "Oleg Tarin confirmed that Pavel Dorn was in prison and said the doctor had seen him."
    assert [speaker for speaker, _ in speakers_in(text)] == ["Oleg Tarin", "Oleg Tarin"]


def test_a_relative_clause_does_not_speak() -> None:
    text = "The National Bank warned a broker who was held last week, and said it would sue."
    assert speakers_in(text)[-1] == ("The National Bank", "National Bank")


def test_what_somebody_would_answer_was_not_said() -> None:
    assert speakers_in("Oleg Tarin would say that the road is open.") == []


def test_an_apposition_names_the_source() -> None:
    text = "The rent had been paid in advance, according to his landlady, Anna Kolska."
    assert speakers_in(text) == [("his landlady, Anna Kolska", "Anna Kolska")]


def test_a_role_in_front_of_a_comma_says_nothing_of_the_next_name() -> None:
    text = "With his mother, Dorn Brell left Varna. Dorn Brell was tired. He said the road was open."
    assert speakers_in(text) == [("He", "Dorn Brell")]
