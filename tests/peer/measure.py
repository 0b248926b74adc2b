"""What reading hostile documents costs: memory and time, measured in a process of its own.

Reads (name, address) pairs as JSON from standard input, with the ports behind the names; visits each as a source and
prints, as one JSON line each: name, seconds, and the most memory that the desk's process and a reading process held.

`python tests/peer/measure.py --all` plays all behaviours and prints the most of each.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from infostreamer.collect import Known, Web, collect
from infostreamer.collect.discover import new_source
from infostreamer.settings import Settings


def main() -> None:
    """Entry point."""
    if "--all" in sys.argv:
        _print_table()
        return
    asked = json.load(sys.stdin)
    _visit_all(asked["addresses"], asked["hosts"])


def _visit_all(addresses: list[list[str]], hosts: dict[str, str]) -> list[dict[str, object]]:
    from datetime import UTC, datetime

    rows = []
    with Web(Settings({"collect.pace": 0.0, "collect.deadline": 10.0}), hosts=hosts) as web:
        for name, address in addresses:
            _forget_peaks()
            begun = time.monotonic()
            got = collect(new_source(address, "feed"), web=web, known=Known(), now=datetime.now(UTC))
            row = {
                "name": name,
                "seconds": round(time.monotonic() - begun, 2),
                "desk_mb": _peak_mb("self"),
                "reader_mb": max((_peak_mb(child) for child in _others()), default=0),
                "said": [failure.kind for failure in got.failures],
            }
            rows.append(row)
            print(json.dumps(row), flush=True)
    return rows


def _forget_peaks() -> None:
    """The most memory held is counted anew (proc(5), clear_refs: 5)."""
    for process in ("self", *_others()):
        try:
            Path(f"/proc/{process}/clear_refs").write_text("5")
        except OSError:  # it has ended
            continue


def _peak_mb(process: str) -> int:
    try:
        rows = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) // 1024 for row in rows if row.startswith("VmHWM")), 0)


def _others() -> list[str]:
    """The processes that this one started, and those that they did."""
    parents = {}
    for folder in Path("/proc").iterdir():
        try:
            parents[folder.name] = folder.joinpath("stat").read_text().rpartition(")")[2].split()[1]
        except OSError:  # no process, or it has ended
            continue
    found, own = [], {str(os.getpid())}
    while own := {process for process, parent in parents.items() if parent in own}:
        found += sorted(own)
    return found


def _print_table() -> None:
    from peer.behaviours import hostile_peer, plain_rows

    with hostile_peer() as peer:
        rows = _visit_all([[row.name, peer.address(row.name)] for row in plain_rows()], peer.hosts)
    print("most:", {name: max(row[name] for row in rows) for name in ("desk_mb", "reader_mb", "seconds")})  # type: ignore[type-var]


if __name__ == "__main__":
    main()
