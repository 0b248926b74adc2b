"""One dossier: a living document made of the stories that match its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import Change, Dossier, FigureSeries, Report, Span, Story
from infostreamer.web import charts
from infostreamer.web.addresses import dossier_path
from infostreamer.web.charts import Chart
from infostreamer.web.citations import CitedLine, Note, Notes
from infostreamer.web.pages.desk import stories_or_less
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.parts.figures import Series, series_of
from infostreamer.web.parts.people import Person, people_of
from infostreamer.web.parts.timeline import Entry, entries_of
from infostreamer.web.render import respond, see

_STORIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """What is known about a lasting matter, line by line cited."""

    SCHEMA: ClassVar[str] = "infostreamer/dossier/1"
    TEMPLATE: ClassVar[str] = "dossier.html"
    slug: str
    path: str
    title: str
    question: str
    abstract: tuple[CitedLine, ...]
    timeline: tuple[Entry, ...]
    density: Chart | None
    who: tuple[Person, ...]
    figures: tuple[Series, ...]
    stories: tuple[Card, ...]
    total: int
    position: int
    withheld: int
    notes: tuple[Note, ...]


def show(request: Request) -> Response:
    """GET /d/{slug}"""
    return respond(request, read(request.app.state.desk, request.path_params["slug"]))


def remove(request: Request) -> Response:
    """POST /d/{slug}/remove: the stories stay."""
    request.app.state.desk.remove_dossier(request.path_params["slug"])
    return see("/dossiers")


def read(desk: Desk, slug: str) -> DossierPage:
    """The dossier as it stands.

    Raises:
        NotFound: no such dossier.
    """
    dossier = desk.dossier(slug)
    stories = stories_or_less(desk, dossier.story_ids[:_STORIES])
    news = _news(desk)
    reports = desk.reports(sorted({span.report_id for span in _spans(dossier, stories, news)}))
    return _page(dossier, stories, reports, news, desk.position())


def _page(
    dossier: Dossier,
    stories: Sequence[Story],
    reports: Mapping[str, Report],
    news: Mapping[str, Sequence[Change]],
    position: int,
) -> DossierPage:
    notes = Notes(reports)
    abstract = notes.lines(dossier.abstract)
    cards = [card for story in stories if (card := card_of(story, news.get(story.id, ()), notes)) is not None]
    figures, timeline = series_of(dossier.figures, reports, notes), entries_of(dossier.timeline, notes)
    who = people_of(dossier.who, notes)
    return DossierPage(
        slug=dossier.slug,
        path=dossier_path(dossier.slug),
        title=dossier.title,
        question=dossier.question,
        abstract=abstract,
        timeline=timeline,
        density=charts.density(entry.edtf for entry in timeline),
        who=who,
        figures=figures,
        stories=tuple(cards),
        total=len(dossier.story_ids),
        position=position,
        withheld=notes.withheld,
        notes=notes.all(),
    )


def _news(desk: Desk) -> dict[str, list[Change]]:
    news: dict[str, list[Change]] = {}
    for change in desk.changes(desk.seen_position(), limit=5000, nouns=("story",)):
        news.setdefault(change.id, []).append(change)
    return news


def _spans(dossier: Dossier, stories: Sequence[Story], news: Mapping[str, Sequence[Change]]) -> list[Span]:
    lines = [*dossier.abstract, *(at.line for at in dossier.timeline)]
    spans = spans_of_cards(stories) + [span for line in lines for span in line.citations]
    spans += [span for who in dossier.who for span in who.citations[:1]]
    spans += [span for story in stories for change in news.get(story.id, ()) for span in change.citations]
    return spans + _figure_spans(dossier.figures)


def _figure_spans(figures: Sequence[FigureSeries]) -> list[Span]:
    return [version.citation for series in figures for version in series.versions]
