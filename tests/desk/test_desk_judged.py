"""What people decide at the desk: said in advance, done, kept through a rebuild, undone; over both databases."""

import json
import time

import pytest
from test_desk import ROWS

from infostreamer.desk import Desk
from infostreamer.model import BadInput, NotFound
from infostreamer.settings import Settings

MIRROR = {
    **ROWS[0],
    "url": "https://mirror.example/fire",
    "outlet": "The Mirror",
    "published": "2026-11-10T11:00:00+01:00",
}
HERALD, RAIL = ROWS[0]["title"], ROWS[1]["title"]


@pytest.fixture
def desk(store_url, tmp_path, seeds):
    def fill(url):
        with Desk.open(Settings({"store.url": url, "desk.data": str(tmp_path)})) as empty:
            empty.take_in_jsonl([json.dumps(row) for row in (*ROWS, MIRROR)])

    seeds.copy(store_url, fill)
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as opened:
        yield opened


def sizes(desk):
    return sorted(len(story.members) for story in desk.stories())


def by_title(desk, title):
    return next(story for story in desk.stories() if story.headline.text == title)


def by_outlet(desk, outlet):
    return next(report.id for report in desk.newest_reports() if report.outlet == outlet)


def put_together(desk, one, other):
    if desk.story_of(one) != desk.story_of(other):
        desk.decide(desk.would_merge(desk.story_of(one), desk.story_of(other)))


def test_a_merge_says_what_it_will_do_lasts_through_a_rebuild_and_is_undone(desk):
    before, fire, rail = desk.digest(), by_title(desk, HERALD), by_title(desk, RAIL)
    decision = desk.would_merge(rail.id, f"http://desk.example/s/{fire.id}/some-slug")
    assert f"“{HERALD}” and “{RAIL}” become one story with 3 reports." in decision.will
    judgement = desk.decide(decision, note="  one  day ", by="Ana")
    assert (judgement.note, judgement.by) == ("one day", "Ana")
    assert sizes(desk) == [3]
    assert desk.moved_to(rail.id) == fire.id == desk.stories()[0].id
    merged = desk.digest()
    desk.rebuild()
    assert desk.digest() == merged
    assert desk.moved_to(rail.id) == fire.id
    undone = desk.undo(judgement.id[:8], by="Bo")
    assert (undone.undone_by, undone.undone_at is not None) == ("Bo", True)
    assert desk.digest() == before
    assert desk.story(rail.id).report_ids == rail.report_ids


def test_stories_of_different_seasons_and_epochs_can_be_merged(store_url, tmp_path):
    settings = Settings({"store.url": store_url, "desk.data": str(tmp_path), "stories.epoch": 1})
    early = {**ROWS[0], "published": "2026-02-01T09:00:00+01:00"}
    with Desk.open(settings) as desk:
        desk.take_in_jsonl([json.dumps(early)])
        desk.take_in_jsonl([json.dumps(ROWS[1])])
        desk.decide(desk.would_merge(by_title(desk, HERALD).id, by_title(desk, RAIL).id))
        assert sizes(desk) == [2]
        desk.rebuild()
        assert sizes(desk) == [2]


def test_a_report_split_off_stays_split_through_a_rebuild(desk):
    mirror = by_outlet(desk, "The Mirror")
    decision = desk.would_split([mirror])
    assert decision.will.startswith(f"“{HERALD}” (The Mirror) leaves its story and becomes one of its own.")
    assert f"The other 1 report of “{HERALD}” stays behind." in decision.will
    judgement = desk.decide(decision)
    assert sizes(desk) == [1, 1, 1]
    desk.rebuild()
    assert sizes(desk) == [1, 1, 1]
    desk.undo(judgement.id)
    assert sizes(desk) == [1, 2]


def test_splitting_off_the_first_report_says_that_the_address_goes_with_it(desk):
    fire = by_title(desk, HERALD)
    decision = desk.would_split([fire.report_ids[0]])
    assert "that story gets a new address" in decision.will
    desk.decide(decision)
    assert desk.story(fire.id).report_ids == fire.report_ids[:1]


def test_a_moved_report_leaves_alone_and_joins_alone(desk):
    rail = by_title(desk, RAIL)
    for outlet in ("The Mirror", "The Herald"):  # the second one is the elder of the two, and elder than the strike
        report = by_outlet(desk, outlet)
        judgement = desk.decide(desk.would_move(report, rail.id))
        joined = desk.story(desk.story_of(report))
        assert set(joined.report_ids) == {report, *rail.report_ids}, outlet
        assert sizes(desk) == [1, 2]
        desk.undo(judgement.id)


def test_a_decision_need_not_be_waited_for(desk):
    judgement = desk.decide(desk.would_split([by_outlet(desk, "The Mirror")]), wait_s=0.0)
    assert [row.judgement for row in desk.judgements()] == [judgement]
    end = time.monotonic() + 60
    while desk.is_settling and time.monotonic() < end:
        time.sleep(0.05)
    assert not desk.is_settling
    assert sizes(desk) == [1, 1, 1]


