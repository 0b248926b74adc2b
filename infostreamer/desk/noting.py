"""Notes: what people write beside reports, stories and all else; private unless they share it with the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.desk.people import People
from infostreamer.model import OWNER, PUBLIC, BadInput, Earlier, NotAllowed, Note, NotFound, Reader, Report, Span, Story
from infostreamer.model.ids import content_id, fold
from infostreamer.model.note import ITEM_KINDS, NoteKind, NoteState, Visibility
from infostreamer.text.anchoring import Anchored, anchor_of, anchored
from infostreamer.text.clean import clean_text

LONGEST_NOTE = 10_000  # characters
LONGEST_REPORT = 2_000  # of a reported error
MOST_OPEN_REPORTS = 200  # errors reported by the public that wait for an editor: nobody can fill the desk with them
_SHORT = 8
_NAMES = {LONGEST_NOTE: "A note", LONGEST_REPORT: "A report of an error"}
_EDITORS_SHARE = "Only editors share notes with the whole desk."


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePlace:
    """Where the words of a note stand now. `at` None: the newest version no longer has them."""

    report: Report  # the version that was looked at
    at: Anchored | None
    is_moved: bool  # another version than the one that the note was made on


class Noting(People):
    """Notes, and the errors that readers of a public desk report."""

    if TYPE_CHECKING:

        def now(self) -> datetime: ...

    def add_note(
        self,
        item: str,
        body: str,
        *,
        reader: Reader = OWNER,
        span: Span | None = None,
        line: str | None = None,
        kind: NoteKind = "note",
        visibility: Visibility = "private",
    ) -> Note:
        """A new note.

        Args:
            item: "story:ID", "report:ID", "dossier:SLUG", "who:ID" or "source:ID".
            body: plain text, at most 10,000 characters; of an "error-report", at most 2,000.
            reader: who writes.
            span: the words of a report that it is about.
            line: the derived line that it is about, as it stands.
            kind: "error-report" is for editors only to read, whoever writes it.
            visibility: "private", or "desk": every reader of the desk may read it.

        Raises:
            NotFound: no such item.
            BadInput: the body is empty or too long, the span does not slice its report, or a reader shares it.
        """
        words, at = _tidy(body, longest=LONGEST_REPORT if kind == "error-report" else LONGEST_NOTE), self.now()
        if visibility == "desk" and not reader.may_edit:
            raise BadInput(_EDITORS_SHARE)
        anchor = None
        if span is not None:
            report = self.report(span.report_id)
            if span.end > len(report.text) or not report.text[span.start : span.end].strip():
                raise BadInput("Those words do not stand in that report; mark them again.")
            anchor = anchor_of(report.text, span.start, span.end, report_id=report.id, canonical=report.canonical)
        whole, said = self.item_in(item), " ".join(clean_text(line).split()) if line else None
        note = Note(
            id=content_id("note", whole, reader.name, at, words, kind), item=whole, by=reader.name, at=at, body=words,
            kind=kind, selectors=anchor, visibility=visibility, line=said,
            shared_at=at if visibility == "desk" else None,
        )  # fmt: skip
        with self.store.unit() as unit:
            if kind == "error-report":
                _refuse_flood(unit.notes.all())
            unit.notes.put(note)
        return note

    def item_in(self, item: str) -> str:
        """The item under its whole id; short ids are completed.

        Raises:
            NotFound: no such item.
            BadInput: not of the form "story:ID".
        """
        kind, _, key = item.strip().partition(":")
        if kind not in ITEM_KINDS or not key:
            raise BadInput('A note is on "story:ID", "report:ID", "dossier:SLUG", "who:ID" or "source:ID".')
        if kind == "story":
            return f"story:{self.story(key).id}"
        if kind == "report":
            return f"report:{self.report(key).id}"
        if kind == "dossier":
            return f"dossier:{self.dossier(key).slug}"
        if kind == "source":
            return f"source:{self.source(key).id}"
        self.who(key)
        return item.strip()

    def notes(
        self,
        item: str | None = None,
        *,
        reader: Reader = OWNER,
        kind: str | None = None,
        state: str | None = None,
        query: str = "",
    ) -> list[Note]:
        """The notes that this reader may see, the newest first; deleted ones only where `state` asks for them.

        Args:
            item: only what is on this ("story:ID" with all that it took in), or on this kind of item ("story").
            reader: who asks.
            kind: note, correction or error-report.
            state: open, resolved or deleted.
            query: words that stand in the note or in what it is about.
        """
        with self.store.read() as unit:
            if item is not None and ":" in item:
                found = unit.notes.on(self._items_under(item))[::-1]
            else:
                found = [note for note in unit.notes.all() if item in (None, note.item_kind)]
        wanted = [fold(word) for word in query.split()]
        return [
            note for note in found
            if may_read(note, reader)
            and kind in (None, note.kind)
            and (note.state == state if state else note.state != "deleted")
            and _has_all(note, wanted)
        ]  # fmt: skip

    def note(self, note_id: str, *, reader: Reader = OWNER) -> Note:
        """One note, by its id or at least 8 digits of it.

        Raises:
            NotFound: none that this reader may see.
        """
        with self.store.read() as unit:
            found = [
                note for note in unit.notes.all()
                if note.id == note_id or (len(note_id) >= _SHORT and note.id.startswith(note_id))
            ]  # fmt: skip
        if len(found) != 1 or not may_read(found[0], reader):
            raise NotFound(f"There is no note {note_id!r}; `infostreamer notes` lists them.")
        return found[0]

    def edit_note(self, note_id: str, body: str, *, reader: Reader = OWNER) -> Note:
        """The note with another body; the earlier one is kept in its history.

        Raises:
            NotFound: none that this reader may see.
            NotAllowed: somebody else wrote it.
            BadInput: the body is empty or too long.
        """
        note, words, now = self._own(note_id, reader), _tidy(body), self.now()
        if words == note.body:
            return note
        history = (*note.history, Earlier(body=note.body, at=now))
        return self._keep(replace(note, body=words, edited_at=now, history=history))

    def set_note(
        self, note_id: str, *, state: NoteState | None = None, visibility: Visibility | None = None,
        reader: Reader = OWNER,
    ) -> Note:  # fmt: skip
        """The note as resolved, deleted or open again; shared with the desk or private again. Nothing is lost by it.

        Raises:
            NotFound: none that this reader may see.
            NotAllowed: somebody else wrote it.
            BadInput: a reader shares it.
        """
        note = self._own(note_id, reader)
        seen = visibility or note.visibility
        shared_at = note.shared_at if seen == "desk" else None
        if seen == "desk" != note.visibility:
            if not reader.may_edit:
                raise BadInput(_EDITORS_SHARE)
            shared_at = self.now()
        return self._keep(replace(note, state=state or note.state, visibility=seen, shared_at=shared_at))

    def notes_on_story(self, story: Story, *, reader: Reader = OWNER) -> list[Note]:
        """Notes on a story, on the stories it took in, and on its reports, the oldest first."""
        items = [f"report:{report_id}" for report_id in story.report_ids]
        with self.store.read() as unit:
            found = unit.notes.on([*_stories_in(story), *items])
        return [note for note in found if may_read(note, reader) and note.state != "deleted"]

    def notes_on_report(self, report: Report, *, reader: Reader = OWNER) -> list[tuple[Note, NotePlace | None]]:
        """Notes on any version of a report, each with where its words stand in this one; the oldest first."""
        with self.store.read() as unit:
            versions = [version.id for version in unit.reports.versions(report.canonical)]
            found = unit.notes.on(f"report:{version}" for version in [*versions, report.id])
        kept = [note for note in found if may_read(note, reader) and note.state != "deleted"]
        return [(note, _placed(note, report)) for note in kept]

    def note_place(self, note: Note) -> NotePlace | None:
        """Where its words stand in the newest version of their report; None for a note on a whole item.

        Raises:
            NotFound: the report is not kept any more.
        """
        if note.selectors is None:
            return None
        return _placed(note, self.versions(note.selectors.report_id)[-1])

    def _items_under(self, item: str) -> list[str]:
        kind, _, key = item.partition(":")
        if kind != "story":
            return [item]
        try:
            return _stories_in(self.story(key))
        except NotFound:
            return [item]

    def _own(self, note_id: str, reader: Reader) -> Note:
        note = self.note(note_id, reader=reader)
        if note.by != reader.name and not (reader.may_administer or (note.kind == "error-report" and reader.may_edit)):
            raise NotAllowed("Only whoever wrote a note may change it.")
        return note

    def _keep(self, note: Note) -> Note:
        with self.store.unit() as unit:
            unit.notes.put(note)
        return note


def may_read(note: Note, reader: Reader) -> bool:
    """Its author; everybody with a login where it is shared, once it is deleted only admins; of errors, editors."""
    if reader == PUBLIC:
        return False
    if note.kind == "error-report":
        return reader.may_edit
    is_shared = note.visibility == "desk" and (note.state != "deleted" or reader.may_administer)
    return note.by == reader.name or is_shared


def earlier_of(note: Note, reader: Reader) -> tuple[Earlier, ...]:
    """What the note said before, the oldest first: to others than its author only what the desk has read already."""
    if note.by == reader.name or note.kind == "error-report":
        return note.history
    return shared_history(note)


def shared_history(note: Note) -> tuple[Earlier, ...]:
    """What the note said before, since it was shared."""
    since = note.shared_at
    return tuple(one for one in note.history if since is not None and one.at > since)


def _stories_in(story: Story) -> list[str]:
    """The items of every story that one of these reports ever founded: what a merged story was called before."""
    return [f"story:{key}" for key in (story.id, *(content_id("story", member) for member in story.report_ids))]


def _placed(note: Note, report: Report) -> NotePlace | None:
    if note.selectors is None:
        return None
    is_moved = note.selectors.report_id != report.id
    return NotePlace(report=report, at=anchored(report.text, note.selectors), is_moved=is_moved)


def _has_all(note: Note, wanted: Sequence[str]) -> bool:
    text = fold(" ".join((note.body, note.line or "", note.selectors.exact if note.selectors else "")))
    return all(word in text for word in wanted)


def _refuse_flood(notes: Sequence[Note]) -> None:
    waiting = sum(note.kind == "error-report" and note.state == "open" for note in notes)
    if waiting >= MOST_OPEN_REPORTS:
        raise BadInput("So many errors are reported already that the editors have to look at them first.")


def _tidy(body: str, *, longest: int = LONGEST_NOTE) -> str:
    words = clean_text(body or "").strip()
    if not words:
        raise BadInput("A note needs at least one word.")
    if len(words) > longest:
        raise BadInput(f"{_NAMES[longest]} has at most {longest:,} characters; this one has {len(words):,}.")
    return words
