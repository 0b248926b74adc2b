"""The real desk over the first days of the demo wire: every page that is linked opens, every citation is exact."""

from __future__ import annotations

import html
import json
import re


def crawl(site):
    """Every page that can be reached by links, by address."""
    found, waiting = {}, ["/"]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith("/static/"):
            continue
        answer = found[path] = site.get(path)
        if answer.status == 308:
            waiting.append(answer.headers["location"])
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting += [html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', answer.text)]
    return found


def test_every_linked_page_opens_and_every_twin_is_json(demo):
    pages = crawl(demo)
    assert {answer.status for answer in pages.values()} <= {200, 308}, [
        path for path, answer in pages.items() if answer.status not in (200, 308)
    ]
    kinds = {path.split("/")[1] for path in pages}
    assert {"s", "r", "sources", "source", "who", "dossiers", "judge", "judgements"} <= {
        kind.split("?")[0] for kind in kinds
    }
    assert all(json.loads(answer.text)["schema"] for path, answer in pages.items() if path.endswith(".json"))


def test_the_origins_of_every_story_add_up_to_its_count(demo):
    for story in demo.desk.stories(limit=100):
        page = json.loads(demo.get(f"/s/{story.id}/sources.json").text)
        counted = [origin["counted"] for origin in page["origins"]]
        assert counted.count("yes") == story.independent, story.headline.text
        assert counted.count("yes") + counted.count("maybe") == story.independent_at_most, story.headline.text


def test_every_note_of_every_story_is_the_exact_slice_of_the_stored_report(demo):
    stories = demo.desk.stories(limit=100)
    assert len(stories) >= 3
    for story in stories:
        page = json.loads(demo.get(f"/s/{story.id}.json").text)
        reports = demo.desk.reports(story.report_ids)
        assert page["notes"]
        for note in page["notes"]:
            assert reports[note["report_id"]].text[note["start"] : note["end"]] == note["exact"]


def test_search_and_a_dossier_made_from_it(demo):
    found = json.loads(demo.get("/search.json?q=Varania").text)
    assert found["total"] > 0
    hits = [hit for group in found["groups"] for hit in group["hits"]]
    assert any(mark["is_match"] for hit in hits for mark in (*hit["title"], *hit["snippet"]))
    made = demo.post("/dossiers/add", {"title": "The country", "question": "Varania"})
    assert made.headers["location"] == "/d/the-country"
    page = json.loads(demo.get("/d/the-country.json").text)
    assert page["stories"]
    assert page["notes"]
