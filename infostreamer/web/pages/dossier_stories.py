"""The stories of one dossier, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.web.citations import Note, Notes
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.parts.dossier_head import DossierHead, head_of, view_of
from infostreamer.web.parts.filters import address_with, filters_of
from infostreamer.web.render import respond

PER_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierStoriesPage:
    """Stories as cards."""

    SCHEMA: ClassVar[str] = "infostreamer/dossier-stories/1"
    TEMPLATE: ClassVar[str] = "dossier_stories.html"
    head: DossierHead
    cards: tuple[Card, ...]
    total: int
    earlier_page: str | None
    later_page: str | None
    notes: tuple[Note, ...]


def show(request: Request) -> Response:
    """GET /d/{slug}/stories"""
    desk, view = request.app.state.desk, view_of(request)
    offset, asked = filters_of(request.query_params).offset, dict(request.query_params.items())
    head, total = head_of(request, view, "stories"), len(view.dossier.story_ids)
    stories = desk.dossier_stories(view, limit=PER_PAGE, offset=offset)
    notes = Notes(desk.reports(sorted({span.report_id for span in spans_of_cards(stories)})))
    cards = tuple(card for story in stories if (card := card_of(story, (), notes, marks_new=False)) is not None)
    path, later = f"{head.path}/stories", offset + PER_PAGE
    page = DossierStoriesPage(
        head=head,
        cards=cards,
        total=total,
        earlier_page=address_with(path, asked, **{"from": str(max(offset - PER_PAGE, 0) or "")}) if offset else None,
        later_page=address_with(path, asked, **{"from": str(later)}) if later < total else None,
        notes=notes.all(),
    )
    return respond(request, page)
