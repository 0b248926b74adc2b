"""How following a source goes, told apart: failing, silent, empty, late, in other hands, or rare and so quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from infostreamer.model import Source, SourceHealth

STATES = ("new", "ok", "rare", "empty", "silent", "failing", "gone", "late", "changed", "paused")
NEED_YOU = ("silent", "failing", "gone", "late", "changed")
"""In these a person has to look; the others mend themselves or are as they should be."""

_LATE = timedelta(minutes=15)  # one long stretch of visits, or a machine that slept, is no trouble yet
_RARE = timedelta(days=2)  # between two publications


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One source now.

    Attributes:
        state: one of STATES. "rare": it works, and by its own rhythm nothing is expected yet. "late": it was to be
            visited and nobody did. "changed": it may be in other hands. The others as in SourceHealth.
        since: when that began, as far as it is known.
        text: why, one sentence; "" where there is nothing to say.
    """

    state: str
    since: datetime | None
    text: str = ""

    @property
    def needs_you(self) -> bool:
        """True where a person has to look."""
        return self.state in NEED_YOU


def standing_of(source: Source, health: SourceHealth, now: datetime) -> Standing:
    """What weighs most, first: paused, gone, failing, late, in other hands, then what its last document told."""
    if source.is_paused:
        return Standing(state="paused", since=health.tried_at)
    if health.state == "gone":
        return Standing(state="gone", since=health.tried_at, text="It answers that it is gone for good (410).")
    if health.state == "failing":
        return Standing(state="failing", since=health.ok_at, text=health.error or "")
    due = _due(source, health)
    if due is not None and now - due > max(_LATE, timedelta(seconds=source.every_s)):
        text = f"It was to be visited {_ago(now - due)} ago, and nobody did: does `serve` or `run` run?"
        return Standing(state="late", since=due, text=text)
    if health.notice is not None:
        return Standing(state="changed", since=health.notice_at, text=health.notice)
    return _of_answer(health, now)


def _of_answer(health: SourceHealth, now: datetime) -> Standing:
    newest = health.newest_at or health.new_at
    if health.state == "empty":
        return Standing(state="empty", since=newest, text="It answers, and announces nothing at all.")
    if health.state == "silent":
        return Standing(state="silent", since=newest, text=_silent(health, newest, now))
    usual = timedelta(seconds=health.usual_s or 0)
    if health.state == "ok" and usual >= _RARE and newest is not None:
        text = f"It publishes about every {_ago(usual)}; the newest is {_ago(max(timedelta(0), now - newest))} old."
        return Standing(state="rare", since=newest, text=text)
    return Standing(state=health.state, since=newest)


def _silent(health: SourceHealth, newest: datetime | None, now: datetime) -> str:
    if newest is None:
        return "It answers, and announced nothing new for long."
    said = f"It answers, but its newest is {_ago(now - newest)} old"
    usual = f", and it publishes about every {_ago(timedelta(seconds=health.usual_s))}" if health.usual_s else ""
    return f"{said}{usual}."


def _due(source: Source, health: SourceHealth) -> datetime | None:
    return source.added_at if health.state == "new" else health.next_at


def _ago(span: timedelta) -> str:
    """ "40 min", "5 h", "3 d": whole ones of the largest unit of which there are two."""
    seconds = max(60, int(span.total_seconds()))
    for size, unit in ((86_400, "d"), (3600, "h")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds // 60} min"
