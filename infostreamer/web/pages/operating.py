"""For whoever runs the desk: stages and failures, sources, versions; each with its JSON twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.operating import RETRIABLE, Holder, StageState
from infostreamer.model import Failure
from infostreamer.web.pages.sources import FailureRow, SourceRow, failure_row, rows_of
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, age_words, moment

_FAILURES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """One stage. `state`: done, behind (something waits)."""

    name: str
    state: str
    waiting: int
    waiting_for: str
    oldest: When | None
    oldest_age: str | None
    worked: When | None
    worked_age: str | None
    position: int | None
    version: str | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """Who is at work."""

    job: str
    holder: str
    until: When | None
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedRow:
    """A failure, and whether it can be tried again by hand."""

    id: str
    row: FailureRow
    can_retry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage:
    """The flow."""

    SCHEMA: ClassVar[str] = "infostreamer/jobs/1"
    TEMPLATE: ClassVar[str] = "operator_jobs.html"
    stages: tuple[StageRow, ...]
    holders: tuple[HolderRow, ...]
    failures: tuple[FailedRow, ...]
    failures_total: int
    position: int
    is_retrying: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPage:
    """Every source, those in trouble first."""

    SCHEMA: ClassVar[str] = "infostreamer/source-health/1"
    TEMPLATE: ClassVar[str] = "operator_sources.html"
    rows: tuple[SourceRow, ...]
    states: tuple[tuple[str, int], ...]  # in words


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsPage:
    """What the desk is made of."""

    SCHEMA: ClassVar[str] = "infostreamer/versions/1"
    TEMPLATE: ClassVar[str] = "operator_versions.html"
    versions: tuple[tuple[str, str], ...]
    database_bytes: int


def jobs(request: Request) -> Response:
    """GET /-/jobs"""
    return respond(request, read_jobs(request.app.state.desk, is_retrying="retried" in request.query_params))


def retry(request: Request) -> Response:
    """POST /-/failures/{id}/retry: at the next pass."""
    desk = request.app.state.desk
    desk.retry(request.path_params["id"], now=desk.now())
    return see("/-/jobs?retried=1")


def sources(request: Request) -> Response:
    """GET /-/sources"""
    return respond(request, read_sources(request.app.state.desk))


def versions(request: Request) -> Response:
    """GET /-/versions"""
    desk = request.app.state.desk
    page = VersionsPage(versions=tuple(desk.made_of().items()), database_bytes=desk.totals().database_bytes)
    return respond(request, page)


def read_jobs(desk: Desk, *, is_retrying: bool = False) -> JobsPage:
    """Stages, who is at work, and what failed, the newest failure first."""
    failures = sorted(
        desk.failures(), key=lambda one: (one.at or datetime.min.replace(tzinfo=UTC), one.id), reverse=True
    )
    return JobsPage(
        stages=tuple(_stage_row(state, desk.now()) for state in desk.stage_states(desk.now())),
        holders=tuple(_holder_row(one) for one in desk.holders()),
        failures=tuple(_failed_row(one) for one in failures[:_FAILURES]),
        failures_total=len(failures),
        position=desk.position(),
        is_retrying=is_retrying,
    )


def read_sources(desk: Desk) -> HealthPage:
    """Sources that need somebody first, then by the time of their next visit."""
    rows = rows_of(desk.sources(), desk.failures(), desk.now())
    ordered = sorted(rows, key=lambda row: (not row.needs_you, (row.next.iso or "") if row.next else "", row.address))
    return HealthPage(rows=tuple(ordered), states=_states(rows))


def _states(rows: Sequence[SourceRow]) -> tuple[tuple[str, int], ...]:
    words = [row.state_words for row in rows]
    return tuple((word, words.count(word)) for word in sorted(set(words)))


def _stage_row(state: StageState, now: datetime) -> StageRow:
    return StageRow(
        name=state.name,
        state="behind" if state.waiting else "done",
        waiting=state.waiting,
        waiting_for=state.waiting_for,
        oldest=moment(state.oldest_at),
        oldest_age=age_words(state.oldest_at, now),
        worked=moment(state.worked_at),
        worked_age=age_words(state.worked_at, now if state.name == "collect" else datetime.now(UTC)),
        position=state.position,
        version=state.version,
        failures=state.failures,
    )


def _holder_row(one: Holder) -> HolderRow:
    return HolderRow(job=one.job, holder=one.holder, until=moment(one.until), is_over=one.is_over)


def _failed_row(failure: Failure) -> FailedRow:
    return FailedRow(id=failure.id, row=failure_row(failure), can_retry=failure.stage in RETRIABLE)
