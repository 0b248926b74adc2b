"""Reports in their order of arrival, which `seq` numbers without gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from infostreamer.model import Change, NotFound, Published, Report
from infostreamer.store.among import among
from infostreamer.store.changes import Changes
from infostreamer.store.columns import from_json, key_of, plain_or_none, to_json, whole
from infostreamer.store.engine import insert_all
from infostreamer.store.search import Search
from infostreamer.store.tables import REPORTS

_LONGEST_ID = 64  # characters: no id has as many, and a pattern of 50,000 is refused by SQLite
_MANY = 500  # ids per query: SQLite takes at most 999 parameters in older builds


@dataclass(frozen=True, slots=True)
class _Times:
    published: Published | None = None
    fetched_at: datetime | None = None

    @property
    def at(self) -> datetime | None:
        """The best that is known."""
        is_known = self.published is not None and self.published.precision != "unknown"
        return self.published.at if self.published is not None and is_known else self.fetched_at


class Reports:
    """Reports within one unit."""

    def __init__(self, connection: Connection, changes: Changes, search: Search) -> None:
        self._connection = connection
        self._changes = changes
        self._search = search
        self._latest: int | None = None

    def put(self, report: Report) -> Report:
        """The report with its seq; the same id again is the one kept, unchanged."""
        return self.put_all([report])[0]

    def put_all(self, reports: Sequence[Report]) -> list[Report]:
        """As `put` for each, in this order and with one statement per table."""
        kept = self.many([report.id for report in reports])
        new = {report.id: report for report in reversed(reports) if report.id not in kept}
        fresh = [new.pop(report.id) for report in reports if report.id in new]
        numbered = [replace(report, seq=seq) for seq, report in enumerate(fresh, self.latest_seq() + 1)]
        self._insert(numbered)
        kept.update({report.id: report for report in numbered})
        return [kept[report.id] for report in reports]

    def get(self, report_id: str) -> Report:
        """The report under this id.

        Raises:
            NotFound: none is kept under it.
        """
        found = self.many([report_id])
        if not found:
            raise NotFound(f"No report {report_id!r} is kept.")
        return found[report_id]

    def many(self, report_ids: Iterable[str]) -> dict[str, Report]:
        """Id -> report, of those that are kept, in the order asked for."""
        ids = list(dict.fromkeys(report_ids))
        found: dict[str, Report] = {}
        for at in range(0, len(ids), _MANY):
            rows = self._listed(select(REPORTS.c.noun).where(REPORTS.c.id.in_(ids[at : at + _MANY])))
            found.update({report.id: report for report in rows})
        return {report_id: found[report_id] for report_id in ids if report_id in found}

    def of_captures(self, capture_ids: Sequence[str]) -> frozenset[str]:
        """Ids of the reports that were read from these captures."""
        if not capture_ids:
            return frozenset()
        query = select(REPORTS.c.id).where(among(self._connection, REPORTS.c.capture_id, capture_ids))
        return frozenset(self._connection.execute(query).scalars())

    def beginning(self, prefix: str, limit: int = 2) -> list[Report]:
        """At most `limit` reports whose id begins with the prefix, by id; two are enough to know it is not unique."""
        if len(prefix) > _LONGEST_ID:
            return []
        is_near = REPORTS.c.id.startswith(prefix, autoescape=True)
        return self._listed(select(REPORTS.c.noun).where(is_near).order_by(REPORTS.c.id).limit(limit))

    def after(self, seq: int, limit: int) -> list[Report]:
        """At most `limit` reports that arrived after this one, in order of arrival."""
        query = select(REPORTS.c.noun).where(REPORTS.c.seq > whole(seq)).order_by(REPORTS.c.seq)
        return self._listed(query.limit(limit))

    def latest(self, canonical: str) -> Report | None:
        """The version of the publication at this canonical address that arrived last."""
        query = select(REPORTS.c.noun).where(REPORTS.c.canonical_key == key_of(canonical))
        found = self._listed(query.order_by(REPORTS.c.seq.desc()).limit(1))
        return found[0] if found else None

    def versions(self, canonical: str) -> list[Report]:
        """Every version at this canonical address, in order of arrival."""
        query = select(REPORTS.c.noun).where(REPORTS.c.canonical_key == key_of(canonical))
        return self._listed(query.order_by(REPORTS.c.seq))

    def by_source(self, source_id: str, limit: int) -> list[Report]:
        """The newest reports of a source, newest arrival first."""
        return self._newest(select(REPORTS.c.noun).where(REPORTS.c.source_id == source_id), limit)

    def newest(self, limit: int, before_seq: int | None = None) -> list[Report]:
        """The newest reports, newest arrival first; only those before `before_seq` where given."""
        query = select(REPORTS.c.noun)
        return self._newest(query if before_seq is None else query.where(REPORTS.c.seq < whole(before_seq)), limit)

    def newest_times(self, limit: int) -> list[datetime]:
        """When the newest reports were published, or fetched where they do not say; the rest of each stays unread."""
        query = select(REPORTS.c.noun).order_by(REPORTS.c.seq.desc()).limit(limit)
        told = [from_json(noun, _Times) for noun in self._connection.execute(query).scalars().all()]
        return [at for one in told if (at := one.at) is not None]

    def count(self) -> int:
        """How many are kept."""
        return self._connection.execute(select(func.count()).select_from(REPORTS)).scalar_one()

    def counts_by_source(self) -> dict[str, int]:
        """Source id -> how many of its reports are kept."""
        query = select(REPORTS.c.source_id, func.count()).where(REPORTS.c.source_id.is_not(None))
        rows = self._connection.execute(query.group_by(REPORTS.c.source_id).order_by(REPORTS.c.source_id))
        return {source_id: number for source_id, number in rows if source_id is not None}

    def latest_seq(self) -> int:
        """The seq of the report that arrived last; 0 when there is none."""
        if self._latest is None:
            self._latest = self._connection.execute(select(func.coalesce(func.max(REPORTS.c.seq), 0))).scalar_one()
        return self._latest

    def recount(self) -> None:
        """Look again which report arrived last: some were purged."""
        self._latest = None

    def _newest(self, query: Select[Any], limit: int) -> list[Report]:
        return self._listed(query.order_by(REPORTS.c.seq.desc()).limit(limit))

    def _listed(self, query: Select[Any]) -> list[Report]:
        return [from_json(row.noun, Report) for row in self._connection.execute(query)]

    def _insert(self, reports: Sequence[Report]) -> None:
        if not reports:
            return
        insert_all(self._connection, REPORTS, [_row(report) for report in reports])
        self._search.index(reports)
        self._changes.add_all(
            Change(noun="report", id=report.id, what="added", at=report.fetched_at) for report in reports
        )
        self._latest = reports[-1].seq


def _row(report: Report) -> dict[str, object]:
    return {
        "seq": report.seq,
        "id": report.id,
        "capture_id": report.capture_id,
        "canonical_key": key_of(report.canonical),
        "host": plain_or_none(report.host),
        "source_id": report.source_id,
        "noun": to_json(report),
    }
