"""What stories' changes say, with and without the words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from infostreamer.model import Change
from infostreamer.store import open_store

NOON = datetime(2031, 3, 14, 12, tzinfo=UTC)


def change(story_id, what, text=None, *, noun="story", minutes=0):
    return Change(noun=noun, id=story_id, what=what, text=text, at=NOON + timedelta(minutes=minutes))


@pytest.fixture
def store(store_url):
    opened = open_store(store_url)
    with opened.unit() as unit:
        unit.changes.add_all(
            [
                change("a", "added", "A dam broke."),
                change("b", "added", "A strike began."),
                change("a", "updated"),
                change("a", "report-edited", noun="report"),
                change("a", "figure-changed", "12, was 9", minutes=1),
                change("c", "added", "A fire."),
                change("a", "removed"),
                change("a", "new-denial", "The mayor denied it.", minutes=2),
            ]
        )
    yield opened
    opened.close()


def test_entries_are_the_changes_that_say_something_without_the_words(store):
    with store.read() as unit:
        told = unit.changes.of_stories(["a", "b", "a"], 0, 10)
        entries = unit.changes.entries_of_stories(["a", "b", "a"], 0, 10)
    assert entries == [(one.position, one.id, one.what, one.at) for one in told]
    assert [(one.position, one.what) for one in entries] == [
        (1, "added"),
        (2, "added"),
        (5, "figure-changed"),
        (8, "new-denial"),
    ]


def test_only_the_newest_after_a_position_and_outside_what_was_derived_anew(store):
    with store.read() as unit:
        log = unit.changes
        assert [one.position for one in log.entries_of_stories(["a", "b"], 0, 2)] == [5, 8]
        assert [one.position for one in log.entries_of_stories(["a", "b"], 2, 9)] == [5, 8]
        assert [one.position for one in log.entries_of_stories(["a", "b"], 0, 9, without=[(0, 2)])] == [5, 8]
        assert log.entries_of_stories([], 0, 9) == []


def test_changes_are_read_by_their_positions_the_oldest_first(store):
    with store.read() as unit:
        assert [(one.position, one.text) for one in unit.changes.at([8, 2, 99])] == [
            (2, "A strike began."),
            (8, "The mayor denied it."),
        ]
        assert unit.changes.at([]) == []


def test_what_the_log_says_of_a_corrected_line_names_nobody(store):
    with store.unit() as unit:
        unit.changes.add(
            change("b", "judged", "zelda.quimby corrected a line: “A walkout began.” It said: “A strike.”")
        )
        unit.changes.add(change("b", "judged", "A person took out a line: “B corrected a line: “x””"))
    with store.read() as unit:
        told = [one.text for one in unit.changes.of_stories(["b"], 0, 10) if one.what == "judged"]
    assert told == [
        "A person corrected a line: “A walkout began.” It said: “A strike.”",
        "A person took out a line: “B corrected a line: “x””",
    ]
