"""A clock that was wrong: what was put off to a time that it ran ahead to is due when it is right again.

A machine without a battery for its clock starts in 1970 or in the year of its firmware, and is set right while the desk
runs; a wrong time server may set it days ahead. What was kept under the wrong time stays as it is; what waits, waits no
longer than it would have by the right one.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from infostreamer.store import Store, Unit

_LOG = logging.getLogger("infostreamer.flow")
_SLACK = timedelta(minutes=1)  # clocks are corrected by less all the time
_LONGEST_WAIT = timedelta(days=8)  # no digest is rarer than weekly, no message is tried again later


class ClockWatch:
    """Called with the time before each pass."""

    def __init__(self) -> None:
        """Nothing was seen yet: the first call looks at everything."""
        self._latest: datetime | None = None

    def __call__(self, store: Store, now: datetime) -> int:
        """How much was made due that a clock running ahead had put off; looked for at the first call and whenever the
        time is earlier than at the last."""
        is_looked_at = self._latest is None or now < self._latest - _SLACK
        self._latest = now
        count = put_right(store, now) if is_looked_at else 0
        if count:
            _LOG.warning("The clock ran ahead and was set back; what waits for it is done now (%d).", count)
        return count


def put_right(store: Store, now: datetime) -> int:
    """Make due what was put off by a clock that ran ahead: visits, further tries, messages, digests; how many."""
    with store.read() as unit:
        is_any = _is_any_ahead(unit, now)
    if not is_any:
        return 0
    with store.unit() as unit:
        return _sources(unit, now) + _failures(unit, now) + _messages(unit, now)


def _is_any_ahead(unit: Unit, now: datetime) -> bool:
    return (
        any(_is_ahead(one.tried_at, now) for one in unit.sources.healths().values())
        or any(_is_ahead(one.at, now) and one.again_at for one in unit.failures.all())
        or bool(_late_editions(unit, now) or _late_digests(unit, now))
    )


def _is_ahead(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now + _SLACK


def _sources(unit: Unit, now: datetime) -> int:
    ahead = [one for one in unit.sources.healths().values() if _is_ahead(one.tried_at, now)]
    for health in ahead:
        unit.sources.put_health(replace(health, tried_at=now, next_at=None if health.next_at else health.next_at))
    return len(ahead)


def _failures(unit: Unit, now: datetime) -> int:
    ahead = [one for one in unit.failures.all() if one.again_at and _is_ahead(one.at, now)]
    for failure in ahead:
        unit.failures.put(replace(failure, at=now, again_at=now))
    return len(ahead)


def _messages(unit: Unit, now: datetime) -> int:
    editions, digests = _late_editions(unit, now), _late_digests(unit, now)
    for edition in editions:
        unit.editions.put(replace(edition, again_at=now))
    for digest in digests:
        unit.digests.put(replace(digest, next_at=now))
    return len(editions) + len(digests)


def _late_editions(unit: Unit, now: datetime) -> list[Any]:
    every = unit.editions.due(datetime.max.replace(tzinfo=now.tzinfo), 1000)
    return [one for one in every if one.again_at and one.again_at > now + _LONGEST_WAIT]


def _late_digests(unit: Unit, now: datetime) -> list[Any]:
    return [one for one in unit.digests.all() if one.next_at and one.next_at > now + _LONGEST_WAIT]
