"""One dossier: a living document made of the stories that match its question, now or as it stood on a past day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.chronicle import StoryHead, ToldFigure
from infostreamer.desk.dossiers import DossierView
from infostreamer.dossiers import is_key
from infostreamer.model import Change, Moment, OpenQuestion, Report, Span, Story, Who
from infostreamer.web import charts
from infostreamer.web.charts import Chart
from infostreamer.web.citations import CitedLine, Note, Notes
from infostreamer.web.pages.figures import FigureRow, figure_rows
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.parts.contested import SideView, sides_of
from infostreamer.web.parts.dossier_head import DossierHead, coming, head_of, view_of
from infostreamer.web.parts.events import EventRow, Named, StoryRef, ref_of, rows_of, told_of
from infostreamer.web.parts.keeping import item_kept
from infostreamer.web.parts.map import Map, listed, map_of
from infostreamer.web.parts.news import Kept
from infostreamer.web.parts.notes import NoteRow, item_notes
from infostreamer.web.parts.roles import WhoRow, spans_of, who_rows
from infostreamer.web.parts.take import Take, take_dossier
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, moment

_MAPPED, _DRAWN = 1000, 40  # stories, and their places, on the small map; the page of the places has all
_CHANGES, _DATES, _FIGURES, _MOMENTS, _WHO, _PLACES, _STORIES, _OPEN = 5, 6, 4, 14, 12, 10, 8, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One thing that changed last."""

    what: str
    text: str
    at: When | None
    story: StoryRef | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """Something that the reports leave open."""

    kind: str
    line: CitedLine
    of: str | None
    outlet: str | None
    sides: tuple[SideView, ...]
    story: StoryRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """What is known about a lasting matter, line by line cited; each part has a page of its own with all of it."""

    SCHEMA: ClassVar[str] = "infostreamer/dossier/2"
    TEMPLATE: ClassVar[str] = "dossier.html"
    head: DossierHead
    abstract: tuple[CitedLine, ...]
    changes: tuple[ChangeRow, ...]
    figures: tuple[FigureRow, ...]
    coming: tuple[EventRow, ...]
    timeline: tuple[EventRow, ...]  # the latest dated ones, in order
    earlier_moments: int
    undated: int
    density: Chart | None
    who: tuple[WhoRow, ...]
    places: tuple[WhoRow, ...]
    stories: tuple[Card, ...]
    open: tuple[OpenRow, ...]
    open_total: int
    position: int
    withheld: int
    notes: tuple[Note, ...]
    people: tuple[NoteRow, ...] = ()  # notes that people wrote on it
    take: Take | None = None  # None in a past view
    kept: Kept | None = None  # None for whoever reads without a login, and in a past view
    map: Map | None = None  # None where no report puts anything at one point


def show(request: Request) -> Response:
    """GET /d/{slug}"""
    view = view_of(request)
    desk = request.app.state.desk
    item, reader = f"dossier:{view.dossier.slug}", reader_of(request)
    page = replace(read(desk, view, head_of(request, view)), people=item_notes(desk, item, reader))
    if not page.head.as_of:
        page = replace(page, take=take_dossier(request, view.dossier), kept=item_kept(desk, item, reader))
    return respond(request, page)


def remove(request: Request) -> Response:
    """POST /d/{slug}/remove: the stories stay."""
    request.app.state.desk.remove_dossier(request.path_params["slug"])
    return see("/dossiers")


