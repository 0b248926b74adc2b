"""Stories in small and stories after a place, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from nouns import NOON, capture, report, story

from infostreamer.store import Store, open_store
from infostreamer.store.shelf import Shelved


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def held(store: Store, name: str, hours: int, source: str | None) -> object:
    """A report whose page was fetched so many hours after noon."""
    at, where = NOON + timedelta(hours=hours), f"/{name}"
    page = capture(name.encode(), address=f"https://wire.example{where}", fetched_at=at)
    made = report(f"{name} is told here.", where=where, capture_id=page.id, source_id=source)
    with store.unit() as unit:
        unit.captures.put(page)
        unit.reports.put(made)
    return made


def test_a_story_stands_where_its_newest_report_was_fetched_under_the_source_that_brought_it_first(
    store: Store,
) -> None:
    first, lone = held(store, "first", 1, "s1"), held(store, "lone", 2, None)
    later = held(store, "later", 3, "s2")
    with store.unit() as unit:
        unit.stories.put(story(later, first))  # type: ignore[arg-type]
        unit.stories.put(story(lone))  # type: ignore[arg-type]
    with store.read() as unit:
        micros = int((NOON + timedelta(hours=2)).timestamp() * 1_000_000)
        hour = 3_600_000_000
        assert unit.shelf.all() == [
            Shelved(story(later).id, micros + hour, "s1"),  # type: ignore[arg-type]
            Shelved(story(lone).id, micros, None),  # type: ignore[arg-type]
        ]


def test_stories_after_a_place_are_those_that_the_whole_list_shows_after_it(store: Store) -> None:
    made = [held(store, f"r{number}", number, None) for number in range(6)]
    times = [NOON, NOON, None, NOON + timedelta(days=1), NOON, None]
    with store.unit() as unit:
        for one, at in zip(made, times, strict=True):
            unit.stories.put(story(one, last_at=at))  # type: ignore[arg-type]
    with store.read() as unit:
        whole = unit.stories.newest(10)
        for place, last in enumerate(whole):
            rest = unit.stories.after(last.last_at, last.id, 10)
            assert [one.id for one in rest] == [one.id for one in whole[place + 1 :]]
