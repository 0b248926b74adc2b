"""Notes on reports, stories and all else: private, edited with their history, found again where their words stand."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from test_desk import ROWS

from infostreamer.desk import Desk
from infostreamer.desk.noting import MOST_OPEN_REPORTS, earlier_of
from infostreamer.model import OWNER, BadInput, NotAllowed, NotFound, Reader, Span
from infostreamer.settings import Settings

CAY = Reader(name="cay", role="reader")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA, BO, PUBLIC = Reader(name="ana", role="editor"), Reader(name="bo", role="editor"), Reader(name="public")
WORDS = "two people were injured"


@pytest.fixture
def desk(store_url, tmp_path, seeds):
    def fill(url):
        with Desk.open(Settings({"store.url": url, "desk.data": str(tmp_path)})) as empty:
            empty.take_in_jsonl([json.dumps(row) for row in ROWS])

    seeds.copy(store_url, fill)
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as opened:
        yield opened


def fire(desk):
    return next(report for report in desk.newest_reports() if report.title == ROWS[0]["title"])


def on_words(desk, body="Who counted?", reader=ANA, **more):
    report = fire(desk)
    start = report.text.index(WORDS)
    span = Span(report.id, start, start + len(WORDS))
    return desk.add_note(f"report:{report.id}", body, reader=reader, span=span, **more)


def bodies(notes):
    return [note.body for note in notes]


def test_a_note_is_its_authors_alone_until_it_is_shared(desk):
    note = on_words(desk)
    assert bodies(desk.notes(reader=ANA)) == ["Who counted?"]
    assert desk.notes(reader=BO) == desk.notes(reader=OWNER) == desk.notes(reader=PUBLIC) == []
    with pytest.raises(NotFound):
        desk.note(note.id, reader=BO)
    desk.set_note(note.id, visibility="desk", reader=ANA)
    assert bodies(desk.notes(reader=BO)) == ["Who counted?"]
    with pytest.raises(NotAllowed, match="whoever wrote"):
        desk.edit_note(note.id, "Mine now.", reader=BO)


def test_an_edit_keeps_what_was_written_before_and_a_deleted_note_can_be_brought_back(desk):
    note = on_words(desk)
    desk.edit_note(note.id[:8], " Who counted,\r\nand when? ", reader=ANA)
    edited = desk.note(note.id, reader=ANA)
    assert (edited.body, bodies(edited.history)) == ("Who counted,\nand when?", ["Who counted?"])
    desk.set_note(note.id, state="deleted", reader=ANA)
    assert desk.notes(reader=ANA) == []
    assert bodies(desk.notes(reader=ANA, state="deleted")) == ["Who counted,\nand when?"]
    desk.set_note(note.id, state="open", reader=ANA)
    assert bodies(desk.notes(reader=ANA)) == ["Who counted,\nand when?"]


def test_what_a_note_said_before_it_was_shared_is_its_authors_alone(desk, monkeypatch):
    hours = iter(range(24))
    monkeypatch.setattr(desk, "now", lambda: NOON + timedelta(hours=next(hours)))
    note = on_words(desk, "My source is Carl.")
    desk.edit_note(note.id, "Clean.", reader=ANA)
    desk.set_note(note.id, visibility="desk", reader=ANA)
    shared = desk.edit_note(note.id, "Cleaner.", reader=ANA)
    assert bodies(earlier_of(shared, ANA)) == ["My source is Carl.", "Clean."]
    assert bodies(earlier_of(shared, BO)) == bodies(earlier_of(shared, OWNER)) == ["Clean."]
    desk.set_note(note.id, visibility="private", reader=ANA)
    desk.edit_note(note.id, "Cleanest.", reader=ANA)
    again = desk.set_note(note.id, visibility="desk", reader=ANA)
    assert earlier_of(again, BO) == ()
    assert desk.set_note(note.id, visibility="desk", reader=ANA) == again
    assert earlier_of(replace(again, shared_at=None), BO) == ()


def test_a_shared_note_that_is_deleted_is_read_by_its_author_and_by_admins(desk):
    note = on_words(desk, "Shared by mistake.", visibility="desk")
    desk.set_note(note.id, state="deleted", reader=ANA)
    for reader in (BO, CAY):
        assert desk.notes(reader=reader, state="deleted") == []
        with pytest.raises(NotFound):
            desk.note(note.id, reader=reader)
    assert bodies(desk.notes(reader=ANA, state="deleted")) == ["Shared by mistake."]
    assert bodies(desk.notes(reader=OWNER, state="deleted")) == ["Shared by mistake."]
    desk.set_note(note.id, state="open", reader=ANA)
    assert bodies(desk.notes(reader=CAY)) == ["Shared by mistake."]


def test_only_editors_share_notes_and_a_reported_error_is_short(desk):
    with pytest.raises(BadInput, match="Only editors"):
        on_words(desk, reader=CAY, visibility="desk")
    note = on_words(desk, reader=CAY)
    with pytest.raises(BadInput, match="Only editors"):
        desk.set_note(note.id, visibility="desk", reader=CAY)
    assert desk.notes(reader=BO) == []
    with pytest.raises(BadInput, match="at most 2,000"):
        desk.add_note(note.item, "x" * 2_001, reader=PUBLIC, kind="error-report")


def test_a_note_goes_with_its_words_into_a_newer_version_and_says_when_they_are_gone(desk):
    note = on_words(desk)
    desk.take_in_jsonl([json.dumps({**ROWS[0], "text": "The port is shut. " + ROWS[0]["text"]})])
    place = desk.note_place(note)
    assert (place.at.how, place.is_moved) == ("exact", True)
    assert place.report.text[place.at.start : place.at.end] == WORDS
    desk.take_in_jsonl([json.dumps({**ROWS[0], "text": "The port of Sollen is shut and nothing more is known."})])
    assert desk.note_place(note).at is None
    ((shown, where),) = desk.notes_on_report(desk.versions(fire(desk).id)[-1], reader=ANA)
    assert (shown.id, where.at) == (note.id, None)


def test_a_rebuild_keeps_notes(desk):
    on_words(desk)
    desk.rebuild()
    assert bodies(desk.notes(reader=ANA)) == ["Who counted?"]


def test_a_story_shows_notes_on_itself_on_its_reports_and_on_stories_it_took_in(desk):
    one, other = desk.stories()
    desk.add_note(f"story:{one.id[:8]}", "Of one.")
    desk.add_note(f"story:{other.id}", "Of the other.")
    on_words(desk, reader=OWNER)
    desk.decide(desk.would_merge(one.id, other.id))
    (merged,) = desk.stories()
    assert sorted(bodies(desk.notes_on_story(merged))) == ["Of one.", "Of the other.", "Who counted?"]
    assert sorted(bodies(desk.notes(f"story:{merged.id}"))) == ["Of one.", "Of the other."]


def test_notes_are_filtered(desk):
    on_words(desk, reader=OWNER)
    story = desk.stories()[0]
    desk.add_note(f"story:{story.id}", "Call the union.", kind="correction", line="Rail workers  vote")
    assert bodies(desk.notes("story")) == ["Call the union."]
    assert bodies(desk.notes(query="INJURED")) == ["Who counted?"]
    assert bodies(desk.notes(kind="correction", query="rail union")) == ["Call the union."]
    assert desk.notes(state="resolved") == []


def test_reported_errors_are_for_editors_and_cannot_fill_the_desk(desk):
    item = f"story:{desk.stories()[0].id}"
    desk.add_note(item, "Wrong quay.", reader=PUBLIC, kind="error-report")
    assert desk.notes(reader=PUBLIC) == []
    assert bodies(desk.notes(reader=BO)) == ["Wrong quay."]
    for number in range(1, MOST_OPEN_REPORTS):
        desk.add_note(item, f"Wrong {number}.", reader=PUBLIC, kind="error-report")
    with pytest.raises(BadInput, match="editors have to look"):
        desk.add_note(item, "One more.", reader=PUBLIC, kind="error-report")


def test_what_cannot_be_noted_is_said(desk):
    report = fire(desk)
    for item in ("", "story", "story:", "cat:1"):
        with pytest.raises(BadInput, match="A note is on"):
            desk.add_note(item, "x")
    for item in ("story:nope", "report:nope", "who:nope", "dossier:nope", "source:nope"):
        with pytest.raises(NotFound):
            desk.add_note(item, "x")
    with pytest.raises(BadInput, match="at least one word"):
        desk.add_note(f"report:{report.id}", " \n\u200b ")
    with pytest.raises(BadInput, match="at most"):
        desk.add_note(f"report:{report.id}", "x" * 10_001)
    with pytest.raises(BadInput, match="do not stand"):
        desk.add_note(f"report:{report.id}", "x", span=Span(report.id, 5, 99_999))
