"""A source's health -> whether there is something to tell of it: in other hands, silent, failing or gone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infostreamer.model import Source, SourceHealth
from infostreamer.text.when import day_words

FAILURES = 3
"""Failed visits in a row before a source counts as failing: one bad hour of a server is no news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One spell of trouble. `key` is the same for as long as it lasts."""

    key: tuple[str, str]
    text: str
    why: str
    at: datetime | None


def silences_of(source: Source, health: SourceHealth) -> Silence | None:
    """What is to be told of the source; None while it answers and announces."""
    name = source.outlet or health.title or source.address
    if health.notice:
        text = f"{name} may be in other hands."
        return _silence("changed", health.notice_at, health.tried_at, text, health.notice)
    if health.state == "silent":
        since = f" since {day_words(health.new_at)}" if health.new_at else ""
        why = "It answers, but is quiet for far longer than it usually is."
        return _silence("silent", health.new_at, health.tried_at, f"{name} has announced nothing new{since}.", why)
    if health.state == "gone":
        why = "Its address answers that it is gone for good (410)."
        return _silence("gone", health.ok_at, health.tried_at, f"{name} is no longer at {source.address}.", why)
    if health.state == "failing" and health.errors >= FAILURES:
        why = f"{health.errors} visits in a row failed. {health.error or ''}".strip()
        return _silence("failing", health.ok_at, health.tried_at, f"{name} cannot be read.", why)
    return None


def _silence(state: str, since: datetime | None, at: datetime | None, text: str, why: str) -> Silence:
    return Silence(key=(state, since.isoformat() if since else ""), text=text, why=why, at=at)
