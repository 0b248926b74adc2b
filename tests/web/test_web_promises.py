"""What docs/reference/pages.md promises of every page, over the whole table of addresses and on the demo desk."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fake_reports import F_QUOTE, FIRST, QUOTE_WORDS
from fake_stories import STORY_ID

from infostreamer.model import OWNER
from infostreamer.web.routes import ROUTES
from infostreamer.web.taken_routes import TAKEN_ROUTES

ROOT = Path(__file__).parents[2]
TAKEN = {route.path for route in TAKEN_ROUTES}
PATHS = {route.path for route in ROUTES if "GET" in route.methods} - TAKEN
NO_PAGES = {  # answers of another kind: what is live, programs' own addresses, files, feeds
    *("/live", "/-/health", "/-/ready", "/api", "/api/v1/openapi.json"),
    *("/sources.opml", "/feeds/alerts.{form:feed}", "/unsubscribe/{key}", "/notes/{id}.jsonld", "/settings/marks.json"),
}


@pytest.fixture(scope="module")
def ids(demo):
    """What stands in the addresses, each on the demo desk."""
    desk = demo.desk
    story = max(desk.stories(limit=50), key=lambda one: len(one.who))
    dossier = desk.add_dossier("Varania", "varania")
    who = next(one for one in story.who if one.kind == "person")
    place = next(one for one in story.who if one.kind == "place")
    note = desk.add_note(f"story:{story.id}", "Ask the court for its calendar.", reader=OWNER)
    search = desk.save_search("Walkouts", "strike")
    return {
        "story": story,
        "dossier": dossier,
        "who": who,
        "place": place,
        "note": note,
        "search": search,
        "source": desk.sources()[0][0],
        "report": story.report_ids[0],
    }


def address(pattern, ids):
    """The pattern with things of the demo desk in it; None where it needs something that the desk does not have."""
    noun = pattern.split("/")[1]
    key = {
        "s": ids["story"].id,
        "r": ids["report"],
        "who": ids["who"].id,
        "place": ids["place"].id,
        "notes": ids["note"].id,
    }.get(noun)
    filled = pattern.replace("{rev:revision}", "1").replace("{slug}", ids["dossier"].slug if noun == "d" else "x")
    filled = filled.replace("{key}", ids["source"].id).replace("{name}", ids["search"].name)
    if key:
        filled = filled.replace("{id}", key)
    return None if "{" in filled else filled


def test_every_page_of_the_table_has_a_twin():
    pages = {path for path in PATHS if not path.endswith(".json")} - NO_PAGES
    assert len(pages) > 40
    without = sorted(path for path in pages if ("/desk" if path == "/" else path) + ".json" not in PATHS)
    assert without == []


def test_every_twin_of_the_table_answers_with_its_schema(demo, ids):
    asked = {path: address(path, ids) for path in sorted(PATHS - NO_PAGES) if path.endswith(".json")}
    needing = {path for path, filled in asked.items() if filled is None}
    assert needing <= {"/alerts/{id}.json"}
    for path in filter(None, asked.values()):
        query = "?item=story:" + ids["story"].id if path in ("/notes/new.json", "/report-error.json") else ""
        answer = demo.get(path + query)
        if answer.status == 308:
            answer = demo.get(answer.headers["location"])
        assert answer.headers["content-type"] == "application/json", path
        schema = json.loads(answer.text).get("schema", "")
        assert re.fullmatch(r"infostreamer/[a-z-]+/\d", schema), (path, answer.status, schema)


def test_every_get_leaves_the_desk_as_it_was(demo, ids):
    before = (demo.desk.position(), demo.desk.digest(), demo.desk.keeps(OWNER), demo.desk.notes())
    for path in filter(None, (address(path, ids) for path in sorted(PATHS - {"/live"}))):
        assert demo.get(path).status < 500, path
    assert (demo.desk.position(), demo.desk.digest(), demo.desk.keeps(OWNER), demo.desk.notes()) == before


def test_a_wrong_slug_leads_on_and_keeps_what_the_address_asked(demo, ids):
    for path in (f"/s/{ids['story'].id}", f"/who/{ids['who'].id}", f"/place/{ids['place'].id}"):
        answer = demo.get(f"{path}/no-such-words?x=1")
        assert answer.status == 308, path
        assert answer.headers["location"].startswith(f"{path}/")
        assert answer.headers["location"].endswith("?x=1")


def test_a_story_leads_up_to_its_dossiers_and_shows_where_it_happens(demo, ids):
    text = demo.get(demo.get(f"/s/{ids['story'].id}").headers["location"]).text
    page = json.loads(demo.get(f"/s/{ids['story'].id}.json").text)
    assert [home["path"] for home in page["whereabouts"]["homes"]["value"]] == [f"/d/{ids['dossier'].slug}"]
    assert f'<a href="/d/{ids["dossier"].slug}" dir="auto">' in text
    markers = page["whereabouts"]["map"]["markers"]
    assert markers
    assert all(f'<a href="{html.escape(one["path"])}"><title>' in text for one in markers)
    for way in (f"/notes/new?item=story:{ids['story'].id}", "#cite-1", "#export"):
        assert f'href="{way}"' in text
    assert all(f'id="{anchor}"' in text for anchor in ("cite-1", "export"))


def test_what_is_new_opens_as_a_list_of_cited_facts(demo, ids):
    story = ids["story"]
    log = demo.desk.changes(0, limit=1000, nouns=("story",), item=story.id)
    demo.desk.saw(OWNER, {story.id: log[len(log) // 2].position})
    text = demo.get(demo.get(f"/s/{story.id}").headers["location"]).text
    demo.desk.unsaw(OWNER, story.id)
    opened = re.search(r'<details class="since">(.*?)</details>', text, re.DOTALL)[1]
    facts = re.findall(r"<li>(.*?)</li>", opened, re.DOTALL)
    assert facts
    assert all("data-note=" in one for one in facts)


def test_where_and_through_whom_words_were_said_is_shown_only_as_the_report_has_it(site):
    said = replace(F_QUOTE.payload, venue="in October", via="Two neighbours", handle="@nobody")
    site.desk.found = {FIRST.id: (replace(F_QUOTE, payload=said),)}
    page = json.loads(site.get(f"/s/{STORY_ID}.json").text)
    line = next(line for voice in page["said"] for line in voice["lines"] if line["text"] == QUOTE_WORDS)
    assert (line["venue"], line["via"]) == ("in October", "Two neighbours")
    assert line["handle"] is None, "no report that the line cites has it"
    text = site.get(page["path"]).text
    shown = re.search(rf'id="{line["anchor"]}".*?<p class="said-in">(.*?)</p>', text, re.DOTALL)[1]
    assert "in October" in shown
    assert "by way of" in shown


@pytest.mark.parametrize("noun", ["dossier", "who", "source"])
def test_a_thing_is_followed_and_muted_from_its_page(demo, ids, noun):
    item = f"{noun}:{ids[noun].slug if noun == 'dossier' else ids[noun].id}"
    path = {"dossier": "/d/", "who": "/who/", "source": "/source/"}[noun] + item.partition(":")[2]
    path = demo.get(path).headers.get("location", path)
    assert "Follow<" in demo.get(path).text
    for kind, more in (("follow", {}), ("mute", {"until": "7d"})):
        assert f'<input type="hidden" name="item" value="{item}">' in demo.get(path).text
        assert demo.post("/keep", {"kind": kind, "item": item, "back": path, **more}).headers["location"] == path
        assert [keep.item for keep in demo.desk.keeps(OWNER, kind)] == [item]
    text = demo.get(path).text
    assert "Following<" in text
    assert "muted until" in text
    assert json.loads(demo.get(path.partition("?")[0] + ".json").text)["kept"]["follow"] is True
    for kind in ("follow", "mute"):
        demo.post("/drop", {"kind": kind, "item": item, "back": path})
    assert demo.desk.keeps(OWNER) == []


def test_words_are_highlighted_and_let_go_without_javascript(demo, ids):
    report = demo.desk.report(ids["report"])
    asked = demo.get(f"/notes/new?report={report.id}&s=2").text
    form = re.search(r'<form action="/keep".*?</form>', asked, re.DOTALL)[0]
    fields = dict(re.findall(r'name="(kind|item|span|back)" value="([^"]*)"', form))
    assert demo.post("/keep", fields).status == 303
    start, end = report.sentences[1]
    page = json.loads(demo.get(f"/r/{report.id}.json").text)
    assert [one["words"] for one in page["highlights"]] == [report.text[start:end]]
    text = demo.get(f"/r/{report.id}").text
    assert re.search(r'class="sentence[^"]* is-kept" id="s2"', text)
    assert html.escape(report.text[start:end][:20]) in demo.get("/settings").text
    demo.post("/drop", {"kind": "highlight", "item": fields["item"], "span": fields["span"]})
    assert json.loads(demo.get(f"/r/{report.id}.json").text)["highlights"] == []


def test_a_dossier_draws_its_places(demo, ids):
    page = json.loads(demo.get(f"/d/{ids['dossier'].slug}.json").text)
    whole = json.loads(demo.get(f"/d/{ids['dossier'].slug}/map.json").text)
    drawn = {one["words"].partition(":")[0] for one in page["map"]["markers"]}
    assert drawn
    assert drawn <= {place["name"] for place in whole["places"]}


def test_how_often_a_source_is_visited_is_changed_on_its_page(demo, ids):
    path = f"/source/{ids['source'].id}"
    before = ids["source"].every_s
    assert demo.post(f"{path}/interval", {"every_s": "900"}).status == 303
    assert '<option value="900" selected>' in demo.get(path).text
    for wrong in ("", "59", "604801", "x", "9" * 30):
        assert demo.post(f"{path}/interval", {"every_s": wrong}).status == 422
    assert demo.desk.source(ids["source"].id).every_s == 900
    demo.desk.set_interval(ids["source"].id, before)


def test_every_test_that_the_list_of_promises_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/reference/pages.md").read_text("utf-8")))
    made = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) > 40
    assert named - made == set()
