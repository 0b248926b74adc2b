"""All dossiers, and making a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import BadInput
from infostreamer.web.addresses import dossier_path
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
    """All dossiers, by title."""

    SCHEMA: ClassVar[str] = "infostreamer/dossiers/1"
    TEMPLATE: ClassVar[str] = "dossiers.html"
    rows: tuple[DossierRow, ...]
    error: str | None = None
    title: str = ""
    question: str = ""


def show(request: Request) -> Response:
    """GET /dossiers; `?question=` fills the form."""
    question = request.query_params.get("question", "")
    return respond(request, read(request.app.state.desk, question=question))


def add(request: Request) -> Response:
    """POST /dossiers/add"""
    desk, form = request.app.state.desk, request.state.form
    title, question = form.get("title", "").strip(), form.get("question", "").strip()
    try:
        dossier = desk.add_dossier(title, question)
    except BadInput as error:
        page = read(desk, error=str(error), title=title, question=question)
        return respond(request, page, status=422)
    return see(dossier_path(dossier.slug))


def read(desk: Desk, *, error: str | None = None, title: str = "", question: str = "") -> DossiersPage:
    """The list and the form."""
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
    return DossiersPage(rows=rows, error=error, title=title, question=question)
