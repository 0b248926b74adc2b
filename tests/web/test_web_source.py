"""A source's page: its part in the stories, edits and what its host asks of robots, on the demo desk."""

from __future__ import annotations

import json


def test_the_part_of_a_source_counts_its_publications_in_stories(demo) -> None:
    for source, _, reports in demo.desk.sources():
        page = json.loads(demo.get(f"/source/{source.id}.json").text)
        part = page["played"]["value"]
        assert sum(count for _, count in part["roles"]) == part["placed"] <= reports
        assert part["first_hand"] == dict(part["roles"]).get("first-hand", 0)


def test_what_one_source_takes_another_has_taken_from_it(demo) -> None:
    pages = [json.loads(demo.get(f"/source/{source.id}.json").text) for source, _, _ in demo.desk.sources()]
    outlets = {page["row"]["outlet"]: page["played"]["value"] for page in pages}
    taken = {
        (name, row["outlet"], row["kind"]): row["count"]
        for name, part in outlets.items()
        for row in part["takes_from"]
        if row["outlet"] in outlets
    }
    given = {
        (row["outlet"], name, row["kind"]): row["count"]
        for name, part in outlets.items()
        for row in part["taken_by"]
        if row["outlet"] in outlets
    }
    assert taken
    assert taken == given


def test_the_page_says_what_robots_may_ask(demo) -> None:
    pages = [demo.get(f"/source/{source.id}").text for source, _, _ in demo.desk.sources()]
    assert any("robots.txt lets us ask" in page or "no robots.txt: all may be asked" in page for page in pages)
