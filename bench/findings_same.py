"""Whether a change leaves every finding as it was: `bench/findings_same.py --keep FILE`, change, `… --compare FILE`.

Reads the own wire reports and real article pages (WCXB, where they lie beside the repository).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from speed_pipeline import PAGES, _captures, _extract_one
from wire_gold import read_split

from infostreamer.model import Failure, Report
from infostreamer.understand import understand


def main() -> int:
    """0 when all findings are the same (or were kept), 1 when some differ; prints the first differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="write the findings there")
    parser.add_argument("--compare", type=Path, help="compare with what was written there")
    parser.add_argument("--count", type=int, default=100, help="how many article pages")
    given = parser.parse_args()
    now = {report.id: _told(report) for report in reports(given.count)}
    if given.keep:
        given.keep.write_text(json.dumps(now), "utf-8")
        return 0
    before = json.loads(given.compare.read_text("utf-8"))
    differing = [report_id for report_id in now if before.get(report_id) != now[report_id]]
    for report_id in differing[:5]:
        was, is_ = before.get(report_id, []), now[report_id]
        for sign, rows in (
            ("-", [row for row in was if row not in is_]),
            ("+", [row for row in is_ if row not in was]),
        ):
            sys.stdout.write("".join(f"{sign} {row}\n" for row in rows[:5]))
    sys.stdout.write(f"{len(now)} reports, {sum(map(len, now.values()))} findings, {len(differing)} reports differ\n")
    return 1 if differing else 0


def reports(count: int) -> Iterator[Report]:
    """Wire reports first, then pages."""
    yield from (gold.report for gold in read_split("all"))
    for capture in _captures(count) if PAGES.exists() else []:
        outcome = _extract_one(capture)
        if not isinstance(outcome, Failure):
            yield outcome


def _told(report: Report) -> list[str]:
    return [f"{finding.start}-{finding.end} {finding.confidence} {finding.payload!r}" for finding in understand(report)]


if __name__ == "__main__":
    sys.exit(main())
