"""What is measured beside the counts of the desk: processes, room, backups, who is at work, visits and failures."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from infostreamer.desk import Desk
from infostreamer.desk.backing_up import TROUBLE, backup_folder
from infostreamer.desk.backups import kept_backups
from infostreamer.settings import data_folder
from infostreamer.web.exposition import Metric, Sample, gauge

_NAME = "infostreamer_"
_PROC = Path("/proc")


def measured(desk: Desk) -> tuple[Metric, ...]:
    """All of it, now."""
    return (*_flow(desk), *_room(desk), *_backups(desk), *process_metrics())


def _flow(desk: Desk) -> tuple[Metric, ...]:
    lags = {one.name: one.age_s for one in desk.lag(desk.demo_tick() or desk.now())}
    workers = Counter(one.job for one in desk.holders() if not one.is_over)
    with desk.store.read() as unit:
        visits, kinds = unit.gauges.visits(), unit.gauges.failures_by_kind()
    counted = tuple(Sample(number, {"outcome": outcome}) for outcome, number in visits.items())
    return (
        gauge(f"{_NAME}stage_lag_seconds", "How long the first of what waits has waited; 0: nothing.", lags, "stage"),
        gauge(f"{_NAME}workers", "Processes at work, by what they do.", dict(workers), "job"),
        Metric(f"{_NAME}visits_total", "counter", "Visits to sources by the state they left the source in.", counted),
        gauge(f"{_NAME}failures_by_kind", "Items that could not be done, by kind of trouble.", kinds, "kind"),
    )


def _room(desk: Desk) -> tuple[Metric, ...]:
    folder = data_folder(desk.settings)
    free = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free
    return (gauge(f"{_NAME}disk_free_bytes", "Room left where the desk keeps its data.", free),)


def _backups(desk: Desk) -> tuple[Metric, ...]:
    kept = kept_backups(backup_folder(desk.settings))
    with desk.store.read() as unit:
        is_failing = unit.meta.get(TROUBLE) is not None
    newest = kept[0].made_at.timestamp() if kept else None
    name = f"{_NAME}backup_"
    return (
        gauge(f"{_NAME}backups", "Backups that the schedule made and kept.", len(kept)),
        gauge(f"{name}newest_timestamp_seconds", "When the newest of them was made.", newest),
        gauge(f"{name}failing", "1 while the last one by the schedule failed.", int(is_failing)),
    )


def process_metrics() -> tuple[Metric, ...]:
    """The process that serves, under the names that Prometheus' own clients use, and what it started. Linux only;
    elsewhere no sample."""
    own, others = _memory("self"), [size for pid in _below(os.getpid()) if (size := _memory(str(pid))) is not None]
    times = os.times()
    return (
        gauge("process_resident_memory_bytes", "Memory of the process that serves.", own),
        Metric(
            "process_cpu_seconds_total",
            "counter",
            "Time on a core of the process that serves.",
            (Sample(times.user + times.system, {}),),
        ),
        gauge("process_open_fds", "Files and connections open in the process that serves.", _open_files()),
        gauge("process_start_time_seconds", "When the process that serves was started.", _started()),
        gauge(f"{_NAME}children", "Processes that it started: the flow, and readers of documents.", len(others)),
        gauge(f"{_NAME}children_resident_memory_bytes", "Memory of those, shared pages counted in each.", sum(others)),
    )


def _memory(pid: str) -> int | None:
    with suppress(OSError, ValueError, IndexError):
        return int((_PROC / pid / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return None


def _below(pid: int) -> Iterator[int]:
    """Every process below this one."""
    found: list[str] = []
    with suppress(OSError):
        for task in (_PROC / str(pid) / "task").iterdir():
            with suppress(OSError):
                found += (task / "children").read_text().split()
    for child in found:
        yield int(child)
        yield from _below(int(child))


def _open_files() -> int | None:
    with suppress(OSError):
        return len(os.listdir(_PROC / "self" / "fd"))
    return None


def _started() -> float | None:
    """By field 22 of /proc/self/stat, ticks since the machine started (proc(5)); the name in it may hold blanks."""
    with suppress(OSError, ValueError, IndexError):
        ticks = float((_PROC / "self" / "stat").read_text().rpartition(")")[2].split()[19])
        up_s = float((_PROC / "uptime").read_text().split()[0])
        return round(time.time() - up_s + ticks / os.sysconf("SC_CLK_TCK"), 2)
    return None
