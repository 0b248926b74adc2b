"""understand: new reports -> findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infostreamer.flow.counts import Counts
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.trouble import failure_of, note
from infostreamer.model import Failure, Finding, Report
from infostreamer.store import Store, Unit

VERSION = "1"
NAME = "understand"
_BATCH = 16


@dataclass(frozen=True, slots=True)
class _Understood:
    position: int
    now: datetime
    outcomes: tuple[tuple[Report, tuple[Finding, ...] | Failure], ...]
    makers: str

    def save(self, unit: Unit) -> Counts:
        """Findings per report; a report that could not be understood counts as one in which nothing was found."""
        counts = Counts()
        for report, outcome in self.outcomes:
            failure = outcome if isinstance(outcome, Failure) else None
            unit.findings.put(report.id, () if isinstance(outcome, Failure) else outcome, self.makers)
            if failure is not None:
                note(unit, failure, self.now)
            counts += Counts(understood=1, failures=int(failure is not None))
        return counts


class Understand:
    """Reads reports in order of arrival; its cursor is the seq it has reached."""

    name, reads, gives = NAME, "report", "finding"
    is_lazy = False

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def version(self, unit: Unit) -> str:
        """Of this stage and of every finder."""
        return f"{VERSION} {self._rooms.understood_by}"

    def restart(self, unit: Unit) -> None:
        """What was found before stays until each report has been read again."""
        unit.failures.clear_stage(NAME)

    def prepare(self, store: Store, position: int, now: datetime) -> _Understood | None:
        """The findings of the next reports."""
        with store.read() as unit:
            reports = unit.reports.after(position, _BATCH)
        if not reports:
            return None
        outcomes = tuple((report, understood(self._rooms, report)) for report in reports)
        return _Understood(reports[-1].seq or position, now, outcomes, self._rooms.understood_by)


def understood(rooms: Rooms, report: Report) -> tuple[Finding, ...] | Failure:
    """What the finders find in the report, or why they could not."""
    try:
        return tuple(rooms.understand(report))
    except Exception as error:
        return failure_of(report.id, NAME, error, source_id=report.source_id, address=report.address)
