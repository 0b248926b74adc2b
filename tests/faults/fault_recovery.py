"""From SIGKILL to the first page served again: `./run faults --recoveries 10` (killed while it works)."""

from __future__ import annotations

import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_AT_WORK_S = 2.0


def measure(times: int) -> str:
    """One line: median and worst over so many kills of a serving desk that works on what came in."""
    import test_fault_process as process
    from fakes.ports import free_port

    took = []
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name) / "desk", free_port()
        for turn in range(times):
            rows = [{**row, "url": f"{row['url']}/{turn}"} for row in process.ROWS]
            process._feed(folder, rows)
            served = process._start(folder, port, "serve")
            try:
                process._await(lambda: process._is_served(port))
                time.sleep(_AT_WORK_S)
            finally:
                served.send_signal(signal.SIGKILL)
                served.wait()
            took.append(_again(process, folder, port))
    return (
        f"Recovery after SIGKILL at work, from the start of the process to the first page: median "
        f"{statistics.median(took):.1f} s, worst {max(took):.1f} s of {times}."
    )


def _again(process: object, folder: Path, port: int) -> float:
    start: Callable[..., object] = process._start  # type: ignore[attr-defined]
    begun = time.monotonic()
    again = start(folder, port, "serve")
    try:
        process._await(lambda: process._is_served(port))  # type: ignore[attr-defined]
        return time.monotonic() - begun
    finally:
        again.terminate()  # type: ignore[attr-defined]
        again.wait()  # type: ignore[attr-defined]
