"""One alert: what it fired on, its messages; pausing, trying and removing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.deliver.messages import trial_edition
from infostreamer.deliver.sending import send_now
from infostreamer.desk import Desk
from infostreamer.model import Reader
from infostreamer.web.citations import Note, Notes
from infostreamer.web.parts.firings import (
    AlertRow,
    EditionRow,
    FiringRow,
    alert_row,
    edition_rows,
    firing_rows,
    reports_of,
)
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see
from infostreamer.web.taking import place

_PER_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a trial message fared; `error` None: it was taken."""

    channel: str
    to: str
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """The alert with its history, the newest first."""

    SCHEMA: ClassVar[str] = "infostreamer/alert-page/1"
    TEMPLATE: ClassVar[str] = "alert.html"
    alert: AlertRow
    firings: tuple[FiringRow, ...]
    offset: int
    before: str | None
    after: str | None
    editions: tuple[EditionRow, ...]
    signing_key: str | None  # of webhooks
    trials: tuple[Trial, ...]
    notes: tuple[Note, ...]


def show(request: Request) -> Response:
    """GET /alerts/{id}?from=…"""
    wanted = request.query_params.get("from", "0")
    offset = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
    page = read(request.app.state.desk, reader_of(request), request.path_params["id"], offset)
    return _answer(request, page)


def read(desk: Desk, reader: Reader, key: str, offset: int = 0, *, trials: tuple[Trial, ...] = ()) -> AlertPage:
    """The page of one alert.

    Raises:
        NotFound: the reader has none under this id.
    """
    alert = desk.alert(key, reader)
    firings = desk.firings(alert, reader=reader, limit=_PER_PAGE + 1, offset=offset)
    reports = reports_of(desk, firings[:_PER_PAGE])
    notes = Notes(reports)
    rows = firing_rows(firings[:_PER_PAGE], notes, reports, names={})
    path = f"/alerts/{alert.id}"
    return AlertPage(
        alert=alert_row(alert, desk.firing_counts().get(alert.id, 0), desk.now()),
        firings=rows,
        offset=offset,
        before=f"{path}?from={max(0, offset - _PER_PAGE)}" if offset else None,
        after=f"{path}?from={offset + _PER_PAGE}" if len(firings) > _PER_PAGE else None,
        editions=edition_rows(desk.editions(alert)),
        signing_key=alert.key if any(channel.kind == "webhook" for channel in alert.channels) else None,
        trials=trials,
        notes=notes.all(),
    )


def pause(request: Request) -> Response:
    """POST /alerts/{id}/pause and /resume"""
    desk, key = request.app.state.desk, request.path_params["id"]
    alert = desk.set_alert_paused(key, request.url.path.endswith("/pause"), reader_of(request))
    return see("/alerts" if request.state.form.get("back") else f"/alerts/{alert.id}")


def remove(request: Request) -> Response:
    """POST /alerts/{id}/remove"""
    request.app.state.desk.remove_alert(request.path_params["id"], reader_of(request))
    return see("/alerts")


def test(request: Request) -> Response:
    """POST /alerts/{id}/test: a trial message to every channel, now, and how each fared."""
    desk, reader, key = request.app.state.desk, reader_of(request), request.path_params["id"]
    alert, where, now = desk.alert(key, reader), place(request), desk.now()
    desk.count_trial(reader)
    trials = []
    for channel in alert.channels:
        receipt = send_now(desk, trial_edition(alert, channel, place=where, now=now))
        trials.append(Trial(channel=channel.kind, to=channel.to, error=receipt.error))
    return _answer(request, read(desk, reader, key, trials=tuple(trials)))


def _answer(request: Request, page: AlertPage) -> Response:
    """The page; uncompressed where it holds a key, whose bytes the length of a compressed page would tell (BREACH)."""
    answer = respond(request, page)
    if page.signing_key:
        answer.headers.update({"content-encoding": "identity", "cache-control": "no-store"})
    return answer
