"""Who did what to whom, where and when, and whether it happened at all."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Event
from infostreamer.understand import understand


def events_in(body: str, **fields: str) -> list[Event]:
    subject = report(body, **fields)  # type: ignore[arg-type]
    return [finding.payload for finding in understand(subject) if isinstance(finding.payload, Event)]


def test_two_passives_share_who_undergoes_them() -> None:
    first, second = events_in(
        "Vasil Vera, who served in the Third Regiment, was abducted in Vietnam in November 2024 "
        "and subsequently extradited back to Belarus."
    )
    assert (first.did, first.patient, first.place, first.when, first.agent) == (
        "abduct",
        "Vasil Vera",
        "Vietnam",
        "2024-11",
        None,
    )
    assert (second.did, second.patient, second.place, second.when, second.agent) == (
        "extradite",
        "Vasil Vera",
        "Belarus",
        None,
        None,
    )
    assert first.patient_who is not None
    assert first.patient_who == second.patient_who


@pytest.mark.parametrize(
    ("text", "did", "agent", "patient", "place"),
    [
        ("The police arrested 12 protesters in Minsk.", "arrest", "The police", "12 protesters", "Minsk"),
        ("Two men were arrested by the police.", "arrest", "the police", "Two men", None),
        ("The recent extradition of Vasil Vera from Vietnam alarmed many.", "extradite", None, "Vasil Vera", "Vietnam"),
        ("Vasil Vera's arrest alarmed many.", "arrest", None, "Vasil Vera", None),
        ("The Russian invasion of Ukraine went on.", "invade", "Russian", "Ukraine", None),
        ("Iran carried out an attack on an airbase in Iraq.", "attack", "Iran", "an airbase", "Iraq"),
        ("Belarusian and Russian ministers signed papers.", "sign", "Belarusian and Russian ministers", "papers", None),
        ("Thousands of people protested in Budapest.", "protest", "Thousands of people", None, "Budapest"),
        ("Oleg Tarin, who led the party, resigned.", "resign", "Oleg Tarin", None, None),
        ("Oleg Tarin died in Warsaw.", "die", None, "Oleg Tarin", "Warsaw"),
        ("The army shot down a drone over the border with Poland.", "shoot down", "The army", "a drone", None),
    ],
)
def test_actors_and_place(text: str, did: str, agent: str | None, patient: str | None, place: str | None) -> None:
    found = [event for event in events_in(text) if event.did == did]
    assert [(event.agent, event.patient, event.place) for event in found] == [(agent, patient, place)]


@pytest.mark.parametrize(
    ("text", "did", "status"),
    [
        ("The army invaded Georgia.", "invade", "happened"),
        ("The army will invade Georgia.", "invade", "planned"),
        ("The two leaders agreed to release the prisoners.", "release", "planned"),
        ("Oleg Tarin threatened to expel the ambassador.", "expel", "threatened"),
        ("Oleg Tarin threatened Georgia with an invasion of its coast.", "invade", "threatened"),
        ("The suspect was allegedly shot by police.", "shoot", "alleged"),
        ("The opposition accused the guards of torturing prisoners.", "torture", "alleged"),
        ("Oleg Tarin denied that the police arrested journalists.", "arrest", "denied"),
        ("There are rumours that the army arrested the mayor.", "arrest", "speculated"),
        ("The army may attack Georgia.", "attack", "speculated"),
        ("Oleg Tarin said the army would withdraw its troops.", "withdraw", "planned"),
    ],
)
def test_status(text: str, did: str, status: str) -> None:
    assert [event.status for event in events_in(text) if event.did == did] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "The case underscores the pressure on the press.",
        "If the army attacks the city, thousands will suffer.",
        "The government must release the prisoners.",
        "The police did not arrest the mayor.",
        "Rulers perish when their friend is overthrown.",
        "They use the threat to intimidate people.",
        "The company released a new phone.",
        "The arrest warrant is a forgery.",
        "An attack helicopter stood there.",
        "The lion attacked the idea of the fence.",
    ],
)
def test_no_event(text: str) -> None:
    assert events_in(text) == []


def test_a_participle_describes_and_does_not_act() -> None:
    found = events_in("Police detained two men suspected of killing the banker.")
    assert [(event.did, event.agent, event.patient, event.status) for event in found] == [
        ("detain", "Police", "two men", "happened"),
        ("kill", "two men", "the banker", "alleged"),
    ]


def test_an_event_inside_a_statement_names_who_said_it() -> None:
    found = events_in("Oleg Tarin said that the army attacked Georgia on Monday.", published="2026-05-14T10:00+00:00")
    assert [(event.said_by, event.when, event.status) for event in found] == [("Oleg Tarin", "2026-05-11", "happened")]


def test_a_day_belongs_to_its_own_clause() -> None:
    found = events_in("The court jailed Oleg Tarin in May 2024 and the president pardoned Vasil Vera in June 2025.")
    assert [(event.did, event.when) for event in found] == [("jail", "2024-05"), ("pardon", "2025-06")]


def test_a_headline_tells_in_the_present() -> None:
    found = events_in("More follows soon.", title="Kremlin threatens Georgia with invasion")
    assert ("threaten", "Kremlin", "Georgia", "happened") in [
        (event.did, event.agent, event.patient, event.status) for event in found
    ]


def test_a_clipped_headline_is_passive() -> None:
    found = events_in("More follows soon.", title="Organiser Oleg Tarin detained in Thailand, wife says")
    assert ("detain", None, "Organiser Oleg Tarin", "Thailand") in [
        (event.did, event.agent, event.patient, event.place) for event in found
    ]


def test_who_stands_for_the_nearest_people() -> None:
    found = events_in("It was a day of mourning for the nine miners who died in Warsaw.")
    assert [(event.did, event.patient) for event in found] == [("die", "the nine miners")]


def test_a_number_after_over_is_still_the_object() -> None:
    found = events_in("Fishermen rescued over 700 people whose boat sank off the coast of Italy.")
    assert ("rescue", "Fishermen", "over 700 people") in [(event.did, event.agent, event.patient) for event in found]


def test_a_name_after_a_role_with_of_is_who_is_meant() -> None:
    found = events_in("The head of Varpress, Oleg Tarin, met with Anna Kolska in Warsaw.")
    assert [(event.agent, event.patient) for event in found] == [("The head of Varpress, Oleg Tarin", "Anna Kolska")]
    assert found[0].agent_who is not None


def test_that_after_a_name_speaks_of_the_attack() -> None:
    found = events_in("It was an attack on Camp Harun that killed 12 people.")
    assert ("kill", "an attack", "12 people") in [(event.did, event.agent, event.patient) for event in found]


@pytest.mark.parametrize(
    ("text", "did", "when"),
    [
        ("Police at Varna Airport detained a man on Monday as he tried to flee.", "detain", "2026-05-11"),
        ("Four miners were killed and seven were injured when gas exploded on Monday.", "kill", "2026-05-11"),
        ("A guard died when a store burned down on Monday.", "die", "2026-05-11"),
        ("A man was killed in Varna, officials said on Monday.", "kill", None),
        ("Police arrested a man who had met Oleg Tarin on Monday.", "arrest", None),
    ],
)
def test_the_date_of_its_own_clause(text: str, did: str, when: str | None) -> None:
    found = events_in(text, published="2026-05-14T10:00:00+00:00")
    assert [event.when for event in found if event.did == did] == [when]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A man was detained on the island of Cyprus.", "Cyprus"),
        ("Police detained a man outside the Warsaw railway depot.", "the Warsaw railway depot"),
        ("A man was killed in the Ukraine war.", None),
    ],
)
def test_where_it_happened(text: str, place: str | None) -> None:
    assert [event.place for event in events_in(text)] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "The minister rejected that account.",
        "The lawyer had been refused access to his client.",
        "Nobody was arrested in Varna.",
        "No protesters were detained by the police.",
        "He has asked for a meeting with his mother.",
        "I visited the festival in Varna.",
        "The argument destroyed the theory.",
    ],
)
def test_what_did_not_happen_is_no_event(text: str) -> None:
    assert events_in(text) == []


def test_a_decision_to_turn_down_is_an_event() -> None:
    found = events_in("The parliament rejected the bill in Warsaw.")
    assert [(event.did, event.patient) for event in found] == [("reject", "the bill")]


def test_a_lapse_of_time_is_no_part_of_whom_it_happened_to() -> None:
    found = events_in("More follows soon.", title="Thailand deports strike organiser hours before hearing")
    assert [(event.agent, event.patient) for event in found] == [("Thailand", "strike organiser")]


def test_two_verbs_share_one_object() -> None:
    found = events_in("Police arrested and questioned the student.")
    assert [(event.did, event.agent, event.patient) for event in found] == [
        ("arrest", "Police", "the student"),
        ("question", "Police", "the student"),
    ]


def test_a_participle_after_a_noun_is_passive() -> None:
    found = events_in("Oleg Tarin, the railwayman detained at Varna airport on Monday, was driven away.")
    assert [(event.did, event.agent, event.patient) for event in found] == [("detain", None, "the railwayman")]


def test_a_fire_destroys_and_injures() -> None:
    found = events_in("A fire destroyed around 40 stalls in Varna and injured two night watchmen.")
    assert [(event.did, event.patient) for event in found] == [
        ("destroy", "around 40 stalls"),
        ("injure", "two night watchmen"),
    ]


def test_the_board_meets_and_is_not_met() -> None:
    found = events_in("The meeting of the council in Warsaw lasted an hour.")
    assert [event.patient for event in found] in ([], [None])


def test_nobody_meets_himself() -> None:
    (event,) = events_in("Oleg Tarin said he had met him in Warsaw.")
    assert event.agent_who is None or event.agent_who != event.patient_who


def test_being_considered_is_not_happening() -> None:
    assert events_in("The European Union was considering sanctions against officials.") == []


def test_asking_a_country_to_act() -> None:
    subject = report("Poland has asked Georgia to hand over a strike organiser.")
    found = [finding for finding in understand(subject) if isinstance(finding.payload, Event)]
    assert [finding.words(subject.text) for finding in found] == [
        "Poland has asked Georgia to hand over a strike organiser"
    ]


def test_the_arrested_are_not_told_to_have_done_it() -> None:
    found = events_in("Police arrested three men over the attack on a bus in Warsaw that killed eleven people.")
    assert [(event.did, event.agent) for event in found if event.did == "kill"] == [("kill", "the attack")]


def test_killed_and_injured_share_their_passive() -> None:
    found = events_in("Three people were killed and twelve injured when a bus crashed near Warsaw.")
    assert [(event.did, event.patient) for event in found if event.did in {"kill", "injure"}] == [
        ("kill", "Three people"),
        ("injure", "twelve"),
    ]


def test_it_acts_for_the_body_that_speaks() -> None:
    (event,) = events_in("The Ministry of Defence said it shot down 14 drones.")
    assert (event.agent, event.patient, event.said_by) == ("it", "14 drones", "The Ministry of Defence")
    assert event.agent_who == event.said_by_who


def test_a_participle_after_a_relative_clause_names_no_doer() -> None:
    (killing,) = [
        event
        for event in events_in(
            "Ida Holm warned the town about the bridge that collapsed on Monday, killing five people."
        )
        if event.did == "kill"
    ]
    assert (killing.agent, killing.patient) == (None, "five people")
