"""What people wrote and decided about a story: its review, its correction log, notes on it and on its reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from infostreamer.desk import Correction, Desk, NotePlace
from infostreamer.model import Note, NotFound, Reader, Report, Review, Story
from infostreamer.web.addresses import dossier_path, report_path, story_path, who_path
from infostreamer.web.citations import Notes, sentence_at
from infostreamer.web.times import When, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One note to be read. `place`: exact, context, fuzzy, or gone where the newest version lacks its words."""

    id: str
    kind: str
    by: str
    body: str
    made: When | None
    edited: When | None
    state: str
    visibility: str
    is_own: bool
    item: str
    about: str  # what it is on, in words
    path: str | None
    words: str | None  # that it is about, as they stood
    words_now: str | None  # as they stand now, where that differs
    place: str | None
    line: str | None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """One entry of the correction log, as `infostreamer.desk.Correction`; `notes` are numbers on the page."""

    judgement_id: str
    by: str
    at: When | None
    kind: str
    was: str
    now: str | None
    note: str | None
    state: str
    notes: tuple[int, ...]
    language: str | None
    undone: When | None
    undone_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """Who read the whole story, when, and which revision."""

    judgement_id: str
    by: str
    at: When | None
    revision: int
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplesPart:
    """The part of a story's page that people made."""

    review: ReviewRow | None
    corrections: tuple[CorrectionRow, ...]
    notes: tuple[NoteRow, ...]
    takes_errors: bool  # a reader may report an error


def peoples_part(desk: Desk, story: Story, reader: Reader, *, takes_errors: bool, cited: Notes) -> PeoplesPart:
    """What people wrote and decided about this story, as this reader may see it."""
    reports = desk.reports(story.report_ids)
    return PeoplesPart(
        review=review_row(desk.reviewed(story)),
        corrections=correction_rows(desk.corrections(story), reports, cited),
        notes=note_rows(desk, desk.notes_on_story(story, reader=reader), reader),
        takes_errors=takes_errors,
    )


def review_row(review: Review | None) -> ReviewRow | None:
    """The review in words."""
    if review is None:
        return None
    return ReviewRow(
        judgement_id=review.judgement_id, by=review.by, at=moment(review.at), revision=review.revision,
        is_current=review.is_current,
    )  # fmt: skip


def correction_rows(
    corrections: Iterable[Correction], reports: Mapping[str, Report], cited: Notes
) -> tuple[CorrectionRow, ...]:
    """The log, each entry with its citations; one whose words no report of the story has any more stays out."""
    rows = []
    for one in corrections:
        numbers = cited.numbers(one.citations)
        if not numbers:
            continue
        report = reports.get(one.citations[0].report_id)
        rows.append(
            CorrectionRow(
                judgement_id=one.judgement_id,
                by=one.by,
                at=moment(one.at),
                kind=one.kind,
                was=one.was,
                now=one.now,
                note=one.note,
                state=one.state,
                notes=numbers,
                language=report.language if report else None,
                undone=moment(one.undone_at),
                undone_by=one.undone_by,
            )
        )
    return tuple(rows)


def item_notes(desk: Desk, item: str, reader: Reader) -> tuple[NoteRow, ...]:
    """Notes on a whole dossier, source, person …, the newest first."""
    return note_rows(desk, desk.notes(item, reader=reader), reader)


def note_rows(desk: Desk, notes: Sequence[Note], reader: Reader) -> tuple[NoteRow, ...]:
    """The notes with what they are about and where their words stand now."""
    return tuple(note_row(desk, note, reader, place=_place(desk, note)) for note in notes)


def note_row(desk: Desk, note: Note, reader: Reader, *, place: NotePlace | None) -> NoteRow:
    """One note.

    Args:
        desk: for the name of what it is on.
        note: the note.
        reader: who reads it.
        place: where its words stand in the version that is looked at.
    """
    about, path = _about(desk, note)
    now = None
    if place is not None:
        number = sentence_at(place.report, place.at.start) if place.at else None
        path = report_path(place.report.id, number) if note.item_kind == "report" else path
        now = place.report.text[place.at.start : place.at.end] if place.at and place.at.how == "fuzzy" else None
    words = note.selectors.exact if note.selectors else None
    return NoteRow(
        id=note.id,
        kind=note.kind,
        by=note.by,
        body=note.body,
        made=moment(note.at),
        edited=moment(note.edited_at),
        state=note.state,
        visibility=note.visibility,
        is_own=note.by == reader.name or reader.may_administer,
        item=note.item,
        about=about,
        path=path,
        words=words,
        words_now=now,
        place=None if words is None else (place.at.how if place and place.at else "gone"),
        line=note.line,
        language=place.report.language if place else None,
    )


def _place(desk: Desk, note: Note) -> NotePlace | None:
    try:
        return desk.note_place(note)
    except NotFound:
        return None


def _about(desk: Desk, note: Note) -> tuple[str, str | None]:
    """What a note is on, by name and address; its bare key where that is not kept any more."""
    key = note.item_key
    try:
        if note.item_kind == "story":
            story = desk.story(desk.moved_to(key) or key) if not _is_story(desk, key) else desk.story(key)
            return story.headline.text, story_path(story)
        if note.item_kind == "report":
            report = desk.report(key)
            return report.title or "Untitled report", report_path(report.id)
        if note.item_kind == "dossier":
            return desk.dossier(key).title, dossier_path(key)
        if note.item_kind == "source":
            source = desk.source(key)
            return source.outlet or source.address, f"/source/{source.id}"
        who = desk.who(key).who
        return who.name, who_path(who)
    except NotFound:
        return key, None


def _is_story(desk: Desk, key: str) -> bool:
    try:
        desk.story(key)
    except NotFound:
        return False
    return True
