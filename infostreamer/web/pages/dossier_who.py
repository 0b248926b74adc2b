"""Who is who in one dossier: people and organisations, roles as reported and dated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.model import BadInput
from infostreamer.web.citations import Note, Notes
from infostreamer.web.parts.dossier_head import DossierHead, head_of, view_of
from infostreamer.web.parts.roles import WhoRow, spans_of, who_rows
from infostreamer.web.render import respond

_KINDS = ("person", "organisation", "nationality", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierWhoPage:
    """Everybody named in the dossier's stories but places, the most mentioned first."""

    SCHEMA: ClassVar[str] = "infostreamer/dossier-who/1"
    TEMPLATE: ClassVar[str] = "dossier_who.html"
    head: DossierHead
    kind: str  # asked for; "" is everybody
    rows: tuple[WhoRow, ...]
    notes: tuple[Note, ...]


def show(request: Request) -> Response:
    """GET /d/{slug}/who"""
    view, kind = view_of(request), request.query_params.get("kind", "").strip()
    if kind and kind not in _KINDS:
        raise BadInput(f"kind={kind!r} is not known; use {', '.join(_KINDS)}.")
    people = [who for who in view.dossier.who if who.kind != "place" and (not kind or who.kind == kind)]
    notes = Notes(request.app.state.desk.reports(sorted({span.report_id for span in spans_of(people)})))
    rows = who_rows(people, notes)
    head = head_of(request, view, "who")
    return respond(request, DossierWhoPage(head=head, kind=kind, rows=rows, notes=notes.all()))
