"""Who is named in which story, on both databases and after a migration."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from nouns import NOON, as_of, report, story

from infostreamer.model import Who
from infostreamer.store import Store, open_store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def who(number: int, name: str, *, mentions: int = 1, aliases: tuple[str, ...] = ()) -> Who:
    return Who(id=f"w{number}", name=name, kind="person", aliases=aliases, mentions=mentions)


def told(text: str, *people: Who, days: int = 0):
    return replace(story(report(text)), who=people, last_at=NOON + timedelta(days=days))


def test_people_are_found_by_any_form_of_their_name_most_stories_first(store: Store) -> None:
    dorn, merin = who(1, "Ivan Dorn", mentions=3, aliases=("Dörn",)), who(2, "Olga Merin", mentions=9)
    first, second = told("One.", dorn, merin), told("Two.", replace(dorn, mentions=1), days=1)
    with store.unit() as unit:
        for one in (first, second):
            unit.stories.put(one)
        named = unit.stories.named
        assert named.find("", 9) == [("w1", 2, 4), ("w2", 1, 9)]
        assert named.find("dorn", 9) == [("w1", 2, 4)]
        assert named.find("%", 9) == []
        assert named.find("d" * 60_000, 9) == []
        assert named.entries("d" * 60_000) == 0
        assert named.find("", 1) == [("w1", 2, 4)]
        newest = [(one.mentions, count) for one, count in named.most_named("person", 9)]
        assert [count for _, count in named.most_named("person", 1)] == [("w1", 2, 4)]
        assert newest == [(1, ("w1", 2, 4)), (9, ("w2", 1, 9))]
        assert named.most_named("place", 9) == []
        by_story = named.of_stories([second.id, first.id, second.id, "none"], "person")
        assert [(key, [one.mentions for one in found]) for key, found in by_story.items()] == [
            (second.id, [1]),
            (first.id, [3, 9]),
        ]
        assert [one.mentions for one in named.of("w1")] == [1, 3]
        assert named.stories_with({"w1", "w2"}, 9) == [second.id, first.id]
        assert named.stories_with({"w1", "w2"}, 1) == [second.id]
        assert named.sharing({"w1", "w2"}, second.id, 9) == [first.id]
        assert named.sharing({"w1", "w2"}, "none", 9) == [first.id, second.id]
        assert named.count({"w1", "w2"}) == (2, 13)
        assert named.count({"nobody"}) == (0, 0)


def test_the_index_follows_its_story(store: Store) -> None:
    kept = told("One.", who(1, "Ivan Dorn"))
    with store.unit() as unit:
        unit.stories.put(kept)
        unit.stories.put(replace(kept, who=(who(2, "Olga Merin\x00"),)))
        assert unit.stories.named.find("", 9) == [("w2", 1, 1)]
        unit.stories.remove(kept.id)
        assert unit.stories.named.find("", 9) == []
        unit.stories.put(kept)
        unit.drop_derived()
        assert unit.stories.named.find("", 9) == []


def test_an_older_desk_gets_its_index_from_the_stories_it_has(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    store = open_store(url)
    with store.unit() as unit:
        unit.stories.put(told("One.", who(1, "Ivan Dörn", aliases=("Dorn’s",)), who(2, "Olga Merin")))
        expected = unit.stories.named.find("", 9), unit.stories.named.of("w1")
    store.close()
    old, names = as_of("0002", tmp_path), _names(tmp_path / "desk.sqlite3")
    with open_store(old).read() as unit:
        assert (unit.stories.named.find("", 9), unit.stories.named.of("w1")) == expected
    assert _names(tmp_path / "0002.sqlite3") == names != []


def _names(file: Path) -> list[str]:
    with sqlite3.connect(file) as connection:
        return [row[0] for row in connection.execute("SELECT names FROM named ORDER BY who_id")]
