"""Lines over samples of three sets are lawful to the independent checker; the gate keeps its floor."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
SAMPLE = 40  # reports of each set: all of them are measured by bench/quality.py lawful
GATE_FLOOR = 0.68

pytestmark = pytest.mark.quality


@pytest.fixture
def bench():
    sys.path.insert(0, str(ROOT / "bench"))
    yield lambda task: importlib.import_module(f"quality_{task}")
    sys.path.remove(str(ROOT / "bench"))


@pytest.mark.skipif(not (DATA / "clustering").is_dir(), reason="the clustering data is not beside the repository")
def test_every_line_of_a_sample_is_lawful(bench):
    figures = bench("lawful").measure(DATA, most=SAMPLE)
    sets = {name: row for name, row in figures.items() if isinstance(row, dict)}
    assert {name: row["first_breaches"] for name, row in sets.items() if row["breaches"]} == {}
    assert all(row["lines"] > 40 for row in sets.values())


@pytest.mark.skipif(not (DATA / "faithfulness").is_dir(), reason="the summaries are not beside the repository")
def test_the_gate_stays_above_its_floor(bench):
    assert bench("faithful").measure(DATA)["figure"] >= GATE_FLOOR
