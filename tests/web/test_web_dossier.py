"""A dossier and its parts, timeline and figures, and stories as they stood, over the first days of the demo wire."""

from __future__ import annotations

import json
import re

import pytest

PARTS = ("", "/timeline", "/who", "/map", "/figures", "/stories")
NIGHT = "2026-11-09"


@pytest.fixture(scope="module", autouse=True)
def _dossier(demo):
    demo.desk.add_dossier("Rails", "strike OR railway OR ostrevko")


def twin(demo, path):
    page, _, query = path.partition("?")
    answer = demo.get(f"{page}.json" + (f"?{query}" if query else ""))
    assert answer.status == 200, answer.text[:300]
    return json.loads(answer.text)


def the_story(demo):
    return max(demo.desk.stories(limit=100), key=lambda story: len(story.members))


@pytest.mark.parametrize("as_of", ["", "?as-of=2026-11-10T06:00"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_dossier_opens_now_and_as_of_a_day_with_its_twin(demo, part, as_of):
    path = f"/d/rails{part}{as_of}"
    answer = demo.get(path)
    assert answer.status == 200
    assert answer.text.count("<h1") == 1
    assert ("As it stood on" in answer.text) == bool(as_of)
    page = twin(demo, path)
    assert page["head"]["slug"] == "rails"
    assert (page["head"]["as_of"] is not None) == bool(as_of)


@pytest.mark.parametrize(
    "path", ["/d/rails", "/d/rails/timeline", "/d/rails/who", "/d/rails/figures", "/timeline", "/figures"]
)
def test_every_note_is_the_exact_slice_of_the_stored_report(demo, path):
    page = twin(demo, path)
    reports = demo.desk.reports({note["report_id"] for note in page["notes"]})
    assert page["notes"]
    for note in page["notes"]:
        assert reports[note["report_id"]].text[note["start"] : note["end"]] == note["exact"]


def test_every_line_and_every_role_has_a_note(demo):
    page, who = twin(demo, "/d/rails"), twin(demo, "/d/rails/who")
    rows = [*page["abstract"], *page["changes"], *(one["line"] for one in (*page["timeline"], *page["coming"]))]
    rows += [role for one in who["rows"] for role in one["roles"]]
    rows += [version for one in page["figures"] for version in one["series"]["versions"]]
    assert len(rows) > 10
    assert all(row["notes"] for row in rows)
    assert any(one["roles"] for one in who["rows"])


def test_a_role_stands_in_the_sentence_that_it_cites(demo):
    who = twin(demo, "/d/rails/who")
    for one in who["rows"]:
        for role in one["roles"]:
            note = who["notes"][role["notes"][0] - 1]
            assert role["role"].casefold() in (note["pre"] + note["exact"] + note["post"]).casefold()


def test_a_dossier_of_a_past_day_holds_nothing_that_was_reported_later(demo):
    then, now = twin(demo, f"/d/rails?as-of={NIGHT}"), twin(demo, "/d/rails")
    assert 0 < then["head"]["reports"] < now["head"]["reports"]
    reports = demo.desk.reports({note["report_id"] for note in then["notes"]})
    assert max(report.published.at.date().isoformat() for report in reports.values()) <= NIGHT


def test_before_the_desk_began_nothing_is_kept_and_the_page_says_so(demo):
    answer = demo.get("/d/rails?as-of=2020-01-01")
    assert answer.status == 200
    assert "Nothing is kept from before that day." in answer.text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/d/rails?as-of=soon", "as-of takes a day"),
        ("/d/rails/timeline?as-of=2026-13-40", "as-of takes a day"),
        ("/timeline?status=perhaps", "is not known"),
        ("/timeline?since=yesterday", "since takes a day"),
        ("/timeline?precision=hour", "is not known"),
        ("/d/rails/who?kind=dog", "is not known"),
    ],
)
def test_a_bad_value_in_the_address_is_told_in_one_sentence(demo, path, says):
    answer = demo.get(path)
    assert 400 <= answer.status < 500
    assert says in answer.text


def test_filters_narrow_the_timeline(demo):
    whole = twin(demo, "/timeline?status=all")
    assert whole["total"] > len(twin(demo, "/timeline?precision=month&status=all")["rows"]) > 0
    undated = twin(demo, "/timeline?precision=undated")
    assert all(row["edtf"] is None for row in undated["rows"])
    outlet = whole["outlets"][0]
    assert {row["outlet"] for row in twin(demo, f"/timeline?status=all&outlet={outlet.replace(' ', '+')}")["rows"]} == {
        outlet
    }
    late = twin(demo, "/timeline?since=2026-11-09&status=all")
    assert all(row["edtf"] >= "2026-11-09" for row in late["rows"])
    assert twin(demo, "/timeline?q=ostrevko")["total"] < twin(demo, "/timeline")["total"]


def test_the_timeline_turns_round(demo):
    newest = [row["edtf"] for row in twin(demo, "/timeline")["rows"] if row["edtf"]]
    oldest = [row["edtf"] for row in twin(demo, "/timeline?order=oldest")["rows"] if row["edtf"]]
    assert sorted(newest) == sorted(oldest)
    assert newest != oldest
    assert oldest[0] <= oldest[-1]


def test_plans_stand_apart_from_what_happened(demo):
    page = twin(demo, "/timeline")
    assert {row["status"] for row in page["rows"]} <= {"happened", "alleged"}
    assert {row["status"] for row in page["coming"]} == {"planned"}
    assert all(row["reported"] for row in page["coming"])


def test_figures_can_be_narrowed_to_those_that_differ(demo):
    page = twin(demo, "/figures?differing=1")
    assert page["total"] > 0
    assert all(row["series"]["is_differing"] for row in page["rows"])
    assert any(row["plot"] for row in page["rows"])


def test_a_revision_shows_the_story_as_it_stood_and_leads_to_the_present_one(demo):
    story = the_story(demo)
    numbers = [number for number, _, _ in demo.desk.story_revisions(story.id)]
    assert numbers == list(range(1, story.revision + 1))
    page, answer = twin(demo, f"/s/{story.id}@1"), demo.get(f"/s/{story.id}@1")
    assert len(page["members"]) < len(story.members)
    assert f"/s/{story.id}/" in answer.text
    assert "It has changed since." in answer.text
    assert demo.get(f"/s/{story.id}@{story.revision}").text.count("It is the present one.") == 1
    assert demo.get(f"/s/{story.id}@999").status == 404


def test_every_change_names_the_revision_that_first_has_it(demo):
    story = the_story(demo)
    page = twin(demo, f"/s/{story.id}/changes")
    assert len(page["revisions"]) == story.revision
    for step in page["steps"]:
        assert step["revision"]["position"] >= step["position"]
    assert demo.get(page["steps"][0]["revision"]["path"]).status == 200


def test_drawings_have_words_and_a_twin_and_no_style(demo):
    text = demo.get("/d/rails").text + demo.get("/figures").text + demo.get("/timeline").text
    assert "style=" not in text
    drawn = re.findall(r"<svg[^>]*>", text)
    labelled = [svg for svg in drawn if 'role="img"' in svg]
    assert len(labelled) >= 3
    assert all('aria-label="' in svg for svg in labelled)
    assert "The strip as a table" in text
