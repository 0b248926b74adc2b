"""All sources with their health: what is followed, how it goes, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.standing import standing_of
from infostreamer.model import BadInput, Failure, FetchError, Reader, Source, SourceHealth, fold
from infostreamer.text.urls import host_of
from infostreamer.web.addresses import outside, source_path
from infostreamer.web.pages.judgements import JudgementRow
from infostreamer.web.pages.judgements import rows_of as judged_rows
from infostreamer.web.reader import reader_of
from infostreamer.web.render import plural, respond, see
from infostreamer.web.times import When, age_words, moment

_FAILURES = 50
STATES = {
    "new": "Not visited yet",
    "ok": "Working",
    "rare": "Working; publishes rarely",
    "empty": "Reached; announces nothing",
    "silent": "Silent: far longer than usual",
    "failing": "Failing",
    "gone": "Gone: the publisher says so",
    "late": "Overdue: nobody visits it",
    "changed": "May be in other hands",
    "paused": "Paused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source with its health in words."""

    id: str
    path: str
    outlet: str
    host: str | None
    address: str
    link: str | None
    kind: str
    owner: str | None
    every_s: int
    state: str
    state_words: str
    state_text: str  # why, for programs
    state_since: When | None  # as far as it is known
    state_age: str | None
    usual_s: int | None  # median time between two of its publications
    is_paused: bool
    needs_you: bool
    error: str | None
    errors: int
    notice: str | None
    reports: int
    failures: int
    ok: When | None
    ok_age: str | None
    new: When | None
    new_age: str | None
    next: When | None
    next_age: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """One item that could not be read."""

    item: str
    link: str | None
    stage: str
    error: str
    kind: str
    tries: int
    at: When | None
    again: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """An owner of several outlets, as stated."""

    owner: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """Every source and every failure that is not mended."""

    SCHEMA: ClassVar[str] = "infostreamer/sources/1"
    TEMPLATE: ClassVar[str] = "sources.html"
    rows: tuple[SourceRow, ...]
    failures: tuple[FailureRow, ...]
    failures_total: int
    families: tuple[Family, ...]
    lone_owners: int  # owners of one outlet each
    unstated: int  # sources whose owner nobody stated
    judged_owners: tuple[JudgementRow, ...]  # outlets that a person said have one owner
    message: str | None = None
    error: str | None = None
    tried: str = ""


def show(request: Request) -> Response:
    """GET /sources"""
    offered = request.query_params.get("address", "")
    page = read(request.app.state.desk, reader_of(request), message=_message(request), tried=offered)
    return respond(request, page)


def add(request: Request) -> Response:
    """POST /sources/add: follow a web address. Files are added on the command line, never through a page."""
    desk, target = request.app.state.desk, request.state.form.get("address", "").strip()
    try:
        if outside(target) is None:
            raise BadInput("Give a full address that begins with http:// or https://.")
        added = desk.add(target)
    except (BadInput, FetchError) as error:
        page = read(desk, reader_of(request), error=str(error), tried=target)
        return respond(request, page, status=422)
    return see(f"/sources?added={len(added.sources)}")


def opml(request: Request) -> Response:
    """GET /sources.opml: every source, for any feed reader."""
    from infostreamer.collect import write_opml

    body = write_opml([source for source, _, _ in request.app.state.desk.sources()])
    headers = {"content-disposition": 'attachment; filename="sources.opml"'}
    return Response(body, media_type="text/x-opml", headers=headers)


def _message(request: Request) -> str | None:
    added = request.query_params.get("added", "")
    if not (added.isascii() and added.isdigit() and len(added) < 7):
        return None
    return f"{plural(int(added), 'source')} added; the first visit follows within seconds." if int(added) else None


def read(
    desk: Desk, reader: Reader, *, message: str | None = None, error: str | None = None, tried: str = ""
) -> SourcesPage:
    """Sources that need somebody first, then by name."""
    failures = desk.failures()
    rows = rows_of(desk.sources(), failures, desk.now())
    families = _families(rows)
    owners = [one for one in desk.judgements() if one.judgement.kind == "same-owner" and not one.judgement.undone_at]
    return SourcesPage(
        rows=tuple(sorted(rows, key=lambda row: (not row.needs_you, row.outlet.casefold(), row.address))),
        failures=tuple(failure_row(failure) for failure in failures[:_FAILURES]),
        failures_total=len(failures),
        families=tuple(family for family in families if len(family.outlets) > 1),
        lone_owners=sum(len(family.outlets) == 1 for family in families),
        unstated=sum(row.owner is None for row in rows),
        judged_owners=judged_rows(owners, reader),
        message=message,
        error=error,
        tried=tried,
    )


def _families(rows: Sequence[SourceRow]) -> tuple[Family, ...]:
    """Owners by name, one however it is spelt."""
    outlets: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for row in rows:
        if row.owner:
            outlets.setdefault(fold(row.owner), set()).add(row.outlet)
            names.setdefault(fold(row.owner), row.owner)
    return tuple(Family(owner=names[key], outlets=tuple(sorted(outlets[key]))) for key in sorted(outlets))


def rows_of(
    sources: Sequence[tuple[Source, SourceHealth, int]], failures: Sequence[Failure], now: datetime
) -> list[SourceRow]:
    """One row per source."""
    counts: dict[str | None, int] = {}
    for failure in failures:
        counts[failure.source_id] = counts.get(failure.source_id, 0) + 1
    return [_row(source, health, reports, counts.get(source.id, 0), now) for source, health, reports in sources]


def _row(source: Source, health: SourceHealth, reports: int, failures: int, now: datetime) -> SourceRow:
    standing = standing_of(source, health, now)
    host = host_of(source.address)
    return SourceRow(
        id=source.id,
        path=source_path(source),
        outlet=source.outlet or health.title or host or source.address,
        host=host,
        address=source.address,
        link=outside(source.address),
        kind=source.kind,
        owner=source.owner,
        every_s=source.every_s,
        state=standing.state,
        state_words=STATES.get(standing.state, standing.state),
        state_text=standing.text,
        state_since=moment(standing.since),
        state_age=age_words(standing.since, now),
        usual_s=health.usual_s,
        is_paused=source.is_paused,
        needs_you=standing.needs_you,
        error=health.error,
        errors=health.errors,
        notice=health.notice,
        reports=reports,
        failures=failures,
        ok=moment(health.ok_at),
        ok_age=age_words(health.ok_at, now),
        new=moment(health.new_at),
        new_age=age_words(health.new_at, now),
        next=moment(health.next_at),
        next_age=age_words(health.next_at, now),
    )


def failure_row(failure: Failure) -> FailureRow:
    """A failure in words."""
    return FailureRow(
        item=failure.shown,
        link=outside(failure.shown),
        stage=failure.stage,
        error=failure.error,
        kind=failure.kind,
        tries=failure.tries,
        at=moment(failure.at),
        again=moment(failure.again_at),
    )
