"""Operations on reports and on search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from infostreamer.desk import Desk
from infostreamer.model import Report
from infostreamer.web.addresses import report_path
from infostreamer.web.api.heads import found_of, notes_of, report_head
from infostreamer.web.api.operation import Asked, Operation, Paged, Query, ReportId
from infostreamer.web.api.paging import cursor_of, paged, place_of
from infostreamer.web.api.values import Found, Hit, Listing, ReportAnswer, ReportHead


@dataclass(frozen=True, slots=True, kw_only=True)
class OneReport:
    """Which report."""

    id: ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class OfReport(Paged):
    """A listing of one report."""

    id: ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched(Paged):
    """What is looked for."""

    q: Annotated[Query, Meta(min_length=1)]


def listed(asked: Asked[Paged, None]) -> Listing[ReportHead]:
    """Reports in the order of arrival, newest first."""
    desk, limit, cursor = asked.desk, asked.params.limit, asked.params.after
    before = place_of("reports", cursor, tuple[int])[0] if cursor else None
    rows = desk.newest_reports(limit=limit + 1, before_seq=before)
    following = cursor_of("reports", rows[limit - 1].seq or 0) if len(rows) > limit else None
    return Listing(items=_heads(desk, rows[:limit]), next=following, total=desk.counts()["reports"])


def one(asked: Asked[OneReport, None]) -> ReportAnswer:
    """A report with its text."""
    report = asked.desk.report(asked.params.id)
    return ReportAnswer(report=report, path=report_path(report.id), story_id=asked.desk.story_of(report.id))


def versions(asked: Asked[OneReport, None]) -> Listing[ReportHead]:
    """Every version of the publication, oldest first."""
    rows = asked.desk.versions(asked.desk.report(asked.params.id).id)
    return Listing(items=_heads(asked.desk, rows), total=len(rows))


def findings(asked: Asked[OfReport, None]) -> Listing[Found]:
    """What the finders found, in the order of the text."""
    report = asked.desk.report(asked.params.id)
    rows = [found_of(one, report) for one in asked.desk.findings([report.id]).get(report.id, ())]
    rows.sort(key=lambda row: (row.spans[0].start, row.spans[-1].end, row.id))
    shown, following = paged(
        "findings", asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], lambda row: row.id
    )
    return Listing(items=tuple(shown), next=following, total=len(rows))


def search(asked: Asked[Searched, None]) -> Listing[Hit]:
    """Reports that match, with the words that do."""
    desk, params = asked.desk, asked.params
    total = 0

    def read(limit: int, offset: int) -> list[Hit]:
        nonlocal total
        page = desk.search(params.q, limit=limit, offset=offset)
        total = page.total
        return [Hit(report=report_head(hit.report, hit.story_id), spans=hit.spans) for hit in page.hits]

    shown, following = paged("search", params.after, params.limit, read, lambda hit: hit.report.id)
    items = tuple(shown)
    return Listing(items=items, notes=notes_of(desk, items), next=following, total=total)


def _heads(desk: Desk, rows: list[Report]) -> tuple[ReportHead, ...]:
    places = desk.stories_of([row.id for row in rows])
    return tuple(report_head(row, places.get(row.id)) for row in rows)


OPERATIONS = (
    Operation(
        name="reports",
        method="GET",
        path="/reports",
        group="Reports",
        summary="Reports in the order of arrival, newest first",
        call=listed,
        answer=Listing[ReportHead],
        schema="infostreamer/api-reports/1",
        params=Paged,
    ),
    Operation(
        name="report",
        method="GET",
        path="/reports/{id}",
        group="Reports",
        summary="A report with its text",
        call=one,
        answer=ReportAnswer,
        scope="own",  # whole articles are not for the public
        schema="infostreamer/api-report/1",
        params=OneReport,
    ),
    Operation(
        name="report-versions",
        method="GET",
        path="/reports/{id}/versions",
        group="Reports",
        summary="Every version of a publication",
        call=versions,
        answer=Listing[ReportHead],
        schema="infostreamer/api-report-versions/1",
        params=OneReport,
    ),
    Operation(
        name="report-findings",
        method="GET",
        path="/reports/{id}/findings",
        group="Reports",
        summary="What the finders found in a report",
        call=findings,
        answer=Listing[Found],
        schema="infostreamer/api-report-findings/1",
        params=OfReport,
    ),
    Operation(
        name="search",
        method="GET",
        path="/search",
        group="Search",
        summary="Reports that match a query, with the words that do",
        call=search,
        answer=Listing[Hit],
        schema="infostreamer/api-search/1",
        params=Searched,
    ),
)
