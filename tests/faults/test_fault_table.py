"""The table of faults names tests that are there, and every file of tests stands in it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_and_the_tests_belong_together():
    text = (ROOT / "docs/reference/faults.md").read_text("utf-8")
    named = set(re.findall(r"`(test_fault_\w+\.py)`", text))
    kept = {one.name for one in Path(__file__).parent.glob("test_fault_*.py")} - {Path(__file__).name}
    assert named == kept
