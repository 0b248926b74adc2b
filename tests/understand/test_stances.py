"""Who denies, confirms, condemns what."""

from __future__ import annotations

import pytest
from fakes.build import report
from fakes.understood import stances_in

from infostreamer.model import Stance
from infostreamer.understand import understand


@pytest.mark.parametrize(
    ("text", "speaker", "verb", "target"),
    [
        ("Oleg Tarin has denied any role in the deal.", "Oleg Tarin", "deny", "any role in the deal"),
        ("The police confirmed that two men were held.", "The police", "confirm", "two men were held"),
        ("The ministry condemned the attack on the port.", "The ministry", "condemn", "the attack on the port"),
        ("Moscow rejected the proposal.", "Moscow", "reject", "the proposal"),
        ("Oleg Tarin welcomed the decision.", "Oleg Tarin", "welcome", "the decision"),
    ],
)
def test_speaker_verb_and_target(text: str, speaker: str, verb: str, target: str) -> None:
    assert stances_in(text) == [(speaker, verb, target)]


@pytest.mark.parametrize(
    ("text", "speaker", "verb", "target"),
    [
        ("Oleg Tarin did not deny the deal.", "Oleg Tarin", "not deny", "the deal"),
        ("The police have never confirmed the number.", "The police", "not confirm", "the number"),
        (
            "The minister declined to say what it cost.",
            "The minister",
            "decline",
            "to say what it cost",
        ),
        ("The ministry would not comment on the arrest.", "The ministry", "not comment", "on the arrest"),
    ],
)
def test_withholding_is_a_stance_of_its_own(text: str, speaker: str, verb: str, target: str) -> None:
    assert stances_in(text) == [(speaker, verb, target)]


def test_this_points_at_the_sentence_before() -> None:
    found = stances_in("The indictment says that Oleg Tarin gave the order. He denies this.")
    assert found == [("He", "deny", "The indictment says that Oleg Tarin gave the order")]


def test_the_span_covers_speaker_and_target() -> None:
    subject = report("On Monday Oleg Tarin denied any role in the deal. Nobody asked.")
    found = next(finding for finding in understand(subject) if finding.kind == "stance")
    assert found.words(subject.text) == "Oleg Tarin denied any role in the deal"


def test_a_bodys_plan_plans_nothing_and_the_day_is_no_part_of_the_matter() -> None:
    found = understand(report("A United Nations plan to return people failed."))
    assert not [one for one in found if isinstance(one.payload, Stance)]
    found = understand(report("Anna Kolska criticised staffing shortages Tuesday."))
    assert [one.payload.target for one in found if isinstance(one.payload, Stance)] == ["staffing shortages"]
