"""Figures over the whole desk or within a dossier: every outlet's version of each, never averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.chronicle import ToldFigure
from infostreamer.model import Report
from infostreamer.web.citations import Note, Notes
from infostreamer.web.parts.dossier_head import DossierHead
from infostreamer.web.parts.events import Named, StoryRef, ref_of
from infostreamer.web.parts.figures import Series, series_of
from infostreamer.web.parts.filters import Filters, address_with, filters_of
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond
from infostreamer.web.series_chart import Plot, plot_of

PER_PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure with its drawing, where a drawing tells more than the table, and its story."""

    series: Series
    plot: Plot | None
    story: StoryRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """Figures, the last reported first; in a dossier the most widely reported first."""

    SCHEMA: ClassVar[str] = "infostreamer/figures/1"
    TEMPLATE: ClassVar[str] = "figures.html"
    head: DossierHead | None
    path: str
    filters: Filters
    outlets: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    total: int
    earlier_page: str | None
    later_page: str | None
    notes: tuple[Note, ...]
    of_newest: int | None = None  # only so many stories, the newest, are told of


def show(request: Request) -> Response:
    """GET /figures"""
    desk: Desk = request.app.state.desk
    filters = filters_of(request.query_params)
    ids = desk.matching_ids(filters.q, reader=reader_of(request)).story_ids if filters.q else None
    page = read(desk, desk.figures(ids), filters, asked=request.query_params, path="/figures")
    return respond(request, page if filters.q else replace(page, of_newest=desk.told_newest()))


def read(
    desk: Desk,
    told: Sequence[ToldFigure],
    filters: Filters,
    *,
    asked: Mapping[str, str],
    path: str,
    head: DossierHead | None = None,
) -> FiguresPage:
    """One page of these figures, in the order given, as the filters ask."""
    found = [one for one in told if _is_wanted(one, filters)]
    page = found[filters.offset : filters.offset + PER_PAGE]
    reports = desk.reports(sorted({version.report_id for one in page for version in one.series.versions}))
    stories = {story.id: story for story in desk.stories_holding(reports).values()}
    notes = Notes(reports)
    earlier, later = max(filters.offset - PER_PAGE, 0), filters.offset + PER_PAGE
    query = dict(asked.items())
    return FiguresPage(
        head=head,
        path=path,
        filters=filters,
        outlets=tuple(sorted({name for one in told for name in _outlets(one)}, key=str.casefold)),
        rows=tuple(row for one in page for row in figure_rows(one, reports, stories, notes)),
        total=len(found),
        earlier_page=address_with(path, query, **{"from": str(earlier or "")}) if filters.offset else None,
        later_page=address_with(path, query, **{"from": str(later)}) if later < len(found) else None,
        notes=notes.all(),
    )


def figure_rows(
    told: ToldFigure, reports: Mapping[str, Report], stories: Mapping[str, Named], notes: Notes
) -> list[FigureRow]:
    """The figure with its drawing; none where no version can be cited."""
    story = ref_of(stories.get(told.story_id))
    return [
        FigureRow(series=series, plot=plot_of(series.of, series.versions), story=story)
        for series in series_of([told.series], reports, notes)
    ]


def _is_wanted(one: ToldFigure, filters: Filters) -> bool:
    is_of_outlet = not filters.outlet or filters.outlet in _outlets(one)
    return is_of_outlet and (not filters.differing or one.series.is_differing)


def _outlets(one: ToldFigure) -> set[str]:
    return {version.outlet for version in one.series.versions if version.outlet}
