"""The real desk over the first days of the demo wire: every page that is linked opens, every citation is exact."""

from __future__ import annotations

import html
import json
import re
from collections import Counter

EACH = 6  # pages of one kind: links of filters and orders lead on without end


def crawl(site):
    """The first pages of each kind that can be reached by links, by address."""
    found, waiting, seen = {}, ["/"], Counter()
    while waiting:
        path = waiting.pop(0)
        if path in found or path.startswith("/static/") or seen[kind_of(path)] == EACH:
            continue
        seen[kind_of(path)] += 1
        answer = found[path] = site.get(path)
        if answer.status == 308:
            waiting.append(answer.headers["location"])
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting += [html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', answer.text)]
    return found


def kind_of(path):
    """What a page shows: its first word and last ending, and which parameters it is asked with."""
    bare, _, asked = path.partition("?")
    names = sorted(one.split("=")[0] for one in asked.split("&"))
    pieces = bare.strip("/").split("/")
    return pieces[0], len(pieces), bare.rpartition(".")[2] if "." in pieces[-1] else "", *names


def test_every_linked_page_opens_and_every_twin_is_json(demo):
    pages = crawl(demo)
    assert {answer.status for answer in pages.values()} <= {200, 308}, [
        path for path, answer in pages.items() if answer.status not in (200, 308)
    ]
    kinds = {path.split("/")[1] for path in pages}
    assert {"s", "r", "sources", "source", "who", "dossiers", "judge", "judgements"} <= {
        kind.split("?")[0] for kind in kinds
    }
    others = (".feed.json", ".ninjs.json", ".csl.json", "openapi.json")
    twins = {path for path in pages if path.partition("?")[0].endswith(".json") and not path.endswith(others)}
    assert len(twins) > 10
    assert [path for path in sorted(twins) if "schema" not in json.loads(pages[path].text)] == []


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
