"""understand: new reports -> findings.

What is found in a report depends on the report alone, so processes share it and findings are kept as they come; the
cursor says up to where nothing is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from infostreamer.flow.counts import Counts
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.shares import ByBatch, Claim, land_in_order
from infostreamer.flow.trouble import failure_of, note
from infostreamer.model import Failure, Finding, Report
from infostreamer.store import Store, Unit

VERSION = "1"
NAME = "understand"
_BATCH = 16
_LEAST = 4  # reports in a batch when few are left, so that they end together who share them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in one report; `failure` says what was not looked for because a finder broke off."""

    report: Report
    findings: tuple[Finding, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class _Understood:
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


class Understand(ByBatch):
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

    def reach(self, unit: Unit, start: int) -> int | None:
        """The seq of the last report of the batch: they are numbered without gaps."""
        left = unit.reports.latest_seq() - start
        return start + min(left, max(_LEAST, min(_BATCH, left // 4))) if left > 0 else None

    def work(self, store: Store, claim: Claim, now: datetime) -> _Understood:
        """The findings of the reports."""
        with store.read() as unit:
            reports = unit.reports.after(claim.start, claim.reached - claim.start)
        return _Understood(now, tuple(understood(self._rooms, reports)), self._rooms.understood_by)

    def give(self, unit: Unit, claim: Claim, work: _Understood) -> Counts:
        """Kept at once, where the claim still stands."""
        return work.save(unit) if unit.claims.keep(NAME, claim.start, claim.token, "") else Counts()

    def settle(self, unit: Unit, result: str) -> Counts:
        """Nothing more to do than to move the cursor."""
        return Counts()

    def land(self, unit: Unit) -> Counts | None:
        """In the order of arrival."""
        return land_in_order(self, unit)


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
