"""What a dossier gathers: another question, with what would join and what would leave before it is so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk, ScopeChange
from infostreamer.model import BadInput, Story
from infostreamer.web.addresses import dossier_path, story_path
from infostreamer.web.citations import CitedLine, Note, Notes
from infostreamer.web.parts.asking import FieldHelp, help_on_fields
from infostreamer.web.parts.preview import PreviewView, notes_for, preview_of
from infostreamer.web.render import respond, see


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A story that would join or leave."""

    path: str
    headline: CitedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopePage:
    """The question of a dossier; with `preview` when another one was tried."""

    SCHEMA: ClassVar[str] = "infostreamer/dossier-scope/1"
    TEMPLATE: ClassVar[str] = "scope.html"
    slug: str
    path: str
    title: str
    now: str  # the question as it is
    stories: int  # gathered by it
    question: str  # the one that is tried
    new_title: str
    error: str | None = None
    preview: PreviewView | None = None
    stays: int = 0
    joins_total: int = 0
    leaves_total: int = 0
    joins: tuple[Moved, ...] = ()
    leaves: tuple[Moved, ...] = ()
    notes: tuple[Note, ...] = ()
    fields: tuple[FieldHelp, ...] = ()


def show(request: Request) -> Response:
    """GET /d/{slug}/scope?question="""
    asked = request.query_params
    page = read(
        request.app.state.desk,
        request.path_params["slug"],
        asked.get("question", "").strip(),
        asked.get("title", "").strip(),
    )
    return respond(request, page, status=422 if page.error else 200)


def change(request: Request) -> Response:
    """POST /d/{slug}/scope"""
    desk, form, slug = request.app.state.desk, request.state.form, request.path_params["slug"]
    question, title = form.get("question", "").strip(), form.get("title", "").strip()
    try:
        desk.change_dossier(slug, question=question, title=title or None)
    except BadInput as error:
        return respond(request, read(desk, slug, question, title, error=str(error)), status=422)
    return see(dossier_path(slug))


def read(desk: Desk, slug: str, question: str = "", title: str = "", *, error: str | None = None) -> ScopePage:
    """The form with the question as it is, or the one that is tried with what it would do.

    Raises:
        NotFound: no such dossier.
    """
    dossier = desk.dossier(slug)
    plain = ScopePage(
        slug=slug,
        path=f"{dossier_path(slug)}/scope",
        title=dossier.title,
        now=dossier.question,
        stories=len(dossier.story_ids),
        question=question or dossier.question,
        new_title=title or dossier.title,
        error=error,
        fields=help_on_fields(),
    )
    if not question or error is not None:
        return plain
    try:
        return _tried(desk, plain, desk.would_scope(slug, question))
    except BadInput as wrong:
        return replace(plain, error=str(wrong))


def _tried(desk: Desk, plain: ScopePage, change_: ScopeChange) -> ScopePage:
    notes = notes_for(desk, change_.preview, *change_.joins, *change_.leaves)
    return replace(
        plain,
        preview=preview_of(change_.preview, notes),
        stays=change_.stays,
        joins_total=change_.joins_total,
        leaves_total=change_.leaves_total,
        joins=_moved(change_.joins, notes),
        leaves=_moved(change_.leaves, notes),
        notes=notes.all(),
    )


def _moved(stories: Iterable[Story], notes: Notes) -> tuple[Moved, ...]:
    lines = ((story, notes.line(story.headline)) for story in stories)
    return tuple(Moved(path=story_path(story), headline=line) for story, line in lines if line is not None)