def test_what_is_kept_apart_parts_and_stays_apart(desk):
    herald, mirror = by_outlet(desk, "The Herald"), by_outlet(desk, "The Mirror")
    decision = desk.would_keep_apart(herald, mirror)
    assert "They are in one story now" in decision.will
    desk.decide(decision)
    desk.rebuild()
    assert desk.story_of(herald) != desk.story_of(mirror)


def test_the_same_decision_is_made_once_and_again_after_it_was_undone(desk):
    decision = desk.would_split([by_outlet(desk, "The Mirror")])
    first = desk.decide(decision, by="Ana")
    assert desk.decide(decision, by="Bo") == first
    desk.undo(first.id)
    assert desk.undo(first.id).undone_by == "editor"
    second = desk.decide(decision)
    assert second.id != first.id
    assert [row.judgement.id for row in desk.judgements()] == [second.id, first.id]


def test_the_list_says_what_was_decided_and_where_its_reports_stand(desk):
    mirror = by_outlet(desk, "The Mirror")
    desk.decide(desk.would_split([mirror]), note="another fire")
    (row,) = desk.judgements()
    assert row.words == f"A story of its own: “{HERALD}” (The Mirror)."
    assert row.story_ids == (desk.story_of(mirror),)
    assert desk.judgements(story=desk.story(row.story_ids[0])) == [row]
    assert desk.judgements(story=by_title(desk, RAIL)) == []


def test_outlets_of_one_owner_count_once_by_judgement_or_by_their_source(desk):
    texts = {
        "Echo": "The river Lesk flooded the lower town of Varn, The Echo's correspondent saw. Cellars are wet.",
        "Tribune": "Boats carried people out of Varn after the Lesk rose, a teacher told The Tribune.",
    }
    rows = [
        {
            "url": f"https://{name.lower()}.example/flood",
            "outlet": f"The {name}",
            "text": text,
            "published": MIRROR["published"],
        }
        for name, text in texts.items()
    ]
    desk.take_in_jsonl([json.dumps(row) for row in rows])
    echo, tribune = by_outlet(desk, "The Echo"), by_outlet(desk, "The Tribune")
    put_together(desk, echo, tribune)
    assert desk.story(desk.story_of(echo)).independent == 2
    judgement = desk.decide(desk.would_share_owner(["echo.example", "The Tribune", "echo.example "]))
    assert judgement.items == ("The Tribune", "echo.example")
    assert desk.story(desk.story_of(echo)).independent == 1
    desk.rebuild()
    assert desk.story(desk.story_of(echo)).independent == 1
    desk.undo(judgement.id)
    assert desk.story(desk.story_of(echo)).independent == 2


def test_two_names_of_one_person_become_one_entry(desk):
    (tvarek, _), (merin, _) = desk.find_who("tvarek")[0], desk.find_who("merin")[0]
    judgement = desk.decide(desk.would_be_same(tvarek.id, f"/who/{merin.id}/olga"))
    desk.decide(desk.would_merge(desk.stories()[0].id, desk.stories()[1].id))
    people = [who for who in desk.stories()[0].who if who.kind == "person"]
    assert [set(who.keys) >= {*tvarek.keys, *merin.keys} for who in people] == [True]
    assert desk.who(tvarek.id).who.id == desk.who(merin.id).who.id
    (row,) = (row for row in desk.judgements() if row.judgement.id == judgement.id)
    assert row.words == "Bohdan Tvarek and Olga Merin are the same."
    with pytest.raises(BadInput, match="already"):
        desk.would_be_same(merin.id, tvarek.id)
    desk.undo(judgement.id)
    assert desk.who(tvarek.id).who.id != desk.who(merin.id).who.id


def test_an_owner_stated_for_a_source_is_kept(desk, tmp_path):
    opml = tmp_path / "list.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/feed"/></body></opml>'
    )
    desk.add(str(opml))
    assert desk.set_owner("a.example", " A  Group ").owner == "A Group"
    desk.rebuild()
    assert desk.source("a.example").owner == "A Group"
    assert desk.set_owner("a.example", "  ").owner is None


def test_what_cannot_be_decided_is_said(desk):
    fire, rail = by_title(desk, HERALD), by_title(desk, RAIL)
    with pytest.raises(BadInput, match="already"):
        desk.would_merge(fire.id, fire.id)
    with pytest.raises(BadInput, match="no other report"):
        desk.would_split(rail.report_ids)
    with pytest.raises(BadInput, match="one story"):
        desk.would_split([fire.report_ids[0], rail.report_ids[0]])
    with pytest.raises(BadInput, match="already"):
        desk.would_move(fire.report_ids[0], fire.id)
    with pytest.raises(BadInput, match="two"):
        desk.would_keep_apart(fire.id, fire.report_ids[0])
    with pytest.raises(BadInput, match="two"):
        desk.would_share_owner(["The Herald", " The  Herald"])
    for nobody in ("", "0" * 16, "'; drop"):
        with pytest.raises(NotFound):
            desk.would_merge(fire.id, nobody)
        with pytest.raises(NotFound):
            desk.undo(nobody)
