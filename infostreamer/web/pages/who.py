"""A person, organisation or place: roles as reported, what it says, the stories that name it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk, WhoPage
from infostreamer.web.addresses import who_path
from infostreamer.web.citations import Note, Notes, name_of
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.parts.keeping import item_kept
from infostreamer.web.parts.news import Kept
from infostreamer.web.parts.notes import NoteRow, item_notes
from infostreamer.web.reader import reader_of
from infostreamer.web.render import moved, respond
from infostreamer.web.times import When, edtf_words, published

_SAID = 40
_STORIES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One quote or statement."""

    words: str
    is_direct: bool
    role: str | None
    cue: str | None
    date: str | None
    outlet: str
    published: When | None
    language: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoView:
    """Somebody as the reports show them."""

    SCHEMA: ClassVar[str] = "infostreamer/who/1"
    TEMPLATE: ClassVar[str] = "who.html"
    id: str
    path: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    mentions: int
    said: tuple[Said, ...]
    said_total: int
    stories: tuple[Card, ...]
    stories_total: int
    notes: tuple[Note, ...]
    people: tuple[NoteRow, ...] = ()  # notes that people wrote on it
    kept: Kept | None = None  # None for whoever reads without a login


def show(request: Request) -> Response:
    """GET /who/{id}/{slug}"""
    page = read(request.app.state.desk, request.path_params["id"])
    if not request.url.path.endswith(".json") and request.url.path != page.path:
        return moved(page.path + (f"?{request.url.query}" if request.url.query else ""))
    desk, item, reader = request.app.state.desk, f"who:{page.id}", reader_of(request)
    people, kept = item_notes(desk, item, reader), item_kept(desk, item, reader)
    return respond(request, replace(page, people=people, kept=kept))


def read(desk: Desk, who_id: str) -> WhoView:
    """The page of one person, organisation or place.

    Raises:
        NotFound: nobody in any story has that id.
    """
    found = desk.who(who_id)
    stories = found.stories[:_STORIES]
    reports = desk.reports(sorted({span.report_id for span in spans_of_cards(stories, lines=0)}))
    reports.update({report.id: report for report, _ in found.said[:_SAID]})
    notes = Notes(reports)
    said = _said(found, notes)
    cards = [card for story in stories if (card := card_of(story, (), notes, lines=0)) is not None]
    return WhoView(
        id=found.who.id,
        path=who_path(found.who),
        name=found.who.name,
        kind=found.who.kind,
        aliases=found.who.aliases,
        roles=found.who.roles,
        mentions=found.who.mentions,
        said=said,
        said_total=len(found.said),
        stories=tuple(cards),
        stories_total=found.stories_total,
        notes=notes.all(),
    )


def _said(found: WhoPage, notes: Notes) -> tuple[Said, ...]:
    rows = []
    for report, finding in found.said[:_SAID]:
        date = getattr(finding.payload, "date", None)
        rows.append(
            Said(
                words=finding.words(report.text),
                is_direct=finding.kind == "quote" and bool(getattr(finding.payload, "direct", True)),
                role=getattr(finding.payload, "speaker", None),
                cue=getattr(finding.payload, "cue", None),
                date=edtf_words(date) if date else None,
                outlet=name_of(report),
                published=published(report.published),
                language=report.language,
                notes=notes.numbers(finding.spans),
            )
        )
    return tuple(rows)
