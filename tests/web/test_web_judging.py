"""Decisions on the pages: what would happen is shown first, then it is done, listed, and undone."""

from __future__ import annotations

import json

import pytest
from fake_reports import COPY, FIRST, HOLM, MARSK, STATE_TV, VELT
from fake_stories import MINE_ID, STORY, STORY_ID

from infostreamer.web.addresses import story_path

WRONG = "not-the-token"
SPLIT = {"do": "split", "report": COPY.id}


@pytest.mark.parametrize(
    ("query", "will"),
    [
        (f"do=split&report={COPY.id}", "(Daily Post) leaves its story and becomes one of its own."),
        (f"do=merge&story={STORY_ID}&with={MINE_ID}", "become one story with 7 reports."),
        (f"do=merge&story={STORY_ID}&with=http://desk.example/s/{MINE_ID}/x", "become one story with 7 reports."),
        (f"do=apart&story={STORY_ID}&with={MINE_ID}", "will never stand in one story."),
        (f"do=move&report={COPY.id}&with={MINE_ID}", "leaves its story and joins “Three miners missing"),
        (f"do=same&who={HOLM}&with=/who/{VELT}/goran-velt", "Tessa Holm and Goran Velt are one person"),
        ("do=owner&outlet=North+Wire&outlet=Daily+Post", "Daily Post and North Wire count as one origin"),
    ],
)
def test_what_would_happen_is_shown_and_nothing_happens(site, query, will):
    answer = site.get(f"/judge?{query}")
    assert answer.status == 200
    assert will in answer.text
    assert "Do it" in answer.text
    assert site.desk.done == []
    assert will in json.loads(site.get(f"/judge.json?{query}").text)["will"]


def test_where_something_is_missing_it_is_asked_for_with_stories_to_choose_from(site):
    page = json.loads(site.get(f"/judge.json?do=merge&story={STORY_ID}").text)
    assert (page["will"], page["asks"]) == (None, "Which story? Give its address or its id")
    assert [(one["id"], one["why"]) for one in page["candidates"]] == [(MINE_ID, "also names Ilen Marsk")]
    assert f'value="{MINE_ID}"' in site.get(f"/judge?do=merge&story={STORY_ID}").text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (f"do=merge&story={STORY_ID}&with={STORY_ID}", "is that story already"),
        (f"do=merge&story={STORY_ID}&with=nowhere", "No story has the id"),
        ("do=split", "Nothing was ticked"),
        ("do=split&report=nothing", "No report has the id"),
        ("do=owner&outlet=North+Wire", "at least two"),
        (f"do=same&who={HOLM}&with=nobody", "Nobody has the id"),
        ("do=fly", "is not known"),
        ("", "is not known"),
    ],
)
def test_what_cannot_be_decided_is_said_and_offers_no_button(site, query, says):
    answer = site.get(f"/judge?{query}")
    assert answer.status == 422
    assert says in answer.text
    assert "Do it" not in answer.text


def test_a_decision_is_made_with_who_and_why_and_its_story_offers_to_undo_it(site):
    answer = site.post("/judge", {**SPLIT, "note": "another trial", "by": "Ana"})
    assert answer.status == 303
    assert site.desk.done == [("split", (COPY.id,), "another trial", "Ana")]
    made = site.desk.judged[0]
    assert answer.headers["location"] == f"/s/{STORY_ID}?decided={made.id}"
    page = site.get(f"{story_path(STORY)}?decided={made.id}").text
    assert "Decided: A story of its own: “Port strike leader flown home from Bangkok” (Daily Post)." in page
    assert f'action="/judgements/{made.id}/undo"' in page


def test_the_list_shows_who_when_why_and_undoing_keeps_the_history(site):
    assert "Nothing was decided yet" in site.get("/judgements").text
    site.post("/judge", {**SPLIT, "note": "another trial", "by": "Ana"})
    page = site.get("/judgements").text
    for words in ("split off", "Ana", "“another trial”", "20 Nov 2026, 09:30", "Undo"):
        assert words in page, words
    made = site.desk.judged[0]
    assert site.post(f"/judgements/{made.id}/undo", {"by": "Bo"}).headers["location"] == "/judgements"
    (row,) = json.loads(site.get("/judgements.json").text)["rows"]
    assert (row["undone_by"], row["by"]) == ("Bo", "Ana")
    assert "undone by" in site.get("/judgements").text
    assert site.post("/judgements/0000000000000000/undo", {}).status == 404


def test_decisions_on_owners_and_people_are_shown_in_the_list(site):
    owners = site.post("/judge", {"do": "owner", "outlet": "North Wire\nDaily Post"})
    assert owners.headers["location"] == f"/judgements#j{site.desk.judged[0].id}"
    site.post("/judge", {"do": "same", "who": HOLM, "with": MARSK})
    page = site.get("/judgements").text
    assert "Daily Post and North Wire have one owner" in page
    assert "are the same." in page
    assert "Daily Post and North Wire have one owner" in site.get("/sources").text


def test_a_forged_or_broken_post_decides_nothing(site):
    assert site.post("/judge", SPLIT, token=WRONG).status == 403
    assert site.post("/judge", SPLIT, sec_fetch_site="cross-site").status == 403
    assert site.post("/judge", {"do": "split"}).status == 422
    assert site.post("/judge", {"do": "fly"}).status == 422
    assert site.post("/judgements/x/undo", {}, token=WRONG).status == 403
    assert site.post("/source/upland.example/owner", {"owner": "X"}, token=WRONG).status == 403
    assert site.desk.done == []


def test_the_owner_of_a_source_is_stated_and_taken_back_on_its_page(site):
    answer = site.post("/source/upland.example/owner", {"owner": "Northern Press"})
    assert answer.headers["location"] == "/source/5ou4ce0000000003?owner=1"
    page = site.get("/source/upland.example?owner=1").text
    assert "Stated: Northern Press." in page
    assert 'value="Northern Press"' in page
    assert 'Also of this owner: <span dir="auto">North Wire</span>' in page
    families = json.loads(site.get("/sources.json").text)["families"]
    assert families == [{"owner": "Northern Press", "outlets": ["North Wire", "Upland Courier"]}]
    site.post("/source/upland.example/owner", {"owner": ""})
    assert "the owner is unknown" in site.get("/source/upland.example?owner=1").text


def test_every_report_of_a_story_can_be_split_off_or_moved_from_its_page(site):
    page = site.get(story_path(STORY)).text
    for report in (FIRST, COPY, STATE_TV):
        assert f"/judge?do=split&amp;report={report.id}" in page
        assert f"/judge?do=move&amp;report={report.id}" in page
    assert f"/judge?do=merge&amp;story={STORY_ID}" in page


def test_words_of_others_cannot_steer_the_pages(site):
    hostile = "<script>alert(1)</script>"
    site.post("/judge", {**SPLIT, "note": hostile, "by": hostile})
    for path in (
        "/judgements",
        story_path(STORY),
        f"/judge?do=merge&story={STORY_ID}&with=%3Cscript%3Ealert(1)%3C/script%3E",
    ):
        assert "<script>alert" not in site.get(path).text
