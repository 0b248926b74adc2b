"""Past forms of stories, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from nouns import NOON, report, story

from infostreamer.model import NotFound, Story
from infostreamer.store import Store, Unit, open_store

HOUR = timedelta(hours=1)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def _save(unit: Unit, one: Story, *, hours: int, most: int = 100, is_passing: bool = False) -> Story:
    numbered = unit.revisions.numbered(one, is_passing=is_passing)
    unit.stories.put(numbered)
    if not is_passing:
        at = NOON + hours * HOUR
        unit.revisions.keep(numbered, at=at, position=unit.changes.latest_position(), most=most)
    return numbered


def _forms() -> tuple[Story, Story]:
    one, two = report("One."), report("Two.", where="/two")
    first = story(one)
    return first, replace(story(one, two), id=first.id)


def test_each_form_takes_the_next_number_and_the_same_form_none(store: Store) -> None:
    first, second = _forms()
    with store.unit() as unit:
        numbers = [_save(unit, form, hours=at).revision for at, form in enumerate((first, first, second, second))]
    assert numbers == [1, 1, 2, 2]
    with store.read() as unit:
        assert [one.number for one in unit.revisions.of(first.id)] == [1, 2]
        assert unit.revisions.get(first.id, 1)[1].report_ids == first.report_ids
        assert unit.revisions.get(first.id, 2)[1].report_ids == second.report_ids


def test_a_form_taken_back_is_a_form_of_its_own(store: Store) -> None:
    first, second = _forms()
    with store.unit() as unit:
        assert [_save(unit, form, hours=at).revision for at, form in enumerate((first, second, first))] == [1, 2, 3]


def test_a_desk_that_kept_no_forms_counts_on_from_the_number_its_story_carries(store: Store) -> None:
    first, second = _forms()
    with store.unit() as unit:
        unit.stories.put(replace(first, revision=7))
        assert unit.revisions.numbered(first).revision == 7
        assert _save(unit, second, hours=1).revision == 8


def test_what_a_rebuild_passes_through_takes_no_number(store: Store) -> None:
    first, second = _forms()
    with store.unit() as unit:
        _save(unit, second, hours=0)
        unit.stories.remove(second.id)
        assert _save(unit, first, hours=1, is_passing=True).revision == 1
        assert _save(unit, second, hours=2).revision == 1
        assert len(unit.revisions.of(second.id)) == 1


def test_the_oldest_forms_go_first_and_none_stays_where_none_is_wanted(store: Store) -> None:
    first, second = _forms()
    with store.unit() as unit:
        for at in range(6):
            _save(unit, (first, second)[at % 2], hours=at, most=3)
        assert [one.number for one in unit.revisions.of(first.id)] == [4, 5, 6]
        with pytest.raises(NotFound, match="is not kept"):
            unit.revisions.get(first.id, 1)
        other = story(report("Other.", where="/other"))
        _save(unit, other, hours=9, most=0)
        assert unit.revisions.of(other.id) == []


def test_as_of_a_moment_is_the_last_form_saved_by_then(store: Store) -> None:
    first, second = _forms()
    with store.unit() as unit:
        _save(unit, first, hours=0)
        _save(unit, second, hours=2)

        def members_at(hours: float) -> int:
            found = unit.revisions.as_of([first.id], NOON + hours * HOUR)
            return len(found[first.id].members) if found else 0

        assert [members_at(hours) for hours in (-1, 0, 1.9, 2, 50)] == [0, 1, 1, 2, 2]
        assert unit.revisions.first_at() == NOON


def test_a_story_that_was_removed_stands_in_the_days_before_and_not_after(store: Store) -> None:
    first, _ = _forms()
    later = story(report("Later.", where="/later"))
    with store.unit() as unit:
        _save(unit, first, hours=0)
        unit.stories.remove(first.id)
        _save(unit, replace(later, last_at=NOON + 3 * HOUR), hours=3)
        assert unit.revisions.gone() == [first.id]
        assert list(unit.revisions.as_of([first.id], NOON + 2 * HOUR)) == [first.id]
        assert list(unit.revisions.as_of([first.id], NOON + 4 * HOUR)) == []
