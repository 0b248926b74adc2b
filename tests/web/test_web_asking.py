"""Search, saved searches, and dossiers made and changed after a look, on the demo desk."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlencode

import pytest

from infostreamer.desk import Desk
from infostreamer.settings import Settings


def page(demo, path):
    return json.loads(demo.get(path).text)


def search(demo, query, **more):
    return page(demo, f"/search.json?{urlencode({'q': query, **more})}")


def hits_of(found):
    return [hit for group in found["groups"] for hit in group["hits"]]


def test_hits_stand_under_their_story_whose_headline_is_cited(demo):
    found = search(demo, "Ostrevko")
    assert found["total"] >= len(hits_of(found)) > 1
    for group in found["groups"]:
        assert group["path"].startswith(f"/s/{group['story_id']}")
        assert group["headline"]["notes"]
    html = demo.get("/search?q=Ostrevko").text
    assert html.count("<mark>Ostrevko</mark>") > 1
    assert "In the story" in html


def test_every_facet_leads_to_as_many_reports_as_it_says(demo):
    found = search(demo, "Varania")
    values = [value for box in found["facets"] for value in box["values"]]
    assert {box["field"] for box in found["facets"]} >= {"outlet", "who", "place", "date"}
    assert len(values) > 10
    for value in values[::4]:
        narrowed = page(demo, value["path"].replace("/search?", "/search.json?"))
        assert narrowed["total"] == value["count"], value


def test_a_part_of_the_search_can_be_taken_away(demo):
    found = search(demo, "Varania source:corran")
    assert [part["text"] for part in found["parts"]] == ["Varania", "source:corran"]
    rest = page(demo, found["parts"][1]["without"].replace("/search?", "/search.json?"))
    assert rest["query"] == "Varania"
    assert rest["total"] > found["total"] > 0


def test_a_search_pages_through_all_its_hits_once(demo, monkeypatch):
    monkeypatch.setattr("infostreamer.web.pages.search._PER_PAGE", 5)
    seen, path = [], "/search.json?q=-zebra&order=newest"
    while path:
        found = page(demo, path)
        seen += [hit["report_id"] for hit in hits_of(found)]
        path = found["after"] and found["after"].replace("/search?", "/search.json?")
    assert len(seen) == len(set(seen)) == found["total"] > 10


@pytest.mark.parametrize(
    ("query", "says"), [("sorce:corran", "did you mean source:"), ('"open', "not closed"), ("(open", "not closed")]
)
def test_a_mistake_is_shown_beside_the_box_with_the_help_open(demo, query, says):
    answer = demo.get(f"/search?q={quote(query)}")
    assert answer.status == 422
    assert says in answer.text
    assert re.search(r"<details class=\"asking\" open>", answer.text)
    assert 'aria-invalid="true"' in answer.text


def test_nothing_asked_shows_what_there_is_and_the_examples_find_something(demo):
    found = page(demo, "/search.json")
    assert found["facets"]
    examples = [one for one in found["fields"] if one["name"] in ("source", "outlet", "who", "place", "lang", "date")]
    assert len(examples) == 6
    for one in examples:
        assert page(demo, one["path"].replace("/search?", "/search.json?"))["total"], one


def test_nothing_found_says_what_was_asked_and_what_to_do(demo):
    text = demo.get("/search?q=zebra+giraffe").text
    assert "No report has:" in text
    assert "“zebra”, and “giraffe”" in text
    assert "/dossiers?question=zebra%20giraffe" in text


def test_a_search_is_saved_shown_changed_and_removed(demo):
    made = demo.post("/searches/add", {"title": "The organiser", "query": "who:ostrevko -football"})
    assert (made.status, made.headers["location"]) == (303, "/q/the-organiser")
    saved = page(demo, "/q/the-organiser.json")
    assert saved["total"] == len(saved["stories"]) > 0
    assert saved["words"] == "“ostrevko” named, and no “football”"
    assert all(story["headline"]["notes"] for story in saved["stories"])
    assert "The organiser" in demo.get("/search").text
    taken = demo.post("/searches/add", {"title": "The organiser", "query": "dam"})
    assert taken.status == 422
    assert "already" in taken.text
    wrong = demo.post("/q/the-organiser/change", {"title": "Organiser", "query": "who:"})
    assert wrong.status == 422
    assert 'value="who:"' in wrong.text
    assert demo.post("/q/the-organiser/change", {"title": "Rail", "query": "rail"}).status == 303
    assert page(demo, "/q/the-organiser.json")["title"] == "Rail"
    assert demo.post("/q/the-organiser/remove", {}).headers["location"] == "/search"
    assert demo.get("/q/the-organiser").status == 404


def test_a_dossier_is_made_after_a_look_at_what_it_would_gather_and_why(demo):
    before = len(demo.desk.dossiers())
    answer = demo.get("/dossiers?preview=1&question=extradition+OR+who%3Aostrevko")
    assert "Make the dossier" in answer.text
    shown = page(demo, "/dossiers.json?preview=1&question=extradition+OR+who%3Aostrevko")
    assert len(demo.desk.dossiers()) == before
    assert shown["preview"]["total"] == len(demo.desk.matching_ids("extradition OR who:ostrevko").story_ids)
    for story in shown["preview"]["stories"]:
        assert story["headline"]["notes"]
        assert story["why"]
        assert all(why["notes"] for why in story["why"])
    made = demo.post("/dossiers/add", {"title": "Extradition case", "question": "extradition OR who:ostrevko"})
    assert made.headers["location"] == "/d/extradition-case"
    assert len(demo.desk.dossier("extradition-case").story_ids) == shown["preview"]["total"]


def test_a_dossier_does_not_ask_for_what_depends_on_the_reader(demo):
    for question, says in (("is:followed", "every reader"), ("date:7d", "clock")):
        answer = demo.get(f"/dossiers?preview=1&question={quote(question)}")
        assert answer.status == 422
        assert says in answer.text


def test_another_scope_says_first_what_joins_and_leaves(demo):
    demo.post("/dossiers/add", {"title": "Scope", "question": "who:ostrevko"})
    path = "/d/scope/scope"
    tried = page(demo, f"{path}.json?question=-who:ostrevko")
    assert (tried["stays"], tried["leaves_total"]) == (0, tried["stories"])
    assert tried["joins_total"] > 0
    assert demo.desk.dossier("scope").question == "who:ostrevko"
    assert demo.get(f"{path}?question=sorce:x").status == 422
    assert demo.post(path, {"question": "-who:ostrevko", "title": "Else"}).headers["location"] == "/d/scope"
    assert len(demo.desk.dossier("scope").story_ids) == tried["joins_total"]
    assert demo.desk.dossier("scope").title == "Else"
    demo.post("/d/scope/remove", {})
    assert demo.get(path).status == 404


def test_an_empty_desk_offers_a_search_without_facets(serve_desk, tmp_path):
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as desk:
        site = serve_desk(desk)
        assert "Or begin here" not in site.get("/search").text
        assert "No report has:" in site.get("/search?q=dam").text


_LOOKS = ["/search", "/search?q=Ostrevko+-football", "/search?q=sorce:x", "/dossiers?preview=1&question=Ostrevko"]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_work_with_a_keyboard_and_without_javascript(demo, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
    tab = context.new_page()
    for path in _LOOKS:
        tab.goto(demo.address.rstrip("/") + path)
        assert tab.locator("h1").count() == 1
    tab.goto(demo.address.rstrip("/") + "/search")
    tab.fill("#query", "Ostrevko")
    tab.keyboard.press("Enter")
    tab.get_by_text("How to ask").click()
    tab.get_by_role("link", name="Make a dossier of it").click()
    assert tab.get_by_role("button", name="Make the dossier").is_visible()
    context.close()
