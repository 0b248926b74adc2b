"""Outlets by facts: who has what, who tells it otherwise, who carries the denial, who leaves it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import Report
from infostreamer.stories.compare import Cell, Column, Row, compare_of
from infostreamer.web.addresses import report_path, story_path
from infostreamer.web.citations import Note, Notes, outlet_of
from infostreamer.web.pages.moving import story_or_moved
from infostreamer.web.parts.facts import AccountView, FactView, account_view, fact_view
from infostreamer.web.render import respond
from infostreamer.web.times import When, moment

_SHOWN = 40  # facts before "all"
STANDS = {
    "has": "has it",
    "both": "has it, with the denial",
    "differs": "differs",
    "denies": "only the denial",
    "speculates": "speculates",
    "withdrew": "withdrew it",
    "omits": "leaves it out",
    "earlier": "wrote before it",
    "unknown": "another language",
}
STATES = {
    "agreed": "agreed",
    "single": "one origin",
    "differing": "told differently",
    "contested": "contested",
    "denied": "denied",
    "speculated": "speculation",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletColumn:
    """One outlet and the first of its reports."""

    outlet: str
    path: str
    reports: int
    origin: int  # number of its origin, from 1
    first: When | None
    is_same_origin: bool  # as the column before it


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """What one outlet does with one fact. `excerpt` is where, for what it has."""

    outlet: str
    stand: str
    words: str
    leaves_out_denial: bool
    accounts: tuple[AccountView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One fact over all outlets."""

    fact: FactView
    state_words: str
    left_out: int  # outlets that tell it and leave out its denial
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """The table of one story."""

    SCHEMA: ClassVar[str] = "infostreamer/compare/1"
    TEMPLATE: ClassVar[str] = "compare.html"
    story_id: str
    path: str
    headline: str
    language: str | None
    columns: tuple[OutletColumn, ...]
    rows: tuple[RowView, ...]
    total: int
    facts: int  # that the story has, also where one outlet alone reports it
    notes: tuple[Note, ...]


def show(request: Request) -> Response:
    """GET /s/{id}/compare; `?all=1` for every fact."""
    is_whole = request.query_params.get("all") == "1" or request.url.path.endswith(".json")

    def answer() -> Response:
        return respond(request, read(request.app.state.desk, request.path_params["id"], is_whole=is_whole))

    return story_or_moved(request, answer)


def read(desk: Desk, story_id: str, *, is_whole: bool = True) -> ComparePage:
    """The table of a story, the most telling facts first.

    Raises:
        NotFound: no such story.
    """
    story = desk.story(story_id)
    reports = desk.reports(story.report_ids)
    notes = Notes(reports)
    headline = notes.line(story.headline)
    compared = compare_of(story)
    columns = _columns(compared.columns, reports)
    wanted = compared.rows if is_whole else compared.rows[:_SHOWN]
    rows = [view for row in wanted if (view := _row(row, columns, reports, notes)) is not None]
    return ComparePage(
        story_id=story.id,
        path=story_path(story),
        headline=story.headline.text,
        language=headline.language if headline else None,
        columns=columns,
        rows=tuple(rows),
        total=len(compared.rows),
        facts=len(story.facts),
        notes=notes.all(),
    )


def _columns(columns: Sequence[Column], reports: Mapping[str, Report]) -> tuple[OutletColumn, ...]:
    shown: list[OutletColumn] = []
    for column in columns:
        origin = column.origins[0] + 1
        shown.append(
            OutletColumn(
                outlet=outlet_of(column.outlet, reports.get(column.report_ids[0])),
                path=report_path(column.report_ids[0]),
                reports=len(column.report_ids),
                origin=origin,
                first=moment(column.first_at),
                is_same_origin=bool(shown) and shown[-1].origin == origin,
            )
        )
    return tuple(shown)


def _row(row: Row, columns: Sequence[OutletColumn], reports: Mapping[str, Report], notes: Notes) -> RowView | None:
    fact = fact_view(row.fact, reports, notes)
    if fact is None:
        return None
    cells = tuple(_cell(cell, column.outlet, reports) for cell, column in zip(row.cells, columns, strict=True))
    return RowView(fact=fact, state_words=STATES.get(fact.state, fact.state), left_out=row.left_out, cells=cells)


def _cell(cell: Cell, outlet: str, reports: Mapping[str, Report]) -> CellView:
    views = (account_view(account, reports) for account in cell.accounts)
    return CellView(
        outlet=outlet,
        stand=cell.stand,
        words=STANDS.get(cell.stand, cell.stand),
        leaves_out_denial=cell.leaves_out_denial,
        accounts=tuple(view for view in views if view is not None),
    )
