"""`since=` as people write it: last, 24h, 7d, a date, an ISO time, or a position of the change log."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from infostreamer.model import BadInput
from infostreamer.text.dates import parse_moment

_SPAN = re.compile(r"^(\d{1,6})\s?(min|h|d|w)$", re.IGNORECASE)
_UNITS = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST = 18  # digits of a position


def parse_since(raw: str | None, now: datetime) -> datetime | int | None:
    """None for the reader's own marks ("last" or nothing), a position for bare digits, else a UTC time.

    Raises:
        BadInput: it is none of these.
    """
    text = (raw or "").strip()
    if text in ("", "last"):
        return None
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST:
        return int(text)
    found = _SPAN.match(text)
    if found and found[1].isascii():
        return _before(now, **{_UNITS[found[2].lower()]: int(found[1])})
    at = None if text.isdigit() else _iso(text) or _read(text)
    if at is None:
        raise BadInput(
            f"{text[:80]!r} is not a time; write last, a span such as 24h or 7d, a date, or 2026-11-21T18:40Z."
        )
    return at


def _before(now: datetime, **span: int) -> datetime:
    try:
        return now - timedelta(**span)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _iso(text: str) -> datetime | None:
    """An ISO 8601 time; a plus that arrived as a space is put back."""
    for form in (text, text.replace(" ", "+")):
        try:
            at = datetime.fromisoformat(form)
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _read(text: str) -> datetime | None:
    found = parse_moment(text[:80])
    try:
        return found[0].astimezone(UTC) if found else None
    except OverflowError:
        return None
