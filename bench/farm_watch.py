"""What a process and all below it take: memory as shared out among them, and time of the processor."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def below(pid: int) -> list[int]:
    """The process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        fields = _stat(entry)
        if fields:
            children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def memory_mb(pids: list[int]) -> float:
    """Proportional set size of these processes together."""
    return sum(_pss_kb(pid) for pid in pids) / 1024


def cpu_s(pids: list[int]) -> float:
    """Processor time of these processes and of their children that ended."""
    rows = [_stat(Path(f"/proc/{pid}/stat")) for pid in pids]
    return sum(sum(map(int, row[11:15])) for row in rows if row) / _TICKS


def _stat(path: Path) -> list[str]:
    """The fields after the name, state first; empty where the process is gone."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _pss_kb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in text.splitlines() if row.startswith("Pss:")), 0)
