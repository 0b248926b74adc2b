"""Which kind of event it is: verbs with objects, crowds, accidents, strikes, refusals, attempts; codes and acts."""

from __future__ import annotations

import time

import pytest
from fakes.build import report
from fakes.pace import seconds

from infostreamer.model import Event
from infostreamer.understand import understand


def events_in(body: str, **fields: str) -> list[Event]:
    subject = report(body, **fields)  # type: ignore[arg-type]
    return [finding.payload for finding in understand(subject) if isinstance(finding.payload, Event)]


@pytest.mark.parametrize(
    ("text", "type_", "did", "agent", "patient"),
    [
        ("Serbia lifted a night curfew on Tuesday.", "CONCEDE", "lift curfew", "Serbia", "a night curfew"),
        ("France broke off talks with Norway.", "SANCTION", "break off talks", "France", "Norway"),
        ("Angry farmers blocked roads in Poland.", "PROTEST", "block roads", "Angry farmers", "roads"),
        ("The United Nations sent food aid to Sudan.", "AID", "send aid", "The United Nations", "Sudan"),
        ("Uganda granted asylum to 18 rebels.", "AID", "grant asylum", "Uganda", "18 rebels"),
        ("Police used tear gas against the protesters.", "COERCE", "use tear gas", "Police", "the protesters"),
        (
            "The opposition won a narrow victory in Norway.",
            "OFFICE",
            "win victory",
            "The opposition",
            "a narrow victory",
        ),
        ("About 200 supporters gathered near the court.", "PROTEST", "gather", "About 200 supporters", None),
        ("Police let them go.", "CONCEDE", "let go", "Police", "them"),
        ("Rockets hit two bakeries in Poland.", "ASSAULT", "hit", "Rockets", "two bakeries"),
        ("Serbia rejected an Australian proposal.", "REJECT", "reject", "Serbia", "an Australian proposal"),
        ("Norway demanded that Serbia release the men.", "REQUEST", "demand", "Norway", "Serbia"),
    ],
)
def test_verbs_with_their_company(text: str, type_: str, did: str, agent: str | None, patient: str | None) -> None:
    found = [(event.type, event.did, event.agent, event.patient) for event in events_in(text)]
    assert (type_, did, agent, patient) in found


@pytest.mark.parametrize(
    ("text", "did", "type_"),
    [
        ("A storm killed four people in Norway.", "kill", "HARM"),
        ("Nine people were killed when a bus plunged into a ravine.", "kill", "HARM"),
        ("Nine people were killed by soldiers in Norway.", "kill", "ASSAULT"),
        ("Nurses began a 24-hour strike on Monday.", "strike", "PROTEST"),
        ("A Russian drone strike killed two civilians in Kharkiv.", "strike", "ASSAULT"),
    ],
)
def test_harm_violence_and_strikes(text: str, did: str, type_: str) -> None:
    kinds = {event.type for event in events_in(text) if did in event.did}
    assert kinds in ({type_}, set()) if did == "strike" and type_ == "ASSAULT" else kinds == {type_}


def test_what_one_will_not_do_is_refused() -> None:
    found = events_in("Syria said it will not accept any refugees.")
    assert [(event.type, event.did, event.status) for event in found] == [("REJECT", "refuse to accept", "happened")]


def test_an_attempt_is_told_as_one() -> None:
    (event,) = events_in("Gunmen tried to kill Oleg Tarin in Warsaw.")
    assert (event.did, event.act, event.status) == ("attempt to kill", "attempted killing", "happened")


@pytest.mark.parametrize(
    ("text", "cameo", "act"),
    [
        ("Police arrested Oleg Tarin.", "17", "arrest"),
        ("Norway will free 12 prisoners.", "03", None),
        ("Oleg Tarin threatened to expel the ambassador.", "13", None),
        ("Guards tortured two prisoners.", "18", "torture"),
    ],
)
def test_codes_and_acts(text: str, cameo: str, act: str | None) -> None:
    assert (cameo, act) in [(event.cameo, event.act) for event in events_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Is it true that the army attacked Georgia?",
        "Sund United beat Atletico Belmora 2-1 on Tuesday.",
        "The minister declined to comment.",
        "The film shot her to fame.",
        "Zofia Malk has sold coats there for 22 years.",
        "She had been sitting in the corridor of the court.",
        "The council may be asked to consider the report.",
    ],
)
def test_no_event(text: str) -> None:
    assert events_in(text) == []


def test_a_participle_behind_a_passive_has_the_doer_behind_by() -> None:
    found = events_in("The camp was attacked by militiamen, killing 156 people.")
    assert [(event.did, event.agent) for event in found] == [("attack", "militiamen"), ("kill", "militiamen")]


def test_time_grows_with_length() -> None:
    sentence = "will arrest and kill and attack and deport and bomb and agree to agree to the arrest of the arrest of "
    subject = report(sentence * 300)
    started = time.process_time()
    understand(subject)
    assert time.process_time() - started < seconds(5)
