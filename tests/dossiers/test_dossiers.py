"""Questions and what gathers under them."""

from __future__ import annotations

import pytest
from fakes import build as b
from fakes import world
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.dossiers import gather, matches, parse
from infostreamer.model import BadInput, Dossier, content_id
from infostreamer.stories import build_story

READS = world.everything()
STORY = build_story("arrest", READS, reasons={})
FLOOD_READ = b.read(
    b.report("The river Lesk flooded Varn on Monday.", title="Flood in Varn", outlet="Herald",
             published="2031-11-20T09:00+01:00", seq=7)
)  # fmt: skip
FLOOD = build_story("flood", [FLOOD_READ], reasons={})
TEXTS = {read.report.id: read.report.text for read in (*READS, FLOOD_READ)}


@pytest.mark.parametrize(
    "question",
    [
        "belov", "Belov arrested", '"union leader"', "“union leader”", "flood OR belov", "belov -flood", "who:belov",
        'who:"Vera Samin"', "place:mirsk", "source:courier", "arresting", "kind:commentary",
    ],
)  # fmt: skip
def test_questions_that_match(question):
    assert matches(parse(question), STORY, TEXTS)


@pytest.mark.parametrize(
    "question",
    ["flood", "belov flood", '"leader union"', "belov -oslo", "who:bel", "place:oslo", "source:tribune", "kind:copies"],
)
def test_questions_that_do_not(question):
    assert not matches(parse(question), STORY, TEXTS)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "no word"), ("   ", "no word"), ("OR belov", "both sides"), ("belov OR", "both sides"),
        ("is:followed", "every reader"), ("date:7d", "clock"),
        ('"belov', "not closed"), ("colour:red", "no field colour"), ("who:", "no word"), ("...", "no word"),
        ("x" * 1001, "longer than"),
    ],
)  # fmt: skip
def test_bad_questions_are_told_in_one_sentence(question, says):
    with pytest.raises(BadInput, match=says) as told:
        parse(question)
    assert str(told.value).endswith((".", "?"))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_question_is_parsed_or_refused(question):
    try:
        parsed = parse(question)
    except BadInput:
        return
    assert matches(parsed, STORY, TEXTS) in (True, False)


def dossier(question: str) -> Dossier:
    return Dossier(id=content_id("dossier", "d"), slug="d", title="D", question=question)


def test_a_dossier_gathers_its_stories_newest_first():
    gathered = gather(dossier("belov OR flooded"), [STORY, FLOOD], TEXTS)
    assert gathered.story_ids == ("flood", "arrest")
    assert gathered == gather(dossier("belov OR flooded"), [FLOOD, STORY], TEXTS)
    assert gathered.abstract[0] == FLOOD.abstract[0]
    assert "Anton Belov" in [who.name for who in gathered.who]
    assert [moment.when for moment in gathered.timeline if moment.when] == ["2031-11-10"]
    assert {series.of for series in gathered.figures} == {"members (held)"}


def test_gathering_again_forgets_what_no_longer_matches():
    gathered = gather(dossier("belov"), [STORY], TEXTS)
    emptied = gather(gathered, [FLOOD], TEXTS)
    assert (emptied.story_ids, emptied.timeline, emptied.who) == ((), (), ())


def test_a_language_is_that_of_a_member():
    report = b.report("Лесковская долина затоплена.", title="Леск", outlet="Vestnik", seq=9, language="ru")
    flood = build_story("leskru", [b.read(report)], reasons={})
    stories, texts = [STORY, flood], {**TEXTS, report.id: report.text}
    assert gather(dossier("lang:ru"), stories, texts).story_ids == ("leskru",)
    assert gather(dossier("lang:en belov"), stories, texts).story_ids == ("arrest",)
    assert gather(dossier("belov -lang:en"), stories, texts).story_ids == ()
