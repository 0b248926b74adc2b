"""What did not happen as far as the words go, whose place and time it is, and what quotations tell."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Event
from infostreamer.understand import understand


def told(body: str) -> list[Event]:
    return [finding.payload for finding in understand(report(body)) if isinstance(finding.payload, Event)]


@pytest.mark.parametrize(
    ("text", "did", "status"),
    [
        ("His death was shadowed by conspiracy theories suggesting he had been murdered.", "murder", "speculated"),
        ("Conspiracy theories suggest the banker was murdered by the state.", "murder", "speculated"),
        ("A theory that the judge had been poisoned spread.", "poison", "speculated"),
        ("It is a myth that the king was poisoned.", "poison", "speculated"),
        ("Critics fear the journalist was abducted.", "abduct", "speculated"),
        ("Hopes rose that the hostage was released.", "release", "speculated"),
        ("The mayor believes the bridge was bombed by rebels.", "bomb", "speculated"),
        ("The claim that troops raided the village is false.", "raid", "denied"),
        ("Police deny reports on social media that the bridge has collapsed.", "collapse", "denied"),
    ],
)
def test_what_is_doubted_did_not_happen(text: str, did: str, status: str) -> None:
    assert [event.status for event in told(text) if event.did == did] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "He left in 2017 with no charges being brought against Oleg Tarin.",
        "He left on Monday without any charges being filed.",
        "None of the men were arrested.",
        "Dravcom is ready to pay a fee if the two companies agree but the deal is blocked by regulators.",
        "A scandal erupted in the capital.",
        "The ministry launched an anti-corruption drive.",
        "The hostages were treated well by their captors.",
    ],
)
def test_no_event(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "did", "patient"),
    [
        ("Envoys of the family suggested the disgraced financier may have been murdered.", "murder", "financier"),
        ("Two hostages held by the rebels since 2016 were released on Tuesday.", "release", "Two hostages"),
        ("He hanged himself in his cell on Monday.", "hang oneself", "He"),
        ("The opposition leader was placed under house arrest.", "place under house arrest", "opposition leader"),
        ("The man was found guilty of murder on Friday.", "find guilty", "The man"),
    ],
)
def test_who_undergoes_it(text: str, did: str, patient: str) -> None:
    (event,) = [event for event in told(text) if event.did == did]
    assert patient in (event.patient or "")
    assert event.agent is None


def test_stabbed_to_death_is_a_killing() -> None:
    (event,) = told("A man was stabbed to death in Berlin on Sunday.")
    assert event.act == "killing"


def test_place_and_time_beyond_amid_are_not_its_own() -> None:
    (first,) = told("Vasil Vera was arrested at home on Tuesday, amid an uproar in Israel.")
    assert first.place is None
    second = told("Belarus invaded the country in the wake of the attacks of September 11, 2001.")[0]
    assert second.when is None


def test_whoever_is_wanted_to_act_is_the_doer() -> None:
    (event,) = told("The US wants the UK to extradite Vasil Vera.")
    assert (event.agent, event.status) == ("the UK", "planned")


def test_quotations_are_told_by_who_speaks() -> None:
    first, second = told('"The army attacked our village," said Anna Weber. "We will sue the state."')
    assert (first.agent, first.status, first.said_by) == ("The army", "alleged", "Anna Weber")
    assert (second.agent, second.status, second.said_by) == ("We", "planned", "Anna Weber")


def test_a_date_ahead_of_the_report_is_not_when_something_happened() -> None:
    subject = report(
        "Prosecutors have charged a strike organiser and will try him behind closed doors from 3 December.",
        published="2026-11-18T17:25+00:00",
    )
    charged = next(each.payload for each in understand(subject) if isinstance(each.payload, Event))
    assert (charged.did, charged.when) == ("charge", None)
