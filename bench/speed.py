"""Speed, measured beside a peer in the same run: `bench/speed.py TASK [--json] [--count N]`.

Figures are from a machine that does other things too: read them as ratios. Tasks stand in speed_*.py, one noun each.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable

import speed_accounts
import speed_crowd
import speed_growth
import speed_ingest
import speed_memory
import speed_pages
import speed_pipeline
import speed_scale
import speed_search
import speed_start
import speed_stories
import speed_understand

TASKS: dict[str, Callable[[int], dict[str, object]]] = {
    "accounts": speed_accounts.measure,
    "crowd": speed_crowd.measure,
    "pipeline": speed_pipeline.measure,  # S1
    "stories": speed_stories.measure,  # S2
    "growth": speed_growth.measure,  # S6
    "memory": speed_memory.measure,
    "scale": speed_scale.measure,  # S8
    "ingest": speed_ingest.measure,  # S5
    "pages": speed_pages.measure,  # S4
    "search": speed_search.measure,
    "start": speed_start.measure,  # S7
    "understand": speed_understand.measure,  # S1, understanding alone
}


def main() -> int:
    """Prints what was measured; 0 when the task ran."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=sorted(TASKS))
    parser.add_argument("--count", type=int, default=0, help="how many articles; 0: the task's own choice")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    given = parser.parse_args()
    measured = {"schema": "infostreamer/bench/1", "task": given.task, **TASKS[given.task](given.count)}
    if given.json:
        sys.stdout.write(json.dumps(measured) + "\n")
    else:
        width = max(map(len, measured))
        sys.stdout.write("".join(f"{name:<{width}}  {value}\n" for name, value in measured.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
