"""Notes are kept with their words, found by what they are on, and named in the log without them; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from nouns import NOON

from infostreamer.model import Anchor, Earlier, Note, NotFound
from infostreamer.store import open_store

ANCHOR = Anchor(report_id="r1", canonical="c", start=3, end=9, exact="wordsé", prefix="a\x00b", suffix="👩\u200d👧")
NOTE = Note(
    id="n1", item="report:r1", by="ana", at=NOON, body="Ask them.\nTwice.", selectors=ANCHOR,
    history=(Earlier(body="Ask.", at=NOON),),
)  # fmt: skip


@pytest.fixture
def store(store_url):
    opened = open_store(store_url)
    yield opened
    opened.close()


def test_a_note_comes_back_as_it_was(store):
    with store.unit() as unit:
        assert unit.notes.put(NOTE)
        assert not unit.notes.put(NOTE)
    with store.read() as unit:
        assert unit.notes.get("n1") == NOTE
        with pytest.raises(NotFound, match="infostreamer notes"):
            unit.notes.get("n\x002")


def test_notes_are_found_by_what_they_are_on_the_oldest_first(store):
    later = replace(NOTE, id="n0", at=NOON + timedelta(days=1))
    other = replace(NOTE, id="n2", item="story:s1")
    with store.unit() as unit:
        for note in (later, NOTE, other):
            unit.notes.put(note)
    with store.read() as unit:
        assert [note.id for note in unit.notes.on(["report:r1", "report:r1", "who:x"])] == ["n1", "n0"]
        assert [note.id for note in unit.notes.on([])] == []
        assert [note.id for note in unit.notes.all()] == ["n0", "n1", "n2"]


def test_the_log_names_the_note_and_none_of_its_words(store):
    with store.unit() as unit:
        unit.notes.put(NOTE)
        unit.notes.put(replace(NOTE, body="Other."))
    with store.read() as unit:
        changes = unit.changes.after(0, 10, ("note",))
    assert [(change.id, change.what, change.text, change.citations) for change in changes] == [
        ("n1", "added", None, ()),
        ("n1", "updated", None, ()),
    ]


def test_a_forgotten_note_is_gone_for_good(store):
    with store.unit() as unit:
        unit.notes.put(NOTE)
        unit.notes.remove("n1")
        unit.notes.remove("n1")
        assert unit.notes.all() == []
        assert [(one.id, one.what) for one in unit.changes.after(0, 10, ("note",))] == [
            ("n1", "added"),
            ("n1", "removed"),
        ]
