"""extract: new captures -> reports.

Reading a page depends on the page alone, so processes share it; which version of a publication a report is, and its
number in the order of arrival, are settled when its batch lands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from infostreamer.flow.counts import Counts
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.shares import ByBatch, Claim, land_in_order
from infostreamer.flow.trouble import note
from infostreamer.model import Capture, Failure, IntegrityError, NotFound, Report
from infostreamer.model.file_names import namesakes
from infostreamer.store import Store, Unit
from infostreamer.store.columns import from_json, to_json

VERSION = "1"
NAME = "extract"
_BATCH = 16
_HELD_BYTES = 33_554_432  # of bodies at once: sixteen of the largest would take 240 MB
_MOST = 1_000  # captures in a batch that another release claimed


@dataclass(frozen=True, slots=True)
class _One:
    """What came of one capture: a report or a failure."""

    capture_id: str
    source_id: str | None
    address: str
    report: Report | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class _Extracted:
    position: int
    now: datetime
    ones: tuple[_One, ...]

    def save(self, unit: Unit) -> Counts:
        """Reports and failures in the order of the captures."""
        counts = Counts()
        for one in self.ones:
            if one.failure is not None:
                known = replace(one.failure, source_id=one.source_id, address=one.address)
                note(unit, replace(known, item=one.capture_id, stage=NAME), self.now)
                counts += Counts(failures=1)
            elif one.report is not None:
                unit.failures.clear(Failure(item=one.capture_id, stage=NAME, error="").id)
                counts += Counts(reports=_keep(unit, one.source_id, one.report))
        return counts


class Extract(ByBatch):
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
        """The captures whose failure is due for another try; it waits until nothing new is under way."""
        with store.read() as unit:
            due = [] if unit.claims.of(NAME) else unit.failures.due(now, NAME)[:_BATCH]
        ids = [failure.item for failure in due]
        return self._extracted(store, ids, position, now) if due else None

    def reach(self, unit: Unit, start: int) -> int | None:
        """The position in the log of the last capture of the batch."""
        changes = unit.changes.after(start, _BATCH, {"capture"})
        return changes[-1].position if changes else None

    def work(self, store: Store, claim: Claim, now: datetime) -> _Extracted:
        """What the captures say."""
        with store.read() as unit:
            changes = unit.changes.after(claim.start, _MOST, {"capture"})
            ids = [change.id for change in changes if (change.position or 0) <= claim.reached]
        return self._extracted(store, ids, claim.reached, now)

    def give(self, unit: Unit, claim: Claim, work: _Extracted) -> Counts:
        """Kept as text until every batch before it has landed."""
        unit.claims.keep(NAME, claim.start, claim.token, to_json(work))
        return Counts()

    def settle(self, unit: Unit, result: str) -> Counts:
        """Reports get their numbers."""
        return from_json(result, _Extracted).save(unit)

    def land(self, unit: Unit) -> Counts | None:
        """In the order of the captures."""
        return land_in_order(self, unit)

    def _extracted(self, store: Store, capture_ids: Sequence[str], position: int, now: datetime) -> _Extracted:
        read: list[_One] = []
        damaged: list[_One] = []
        waiting = list(capture_ids)
        while waiting:
            with store.read() as unit:
                captures, broken, waiting = _read(unit, waiting)
            damaged += broken
            outcomes = self._rooms.extract(captures) if captures else ()
            read += [_one(capture, outcome) for capture, outcome in zip(captures, outcomes, strict=True)]
        return _Extracted(position, now, (*read, *damaged))


def _one(capture: Capture, outcome: Report | Failure) -> _One:
    known = _One(capture.id, capture.source_id, capture.address)
    return replace(known, failure=outcome) if isinstance(outcome, Failure) else replace(known, report=outcome)


def _read(unit: Unit, capture_ids: Sequence[str]) -> tuple[list[Capture], list[_One], list[str]]:
    """The first captures, 32 MB of them, what is said of those whose body is damaged (one of them must not keep the
    others waiting), and the ids of the rest."""
    captures: list[Capture] = []
    damaged: list[_One] = []
    held = 0
    for at, capture_id in enumerate(capture_ids):
        if held >= _HELD_BYTES:
            return captures, damaged, list(capture_ids[at:])
        try:
            captures.append(unit.captures.get(capture_id))
            held += len(captures[-1].body)
        except IntegrityError as error:
            failure = Failure(item=capture_id, stage=NAME, error=str(error), kind="damaged")
            damaged.append(_One(capture_id, None, capture_id, failure=failure))
    return captures, damaged, []


def _keep(unit: Unit, source_id: str | None, report: Report) -> int:
    """1 where the text is new under its canonical address, else 0: a page changed around its article is no report."""
    elsewhere = [Report.make_id(address, report.text) for address in namesakes(report.canonical)]
    if unit.purged.first((report.canonical, report.id, *elsewhere)) is not None:
        unit.captures.forget(report.capture_id)  # it came by another address than it was purged by
        return 0
    latest = unit.reports.latest(report.canonical)
    if latest is not None and latest.id == report.id:
        return 0
    before = unit.reports.latest_seq()
    kept = unit.reports.put(replace(report, previous_id=latest.id if latest else None, owner=_owner(unit, source_id)))
    return int((kept.seq or 0) > before)


def _owner(unit: Unit, source_id: str | None) -> str | None:
    if source_id is None:
        return None
    try:
        return unit.sources.get(source_id).owner
    except NotFound:
        return None
