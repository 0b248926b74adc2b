"""Alerts: all of a reader's, what they fired on, and making one after seeing what it would have told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.deliver.alerting import PREVIEW_DAYS, preview
from infostreamer.desk import Desk
from infostreamer.model import BadInput, Reader
from infostreamer.model.alert import Alert
from infostreamer.web.citations import Note, Notes
from infostreamer.web.parts.firings import (
    AlertRow,
    EditionRow,
    FiringRow,
    KindChoice,
    alert_row,
    edition_rows,
    firing_rows,
    kind_choices,
    reports_of,
)
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond, see

FIELDS = ("name", "query", "email", "webhook", "ntfy", "cooldown", "quiet", "zone")
FIRST_KINDS = ("correction", "contested", "denial", "figure-changed")
_CHANNELS = ("email", "webhook", "ntfy")
_LATELY = 12
_PREVIEWED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The form as it was filled in."""

    name: str = ""
    query: str = ""
    email: str = ""
    webhook: str = ""
    ntfy: str = ""
    cooldown: str = ""
    quiet: str = ""
    zone: str = ""
    kinds: tuple[str, ...] = FIRST_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldTell:
    """What the drafted alert would have fired on in the last days, the newest few shown; `stories` match now."""

    days: int
    total: int
    is_whole: bool
    newest: tuple[FiringRow, ...]
    stories: int | None
    words: str | None  # the query as it was understood


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsPage:
    """The list, what fired lately, what could not be sent, and the form."""

    SCHEMA: ClassVar[str] = "infostreamer/alerts/1"
    TEMPLATE: ClassVar[str] = "alerts.html"
    rows: tuple[AlertRow, ...]
    lately: tuple[FiringRow, ...]
    trouble: tuple[EditionRow, ...]
    draft: Draft
    kinds: tuple[KindChoice, ...]
    would: WouldTell | None
    error: str | None
    notes: tuple[Note, ...]
    has_mail: bool
    has_ntfy: bool
    zone: str


def show(request: Request) -> Response:
    """GET /alerts; with `preview` and the fields of the form, what such an alert would have told."""
    asked = request.query_params
    draft = _draft(asked, tuple(asked.getlist("kind")) or _kinds(asked))
    desk, reader = request.app.state.desk, reader_of(request)
    if "preview" not in asked:
        return respond(request, read(desk, reader, draft))
    try:
        alert = _drafted(desk, draft, reader)
    except BadInput as error:
        return respond(request, read(desk, reader, draft, error=str(error)), status=422)
    return respond(request, read(desk, reader, draft, alert=alert))


def add(request: Request) -> Response:
    """POST /alerts/add"""
    desk, reader, form = request.app.state.desk, reader_of(request), request.state.form
    draft = _draft(form, tuple(kind for kind in form.get("kinds", "").split(",") if kind))
    try:
        made = desk.add_alert(_drafted(desk, draft, reader))
    except BadInput as error:
        return respond(request, read(desk, reader, draft, error=str(error)), status=422)
    return see(f"/alerts/{made.id}")


def read(
    desk: Desk, reader: Reader, draft: Draft, *, alert: Alert | None = None, error: str | None = None
) -> AlertsPage:
    """The page; with the drafted alert, what it would have told."""
    alerts, counts, now = desk.alerts(reader), desk.firing_counts(), desk.now()
    firings = desk.firings(reader=reader, limit=_LATELY) if alerts else []
    would = preview(desk, alert) if alert else None
    shown = would.firings[:_PREVIEWED] if would else ()
    reports = reports_of(desk, [*firings, *shown])
    notes = Notes(reports)
    names = {one.id: one.name for one in alerts}
    newest = firing_rows(shown, notes, reports, names={})
    return AlertsPage(
        rows=tuple(alert_row(one, counts.get(one.id, 0), now) for one in alerts),
        lately=firing_rows(firings, notes, reports, names=names),
        trouble=edition_rows(desk.undelivered(reader)),
        draft=draft,
        kinds=kind_choices(draft.kinds),
        would=None
        if would is None or alert is None
        else _would(desk, reader, alert, len(would.firings), would.is_whole, newest),
        error=error,
        notes=notes.all(),
        has_mail=bool(desk.settings["mail.host"] and desk.settings["mail.from"]),
        has_ntfy=bool(desk.settings["notify.ntfy"]),
        zone=str(desk.settings["notify.zone"]),
    )


def _would(
    desk: Desk, reader: Reader, alert: Alert, total: int, is_whole: bool, newest: tuple[FiringRow, ...]
) -> WouldTell:
    found = None if alert.is_wordless else desk.preview(alert.query, reader)
    return WouldTell(
        days=PREVIEW_DAYS,
        total=total,
        is_whole=is_whole,
        newest=newest,
        stories=found.total if found else None,
        words=found.words if found else None,
    )


def _draft(asked: Mapping[str, str], kinds: tuple[str, ...]) -> Draft:
    return Draft(kinds=kinds, **{field: asked.get(field, "").strip() for field in FIELDS})


def _kinds(asked: Mapping[str, str]) -> tuple[str, ...]:
    """None ticked in a form that was sent is an error to be told, not the kinds of a fresh form."""
    return () if "preview" in asked else FIRST_KINDS


def _drafted(desk: Desk, draft: Draft, reader: Reader) -> Alert:
    return desk.drafted_alert(
        draft.name,
        kinds=draft.kinds,
        query=draft.query,
        channels=[(kind, to) for kind in _CHANNELS if (to := getattr(draft, kind))],
        cooldown=draft.cooldown,
        quiet=draft.quiet,
        zone=draft.zone,
        reader=reader,
    )
