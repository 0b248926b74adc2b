"""What the words say of a happening: done, planned, tried, denied, only spoken of; by the words and by the tree."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Event
from infostreamer.understand import understand


@pytest.mark.parametrize(
    ("text", "did", "status"),
    [
        ("The minister is due to visit Warsaw on Monday.", "visit", "planned"),
        ("Oleg Tarin was to be released later in the day.", "release", "planned"),
        ("The unions plan a strike next week.", "strike", "planned"),
        ("The army began shelling the town of Varna.", "shell", "happened"),
        ("Oleg Tarin denied killing the guard.", "kill", "denied"),
        ("A guard was charged with killing two prisoners.", "kill", "alleged"),
        ("The company is expected to cut 400 jobs.", "cut jobs", "planned"),
        ("Norway could free up to 45 prisoners.", "free", "speculated"),
        ("The soldiers are believed to have attacked the village.", "attack", "speculated"),
        ("The army attacked the village after storming the bridge near Warsaw.", "attack", "happened"),
    ],
)
def test_status(text: str, did: str, status: str) -> None:
    found = [finding.payload for finding in understand(report(text)) if isinstance(finding.payload, Event)]
    assert [event.status for event in found if event.did == did] == [status]


@pytest.mark.parametrize(
    ("text", "did"),
    [
        ("The two sides failed to reach a deal.", "reach deal"),
        ("Police foiled an attack on the embassy in Warsaw.", "attack"),
        ("The visit of the minister to Warsaw was cancelled.", "visit"),
        ("The army was unable to storm the town of Varna.", "storm"),
        ("Police left without arresting the mayor.", "arrest"),
        ("They use the threat to intimidate people.", "intimidate"),
    ],
)
def test_what_did_not_happen_is_no_event(text: str, did: str) -> None:
    found = [finding.payload for finding in understand(report(text)) if isinstance(finding.payload, Event)]
    assert [event for event in found if event.did == did] == []
