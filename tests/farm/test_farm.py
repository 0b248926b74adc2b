"""Eighty feeds, a tenth of them hostile, against a served desk: nothing lost or doubled, no good one left out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FARM = Path(__file__).parents[2] / "bench" / "farm.py"


@pytest.fixture(scope="module")
def done() -> dict[str, Any]:
    """What `./run farm` reports; it ends with 1 where anything was lost or doubled."""
    given = {"feeds": 80, "hostile": 0.1, "rate": 60, "every": 4, "seconds": 8, "begun": 0.1, "drain": 240}
    options = [f"--{name}={value}" for name, value in given.items()]
    ended = subprocess.run([sys.executable, str(FARM), *options], capture_output=True, text=True, timeout=420)
    assert ended.stdout.startswith("{"), ended.stderr[-3000:]
    report: dict[str, Any] = json.loads(ended.stdout)
    return report


def test_nothing_is_lost_and_nothing_doubled(done: dict[str, Any]) -> None:
    assert done["announced"] >= 10
    assert (done["lost"], done["doubled"]) == (0, 0)
    assert done["captured"] == done["announced"] == done["reports"]
    assert done["drained_after_s"] is not None


def test_every_good_source_is_visited_beside_the_hostile_ones(done: dict[str, Any]) -> None:
    assert (done["good_sources"], done["never_visited"]) == (72, 0)
    assert sum(count for what, count in done["failures"].items() if what.startswith("collect: ")) >= 4
    assert done["answers"]["feed 304"] > done["answers"]["feed 200"]


def test_pages_answer_meanwhile(done: dict[str, Any]) -> None:
    assert done["page_errors"] == {}
    assert done["pages_ms"]["of"] > 0
