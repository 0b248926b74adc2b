"""Notes: the list with its filters, one note with its history, and writing, editing and deleting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from infostreamer.deliver.annotation import MEDIA_TYPE, annotation
from infostreamer.desk import Desk
from infostreamer.desk.noting import earlier_of
from infostreamer.model import BadInput, Note, NotFound, Reader, Span
from infostreamer.model.note import NoteState, Visibility
from infostreamer.web.addresses import own_path
from infostreamer.web.parts.notes import NoteRow, note_row, note_rows
from infostreamer.web.parts.passages import Passage, passages_of
from infostreamer.web.permits import may
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, moment

KINDS = ("note", "correction", "error-report")
STATES = ("open", "resolved", "deleted")
ITEMS = ("story", "report", "dossier", "who", "source")
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesPage:
    """The notes that the reader may see, the newest first."""

    SCHEMA: ClassVar[str] = "infostreamer/notes/1"
    TEMPLATE: ClassVar[str] = "notes.html"
    query: str
    kind: str
    state: str
    item: str
    rows: tuple[NoteRow, ...]
    total: int
    is_filtered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRow:
    """What a note said until it was edited."""

    body: str
    at: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePage:
    """One note, with the words it is about and what it said before."""

    SCHEMA: ClassVar[str] = "infostreamer/note/1"
    TEMPLATE: ClassVar[str] = "note.html"
    row: NoteRow
    history: tuple[EarlierRow, ...]
    may_share: bool
    passages: tuple[Passage, ...]


def show(request: Request) -> Response:
    """GET /notes"""
    asked, reader = request.query_params, reader_of(request)
    kind, state, item = asked.get("kind", ""), asked.get("state", ""), asked.get("item", "")
    for value, known in ((kind, KINDS), (state, STATES)):
        if value and value not in known:
            raise BadInput(f"There are no notes of that sort; choose one of {', '.join(known)}.")
    if item and item.partition(":")[0] not in ITEMS:
        raise BadInput(f"A note is on one of {', '.join(ITEMS)}.")
    desk: Desk = request.app.state.desk
    query = asked.get("q", "").strip()
    found = desk.notes(item or None, reader=reader, kind=kind or None, state=state or None, query=query)
    page = NotesPage(
        query=query, kind=kind, state=state, item=item, rows=note_rows(desk, found[:_MOST], reader), total=len(found),
        is_filtered=bool(kind or state or item or query),
    )  # fmt: skip
    return respond(request, page)


def one(request: Request) -> Response:
    """GET /notes/{id}"""
    desk, reader = request.app.state.desk, reader_of(request)
    note = desk.note(request.path_params["id"], reader=reader)
    return respond(request, _page(desk, note, reader, may_share=may(request, "editor")))


def linked(request: Request) -> Response:
    """GET /notes/{id}.jsonld: the note as a W3C Web Annotation."""
    note = request.app.state.desk.note(request.path_params["id"], reader=reader_of(request))
    base = str(request.base_url).rstrip("/")
    return Response(
        msgspec.json.encode(annotation(note, base=base)),
        headers={"content-type": MEDIA_TYPE, "cache-control": "no-cache"},
    )


def edit(request: Request) -> Response:
    """POST /notes/{id}/edit"""
    desk, form = request.app.state.desk, request.state.form
    note = desk.edit_note(request.path_params["id"], form.get("body", ""), reader=reader_of(request))
    return see(f"/notes/{note.id}")


def change(request: Request) -> Response:
    """POST /notes/{id}/state: resolved, deleted, open again, shared or private."""
    desk, form, reader = request.app.state.desk, request.state.form, reader_of(request)
    state, visibility = form.get("state"), form.get("visibility")
    if state not in (None, *STATES) or visibility not in (None, "private", "desk"):
        raise BadInput("A note can be open, resolved or deleted, and private or shared with the desk.")
    note = desk.set_note(
        request.path_params["id"], state=cast("NoteState | None", state),
        visibility=cast("Visibility | None", visibility), reader=reader,
    )  # fmt: skip
    return see(own_path(form.get("back", "")) if form.get("back") else f"/notes/{note.id}")


def _page(desk: Desk, note: Note, reader: Reader, *, may_share: bool) -> NotePage:
    try:
        place = desk.note_place(note)
    except NotFound:
        place = None
    passages: tuple[Passage, ...] = ()
    if place is not None and place.at is not None:
        span = Span(place.report.id, place.at.start, place.at.end)
        passages = passages_of([span], {place.report.id: place.report})
    return NotePage(
        row=note_row(desk, note, reader, place=place),
        history=tuple(EarlierRow(body=one.body, at=moment(one.at)) for one in reversed(earlier_of(note, reader))),
        may_share=may_share,
        passages=passages,
    )
