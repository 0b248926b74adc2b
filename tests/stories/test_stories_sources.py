"""Who a report says it is from, in every place where that stands, and what only looks like it."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.stories import build_story

BODY = (
    "A mudslide buried nine houses in the village of Upper Lesna on Sunday morning, the fire service said. The slope "
    "had been watched since March. About 60 people were taken to the school and spent the night there."
)


def at(hour: int, body: str, outlet: str, *found, **more):
    published = f"2031-06-01T{hour:02}:00+00:00"
    report = b.report(body, title=f"{outlet} {hour}", outlet=outlet, published=published, seq=hour, **more)
    return b.read(report, *(make(report) for make in found))


def edges(*reads):
    return {(edge.from_id, edge.kind, edge.to) for edge in build_story("s", reads, reasons={}).edges}


def agency():
    return at(8, f"LESNA, June 1 (Orlan) - {BODY}\n\nNobody was missing in the evening.", "Orlan")


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (f"LESNA (Orlan) — {BODY}", {}),
        (f"By ORLAN\n\n{BODY}", {}),
        (f"{BODY}\n\n— Orlan", {}),
        (f"{BODY}\n\n© Orlan 2031", {}),
        (f"{BODY}\n\nPost staff and Orlan", {}),
        (BODY, {"byline": ("Orlan",)}),
        (BODY, {"via_outlet": "Orlan"}),
        (BODY, {"via_address": "https://orlan.example/1"}),
    ],
)
def test_a_credit_is_read_wherever_it_stands(body, more):
    wire, printed = agency(), at(10, body, "Evening Post", **more)
    assert edges(wire, printed) == {(printed.report.id, "carries", wire.report.id)}


def test_an_outlet_that_names_itself_credits_nobody():
    wire = at(8, f"{BODY}\n\n© Orlan 2031", "Orlan", byline=("Orlan",), via_outlet="Orlan")
    assert edges(wire) == set()


def test_a_print_is_of_the_agency_and_of_no_other_paper_that_printed_it_too():
    wire, one, two = agency(), at(9, f"{BODY}\n\n— Orlan", "Post"), at(10, f"{BODY}\n\n— Orlan", "Echo")
    assert edges(wire, one, two) == {
        (one.report.id, "carries", wire.report.id),
        (two.report.id, "carries", wire.report.id),
    }


def test_whoever_prints_the_same_words_without_a_credit_has_them_from_the_agency_too_also_where_it_is_not_held():
    named, silent = at(9, f"LESNA (Orlan) — {BODY}", "Post"), at(10, BODY, "Echo")
    story = build_story("s", [named, silent], reasons={})
    assert {(edge.from_id, edge.kind, edge.to) for edge in story.edges} == {
        (named.report.id, "carries", "Orlan"),
        (silent.report.id, "copies", "Orlan"),
    }
    assert (story.independent, story.independent_at_most, len(story.origins)) == (0, 1, 1)


def test_with_material_from_an_agency_leaves_a_report_its_own_reporting():
    body = (
        "LESNA – Baker Ida Moll counted her windows on Sunday and found one. She told the Post that the mud had "
        f"stopped at her oven, and that the dough had risen all the same.\n\n{BODY}\n\nWith material from Orlan."
    )
    own = at(12, body, "Post", lambda report: b.credit(report, "Orlan", to="Orlan", type="agency"))
    story = build_story("s", [agency(), own], reasons={})
    assert {member.role for member in story.members} == {"first-hand"}
    assert story.independent == 2


@pytest.mark.parametrize(
    "words",
    [
        "the Velm Courier reported",
        "as first reported by the Velm Courier",
        "according to a report in the Velm Courier",
        "she told the daily Velm Courier",
        "she told thevelmcourier.example",
        "the Velm Courier has learned",
        "she said in an interview with The Velm Courier",
        "heißt es. Das berichtet der „Velm Courier“",
        "пишет Velm Courier",
    ],
)
def test_it_says_who_reported_it(words):
    first = at(8, "VELM – The mayor told the Courier that she would close the bridge.", "The Velm Courier")
    citing = at(9, f"The bridge will be closed, {words}. Pupils will have to get up an hour earlier from June.", "Echo")
    assert edges(first, citing) == {(citing.report.id, "cites", first.report.id)}


@pytest.mark.parametrize(
    "words",
    [
        "Readers of the Velm Courier got no paper on Monday.",
        "The Velm Courier will move to the harbour in June.",
        "A courier told police that he had seen nothing.",
        "She told the Courier Express company to leave.",
    ],
)
def test_naming_an_outlet_is_not_citing_it(words):
    first = at(8, "VELM – The mayor told the Courier that she would close the bridge.", "The Velm Courier")
    assert edges(first, at(9, f"The bridge was empty. {words}", "Echo")) == set()


def test_what_a_copy_cites_is_its_parents_business():
    first = at(8, "VELM – The mayor told the Courier that she would close the bridge.", "The Velm Courier")
    body = "The bridge in the east of the town will be closed for nine months from June, the Velm Courier reported, "
    body += "and pupils from the villages will have to take the ferry, which is full already on rainy days."
    citing, copy = at(9, body, "Echo"), at(11, body, "Clickbox")
    assert edges(first, citing, copy) == {
        (citing.report.id, "cites", first.report.id),
        (copy.report.id, "copies", citing.report.id),
    }


def test_an_outlet_that_is_not_held_is_cited_by_its_longest_name_and_no_bare_word_is_one():
    citing = at(8, "She told the Velm Evening Times. The Times reported it. It was in a daily.", "Echo",
                lambda r: b.credit(r, "Velm Evening Times", to="Velm Evening Times", type="outlet"),
                lambda r: b.finding(r, "Times", b.Credit(to="Times", type="outlet"), nth=1),
                lambda r: b.credit(r, "daily", to="daily", type="outlet"))  # fmt: skip
    assert edges(citing) == {(citing.report.id, "cites", "Velm Evening Times")}


def test_a_claim_that_an_agency_was_told_is_a_cite_and_leaves_the_dateline_its_worth():
    read = at(8, "VELM – The mine is shut, the manager told Orlan. Miners burned their lamps in the yard.", "Post",
              lambda report: b.credit(report, "Orlan", to="Orlan", type="agency"))  # fmt: skip
    story = build_story("s", [read], reasons={})
    assert {(edge.kind, edge.to) for edge in story.edges} == {("cites", "Orlan")}
    assert story.members[0].role == "first-hand"


def test_a_statement_that_is_quoted_is_no_release_that_is_printed():
    body = "VELM – In a statement released by the Miners the strike was called off. Lamps were lit again."
    read = at(8, body, "Post", lambda report: b.credit(report, "Miners", to="Miners", type="release"))
    assert edges(read) == set()


def test_a_release_is_the_party_speaking_and_is_never_counted():
    release = at(8, BODY, "Norbank", kind="release")
    story = build_story("s", [release, at(9, BODY, "Echo")], reasons={})
    assert (story.independent, story.independent_at_most, len(story.origins)) == (0, 0, 1)
