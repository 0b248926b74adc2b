"""Keeping for so long and no longer: `purge.after_days`, looked at once a day beside the collecting. A purge that was
broken off is finished there too."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from infostreamer.desk.checks_of_desk import clock
from infostreamer.desk.purging import Purged, finish, older_than_moment, purge

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk

_LOG = logging.getLogger("infostreamer.purge")
_LAST = "purge.last"
_EVERY, _YOUNG, _AHEAD = timedelta(days=1), timedelta(days=2), timedelta(minutes=1)
_LEAP_S = 600.0
_LOOK_S = 60.0


def purge_forever(desk: Desk, stop: threading.Event) -> None:
    """Purge what is too old once a day, until `stop` is set; trouble is logged and tried again. Not while the clock is
    in doubt: a clock that runs ahead once would purge everything."""
    wait_s, trust = 0.0, Trust()
    while not stop.wait(wait_s):
        wait_s = _LOOK_S
        try:
            finish(desk)
            if trust.is_sound(desk):
                purge_aged(desk)
        except Exception as error:
            _LOG.warning("What is too old was not purged: %s", error)


class Trust:
    """Whether the clock can be believed: it did not leap while it was looked at, the servers that answered last agree,
    and something came in within two days, or it was steady for a day."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        """Nothing was looked at yet; `steady` counts seconds whatever the clock does."""
        self._steady = steady
        self._last: tuple[datetime, float] | None = None
        self._since = steady()  # no leap

    def is_sound(self, desk: Desk) -> bool:
        """True where it can be believed now."""
        now, passed = desk.now(), self._steady()
        if self._last is not None and abs((now - self._last[0]).total_seconds() - (passed - self._last[1])) > _LEAP_S:
            self._since = passed
        self._last = (now, passed)
        if not int(desk.settings["purge.after_days"]) or clock(desk).state == "bad":
            return False
        steady_s = passed - self._since
        return steady_s > _EVERY.total_seconds() or (steady_s > _LEAP_S and _is_young(desk, now))


def _is_young(desk: Desk, now: datetime) -> bool:
    """True where something came in within two days before: the desk did not stand still until now."""
    with desk.store.read() as unit:
        newest = unit.captures.many(unit.gauges.newest_captures(1))
    return any(abs(now - capture.fetched_at) < _YOUNG for capture in newest)


def purge_aged(desk: Desk, now: datetime | None = None) -> Purged | None:
    """Once a day, what came longer ago than `purge.after_days`; None where nothing was to go.

    Raises:
        TryLater: another process is at work on the desk.
    """
    days, moment = int(desk.settings["purge.after_days"]), now or desk.now()
    with desk.store.read() as unit:
        kept = unit.meta.get(_LAST)
    last = datetime.fromisoformat(kept) if kept else None
    if not days or (last is not None and _AHEAD > last - moment > -_EVERY):  # a time that is still to come was none
        return None
    aged = older_than_moment(desk, moment - timedelta(days=days))
    done = purge(desk, aged, why=f"This desk keeps reports for {days} days.") if aged else None
    with desk.store.unit() as unit:
        unit.meta.put(_LAST, moment.isoformat())
    return done
