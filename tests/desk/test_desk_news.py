"""What is new to a reader: unseen, changed, seen; caught up and back again; on both databases."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from infostreamer.desk import Desk
from infostreamer.desk.since import parse_since
from infostreamer.model import OWNER, BadInput, NotFound, Reader, Span
from infostreamer.settings import Settings

FIRE = {
    "url": "https://herald.example/quay",
    "outlet": "The Herald",
    "title": "Fire closes the north quay of Port Sollen",
    "text": "A fire closed the north quay of Port Sollen on Tuesday. Fire chief Bohdan Tvarek said two people were "
    "injured.\n\n“We had it under control within the hour,” Tvarek told the Herald.",
    "published": "2026-11-10T09:00:00+01:00",
}
STRIKE = {
    "url": "https://courier.example/rail",
    "outlet": "The Courier",
    "title": "Rail workers in Dravin vote for a strike",
    "text": "Rail workers in Dravin voted on Wednesday for a strike over pay, union leader Olga Merin said. About "
    "400 people took part in the ballot. The railway company denied that wages were late.",
    "published": "2026-11-12T18:30:00+01:00",
}
MORE = {
    "url": "https://post.example/quay-fire",
    "outlet": "Coast Post",
    "title": "Port Sollen fire: quay closed, four injured",
    "text": "Four people were injured when a fire closed the north quay of Port Sollen on Tuesday, fire chief Bohdan "
    "Tvarek said.\n\nThe harbour company denied that the quay had no sprinklers, director Irena Polk told the Post.",
    "published": "2026-11-10T15:00:00+01:00",
}
COPY = {
    **FIRE,
    "url": "https://mirror.example/quay",
    "outlet": "Mirror Daily",
    "published": "2026-11-10T16:00:00+01:00",
}
ANNA = Reader(name="anna")


@pytest.fixture
def desk(store_url, tmp_path, seeds):
    clock = {"now": datetime(2026, 11, 13, 8, tzinfo=UTC)}

    @contextmanager
    def open_at(url):
        made = Settings({"store.url": url, "desk.data": str(tmp_path)})
        with Desk.open(made, clock=lambda: clock["now"]) as opened:
            opened.clock = clock
            yield opened

    def fill(url):
        with open_at(url) as empty:
            take(empty, FIRE, STRIKE)

    seeds.copy(store_url, fill)
    clock["now"] = datetime(2026, 11, 13, 9, tzinfo=UTC)
    with open_at(store_url) as opened:
        yield opened


def take(desk, *rows):
    desk.take_in_jsonl([json.dumps(row) for row in rows])
    desk.clock["now"] += timedelta(hours=1)


def fire(desk):
    return next(story for story in desk.stories() if "quay" in story.headline.text)


def states(desk, reader=OWNER, **since):
    shown = desk.news(reader, **since)
    return {item.story.id: item.state for item in shown.items}


def test_to_somebody_who_never_looked_every_story_is_unseen_and_nothing_was_looked_at(desk):
    assert set(states(desk).values()) == {"unseen"}
    assert desk.news().total == 2
    assert not desk.has_looked()
    assert desk.seen_at() is None


def test_a_seen_story_leaves_the_news_for_its_reader_alone(desk):
    one = fire(desk)
    desk.saw(OWNER, {one.id: desk.position()})
    assert one.id not in states(desk)
    assert states(desk, ANNA)[one.id] == "unseen"
    assert desk.news_of(OWNER, [one.id])[one.id].state == "seen"
    assert desk.has_looked()
    assert not desk.has_looked(ANNA)


def test_a_story_that_changed_after_it_was_seen_says_what_is_new_in_facts(desk):
    one = fire(desk)
    desk.saw(OWNER, {one.id: desk.position()})
    take(desk, MORE)
    (item,) = (item for item in desk.news().items if item.story.id == one.id)
    assert item.state == "changed"
    kinds = {piece.what for piece in item.pieces}
    assert "new-report" in kinds
    assert "new-denial" in kinds
    assert "1 new denial" in item.words
    assert "1 new report" in item.words
    texts = desk.reports([span.report_id for piece in item.pieces for span in piece.citations])
    assert texts, "every piece opens the words it came from"


def test_a_copy_is_no_news_and_is_said_quietly(desk):
    one = fire(desk)
    desk.saw(OWNER, {one.id: desk.position()})
    take(desk, COPY)
    assert one.id not in states(desk)
    item = desk.news_of(OWNER, [one.id])[one.id]
    assert (item.state, item.words) == ("seen", "1 copy")


def test_a_mark_never_moves_back_nor_beyond_the_newest_change(desk):
    one, newest = fire(desk), desk.position()
    desk.saw(OWNER, {one.id: newest + 10**6, "0" * 16: 5})
    desk.saw(OWNER, {one.id: 1})
    assert desk.news_of(OWNER, [one.id])[one.id].until == newest
    assert list(desk.marks()["seen"]) == [one.id]


def test_unsaw_makes_a_story_unseen_again_also_after_catching_up(desk):
    one = fire(desk)
    desk.caught_up(OWNER, desk.position())
    assert states(desk) == {}
    desk.unsaw(OWNER, one.id)
    assert states(desk) == {one.id: "unseen"}
    desk.saw(OWNER, {one.id: desk.position()})
    assert states(desk) == {}
    with pytest.raises(NotFound):
        desk.unsaw(OWNER, "0" * 16)


def test_caught_up_is_taken_back_once_with_every_mark_as_it_was(desk):
    one = fire(desk)
    desk.saw(OWNER, {one.id: desk.position()})
    before = states(desk)
    undo = desk.caught_up(OWNER, desk.position())
    assert states(desk) == {}
    assert desk.seen_at() == desk.now()
    assert desk.last_caught_up().undo == undo
    with pytest.raises(NotFound, match="nothing to take back"):
        desk.uncaught(OWNER, "0" * 16)
    desk.uncaught(OWNER, undo)
    assert states(desk) == before
    assert desk.last_caught_up() is None
    with pytest.raises(NotFound):
        desk.uncaught(OWNER, undo)


def test_what_came_after_the_position_that_was_shown_stays_new(desk):
    shown = desk.position()
    take(desk, MORE)
    desk.caught_up(OWNER, shown)
    assert states(desk) == {fire(desk).id: "changed"}


def test_since_takes_a_position_or_a_time_whatever_was_seen(desk):
    place, moment = desk.position(), desk.now()
    desk.caught_up(OWNER, place)
    assert set(states(desk, since=0).values()) == {"unseen"}
    assert states(desk, since=place) == {}
    take(desk, MORE)
    assert states(desk, since=place) == {fire(desk).id: "changed"}
    assert states(desk, since=moment) == {fire(desk).id: "changed"}
    assert states(desk, since=desk.now() + timedelta(days=1)) == {}


def test_building_everything_anew_is_no_news(desk):
    desk.caught_up(OWNER, desk.position())
    desk.rebuild()
    assert states(desk) == {}
    take(desk, MORE)
    assert states(desk) == {fire(desk).id: "changed"}


def test_what_was_unseen_before_everything_was_built_anew_still_is(desk):
    one = fire(desk)
    (other,) = (story for story in desk.stories() if story.id != one.id)
    desk.saw(OWNER, {one.id: desk.position()})
    desk.rebuild()
    assert states(desk) == {other.id: "unseen"}


def test_news_pages_are_cut_and_counted(desk):
    first, second = desk.news(limit=1), desk.news(limit=1, offset=1)
    assert (first.total, second.total) == (2, 2)
    assert {first.items[0].story.id, second.items[0].story.id} == {story.id for story in desk.stories()}
    assert desk.news(limit=1, offset=2).items == ()


def test_a_muted_story_leaves_until_a_denial_comes(desk):
    one = fire(desk)
    desk.keep(OWNER, "mute", f"story:{one.id[:8]}")
    assert one.id not in states(desk)
    assert one.id in states(desk, ANNA)
    take(desk, COPY)
    assert one.id not in states(desk)
    take(desk, MORE)
    (item,) = (item for item in desk.news().items if item.story.id == one.id)
    assert item.is_muted


def test_a_mute_ends_at_its_time(desk):
    one = fire(desk)
    desk.keep(OWNER, "mute", f"story:{one.id}", until=desk.now() + timedelta(hours=2))
    assert one.id not in states(desk)
    desk.clock["now"] += timedelta(hours=3)
    assert one.id in states(desk)
    assert desk.keeps(OWNER) == []


def test_a_muted_dossier_hushes_its_stories(desk):
    dossier = desk.add_dossier("Rail", "strike")
    desk.keep(OWNER, "mute", f"dossier:{dossier.slug}")
    assert set(states(desk)) == {fire(desk).id}
    assert desk.drop(OWNER, "mute", f"dossier:{dossier.slug}")
    assert not desk.drop(OWNER, "mute", f"dossier:{dossier.slug}")
    assert len(states(desk)) == 2


def test_what_can_be_kept_is_kept_per_reader_and_kind(desk):
    one = fire(desk)
    report_id = one.report_ids[0]
    for kind in ("follow", "bookmark"):
        desk.keep(OWNER, kind, f"story:{one.id}")
    for start in (0, 5):
        desk.keep(OWNER, "highlight", f"story:{one.id}", span=Span(report_id, start, start + 4))
    assert [keep.kind for keep in desk.keeps(OWNER)].count("highlight") == 2
    assert [keep.item for keep in desk.keeps(OWNER, "follow")] == [f"story:{one.id}"]
    assert desk.keeps(ANNA) == []
    assert desk.drop(OWNER, "highlight", f"story:{one.id}", span=Span(report_id, 0, 4))
    assert len(desk.keeps(OWNER, "highlight")) == 1


@pytest.mark.parametrize(
    ("kind", "item", "more"),
    [
        ("pin", "story:x", {}),
        ("follow", "story", {}),
        ("follow", "cat:x", {}),
        ("follow", "report:1\x00", {"span": Span("r", 0, 1)}),
        ("highlight", "story:x", {}),
        ("mute", "story:x", {"until": datetime(2020, 1, 1, tzinfo=UTC)}),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(desk, kind, item, more):
    with pytest.raises(BadInput):
        desk.keep(OWNER, kind, item, **more)
    with pytest.raises(NotFound):
        desk.keep(OWNER, "follow", f"story:{'0' * 16}")


def test_a_reader_can_take_all_marks_away(desk):
    one = fire(desk)
    desk.saw(OWNER, {one.id: 5})
    desk.caught_up(OWNER, desk.position())
    desk.keep(OWNER, "follow", f"story:{one.id}")
    told = desk.marks()
    assert told["caught_up"]["position"] == desk.position()
    assert [keep["item"] for keep in told["keeps"]] == [f"story:{one.id}"]
    assert desk.forget_marks(OWNER) >= 2
    assert not desk.has_looked()
    assert desk.keeps(OWNER) == []


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        (None, None),
        ("", None),
        ("last", None),
        ("24h", NOW - timedelta(hours=24)),
        ("7d", NOW - timedelta(days=7)),
        ("30min", NOW - timedelta(minutes=30)),
        ("1234", 1234),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-20T10:00Z", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20T10:00:00 02:00", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("999999w", datetime.min.replace(tzinfo=UTC)),
    ],
)
def test_since_is_read_as_people_write_it(raw, meant):
    assert parse_since(raw, NOW) == meant


@pytest.mark.parametrize("raw", ["soon", "x" * 500, "²h", "1" * 19, "--", "2026-13-40"])
def test_what_is_no_time_is_refused(raw):
    with pytest.raises(BadInput, match="not a time"):
        parse_since(raw, NOW)
