"""Several processes at one desk: reports per second with one and with two, and the same digest however it was run.

Each process reads and understands by itself (no processes of its own), so that two are two and not four. Where the
machine does other things, the speed-up by the clock says more about them; the one "undisturbed" leaves out the time in
which a process was ready to run and had no core (Linux, /proc/self/schedstat), and keeps all in which it waited for
others: for the database, or for a batch that another had in hand. The CPU time per report says what sharing costs.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from postgres_server import create, postgres
from speed_articles import page, texts
from speed_pipeline import _capture, _extract_here

from infostreamer.flow import Counts, Flow, Rooms
from infostreamer.flow.rooms import built_in
from infostreamer.flow.schedule import take_in_captures
from infostreamer.model import Capture
from infostreamer.settings import Settings
from infostreamer.store import open_store

_SETTINGS = Settings({"understand.deadline": 0.0})
_WAIT_S = 300.0


@dataclass(frozen=True)
class Run:
    """One desk filled: by the clock, of all processes' time, and what came out."""

    seconds: float
    undisturbed_s: float  # of the slowest process, without the time in which it had no core
    cpu_s: float
    shares: tuple[int, ...]  # reports understood, per process
    digest: str


def measure(count: int) -> dict[str, object]:
    """Reports per second with one and two processes on PostgreSQL, and digests of five ways to fill the same desk."""
    captures = [_capture(at, page(*text, at)) for at, text in enumerate(texts(count or 96))]
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        runs = {"sqlite_1": _run(f"sqlite:///{folder}/one.sqlite3", captures, 1)}
        runs["sqlite_2"] = _run(f"sqlite:///{folder}/two.sqlite3", captures, 2)
        killed = {"sqlite_3_killed": _killed(f"sqlite:///{folder}/killed.sqlite3", captures)}
        if server is not None:
            runs["postgres_1"] = _run(create(server, "one"), captures, 1)
            runs["postgres_2"] = _run(create(server, "two"), captures, 2)
            killed["postgres_3_killed"] = _killed(create(server, "killed"), captures)
    digests = {**{name: run.digest for name, run in runs.items()}, **killed}
    found: dict[str, object] = {"reports": len(captures), "load": round(os.getloadavg()[0], 1)}
    for name, run in runs.items():
        found[f"{name}_per_s"] = round(len(captures) / run.seconds, 2)
        found[f"{name}_cpu_ms_each"] = round(run.cpu_s / len(captures) * 1000, 1)
        found[f"{name}_shares"] = run.shares
    for engine in ("sqlite", "postgres"):
        if f"{engine}_1" in runs:
            one, two = runs[f"{engine}_1"], runs[f"{engine}_2"]
            found[f"{engine}_speed_up"] = round(one.seconds / two.seconds, 2)
            found[f"{engine}_speed_up_undisturbed"] = round(one.undisturbed_s / two.undisturbed_s, 2)
    return {**found, "digests": sorted(set(digests.values())), "are_equal": len(set(digests.values())) == 1}


def _run(url: str, captures: list[Capture], number: int) -> Run:
    store = open_store(url)
    take_in_captures(store, captures)
    context = multiprocessing.get_context("spawn")
    start, answers = context.Barrier(number + 1), context.Queue()
    workers = [context.Process(target=_work, args=(url, start, answers)) for _ in range(number)]
    for worker in workers:
        worker.start()
    start.wait(_WAIT_S)
    began = perf_counter()
    found = [answers.get(timeout=_WAIT_S) for _ in workers]
    seconds = perf_counter() - began
    for worker in workers:
        worker.join(_WAIT_S)
    run = Run(
        seconds,
        max(seconds - delay for _, delay, _ in found),
        sum(cpu for cpu, _, _ in found),
        tuple(sorted(done for _, _, done in found)),
        store.digest(),
    )
    store.close()
    return run


def _killed(url: str, captures: list[Capture]) -> str:
    """The digest of a desk at which three processes worked, one after the other killed in the middle of it."""
    store, chance = open_store(url), random.Random(7)
    take_in_captures(store, captures)
    context = multiprocessing.get_context("spawn")

    def start() -> Any:
        worker = context.Process(target=_work, args=(url, None, None))
        worker.start()
        return worker

    workers = [start() for _ in range(3)]
    for _ in range(4):
        time.sleep(chance.uniform(1.0, 4.0))
        victim = workers.pop(chance.randrange(3))
        if victim.pid and victim.is_alive():
            os.kill(victim.pid, signal.SIGKILL)
        workers.append(start())
    for worker in workers:
        worker.join(_WAIT_S)
    digest = store.digest()
    store.close()
    return digest


def _work(url: str, start: Any, answers: Any) -> None:
    """What `infostreamer run --once` does, and helping while another leads."""
    store, rooms = open_store(url), _rooms()
    flow = Flow(store, settings=_SETTINGS, rooms=rooms, web=object())
    for at, text in enumerate(texts(6, seed=8)):  # models and gazetteers are loaded before the clock runs
        rooms.understand(rooms.extract([_capture(at, page(*text, at))])[0])
    if start is not None:
        start.wait(_WAIT_S)
    began, delay, total = process_time(), _delay_s(), Counts()
    while (done := flow.enrich()).is_skipped:
        total += flow.help_out()
    if answers is not None:
        answers.put((process_time() - began, _delay_s() - delay, (total + done).understood))
    store.close()


def _delay_s() -> float:
    """How long this process has been ready to run without a core; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/schedstat").read_text().split()[1]) / 1e9
    except OSError:
        return 0.0


def _rooms() -> Rooms:
    return replace(built_in(_SETTINGS), extract=_extract_here)
