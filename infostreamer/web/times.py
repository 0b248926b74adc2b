"""Times as a page says them: those of text/when.py on the reader's clocks, and how long ago something was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from infostreamer.model import Published
from infostreamer.text import when
from infostreamer.text.when import MONTHS, When, day_words, edtf_words
from infostreamer.web.zone import local

__all__ = ["When", "age_words", "day_words", "edtf_words", "moment", "published", "since_words"]


def moment(at: datetime | None) -> When | None:
    """A machine time to the minute, in the zone in use; the machine form stays UTC."""
    found = when.moment(at)
    return found if found is None or at is None else replace(found, text=_clock(at))


def published(value: Published | None) -> When | None:
    """A publication time with its own precision; a bare day is not moved into another time zone."""
    found = when.published(value)
    if found is None or value is None or found.precision not in ("second", "minute"):
        return found
    return replace(found, text=_clock(value.at))


def _clock(at: datetime) -> str:
    there = local(at)
    return f"{day_words(there)}, {there:%H:%M}"


def since_words(at: datetime, now: datetime) -> str:
    """ "yesterday 18:40", "07:02 today", "21 Nov, 18:40": for a heading."""
    then, today = local(at), local(now)
    if then.date() == today.date():
        return f"{then:%H:%M} today"
    if then.date() == (today - timedelta(days=1)).date():
        return f"yesterday {then:%H:%M}"
    words = f"{then.day} {MONTHS[then.month - 1]}"
    return f"{words}, {then:%H:%M}" if then.year == today.year else f"{words} {then.year}, {then:%H:%M}"


def age_words(at: datetime | None, now: datetime) -> str | None:
    """ "3 min ago", "in 2 h", "9 d ago"."""
    if at is None:
        return None
    seconds = int((now - at).total_seconds())
    size, words = _size(abs(seconds))
    if not size:
        return "just now" if seconds >= 0 else "now"
    return f"{words} ago" if seconds > 0 else f"in {words}"


def _size(seconds: int) -> tuple[int, str]:
    for unit_s, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= unit_s:
            return seconds // unit_s, f"{seconds // unit_s} {unit}"
    return 0, ""
