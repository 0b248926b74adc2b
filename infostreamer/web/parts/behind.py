"""What a reader is told while the desk is behind: how many reports wait to be read, and since when the first does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from infostreamer.desk import Desk
from infostreamer.web.times import When, moment

BEHIND_S = 300.0
"""How long a report may wait before it is told; what one pass brings is read within a minute or two."""

_ANEW_S = 172_800.0  # older: all are read anew, after an upgrade or a rebuild, and since when they wait says nothing
_READING = frozenset({"extract", "understand", "place"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Reports that were received and stand in no story yet."""

    reports: int
    since: When | None  # when the first of them was received


def behind_of(desk: Desk) -> Behind | None:
    """None where nothing has waited for longer than five minutes."""
    waiting = [lag for lag in desk.lag_lately() if lag.name in _READING and lag.waiting]
    age_s = max((lag.age_s for lag in waiting), default=0.0)
    if age_s <= BEHIND_S:
        return None
    since = moment(desk.now() - timedelta(seconds=age_s)) if age_s <= _ANEW_S else None
    return Behind(reports=sum(lag.waiting for lag in waiting), since=since)
