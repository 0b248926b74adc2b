"""Two publications -> which came first, where their times prove it; a tie or a missing time proves nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from infostreamer.model import Report

_WIDTH = {  # how much time a precision leaves open
    "second": timedelta(0),
    "minute": timedelta(0),
    "day": timedelta(days=1),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
    "decade": timedelta(days=3653),
}
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def bounds(report: Report) -> tuple[datetime, datetime]:
    """[earliest, latest] in UTC at which this text can have been published.

    Without a time it was out by when it was received. A later version of a page bears the page's first time, and its
    words may be as young as the day they were received.
    """
    received = report.fetched_at.astimezone(UTC) if report.fetched_at else _LAST
    published = report.published
    if published is None or published.precision == "unknown":
        return _FIRST, received
    at = published.at.astimezone(UTC)
    until = at if at > _LAST - timedelta(days=3660) else at + _WIDTH[published.precision]
    return at, max(until, received) if report.previous_id and received != _LAST else until


def is_before(one: Report, other: Report) -> bool:
    """True when the times prove that `one` was published before `other`."""
    return bounds(one)[1] < bounds(other)[0] or _same_day(one, other) < 0


def _same_day(one: Report, other: Report) -> int:
    """-1 where both give a whole day and the first is the earlier one (the ends of days touch)."""
    first, second = one.published, other.published
    if first is None or second is None or first.precision != "day" or second.precision != "day":
        return 0
    return -1 if first.at.date() < second.at.date() else 0


def delay(elder: Report, younger: Report) -> str:
    """ "2 hours later"; "" where the times do not prove it."""
    if not is_before(elder, younger) or elder.published is None or younger.published is None:
        return ""
    seconds = int((younger.published.at - elder.published.at).total_seconds())
    for width, unit in _UNITS:
        if seconds >= width:
            count = seconds // width
            return f"{count} {unit}{'s' * (count != 1)} later"
    return "later"
