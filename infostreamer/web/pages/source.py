"""One source: its health, its newest reports, what it could not give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import BadInput, Report, Source, fold
from infostreamer.text.urls import host_of
from infostreamer.web import charts
from infostreamer.web.addresses import report_path, source_path
from infostreamer.web.charts import Chart
from infostreamer.web.outcomes import Outcome, outcome
from infostreamer.web.pages.judgements import WAIT_S
from infostreamer.web.pages.sources import FailureRow, SourceRow, failure_row, rows_of
from infostreamer.web.parts.keeping import item_kept
from infostreamer.web.parts.news import Kept
from infostreamer.web.parts.notes import NoteRow, item_notes
from infostreamer.web.parts.played import Played, others_of, played
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, moment, published

_REPORTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report in a list."""

    id: str
    path: str
    title: str
    published: When | None
    fetched: When | None
    language: str | None
    kind: str
    is_version: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One source with what it gave."""

    SCHEMA: ClassVar[str] = "infostreamer/source/1"
    TEMPLATE: ClassVar[str] = "source.html"
    row: SourceRow
    reports: Outcome[tuple[ReportRow, ...]]
    failures: tuple[FailureRow, ...]
    per_day: Chart | None
    languages: tuple[tuple[str, int], ...]
    family: tuple[str, ...]  # other outlets of its owner
    is_owner_stated: bool  # just now: the page says so
    robots: str | None  # what robots.txt means for its pages, in words
    usage: tuple[str, ...]  # what the host states on other uses, as it stands
    played: Outcome[Played]
    people: tuple[NoteRow, ...] = ()  # notes that people wrote on it
    kept: Kept | None = None  # None for whoever reads without a login


def show(request: Request) -> Response:
    """GET /source/{host or id}"""
    page = read(request.app.state.desk, request.path_params["key"])
    desk, item, reader = request.app.state.desk, f"source:{page.row.id}", reader_of(request)
    people, kept = item_notes(desk, item, reader), item_kept(desk, item, reader)
    is_stated = request.query_params.get("owner") == "1"
    return respond(request, replace(page, is_owner_stated=is_stated, people=people, kept=kept))


def pause(request: Request) -> Response:
    """POST /source/{key}/pause and /resume."""
    key = request.path_params["key"]
    source = request.app.state.desk.set_paused(key, request.url.path.endswith("/pause"))
    return see(_back(request, source_path(source)))


def refresh(request: Request) -> Response:
    """POST /source/{key}/refresh: due now."""
    source = request.app.state.desk.refresh(request.path_params["key"])
    return see(_back(request, source_path(source)))


def change_interval(request: Request) -> Response:
    """POST /source/{key}/interval: how often it is visited, in seconds."""
    given = request.state.form.get("every_s", "")
    if not (given.isascii() and given.isdigit() and len(given) < 9):
        raise BadInput("Choose how often from the list.")
    return see(source_path(request.app.state.desk.set_interval(request.path_params["key"], int(given))))


def state_owner(request: Request) -> Response:
    """POST /source/{key}/owner: who owns the outlet; empty takes back what was stated."""
    source = request.app.state.desk.set_owner(
        request.path_params["key"], request.state.form.get("owner"), wait_s=WAIT_S
    )
    return see(f"{source_path(source)}?owner=1")


def _back(request: Request, otherwise: str) -> str:
    return "/sources" if request.state.form.get("back") == "sources" else otherwise


def read(desk: Desk, key: str) -> SourcePage:
    """The page of one source.

    Raises:
        NotFound: nothing is followed under that name.
    """
    wanted = desk.source(key)
    failures = [failure for failure in desk.failures() if failure.source_id == wanted.id]
    found = [entry for entry in desk.sources() if entry[0].id == wanted.id]
    reports = outcome(lambda: desk.reports_of(wanted.id, limit=_REPORTS))
    given = reports.value or []
    return SourcePage(
        row=rows_of(found, failures, desk.now())[0],
        reports=Outcome(reports.state, tuple(report_row(report) for report in given), reports.error),
        failures=tuple(failure_row(failure) for failure in failures),
        per_day=charts.per_day([at for report in given if (at := _time_of(report))]),
        family=family_of(wanted, [source for source, _, _ in desk.sources()]),
        is_owner_stated=False,
        robots=found[0][1].robots if found else None,
        usage=found[0][1].usage if found else (),
        played=outcome(lambda: _played(desk, given)),
        languages=tuple(Counter(report.language for report in given if report.language).most_common()),
    )


def _played(desk: Desk, given: Sequence[Report]) -> Played:
    story_ids = dict.fromkeys(desk.stories_of([report.id for report in given]).values())
    stories = [desk.story(story_id) for story_id in story_ids]
    return played(given, stories, desk.reports(sorted(others_of(stories, (report.id for report in given)))))


def family_of(source: Source, sources: Iterable[Source]) -> tuple[str, ...]:
    """The other outlets that have its owner, by name."""
    owner = fold(source.owner or "")
    names = (
        one.outlet or host_of(one.address) or one.address
        for one in sources
        if owner and fold(one.owner or "") == owner and one.id != source.id
    )
    return tuple(sorted(set(names)))


def _time_of(report: Report) -> datetime | None:
    return report.published.at if report.published else report.fetched_at


def report_row(report: Report) -> ReportRow:
    """A report for a list."""
    return ReportRow(
        id=report.id,
        path=report_path(report.id),
        title=report.title or _opening(report),
        published=published(report.published),
        fetched=moment(report.fetched_at),
        language=report.language,
        kind=report.kind,
        is_version=report.previous_id is not None,
    )


def _opening(report: Report) -> str:
    start, end = report.sentences[0] if report.sentences else (0, 80)
    return report.text[start:end] or "Untitled report"
