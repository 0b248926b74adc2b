"""A subject's timeline: who is meant, which day, what is one happening, and that nothing depends on order."""

from __future__ import annotations

import pytest
from fakes import build as b
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.dossiers import forms_of, timeline_of
from infostreamer.model import Event, Finding, Name, Quote, Span, Statement

TEXT = (
    "The ferry Aldra left Velm on Monday. Its owner, Tellmar, sold it in June. The Aldra ferry terminal was closed. "
    "Tellmar said that nobody was hurt. It will buy another ship."
)


def report(text=TEXT, title="Aldra leaves Velm", published="2031-05-06T08:00+00:00", outlet="Courier", seq=1):
    return b.report(text, title=title, published=published, outlet=outlet, seq=seq)


def at(held, words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = held.text.index(words, start + 1)
    return start, start + len(words)


def event(held, trigger, *, agent=None, patient=None, when=None, did=None, status="happened", type_="OTHER", who=None):
    place = at(held, trigger)
    payload = Event(
        type=type_, did=did or trigger, agent=agent, agent_who=who, patient=patient, when=when, status=status,
        trigger=Span(held.id, *place),
    )  # fmt: skip
    return Finding.of(held.id, (place,), payload, maker="test/1", confidence=0.9)


def name(held, words, type_="organisation", who=None, canonical=None):
    payload = Name(type=type_, canonical=canonical or words, who=who)
    return Finding.of(held.id, (at(held, words),), payload, maker="test/1", confidence=0.9)


def said(held, cue, speaker, stance="says"):
    start, end = at(held, cue)
    payload = Statement(speaker=speaker, cue=cue, stance=stance, cue_span=Span(held.id, start, end))
    return Finding.of(held.id, ((start, end + 10),), payload, maker="test/1", confidence=0.9)


@pytest.mark.parametrize(
    ("full", "forms"),
    [
        ("Boeing 787 Dreamliner", {"787", "787 Dreamliner", "Dreamliner", "Boeing 787 Dreamliner"}),
        ("the Aldra", {"Aldra"}),
        ("United States Air Force", {"United States Air Force", "US Air Force", "U.S. Air Force", "USAF"}),
        ("Court of Human Rights", {"Court of Human Rights", "CHR"}),
        ("Ada Marsh", {"Ada Marsh"}),
    ],
)
def test_forms_of_a_name(full, forms):
    assert set(forms_of(full)) == forms


def test_every_moment_cites_the_sentence_it_shows():
    held = report()
    (moment,) = timeline_of(["Aldra"], [(held, [event(held, "left", agent="The ferry Aldra", when="2031-05-05")])])
    span = moment.line.citations[0]
    assert moment.line.text == held.text[span.start : span.end] == "The ferry Aldra left Velm on Monday."
    assert (moment.when, moment.precision, moment.status) == ("2031-05-05", "day", "happened")


def test_what_is_called_after_the_subject_is_not_the_subject():
    held = report()
    found = [event(held, "closed", patient="The Aldra ferry terminal", when="2031-05-05")]
    assert timeline_of(["Aldra"], [(held, found)]) == ()


def test_a_longer_name_that_ends_in_the_subjects_is_another():
    held = report("The New Aldra sank on Monday.", title=None)
    found = [name(held, "New Aldra", who="other"), event(held, "sank", agent="The New Aldra", when="2031-05-05")]
    assert timeline_of(["Aldra"], [(held, found)]) == ()


def test_a_key_of_the_subjects_name_means_it_under_any_words():
    held = report("Mr Marsh resigned on Monday.", title=None)
    found = [
        name(held, "Marsh", "person", who="key", canonical="Ada Marsh"),
        event(held, "resigned", agent="Mr Marsh", who="key", when="2031-05-05"),
    ]
    assert len(timeline_of(["Ada Marsh"], [(held, found)])) == 1


def test_it_is_the_subject_right_after_an_act_of_it_and_of_nobody_else():
    held = report()
    buys = event(held, "buy", agent="It", status="planned", when="2031")
    assert [one.status for one in timeline_of(["Tellmar"], [(held, [said(held, "said", "Tellmar"), buys])])] == [
        "planned",
        "happened",
    ]
    assert timeline_of(["Tellmar"], [(held, [said(held, "said", "Aldra"), buys])]) == ()


def test_what_the_report_calls_it_means_it_unless_another_is_called_so():
    text = "The 787 jet landed. The jet was greeted in Velm. The Kestrel jet crashed."
    held = report(text, title=None)
    landed, greeted = event(held, "landed", agent="The 787 jet"), event(held, "greeted", patient="The jet")
    crashed = event(held, "crashed", agent="The Kestrel jet")
    assert len(timeline_of(["787"], [(held, [landed, greeted])])) == 2
    with_other = [landed, greeted, crashed, name(held, "Kestrel")]
    assert len(timeline_of(["787"], [(held, with_other)])) == 1


def test_undated_events_are_of_the_day_in_the_lead_only():
    text = "Tellmar sold a ship. It rained. The pier was full. Tellmar painted a ship."
    held = report(text, title=None)
    found = [event(held, "sold", agent="Tellmar"), event(held, "painted", agent="Tellmar")]
    assert [one.when for one in timeline_of(["Tellmar"], [(held, found)])] == ["2031-05-06", None]


def test_plans_are_never_dated_by_the_day_of_publication():
    held = report("Tellmar will sell a ship.", title=None)
    (moment,) = timeline_of(["Tellmar"], [(held, [event(held, "sell", agent="Tellmar", status="planned")])])
    assert moment.when is None


def test_without_a_day_of_publication_nothing_is_dated_by_it():
    held = report("Tellmar sold a ship.", title=None, published=None)
    (moment,) = timeline_of(["Tellmar"], [(held, [event(held, "sold", agent="Tellmar")])])
    assert (moment.when, moment.precision) == (None, "unknown")


@pytest.mark.parametrize("status", ["denied", "speculated", "threatened"])
def test_what_is_denied_or_guessed_is_no_moment(status):
    held = report()
    found = [event(held, "left", agent="The ferry Aldra", when="2031-05-05", status=status)]
    assert timeline_of(["Aldra"], [(held, found)]) == ()


def test_one_act_told_by_two_reports_on_one_day_is_one_moment_of_the_earlier_report():
    one = report()
    two = report("Aldra left Velm.", title=None, published="2031-05-05T20:00+00:00", outlet="Herald", seq=2)
    told = [
        (one, [event(one, "left", agent="The ferry Aldra", when="2031-05-05", did="leave")]),
        (two, [event(two, "left", agent="Aldra", when="2031-05-05", did="leave")]),
    ]
    (moment,) = timeline_of(["Aldra"], told)
    assert moment.line.text == "Aldra left Velm."
    assert {span.report_id for span in moment.line.citations} == {one.id, two.id}


def test_acts_known_to_the_month_only_are_not_joined():
    one = report("Tellmar sold a ship in June. Tellmar sold a pier in June.", title=None)
    first, second = (
        event(one, "sold", agent="Tellmar", when="2031-06"),
        event(one, "sold", agent="Tellmar", when="2031-06"),
    )
    other = Span(one.id, *at(one, "sold", 1))
    payload = Event(type="OTHER", did="sold", agent="Tellmar", when="2031-06", trigger=other)
    second = Finding.of(one.id, ((other.start, other.end),), payload, maker="test/1", confidence=0.9)
    assert len(timeline_of(["Tellmar"], [(one, [first, second])])) == 2


def test_a_title_takes_its_date_from_the_same_act_in_the_body():
    held = report("The Aldra left Velm on Monday.", title="Aldra leaves Velm")
    found = [
        event(held, "leaves", agent="Aldra", did="leave"),
        event(held, "left", agent="The Aldra", did="leave", when="2031-05-05"),
    ]
    (moment,) = timeline_of(["Aldra"], [(held, found)])
    assert (moment.when, moment.line.text) == ("2031-05-05", "The Aldra left Velm on Monday.")


def test_speech_can_be_left_out_and_beliefs_are_none():
    held = report()
    told = [(held, [said(held, "said", "Tellmar")])]
    assert [one.line.kind for one in timeline_of(["Tellmar"], told)] == ["statement"]
    assert timeline_of(["Tellmar"], told, with_speech=False) == ()
    assert timeline_of(["Tellmar"], [(held, [said(held, "said", "Tellmar", stance="believes")])]) == ()


def test_a_sentence_is_shown_once_for_each_date():
    held = report("Tellmar sold a ship and bought a pier.", title=None)
    found = [event(held, "sold", agent="Tellmar"), event(held, "bought", agent="Tellmar")]
    (moment,) = timeline_of(["Tellmar"], [(held, found)])
    assert len(moment.line.finding_ids) == 2


def test_findings_of_other_kinds_and_quotes_without_a_cue_are_no_moments():
    held = report()
    quote = Finding.of(held.id, (at(held, "Tellmar"),), Quote(speaker="Tellmar"), maker="test/1", confidence=0.9)
    assert timeline_of(["Tellmar"], [(held, [quote, name(held, "Tellmar")])]) == ()


WORDS = ["sold", "bought", "painted", "moved"]
DAYS = ["2031-05-05", "2031-05", "2031", None, "2031-05-05/2031-05-07", "XXXX-05-05", "garbage"]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(DAYS)), min_size=1, max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_the_order_of_reports_and_findings_does_not_matter_and_every_line_slices(rows, order):
    told = []
    for number, (verb, when) in enumerate(rows):
        held = report(
            f"Tellmar {verb} a ship. Tellmar {verb} a pier.", title=None, outlet=f"Outlet {number}", seq=number
        )
        told.append((held, [event(held, verb, agent="Tellmar", when=when)]))
    moments = timeline_of(["Tellmar"], told)
    shuffled = list(told)
    order.shuffle(shuffled)
    assert timeline_of(["Tellmar"], shuffled) == moments
    texts = {held.id: held.text for held, _ in told}
    for moment in moments:
        span = moment.line.citations[0]
        assert texts[span.report_id][span.start : span.end] == moment.line.text
    ids = [finding for moment in moments for finding in moment.line.finding_ids]
    assert sorted(ids) == sorted({one.id for _, found in told for one in found})
