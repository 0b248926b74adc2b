"""All dossiers; making a new one after a look at what it would gather."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import BadInput
from infostreamer.text.query import parse_query
from infostreamer.web.addresses import dossier_path
from infostreamer.web.citations import Note
from infostreamer.web.parts.asking import FieldHelp, help_on_fields
from infostreamer.web.parts.preview import PreviewView, notes_for, preview_of
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """One dossier in the list."""

    slug: str
    path: str
    title: str
    question: str
    stories: int
    created: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossiersPage:
    """All dossiers, by title; `preview` of the one that is being made."""

    SCHEMA: ClassVar[str] = "infostreamer/dossiers/1"
    TEMPLATE: ClassVar[str] = "dossiers.html"
    rows: tuple[DossierRow, ...]
    error: str | None = None
    title: str = ""
    question: str = ""
    preview: PreviewView | None = None
    notes: tuple[Note, ...] = ()
    fields: tuple[FieldHelp, ...] = ()


def show(request: Request) -> Response:
    """GET /dossiers; `?question=` and `?title=` fill the form, `preview=1` says what it would gather."""
    asked = request.query_params
    question, title = asked.get("question", "").strip(), asked.get("title", "").strip()
    wants = bool(asked.get("preview")) and bool(question)
    page = read(request.app.state.desk, title=title, question=question, wants_preview=wants)
    return respond(request, page, status=422 if page.error else 200)


def add(request: Request) -> Response:
    """POST /dossiers/add"""
    desk, form = request.app.state.desk, request.state.form
    title, question = form.get("title", "").strip(), form.get("question", "").strip()
    try:
        dossier = desk.add_dossier(title, question)
    except BadInput as error:
        page = read(desk, error=str(error), title=title, question=question, wants_preview=bool(question))
        return respond(request, page, status=422)
    return see(dossier_path(dossier.slug))


def read(
    desk: Desk, *, error: str | None = None, title: str = "", question: str = "", wants_preview: bool = False
) -> DossiersPage:
    """The list and the form, with the preview where it is wanted and can be had."""
    preview: PreviewView | None = None
    notes: tuple[Note, ...] = ()
    if wants_preview:
        try:
            found = desk.would_gather(question)
            collected = notes_for(desk, found)
            preview, notes = preview_of(found, collected), collected.all()
        except BadInput as wrong:
            error = error or str(wrong)
    rows = tuple(
        DossierRow(
            slug=dossier.slug,
            path=dossier_path(dossier.slug),
            title=dossier.title,
            question=dossier.question,
            stories=len(dossier.story_ids),
            created=moment(dossier.created_at),
        )
        for dossier in desk.dossiers()
    )
    return DossiersPage(
        rows=rows,
        error=error,
        title=title or (_named(question) if preview else ""),
        question=question,
        preview=preview,
        notes=notes,
        fields=help_on_fields(),
    )


def _named(question: str) -> str:
    """A title to begin with: what is asked for, without the signs of the query."""
    words = ", ".join(dict.fromkeys(leaf.typed for leaf in parse_query(question).wanted))[:80]
    return words[:1].upper() + words[1:]
