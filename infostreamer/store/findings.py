"""Findings, one row per report: they are always read together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, select

from infostreamer.model import Finding, IntegrityError, finding_from_json, finding_to_json
from infostreamer.model.typed import decoder_of
from infostreamer.store.columns import to_json
from infostreamer.store.decoded import DECODED
from infostreamer.store.engine import upsert
from infostreamer.store.tables import FINDINGS

_MANY = 500


class Findings:
    """Findings within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, report_id: str, findings: Sequence[Finding], maker_versions: str = "") -> None:
        """Keep what was found in the report, in this order, in place of what was found before; () marks it as read."""
        noun = to_json([finding_to_json(finding) for finding in findings])
        upsert(self._connection, FINDINGS, [{"report_id": report_id, "makers": maker_versions, "noun": noun}])

    def of(self, report_ids: Iterable[str]) -> dict[str, tuple[Finding, ...]]:
        """Report id -> its findings, of those that have been understood."""
        ids = list(dict.fromkeys(report_ids))
        found: dict[str, tuple[Finding, ...]] = {}
        for at in range(0, len(ids), _MANY):
            query = select(FINDINGS.c.report_id, FINDINGS.c.noun).where(FINDINGS.c.report_id.in_(ids[at : at + _MANY]))
            found.update(
                {report_id: DECODED.of(noun, Finding, _read) for report_id, noun in self._connection.execute(query)}
            )
        return {report_id: found[report_id] for report_id in ids if report_id in found}


def _read(noun: str) -> tuple[Finding, ...]:
    try:
        rows = decoder_of(list[dict[str, object]]).decode(noun)
    except msgspec.MsgspecError as error:
        raise IntegrityError(f"Stored findings cannot be read back: {error}.") from error
    return tuple(finding_from_json(row) for row in rows)
