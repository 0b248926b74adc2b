"""Purging a publication while nothing else derives: tombstones first, so that no visit brings it back meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from infostreamer.flow.lease import Fence, held
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.runner import LOOK_S
from infostreamer.model import Report, TryLater
from infostreamer.store import Store
from infostreamer.store.doomed import Doomed, Wanted

UNFINISHED = "purge.unfinished"
"""Key of a single value of the desk: the position of the log before an erasure after which the stories were not yet
made again; empty where only the database is still to be written anew."""

_PATIENCE_S = 120.0
_BATCH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What went: rows by kind, the ids of the reports, and the positions of the log before and after."""

    counts: dict[str, int]
    report_ids: tuple[str, ...]
    before: int
    after: int


def purge(store: Store, wanted: Wanted, *, rooms: Rooms, why: str, now: datetime) -> Erased:
    """Erase the publications; what is derived around them waits for the next pass.

    Killed before it erased, the same call again does it all; after that, what is left to do is marked (`UNFINISHED`).

    Raises:
        TryLater: another process derives for longer than two minutes.
    """
    with store.unit() as unit:
        unit.purged.put_all([*wanted.canonicals, *wanted.report_ids], at=now, why=why)
    with _alone(store) as fence:
        doomed = find(store, wanted, rooms)
        with store.unit() as unit:
            fence(unit)
            before = unit.changes.latest_position()
            unit.purged.put_all([*doomed.addresses, *doomed.reports], at=now, why=why)
            counts = unit.erase(doomed)
            unit.meta.put(UNFINISHED, str(before))
            after = unit.changes.latest_position()
    return Erased(counts=counts, report_ids=tuple(sorted(doomed.reports)), before=before, after=after)


def find(store: Store, wanted: Wanted, rooms: Rooms) -> Doomed:
    """All that goes with the publications, captures included that gave their text by another address."""
    with store.read() as unit:
        strays = unit.stray_captures()
    also: set[str] = set()
    for at in range(0, len(strays), _BATCH):
        with store.read() as unit:
            captures = unit.captures.many(strays[at : at + _BATCH])
        read = zip(captures, rooms.extract(captures), strict=True)
        also |= {capture.id for capture, one in read if isinstance(one, Report) and _is_wanted(one, wanted)}
    with store.read() as unit:
        return unit.find_doomed(wanted, also)


def _is_wanted(report: Report, wanted: Wanted) -> bool:
    return report.canonical in wanted.canonicals or report.id in wanted.report_ids


@contextmanager
def _alone(store: Store) -> Iterator[Fence]:
    end = time.monotonic() + _PATIENCE_S
    while True:
        with held(store, "enrich") as fence:
            if fence is not None:
                yield fence
                return
        if time.monotonic() > end:
            raise TryLater("Another process is at work on this desk; try again when it has come to rest.")
        time.sleep(20 * LOOK_S)
