"""Processes a test starts, and those that these start in turn: found, waited for and ended (Linux, by /proc)."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

WAIT_S = 90.0


def children(pid: int) -> list[int]:
    """Ids of what it started, of every thread: a child belongs to the thread that started it."""
    try:
        lists = [one.read_text().split() for one in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for one in lists for child in one]


def descendants(pid: int) -> list[int]:
    """Ids of what it started, and of what those started."""
    return [one for child in children(pid) for one in (child, *descendants(child))]


def is_alive(pid: int) -> bool:
    """True for a process that runs; an ended one that nobody has asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def until(holds: Callable[[], object], seconds: float = WAIT_S) -> bool:
    """True as soon as it holds; False when it has not for so long."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def kill_all(process: subprocess.Popen) -> None:
    """SIGKILL for it and all it started, and wait until each has ended.

    On a busy machine one that was killed still runs, and holds what it held, until it has its turn or its disk answers.
    """
    left = descendants(process.pid)
    for pid in (process.pid, *left):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    assert until(lambda: not any(map(is_alive, left))), "a process that was killed goes on"
