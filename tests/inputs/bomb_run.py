"""Every bomb at full size: `python tests/inputs/bomb_run.py --megabytes 5` prints what costs much."""

# ruff: noqa: E402  # the path comes first
from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from bombs import DOORS
from doors import MOST_BYTES, MOST_S, cost_of


def main() -> int:
    """1 where one costs more than 10 s or 256 MB."""
    options = argparse.ArgumentParser()
    options.add_argument("--megabytes", type=float, default=1.0)
    options.add_argument("--doors", default=",".join(DOORS))
    given = options.parse_args()
    costs = []
    for door in given.doors.split(","):
        for name, make in DOORS[door].items():
            cost = cost_of(door, make(int(given.megabytes * 1_000_000)))
            costs.append(cost)
            is_too_much = cost.wall_s > MOST_S or cost.peak_bytes > MOST_BYTES
            mark = "TOO MUCH" if is_too_much else "slow" if cost.wall_s > MOST_S / 2 else ""
            if mark:
                print(
                    f"{mark:8} {door}: {name}: {cost.wall_s:.1f} s, {cost.peak_bytes / 1e6:.0f} MB; {cost.said}",
                    flush=True,
                )
    bad = sum(cost.wall_s > MOST_S or cost.peak_bytes > MOST_BYTES for cost in costs)
    longest, largest = max(cost.wall_s for cost in costs), max(cost.peak_bytes for cost in costs)
    own = max(cost.own_bytes for cost in costs)
    print(f"{len(costs)}: longest {longest:.1f} s, largest {largest / 1e6:.0f} MB, own {own / 1e6:.0f} MB; {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
