"""Alerts and what they fired on, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from infostreamer.deliver.cooling import cooldown_of, is_quiet
from infostreamer.deliver.sending import utc_now
from infostreamer.desk import Desk
from infostreamer.desk.orders import span_words
from infostreamer.model import Report
from infostreamer.model.alert import KIND_OF, KINDS, Alert, Firing
from infostreamer.model.edition import Edition
from infostreamer.web.citations import Notes
from infostreamer.web.times import When, age_words, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChoice:
    """One kind that an alert may be on."""

    kind: str
    title: str
    fires: str
    cooldown: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """Where messages go; `stopped` says why nothing goes there any more."""

    kind: str
    to: str
    stopped: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert in the list."""

    id: str
    path: str
    name: str
    reader: str
    query: str
    kinds: tuple[str, ...]
    channels: tuple[ChannelRow, ...]
    cooldown: str
    quiet: str | None
    is_quiet_now: bool
    is_paused: bool
    fired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FiringRow:
    """One fact that an alert fired on; `notes` is empty for what concerns a source alone."""

    kind: str
    title: str
    text: str
    why: str
    at: When | None
    headline: str | None
    path: str
    state: str | None
    language: str | None
    notes: tuple[int, ...]
    alert: str | None
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One message."""

    channel: str
    to: str
    subject: str
    state: str
    at: When | None
    sent: When | None
    tries: int
    again: When | None
    again_age: str | None
    error: str | None


def kind_choices(chosen: Iterable[str]) -> tuple[KindChoice, ...]:
    """Every kind, in the order of the table."""
    wanted = set(chosen)
    return tuple(
        KindChoice(
            kind=one.kind,
            title=one.title,
            fires=one.fires,
            cooldown=span_words(one.cooldown_s),
            is_chosen=one.kind in wanted,
        )
        for one in KINDS
    )


def alert_row(alert: Alert, fired: int, now: datetime) -> AlertRow:
    """The alert as the list shows it."""
    return AlertRow(
        id=alert.id,
        path=f"/alerts/{alert.id}",
        name=alert.name,
        reader=alert.reader,
        query=alert.query,
        kinds=tuple(KIND_OF[kind].title for kind in alert.kinds),
        channels=tuple(ChannelRow(kind=one.kind, to=one.to, stopped=one.stopped) for one in alert.channels),
        cooldown=_cooldown_words(alert),
        quiet=f"{alert.quiet[0]}–{alert.quiet[1]} {alert.zone}" if alert.quiet else None,
        is_quiet_now=is_quiet(alert, now),
        is_paused=alert.is_paused,
        fired=fired,
    )


def _cooldown_words(alert: Alert) -> str:
    if alert.cooldown_s is not None:
        return span_words(alert.cooldown_s)
    spans = sorted({int(cooldown_of(alert, kind).total_seconds()) for kind in alert.kinds})
    return span_words(spans[0]) if len(spans) == 1 else f"up to {span_words(spans[-1])}"


def firing_rows(
    firings: Sequence[Firing], notes: Notes, reports: Mapping[str, Report], *, names: Mapping[str, str]
) -> tuple[FiringRow, ...]:
    """The firings with their notes; one that says something of a story whose sentences cannot be read is left out.

    Args:
        firings: in the order to be shown.
        notes: of the page.
        reports: those that the firings cite.
        names: alert id -> its name, where the page shows several alerts.
    """
    rows = []
    for firing in firings:
        numbers = notes.numbers(one.span for one in firing.cited)
        if not numbers and firing.source_id is None:
            continue
        cited = reports.get(firing.cited[0].span.report_id) if firing.cited else None
        rows.append(
            FiringRow(
                kind=firing.kind,
                title=KIND_OF[firing.kind].title,
                text=firing.text,
                why=firing.why,
                at=moment(firing.at),
                headline=firing.headline if firing.headline != firing.text else None,
                path=f"/s/{firing.story_id}" if firing.story_id else f"/source/{firing.source_id}",
                state=firing.state,
                language=cited.language if cited else None,
                notes=numbers,
                alert=names.get(firing.alert_id),
                is_held=firing.told_at is None,
            )
        )
    return tuple(rows)


def reports_of(desk: Desk, firings: Iterable[Firing]) -> dict[str, Report]:
    """The reports that these firings cite."""
    return desk.reports(sorted({one.span.report_id for firing in firings for one in firing.cited}))


def edition_rows(editions: Iterable[Edition]) -> tuple[EditionRow, ...]:
    """Messages as pages show them; when each is tried again is told by the real clock, which sending goes by."""
    now = utc_now()
    return tuple(
        EditionRow(
            channel=one.channel,
            to=one.to,
            subject=one.subject,
            state=one.state,
            at=moment(one.at),
            sent=moment(one.sent_at),
            tries=one.tries,
            again=moment(one.again_at),
            again_age=age_words(one.again_at, now),
            error=one.error,
        )
        for one in editions
    )
