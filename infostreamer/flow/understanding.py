"""understand: new reports -> findings."""

from __future__ import annotations

from collections.abc import Sequence
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
class Outcome:
    """What was found in one report; `failure` says what was not looked for because a finder broke off."""

    report: Report
    findings: tuple[Finding, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class _Understood:
    position: int
    now: datetime
    outcomes: tuple[Outcome, ...]
    makers: str

    def save(self, unit: Unit) -> Counts:
        """Findings per report; a report that could not be understood counts as one in which nothing was found."""
        counts = Counts()
        for outcome in self.outcomes:
            unit.findings.put(outcome.report.id, outcome.findings, self.makers)
            if outcome.failure is not None:
                note(unit, outcome.failure, self.now)
            counts += Counts(understood=1, failures=int(outcome.failure is not None))
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
        outcomes = tuple(understood(self._rooms, reports))
        return _Understood(reports[-1].seq or position, now, outcomes, self._rooms.understood_by)


def understood(rooms: Rooms, reports: Sequence[Report]) -> list[Outcome]:
    """What the finders find in each report, in order, and what they could not."""
    if rooms.understand_many is None:
        return [_alone(rooms, report) for report in reports]
    every = zip(reports, rooms.understand_many(reports), strict=True)
    return [Outcome(report, done.findings, _failure(report, done.troubles)) for report, done in every]


def _alone(rooms: Rooms, report: Report) -> Outcome:
    try:
        return Outcome(report, tuple(rooms.understand(report)))
    except Exception as error:
        failure = failure_of(report.id, NAME, error, source_id=report.source_id, address=report.address)
        return Outcome(report, failure=failure)


def _failure(report: Report, troubles: Sequence[Exception]) -> Failure | None:
    if not troubles:
        return None
    said = " ".join(map(str, troubles))
    return Failure(
        item=report.id, stage=NAME, error=said, kind="finder", source_id=report.source_id, address=report.address
    )
