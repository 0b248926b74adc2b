"""Who is who on the demo desk: the index, the page of one, its parts, and decisions from the page."""

from __future__ import annotations

import json

import pytest


def entry(demo, name, kind="person"):
    return next(who for who, _ in demo.desk.find_who(name, kind=kind) if who.name == name)


def page_of(demo, who_id, query=""):
    return json.loads(demo.get(f"/who/{who_id}.json{query}").text)


def test_the_index_finds_by_name_and_kind_and_its_rows_lead_to_pages(demo):
    page = json.loads(demo.get("/who.json?q=ostrevko&kind=person").text)
    assert page["rows"]
    assert {row["kind"] for row in page["rows"]} == {"person"}
    assert all("ostrevko" in " ".join((row["name"], *row["aliases"])).casefold() for row in page["rows"])
    assert demo.get(page["rows"][0]["path"]).status == 200
    assert "Nobody is found" in demo.get("/who?q=qqqq").text
    assert demo.get("/who?kind=ghost").status == 422


def test_the_newest_order_is_that_of_the_newest_story(demo):
    rows = json.loads(demo.get("/who.json?order=newest").text)["rows"]
    last = [max(story.last_at for story in demo.desk.who(row["id"]).stories) for row in rows]
    assert last == sorted(last, reverse=True)


def test_every_row_of_every_page_is_cited(demo):
    for who, _ in demo.desk.find_who(limit=25):
        page = page_of(demo, who.id)
        rows = [row for part in ("latest", "said", "about", "events", "roles") for row in page[part]]
        assert all(row["notes"] for row in rows)
        numbers = {note["number"] for note in page["notes"]}
        assert {number for row in rows for number in row["notes"]} <= numbers


def test_a_part_can_be_asked_for_alone_and_narrowed(demo):
    one = entry(demo, "Danil Ostrevko")
    whole = page_of(demo, one.id, "?part=events")
    assert whole["total"] == len(whole["events"]) == whole["totals"][2]
    assert not whole["said"]
    done = page_of(demo, one.id, "?part=events&side=patient")
    assert {row["part"] for row in done["events"]} == {"patient"}
    assert 0 < done["total"] < whole["total"]
    outlet = whole["outlets"][0]
    some = page_of(demo, one.id, f"?part=said&outlet={outlet.replace(' ', '+')}")
    assert all(outlet in (row["outlet"], *row["others"]) for row in some["said"])
    assert demo.get(f"/who/{one.id}.json?part=nonsense").status == 422


@pytest.mark.parametrize(
    ("do", "value", "says"),
    [("distinct", "Ostrevko", "kept apart"), ("rename", "D. K. Ostrevko", "is shown as"), ("nolink", "", "names only")],
)
def test_a_decision_is_said_made_shown_on_the_page_and_undone(demo, do, value, says):
    one = entry(demo, "Danil Ostrevko")
    assert says in demo.get(f"/judge?do={do}&who={one.id}&with={value.replace(' ', '+')}").text
    answer = demo.post("/judge", {"do": do, "who": one.id, "with": value, "by": "Ana"})
    assert answer.headers["location"] == f"/who/{one.id}"
    (made,) = page_of(demo, one.id)["decided"]
    assert made["by"] == "Ana"
    demo.post(f"/judgements/{made['id']}/undo", {"back": f"/who/{one.id}"})
    assert page_of(demo, one.id)["decided"] == []


def test_somebody_else_of_the_name_is_chosen_by_story(demo):
    one = next(who for who, count in demo.desk.find_who() if count > 1)
    page = demo.get(f"/judge?do=another&who={one.id}").text
    assert page.count('type="checkbox" name="with"') == len(demo.desk.who(one.id).stories)
