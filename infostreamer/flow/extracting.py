"""extract: new captures -> reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from infostreamer.flow.counts import Counts
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.trouble import note
from infostreamer.model import Capture, Failure, NotFound, Report
from infostreamer.store import Store, Unit

VERSION = "1"
NAME = "extract"
_BATCH = 32


@dataclass(frozen=True, slots=True)
class _Extracted:
    position: int
    now: datetime
    captures: tuple[Capture, ...]
    outcomes: tuple[Report | Failure, ...]

    def save(self, unit: Unit) -> Counts:
        """Reports and failures in the order of the captures."""
        counts = Counts()
        for capture, outcome in zip(self.captures, self.outcomes, strict=True):
            if isinstance(outcome, Failure):
                known = replace(outcome, source_id=capture.source_id, address=capture.address)
                note(unit, replace(known, item=capture.id, stage=NAME), self.now)
                counts += Counts(failures=1)
            else:
                unit.failures.clear(Failure(item=capture.id, stage=NAME, error="").id)
                counts += Counts(reports=_keep(unit, capture, outcome))
        return counts


class Extract:
    """Reads captures in the order they were logged. Raising its version makes the whole desk again."""

    name, reads, gives = NAME, "capture", "report"
    is_lazy = False

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def version(self, unit: Unit) -> str:
        """Of this stage."""
        return VERSION

    def restart(self, unit: Unit) -> None:
        """Other text means other reports, ids and order: all that is derived goes, and comes back from the captures."""
        unit.drop_derived()
        for stage in ("understand", "place", "build"):
            unit.cursors.set(stage, 0, "")
        for stage in (NAME, "understand", "build"):
            unit.failures.clear_stage(stage)

    def prepare(self, store: Store, position: int, now: datetime) -> _Extracted | None:
        """The next captures, else those whose failure is due for another try."""
        with store.read() as unit:
            changes = unit.changes.after(position, _BATCH, {"capture"})
            captures = unit.captures.many([change.id for change in changes]) or _due(unit, now)
        if not captures:
            return None
        reached = (changes[-1].position or position) if changes else position
        outcomes = self._rooms.extract(captures)
        return _Extracted(reached, now, tuple(captures), tuple(outcomes))


def _due(unit: Unit, now: datetime) -> list[Capture]:
    return unit.captures.many([failure.item for failure in unit.failures.due(now, NAME)[:_BATCH]])


def _keep(unit: Unit, capture: Capture, report: Report) -> int:
    """1 where the text is new under its canonical address, else 0: a page changed around its article is no report."""
    latest = unit.reports.latest(report.canonical)
    if latest is not None and latest.id == report.id:
        return 0
    before = unit.reports.latest_seq()
    kept = unit.reports.put(replace(report, previous_id=latest.id if latest else None, owner=_owner(unit, capture)))
    return int((kept.seq or 0) > before)


def _owner(unit: Unit, capture: Capture) -> str | None:
    if capture.source_id is None:
        return None
    try:
        return unit.sources.get(capture.source_id).owner
    except NotFound:
        return None
