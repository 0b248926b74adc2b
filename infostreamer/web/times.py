"""Times as a page says them: those of text/when.py, and how long ago something was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from infostreamer.text.when import MONTHS, When, day_words, edtf_words, moment, published

__all__ = ["When", "age_words", "day_words", "edtf_words", "moment", "published", "since_words"]


def since_words(at: datetime, now: datetime) -> str:
    """ "yesterday 18:40", "07:02 today", "21 Nov, 18:40": for a heading."""
    then, today = at.astimezone(UTC), now.astimezone(UTC)
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
