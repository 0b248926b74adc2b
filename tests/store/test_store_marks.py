"""Marks and keeps of readers on both databases, and the old mark of a desk without readers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from nouns import NOON, as_of, report, story

from infostreamer.model import Change, Keep, Span
from infostreamer.store import Store, open_store
from infostreamer.store.seen import Mark, seen_until


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def test_marks_are_kept_per_reader_and_story(store: Store) -> None:
    with store.unit() as unit:
        assert unit.seen.floor("anna") is None
        assert not unit.seen.has_any("anna")
        unit.seen.put_floor("anna", Mark(10, 0, NOON))
        unit.seen.put("anna", {"s1": Mark(12, 10, NOON), "s2": Mark(0, 10, NOON), "s3": Mark(4, 2, NOON)})
        unit.seen.put("bo\x00", {"s1": Mark(2**70, 0, NOON)})
    with store.read() as unit:
        assert unit.seen.floor("anna") == Mark(10, 0, NOON)
        assert unit.seen.of("anna", ["s1", "s9"]) == {"s1": Mark(12, 10, NOON)}
        assert list(unit.seen.all("anna")) == ["s1", "s2", "s3"]
        assert unit.seen.below("anna", 10) == ["s2"]
        assert unit.seen.of("bo\x00", ["s1"])["s1"].position == 2**63 - 1
    with store.unit() as unit:
        unit.seen.prune("anna", 10)
        assert list(unit.seen.all("anna")) == ["s1", "s2"]
        unit.seen.remove("anna", ["s1"])
        unit.seen.put_floor("anna", None)
        assert unit.seen.clear("anna") == 1
        assert unit.seen.has_any("bo\x00")


@pytest.mark.parametrize(
    ("mark", "floor", "until"),
    [
        (None, 7, 7),
        (Mark(9, 7, NOON), 7, 9),
        (Mark(0, 7, NOON), 7, 0),
        (Mark(0, 7, NOON), 8, 8),
        (Mark(3, 9, NOON), 7, 3),
    ],
)
def test_a_mark_holds_on_the_floor_it_was_laid_on(mark: Mark | None, floor: int, until: int) -> None:
    assert seen_until(mark, floor) == until


def test_keeps_are_kept_per_reader_kind_and_place(store: Store) -> None:
    follow = Keep(reader="anna", kind="follow", item="story:s1", at=NOON, position=3)
    mute = replace(follow, kind="mute", until=NOON + timedelta(days=1))
    marks = [replace(follow, kind="highlight", span=Span("r1", start, 9)) for start in (0, 4)]
    with store.unit() as unit:
        for keep in (follow, mute, *marks, replace(follow, reader="bo")):
            unit.keeps.put(keep)
        assert unit.keeps.of("anna", kind="mute") == [mute]
        assert unit.keeps.of("anna", kind="mute", now=NOON + timedelta(days=2)) == []
        assert unit.keeps.of("anna", kind="follow", now=NOON + timedelta(days=2)) == [follow]
        assert len(unit.keeps.of("anna")) == 4
        assert unit.keeps.remove("anna", "highlight", "story:s1", Span("r1", 0, 9))
        assert not unit.keeps.remove("anna", "highlight", "story:s1", Span("r1", 0, 9))
        assert unit.keeps.clear("anna") == 3
        assert len(unit.keeps.of("bo")) == 1


def test_the_newest_telling_change_of_each_story_is_found(store: Store) -> None:
    one, two = story(report("One.")), story(report("Two.", where="/two"))

    def say(row: object, what: str, days: int) -> Change:
        return Change(noun="story", id=row.id, what=what, text=what, at=NOON + timedelta(days=days))  # type: ignore[attr-defined]

    with store.unit() as unit:
        unit.stories.put(one, told=[say(one, "added", 0)])
        unit.stories.put(two, told=[say(two, "added", 1)])
        first = unit.changes.latest_position()
        unit.stories.put(replace(one, revision=2), told=[say(one, "new-report", 2), say(one, "updated", 2)])
        unit.stories.put(replace(two, revision=2), told=[say(two, "new-denial", 3)])
        unit.changes.add(Change(noun="story", id="gone", what="added"))
        heads = unit.changes.heads(first)
        assert [(head.story_id, head.weighty) for head in heads] == [(two.id, 1), (one.id, 0)]
        assert [head.story_id for head in unit.changes.heads(0, since=NOON + timedelta(days=3))] == [two.id]
        last = unit.changes.latest_position()
        assert unit.changes.heads(0, without=[(0, last)]) == []
        assert {head.weighty for head in unit.changes.heads(0, without=[(first, last)])} == {1}
        told = unit.changes.of_stories([one.id, two.id], 0, 3)
        assert [change.what for change in told] == ["added", "new-report", "new-denial"]


def test_stories_of_one_source_alone_are_told_from_shared_ones(store: Store) -> None:
    mine = report("One.", source_id="s1")
    both = [report("Two.", where="/two", source_id="s1"), report("Three.", where="/three")]
    with store.unit() as unit:
        unit.reports.put_all([mine, *both])
        lone, shared = story(mine), story(*both)
        for row in (lone, shared):
            unit.stories.put(row)
        assert unit.stories.of_source_alone("s1", 9) == [lone.id]
        assert unit.stories.of_source_alone("s2", 9) == []


def test_the_old_mark_becomes_the_owners_floor(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    store = open_store(url)
    with store.unit() as unit:
        unit.stories.put(story(report("One.")))
        position = unit.changes.latest_position()
    store.close()
    old = as_of("0004", tmp_path)
    with sqlite3.connect(tmp_path / "0004.sqlite3") as connection:
        connection.execute("INSERT INTO meta (key, value) VALUES ('seen.position', ?)", (str(position),))
    with open_store(old).read() as unit:
        assert unit.seen.floor("owner") == Mark(position, 0, NOON)
        assert unit.meta.get("seen.position") is None
