"""The desk for one reader: what is new, in which words, and the forms that move the marks; without JavaScript."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from fake_desk import FakeDesk
from fake_stories import MINE_ID, STORY, STORY_ID

from infostreamer.model import OWNER


def page_of(site, path="/desk.json"):
    return json.loads(site.get(path).text)


def shown(page):
    return [
        card["card"]["story_id"] for card in [*page["top"], *(one for row in page["groups"] for one in row["cards"])]
    ]


def test_a_changed_story_says_what_is_new_in_facts_each_opening_its_change(site):
    page = page_of(site)
    (card,) = page["top"]
    assert (card["card"]["story_id"], card["state"]) == (STORY_ID, "changed")
    assert [piece["words"] for piece in card["pieces"]] == ["1 new denial", "1 new report"]
    for piece in card["pieces"]:
        path, _, anchor = piece["path"].partition("#")
        assert f'id="{anchor}"' in site.get(path).text
    assert [line["what"] for line in card["lines"]] == ["new-denial"]
    assert all(line["notes"] for line in card["lines"])
    assert "NEW:" in site.get("/").text


def test_seen_stories_stand_folded_and_apart(site):
    page = page_of(site)
    assert [row["story_id"] for row in page["seen"]] == [MINE_ID]
    assert shown(page) == [STORY_ID]
    assert "Seen, unchanged" in site.get("/").text


def test_looking_writes_nothing(site):
    for path in ("/", f"/s/{STORY_ID}", f"/s/{STORY_ID}/changes", "/?since=24h", "/settings"):
        site.get(path)
    assert site.desk.done == []


def test_to_somebody_who_never_looked_nothing_is_called_new(serve_desk):
    site = serve_desk(FakeDesk(seen=0))
    page = page_of(site)
    assert page["is_first_look"]
    assert sorted(shown(page)) == sorted([STORY_ID, MINE_ID])
    text = site.get("/").text
    assert "What is on the desk" in text
    assert 'class="tag new"' not in text


@pytest.mark.parametrize(("since", "ids"), [("0", {STORY_ID, MINE_ID}), ("3", {STORY_ID}), ("4", set())])
def test_since_a_position_counts_in_place_of_the_marks(site, since, ids):
    assert set(shown(page_of(site, f"/desk.json?since={since}"))) == ids


def test_a_story_is_marked_by_its_button_and_unmarked_again(site):
    done = site.post(f"/s/{STORY_ID}/seen", {"state": "seen", "position": "4", "back": f"/s/{STORY_ID}"})
    assert (done.status, done.headers["location"]) == (303, f"/s/{STORY_ID}")
    assert shown(page_of(site)) == []
    assert site.post(f"/s/{STORY_ID}/seen", {"state": "unseen", "quiet": "1"}).status == 204
    assert page_of(site)["top"][0]["state"] == "unseen"


def test_what_was_on_screen_is_told_in_one_message(site):
    assert site.post("/seen/shown", {"shown": f"{STORY_ID}:4,{MINE_ID}:2"}).status == 204
    assert site.desk.done == [("saw", {STORY_ID: 4, MINE_ID: 2})]


@pytest.mark.parametrize("raw", ["", "x", f"{STORY_ID}", f"{STORY_ID}:-1", f"{STORY_ID}:4;{MINE_ID}:2", "../x:1"])
def test_a_message_of_another_shape_is_refused(site, raw):
    assert site.post("/seen/shown", {"shown": raw}).status == 422
    assert site.desk.done == []


def test_caught_up_is_offered_back_at_once_and_after_a_reload(site):
    leads = site.post("/seen", {"position": "4"}).headers["location"]
    assert "Marked everything as seen." in site.get(leads).text
    later = site.get("/").text
    assert "Take it back" in later
    assert "Nothing is new since you last looked" in later
    undo = re.search(r'name="undo" value="(\w+)"', later)[1]
    assert site.post("/seen/undo", {"undo": undo}).status == 303
    assert shown(page_of(site)) == [STORY_ID]
    assert site.post("/seen/undo", {"undo": undo}).status == 404


@pytest.mark.parametrize("kind", ["follow", "bookmark", "mute"])
def test_a_story_is_kept_and_dropped_by_forms(site, kind):
    item = f"story:{STORY_ID}"
    assert site.post("/keep", {"kind": kind, "item": item, "until": "7d", "back": "/"}).status == 303
    assert page_of(site)["top"][0]["kept"][kind]
    site.post("/drop", {"kind": kind, "item": item})
    assert not page_of(site)["top"][0]["kept"][kind]


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "eat", "item": f"story:{STORY_ID}"},
        {"kind": "mute", "item": f"story:{STORY_ID}", "until": "3y"},
        {"kind": "highlight", "item": f"story:{STORY_ID}", "span": "x"},
        {"kind": "highlight", "item": f"story:{STORY_ID}", "span": f"{STORY_ID}:9-3"},
    ],
)
def test_a_keep_of_another_shape_is_refused(site, form):
    assert site.post("/keep", form).status == 422
    assert site.desk.kept == []


def test_a_form_leads_back_to_this_desk_only(site):
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = site.post("/drop", {"kind": "follow", "item": f"story:{STORY_ID}", "back": back})
        assert answer.headers["location"] == "/"


def test_a_followed_story_comes_first(serve_desk):
    desk = FakeDesk(seen=1)
    desk.keep(OWNER, "follow", f"story:{MINE_ID}")
    assert shown(page_of(serve_desk(desk)))[0] == MINE_ID


def test_very_many_stories_are_paged_and_grouped_by_dossier(serve_desk):
    desk = FakeDesk(seen=1)
    for number in range(80):
        key = f"{number:016x}"
        desk.stories_by_id[key] = replace(STORY, id=key)
        desk.log.append(replace(desk.log[0], id=key, position=len(desk.log) + 1, text="Told", citations=()))
    desk.dossier_rows["varania"] = replace(desk.dossier_rows["varania"], story_ids=(f"{70:016x}", f"{71:016x}"))
    site = serve_desk(desk)
    first, second = page_of(site), page_of(site, "/desk.json?from=30")
    assert (first["news_total"], first["next_offset"]) == (82, 30)
    assert len(shown(first)) == 30
    assert not set(shown(first)) & set(shown(second))
    assert [(row["title"], len(row["cards"])) for row in first["groups"]] == [("Varania", 2), (None, 22)]
    assert "52 more stories" in site.get("/").text


def test_the_choices_of_a_browser_are_cookies_and_only_what_is_offered(site):
    answer = site.post(
        "/settings", {"language": "uk", "zone": "Europe/Kyiv", "text": "large", "keys": "off", "theme": "dark"}
    )
    assert answer.headers["location"] == "/settings?saved=1"
    assert site.post("/settings", {"zone": "Mars/Base"}).status == 422
    assert site.post("/settings", {"text": "huge"}).status == 422
    page = site.get("/settings", cookie="infostreamer_text=large; infostreamer_zone=Europe/Kyiv").text
    assert 'data-text="large"' in page
    assert "<option selected>Europe/Kyiv</option>" in page


def test_times_are_shown_on_the_readers_clocks_and_in_utc_to_programs(site):
    zone = {"cookie": "infostreamer_zone=Asia/Kathmandu"}
    here, there = site.get("/").text, site.get("/", **zone).text
    assert "All times UTC." in here
    assert "All times Asia/Kathmandu." in there
    at, moved = (re.search(r'As of <time datetime="([^"]+)">([^<]+)</time>', text).groups() for text in (here, there))
    assert at[0] == moved[0]
    assert at[1] != moved[1]
    assert page_of(site)["as_of"] == json.loads(site.get("/desk.json", **zone).text)["as_of"]


def test_the_settings_page_shows_and_deletes_what_is_kept(site):
    site.desk.keep(OWNER, "follow", f"story:{STORY_ID}")
    assert "Followed" in site.get("/settings").text
    taken = site.get("/settings/marks.json")
    assert "attachment" in taken.headers["content-disposition"]
    assert json.loads(taken.text)["schema"] == "infostreamer/marks/1"
    assert site.post("/settings/forget", {}).status == 422
    assert site.post("/settings/forget", {"sure": "yes"}).status == 303
    assert site.desk.kept == []


def test_the_desks_own_settings_are_shown_with_their_origin_and_no_secret(serve_desk):
    site = serve_desk(FakeDesk(), **{"llm.key": "hush-hush"})
    rows = {row["name"]: row for row in page_of(site, "/settings.json")["setup"]}
    assert rows["llm.key"]["value"] == "…"
    assert rows["web.port"]["origin"] == "given"
    assert "hush-hush" not in site.get("/settings").text


def test_every_piece_on_the_demo_desk_opens_a_change_with_its_sentence(demo):
    half = demo.desk.position() // 2
    page = page_of(demo, f"/desk.json?since={half}")
    pieces = [piece for card in page["top"] for piece in card["pieces"]]
    assert pieces
    for piece in pieces:
        path, _, anchor = piece["path"].partition("#")
        text = demo.get(path).text
        row = re.search(rf'<li id="{anchor}".*?</li>', text, re.DOTALL)
        assert row, piece
        assert "data-note" in row[0], piece


def test_catching_up_on_the_demo_desk_empties_the_news_and_undo_brings_them_back(demo):
    before = shown(page_of(demo))
    assert before
    location = demo.post("/seen", {"position": str(demo.desk.position())}).headers["location"]
    assert shown(page_of(demo)) == []
    assert len(page_of(demo)["seen"]) == len(before)
    demo.post("/seen/undo", {"undo": location.partition("=")[2]})
    assert shown(page_of(demo)) == before