def read(desk: Desk, view: DossierView, head: DossierHead) -> DossierPage:
    """The dossier as this view has it."""
    shown = _Shown.of(desk, view)
    reports = desk.reports(sorted({span.report_id for span in shown.spans()}))
    holding = desk.stories_holding(reports)
    stories: dict[str, Named] = {story.id: story for story in holding.values()}
    stories.update({story.id: story for story in shown.stories})
    notes = Notes(reports)
    abstract, changes = notes.lines(view.dossier.abstract), _changes(shown.changes, stories, notes)
    figures = _figures(shown, holding, stories, reports, notes)
    ahead = rows_of(told_of(shown.coming, reports, holding), stories, notes)
    dated = [one for one in view.dossier.timeline if one.when]
    timeline = rows_of(told_of(shown.moments, reports, holding), stories, notes)
    cards = [card_of(story, (), notes, marks_new=False) for story in shown.stories]
    return DossierPage(
        head=head,
        abstract=abstract,
        changes=changes,
        figures=figures,
        coming=ahead,
        timeline=timeline,
        earlier_moments=len(dated) - len(shown.moments),
        undated=len(view.dossier.timeline) - len(dated),
        density=charts.strip((one.when for one in dated), width=320, height=32),
        who=who_rows(shown.who, notes),
        places=who_rows(shown.places, notes),
        map=_map(desk, view) if shown.places else None,
        stories=tuple(card for card in cards if card is not None),
        open=_open(shown.open, stories, reports, notes),
        open_total=len(view.dossier.open),
        position=desk.position(),
        withheld=notes.withheld,
        notes=notes.all(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What of the dossier stands on its first page."""

    view: DossierView
    stories: Sequence[Story]
    changes: Sequence[Change]
    coming: Sequence[Moment]
    moments: Sequence[Moment]
    who: Sequence[Who]
    places: Sequence[Who]
    open: Sequence[OpenQuestion]

    @classmethod
    def of(cls, desk: Desk, view: DossierView) -> _Shown:
        """The first of everything."""
        dossier = view.dossier
        ahead = {dossier.ahead[at].line.citations: dossier.ahead[at] for at in reversed(coming(view))}
        named = [who for who in dossier.who if who.kind in ("person", "organisation")]
        return cls(
            view=view,
            stories=desk.dossier_stories(view, limit=_STORIES),
            changes=desk.dossier_changes(view, limit=_CHANGES),
            coming=list(reversed(ahead.values()))[:_DATES],
            moments=[one for one in dossier.timeline if one.when][-_MOMENTS:],
            who=named[:_WHO],
            places=[who for who in dossier.who if who.kind == "place"][:_PLACES],
            open=dossier.open[:_OPEN],
        )

    def spans(self) -> list[Span]:
        """Every citation that is shown."""
        lines = [*self.view.dossier.abstract, *(one.line for one in self.open)]
        lines += [one.line for one in (*self.moments, *self.coming)]
        spans = spans_of_cards(self.stories) + spans_of((*self.who, *self.places))
        spans += [span for line in lines for span in line.citations]
        spans += [span for change in self.changes for span in change.citations]
        return spans + [one.citation for series in self.key_figures() for one in series.series.versions]

    def key_figures(self) -> list[ToldFigure]:
        """Those that several outlets give or that changed; of others the first, where there is none of these."""
        figures = self.view.dossier.figures
        key = [series for series in figures if is_key(series)] or figures[:2]
        return [ToldFigure(story_id="", series=series, reported=None) for series in key[:_FIGURES]]


def _map(desk: Desk, view: DossierView) -> Map | None:
    """The places of the dossier's newest stories, as narrow as the rail."""
    return map_of(listed(desk.dossier_places(view, limit=_MAPPED, most=_DRAWN)), width=360)


def _changes(changes: Sequence[Change], stories: Mapping[str, Named], notes: Notes) -> tuple[ChangeRow, ...]:
    rows = []
    for change in changes:
        numbers = notes.numbers(change.citations)
        if numbers and change.text:
            story = ref_of(stories.get(change.id))
            rows.append(ChangeRow(what=change.what, text=change.text, at=moment(change.at), story=story, notes=numbers))
    return tuple(rows)


def _figures(
    shown: _Shown,
    holding: Mapping[str, StoryHead],
    stories: Mapping[str, Named],
    reports: Mapping[str, Report],
    notes: Notes,
) -> tuple[FigureRow, ...]:
    rows: list[FigureRow] = []
    for one in shown.key_figures():
        story = holding.get(one.series.versions[0].report_id)
        told = ToldFigure(story_id=story.id if story else "", series=one.series, reported=None)
        rows += figure_rows(told, reports, stories, notes)
    return tuple(rows)


def _open(
    questions: Sequence[OpenQuestion], stories: Mapping[str, Named], reports: Mapping[str, Report], notes: Notes
) -> tuple[OpenRow, ...]:
    rows = []
    for one in questions:
        line = notes.line(one.line)
        if line is not None:
            sides = sides_of(one.sides, reports, notes)
            story = ref_of(stories.get(one.story_id))
            rows.append(OpenRow(kind=one.kind, line=line, of=one.of, outlet=one.outlet, sides=sides, story=story))
    return tuple(rows)
