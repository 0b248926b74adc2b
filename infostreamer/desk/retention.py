"""Keeping for so long and no longer: `purge.after_days`, looked at once a day beside the collecting. A purge that was
broken off is finished there too."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from infostreamer.desk.purging import Purged, finish, older_than_moment, purge

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk

_LOG = logging.getLogger("infostreamer.purge")
_LAST = "purge.last"
_EVERY = timedelta(days=1)
_LOOK_S = 60.0


def purge_forever(desk: Desk, stop: threading.Event) -> None:
    """Purge what is too old once a day, until `stop` is set; trouble is logged and tried again."""
    wait_s = 0.0
    while not stop.wait(wait_s):
        wait_s = _LOOK_S
        try:
            finish(desk)
            purge_aged(desk)
        except Exception as error:
            _LOG.warning("What is too old was not purged: %s", error)


def purge_aged(desk: Desk, now: datetime | None = None) -> Purged | None:
    """Once a day, what came longer ago than `purge.after_days`; None where nothing was to go.

    Raises:
        TryLater: another process is at work on the desk.
    """
    days, moment = int(desk.settings["purge.after_days"]), now or desk.now()
    with desk.store.read() as unit:
        last = unit.meta.get(_LAST)
    if not days or (last is not None and moment - datetime.fromisoformat(last) < _EVERY):
        return None
    aged = older_than_moment(desk, moment - timedelta(days=days))
    done = purge(desk, aged, why=f"This desk keeps reports for {days} days.") if aged else None
    with desk.store.unit() as unit:
        unit.meta.put(_LAST, moment.isoformat())
    return done
