"""A confidence means something: on the wire reports no well filled bucket promises much more than it keeps."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import quality_calibration as calibration

MOST_OFF, ENOUGH = 0.15, 20


@pytest.fixture(scope="module")
def tables() -> dict[str, list[calibration.Judged]]:
    return calibration.tables_of(calibration.on_wire_reports())


@pytest.mark.parametrize("kind", ["quotes", "statements", "figures", "dates", "events"])
def test_no_bucket_promises_more_than_it_keeps(tables: dict[str, list[calibration.Judged]], kind: str) -> None:
    rows = calibration.rows_of(tables[f"{kind}, wire reports"])
    assert rows
    too_sure = [row for row in rows if row.findings >= ENOUGH and row.said - row.right > MOST_OFF]
    assert too_sure == []


def test_the_page_marks_what_is_far_off() -> None:
    judged = [calibration.Judged("G", "dates", 0.9, at % 2 == 0) for at in range(40)]
    judged += [calibration.Judged("G", "figures", 0.5, True)]
    page = calibration.page(judged)
    assert "| 0.90-0.95 | 0.90 | 0.50 | 40 | too sure |" in page
    assert "| 0.50-0.60 | 0.50 | 1.00 | 1 |  |" in page
