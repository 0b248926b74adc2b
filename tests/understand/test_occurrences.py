"""What took place apart from the event types: who took part, on which day, and what is none."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.model import Event
from infostreamer.understand import occurrences, understand


def told(text, title=None, published="2031-05-06T08:00+00:00", language="en"):
    report = b.report(text, title=title, published=published, language=language)
    found = understand(report)
    return report, found, occurrences(report, found)


def acts(text, **rest):
    _, _, found = told(text, **rest)
    return {one.payload.did: one.payload for one in found}


def test_a_verb_of_any_matter_with_its_doer_and_object():
    act = acts("Boeing renamed the last aircraft on Monday.")["rename"]
    assert (act.type, act.agent, act.patient, act.when) == ("OTHER", "Boeing", "the last aircraft", "2031-05-05")


def test_in_the_passive_the_subject_undergoes_it():
    act = acts("The bridge was painted by volunteers in 2029.")["paint"]
    assert (act.agent, act.patient, act.when) == ("volunteers", "The bridge", "2029")


def test_a_noun_that_takes_place_with_its_holder():
    found = acts("Boeing's delivery of the aircraft was celebrated in Seattle.")
    assert (found["delivery"].agent, found["delivery"].patient) == ("Boeing", "the aircraft")


def test_reporting_verbs_are_speech():
    assert acts("The company announced a new ship on Monday.")["announce"].type == "SAY"


@pytest.mark.parametrize(
    ("text", "did"),
    [
        ("The ferry did not leave Velm.", "leave"),
        ("If the ferry leaves Velm, the town will cheer.", "leave"),
        ("The ferry can carry 300 passengers.", "carry"),
        ("The ferry has 300 seats.", "have"),
        ("The town believes in the ferry.", "believe"),
    ],
)
def test_what_did_not_happen_or_only_holds_is_none(text, did):
    assert did not in acts(text)


def test_what_is_to_come_is_planned():
    assert acts("The company will paint the ferry in June.")["paint"].status == "planned"


def test_the_date_of_another_act_is_not_its_own():
    found = acts("It was the minister's first tour of the station since the strike of January.")
    assert (found["tour"].agent, found["tour"].when) == ("the minister", None)


def test_a_date_ahead_of_the_report_is_no_date_of_what_has_happened():
    assert acts("The company painted the ferry for the summer of 2035.")["paint"].when is None


def test_an_infinitive_takes_the_date_of_the_verb_above_it():
    assert acts("The aircraft was set to land on Monday.")["land"].when is not None


def test_nothing_that_an_event_finding_tells_is_told_again():
    _, found, more = told("Police arrested three men in Velm on Monday. The men had painted a ferry.")
    covered = {at for one in found if isinstance(one.payload, Event) for at in range(*_trigger(one))}
    assert any(isinstance(one.payload, Event) for one in found)
    assert [one for one in more if one.payload.trigger.start in covered] == []


def _trigger(finding):
    return finding.payload.trigger.start, finding.payload.trigger.end


def test_other_languages_give_none():
    assert told("Паром покинул порт в понедельник.", language="ru")[2] == []


def test_triggers_and_spans_slice_and_a_rerun_gives_the_same():
    text = "Boeing renamed the aircraft on Monday after a tour of Asia, and the crew painted it."
    report, found, first = told(text)
    assert first == occurrences(report, found)
    for one in first:
        span = one.payload.trigger
        assert report.text[span.start : span.end].lower().startswith(one.payload.did[:3])
        assert one.start <= span.start < span.end <= one.end


@pytest.mark.parametrize("text", ["", " ", "!!!", "Renamed.", "of of of", "the " * 500, "“" * 50, "A. B.\n\n\n\nD"])
def test_broken_text_never_crashes(text):
    report = b.report(text or "x", title=None)
    assert isinstance(occurrences(report, understand(report)), list)
