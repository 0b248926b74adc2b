"""Events by day, over the whole desk or within a dossier, each with no more precision than is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.chronicle import Asked, ToldMoment, ordered, wanted
from infostreamer.text.edtf import first_instant, last_day
from infostreamer.web import charts
from infostreamer.web.charts import Chart
from infostreamer.web.citations import Note, Notes
from infostreamer.web.parts.dossier_head import DossierHead
from infostreamer.web.parts.events import EventRow, reports_of, rows_of
from infostreamer.web.parts.filters import Filters, address_with, filters_of
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond

PER_PAGE = 60
_COMING = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """Entries by day, the undated last; what is still to come apart."""

    SCHEMA: ClassVar[str] = "infostreamer/timeline/1"
    TEMPLATE: ClassVar[str] = "timeline.html"
    head: DossierHead | None  # in a dossier
    path: str
    filters: Filters
    outlets: tuple[str, ...]  # to choose from
    coming: tuple[EventRow, ...]  # on the first page, where nothing else is asked for
    rows: tuple[EventRow, ...]  # dated, in the order asked for, then undated
    total: int
    undated: int
    density: Chart | None
    earlier_page: str | None
    later_page: str | None
    turned: str  # the same in the other order
    withheld: int
    notes: tuple[Note, ...]
    of_newest: int | None = None  # only so many stories, the newest, are told of


def show(request: Request) -> Response:
    """GET /timeline"""
    desk: Desk = request.app.state.desk
    filters = filters_of(request.query_params)
    ids = desk.matching_ids(filters.q, reader=reader_of(request)).story_ids if filters.q else None
    told = [one for each in desk.told(ids) for one in each.moments]
    page = read(desk, told, filters, asked=request.query_params, path="/timeline")
    return respond(request, page if filters.q else replace(page, of_newest=desk.told_newest()))


def read(
    desk: Desk,
    told: Sequence[ToldMoment],
    filters: Filters,
    *,
    asked: Mapping[str, str],
    path: str,
    today: str = "",
    head: DossierHead | None = None,
) -> TimelinePage:
    """One page of these moments, as the filters ask.

    Args:
        desk: where their reports and stories are.
        told: in any order.
        filters: see `filters_of`.
        asked: the query of the address, kept in links.
        path: of the page.
        today: ISO day that "to come" is counted from; default the desk's.
        head: of the dossier.
    """
    today = today or desk.now().date().isoformat()
    of = Asked(
        outlet=filters.outlet,
        status=filters.status,
        precision=filters.precision,
        since=filters.since,
        until=filters.until,
    )
    found = [one for one in told if wanted(one, of)]
    dated, undated = ordered(found, is_newest_first=filters.order == "newest")
    page = [*dated, *undated][filters.offset : filters.offset + PER_PAGE]
    ahead = _coming(told, today) if not filters.is_narrow and not filters.offset else []
    reports = desk.reports(reports_of([*ahead, *page]))
    stories = {story.id: story for story in desk.stories_holding(reports).values()}
    notes = Notes(reports)
    coming, rows = rows_of(ahead, stories, notes), rows_of(page, stories, notes)
    earlier, later = max(filters.offset - PER_PAGE, 0), filters.offset + PER_PAGE
    query = dict(asked.items())
    return TimelinePage(
        head=head,
        path=path,
        filters=filters,
        outlets=tuple(sorted({one.outlet for one in told if one.outlet}, key=str.casefold)),
        coming=coming,
        rows=rows,
        total=len(found),
        undated=len(undated),
        density=charts.strip(one.moment.when for one in found),
        earlier_page=address_with(path, query, **{"from": str(earlier or "")}) if filters.offset else None,
        later_page=address_with(path, query, **{"from": str(later)}) if later < len(found) else None,
        turned=address_with(path, query, order="oldest" if filters.order == "newest" else "newest", **{"from": ""}),
        withheld=notes.withheld,
        notes=notes.all(),
    )


def _coming(told: Sequence[ToldMoment], today: str) -> list[ToldMoment]:
    """Dates given as still to come that have not passed, the next first."""
    ahead = [one for one in told if one.moment.status == "planned" and (last_day(one.moment.when) or "") >= today]
    ahead.sort(key=lambda one: one.moment.line.citations)
    once = {one.moment.line.citations: one for one in sorted(ahead, key=_first, reverse=True)}
    return sorted(once.values(), key=_first)[:_COMING]


def _first(one: ToldMoment) -> str:
    return first_instant(one.moment.when)
