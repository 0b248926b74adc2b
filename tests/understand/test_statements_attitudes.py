"""What people believe, want, accuse others of or back; whom "they" and "it" mean; sources on paper."""

from __future__ import annotations

import pytest
from fakes.build import report
from fakes.understood import stances_in

from infostreamer.model import Statement
from infostreamer.understand import understand


def statements_in(body: str) -> list[tuple[str, str | None, str | None]]:
    """(content, speaker, stance) of every statement."""
    subject = report(body)
    return [
        (finding.words(subject.text), finding.payload.speaker, finding.payload.stance)
        for finding in understand(subject)
        if isinstance(finding.payload, Statement)
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "stance"),
    [
        ("Oleg Tarin believes the road will open.", "the road will open", "Oleg Tarin", "believes"),
        ("The army accused the rebels of shelling a school.", "the rebels of shelling a school", "The army", "alleges"),
        ("The ministry blamed the blast on a gas leak.", "the blast on a gas leak", "The ministry", "alleges"),
        ("The union called on both sides to show restraint.", "both sides to show restraint", "The union", "demands"),
        ("Oleg Tarin urged the council to act.", "the council to act", "Oleg Tarin", "demands"),
        ("Oleg Tarin called the plan a farce.", "the plan a farce", "Oleg Tarin", "says"),
        ("Oleg Tarin called the offer ridiculous.", "the offer ridiculous", "Oleg Tarin", "says"),
        ("The minister described the plan as a farce.", "the plan as a farce", "The minister", "says"),
        ("Organisers put the turnout at 80,000.", "the turnout at 80,000", "Organisers", "says"),
        ("The minister ruled out any retreat.", "any retreat", "The minister", "rejects"),
        ("He denied reports that a teacher had died.", "a teacher had died", "He", "denies"),
        ("The reform, the minister said, was a mistake.", "The reform … was a mistake", "the minister", "says"),
        ("Oleg Tarin conceded, however, that the road was closed.", "the road was closed", "Oleg Tarin", "confirms"),
        ("Former neighbours say the house was empty.", "the house was empty", "Former neighbours", "says"),
        ("According to the draft, the road will open.", "the road will open", "the draft", "says"),
        ("Oleg Tarin continued to insist that he was right.", "he was right", "Oleg Tarin", "says"),
        ("Rumours that the camp was closed spread online.", "the camp was closed", None, "speculates"),
    ],
)
def test_the_ways_of_thinking_aloud(text: str, content: str, speaker: str | None, stance: str) -> None:
    found = [(words.replace("\n", " … "), who, kind) for words, who, kind in statements_in(text)]
    parts = content.split(" … ")
    assert any((who, kind) == (speaker, stance) and all(part in words for part in parts) for words, who, kind in found)


@pytest.mark.parametrize(
    "text",
    [
        "Oleg Tarin might believe that the road will open.",
        "Oleg Tarin was coerced into confessing to the theft.",
        "The court rejected the appeal.",
        "The driver called police.",
        "The kidnappers call themselves the Wolves.",
        "Everything went according to plan and the road opened.",
        "He does not believe that the road will open.",
    ],
)
def test_what_nobody_said(text: str) -> None:
    assert statements_in(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The party backs the plan.", ("The party", "back", "the plan")),
        ("Oleg Tarin opposes the plan.", ("Oleg Tarin", "oppose", "the plan")),
        ("Oleg Tarin wants to open the road.", ("Oleg Tarin", "want", "to open the road")),
        ("The union did not support the plan.", ("The union", "not support", "the plan")),
    ],
)
def test_positions_are_stances(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in stances_in(text)


def test_a_passive_names_its_agent() -> None:
    found = statements_in("The soldiers are viewed as threats by the regime.")
    assert [(speaker, stance) for _, speaker, stance in found] == [("the regime", "believes")]


def test_they_are_those_spoken_of() -> None:
    text = "Two elders met the governor. They said the road was open."
    assert statements_in(text) == [("the road was open", "Two elders", "says")]


def test_it_is_the_body_spoken_of() -> None:
    text = "The ministry rejected the claim. It said the dam was safe."
    assert ("the dam was safe", "The ministry", "says") in statements_in(text)


def test_the_verb_after_a_reported_clause_goes_back_to_the_speaker() -> None:
    text = "Oleg Tarin said the council had slept, and demanded a new vote."
    assert ("a new vote", "Oleg Tarin", "demands") in statements_in(text)


def test_a_happening_and_who_told_it() -> None:
    text = "A court rejected an appeal by Anna Kolska, her lawyer said."
    assert statements_in(text) == [("A court rejected an appeal by Anna Kolska", "her lawyer", "says")]
