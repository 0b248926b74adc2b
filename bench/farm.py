"""A served desk under load: a farm of feeds on loopback against a real `infostreamer serve`, readers beside it.

    ./run farm                                      5,000 feeds, 600 new reports a minute, 30 minutes
    ./run farm --feeds 1000 --hostile 0.1 --rate 60 --seconds 600     every tenth source is hostile

Reported: how late the good sources were visited, how long pages took, what waited for each stage, memory and processor
time of all processes of the desk, and what was lost or doubled.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from farm_watch import below, cpu_s, memory_mb
from farm_web import address_of
from postgres_server import create, postgres
from sqlalchemy import select

from infostreamer.desk import Desk
from infostreamer.model import Source, SourceHealth, content_id
from infostreamer.settings import Settings
from infostreamer.store.tables import CAPTURES, REPORTS

_HERE = Path(__file__).parent


@dataclass
class Watch:
    """What was seen while it ran, about once a second for pages, every five seconds for the rest."""

    pages_ms: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    memory_mb: list[float] = field(default_factory=list)
    lags: list[dict[str, Any]] = field(default_factory=list)


def run(given: argparse.Namespace) -> dict[str, Any]:
    """The whole run, as one JSON object."""
    with tempfile.TemporaryDirectory(prefix="farm-") as name:
        folder = Path(name)
        farm, port = _farm(given, folder)
        url = given.store or f"sqlite:///{folder}/desk.sqlite3"
        settings = Settings({"store.url": url})
        _follow(settings, given, port)
        desk_port = _free_port()
        served = _serve(url, desk_port, folder)
        try:
            watch = _watch(given, settings, served, desk_port)
            cpu = cpu_s(below(served.pid))
            waited_s = _drain(given, settings)
        finally:
            _end(served)
            _end(farm)
        note = json.loads((folder / "note.json").read_text())
        return {
            "feeds": given.feeds,
            "hostile": given.hostile,
            "every_s": given.every,
            "published": note["published"],
            "seconds": given.seconds,
            **_lateness(note, given),
            **_kept(note, settings),
            **_seen(watch, given, cpu),
            "drained_after_s": waited_s,
            "answers": note["answers"],
        }


def _farm(given: argparse.Namespace, folder: Path) -> tuple[subprocess.Popen[str], int]:
    options = [f"--{name}={getattr(given, name)}" for name in ("feeds", "hostile", "rate", "every", "seconds", "begun")]
    command = [sys.executable, str(_HERE / "farm_web.py"), *options, "--note", str(folder / "note.json")]
    farm = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert farm.stdout is not None
    return farm, int(farm.stdout.readline())


def _follow(settings: Settings, given: argparse.Namespace, port: int) -> None:
    now = datetime.now(UTC)
    addresses = [f"http://{address_of(feed)}:{port}/feed" for feed in range(given.feeds)]
    with Desk.open(settings) as desk, desk.store.unit() as unit:
        for address in addresses:
            one = Source(id=content_id("source", address), address=address, kind="feed", added_at=now)
            unit.sources.put(replace(one, every_s=int(given.every)))


def _serve(url: str, port: int, folder: Path) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).parent / "infostreamer"), "--data", str(folder / "data")]
    for value in (f"store.url={url}", "collect.allow_private=true", f"web.port={port}"):
        command += ["--set", value]
    with (folder / "served.log").open("w") as log:
        return subprocess.Popen([*command, "serve"], stdout=log, stderr=log, text=True)


def _watch(given: argparse.Namespace, settings: Settings, served: subprocess.Popen[str], port: int) -> Watch:
    watch, stop = Watch(), threading.Event()
    reader = threading.Thread(target=_read_pages, args=(watch, port, stop), daemon=True)
    reader.start()
    _await_first_page(watch)
    began = time.monotonic()
    with Desk.open(settings) as desk:
        while (passed := time.monotonic() - began) < given.seconds:
            time.sleep(min(5.0, given.seconds / 10))
            watch.memory_mb.append(memory_mb(below(served.pid)))
            lags = desk.lag()
            watch.lags.append({"at_s": round(passed), **{lag.name: (lag.waiting, round(lag.age_s)) for lag in lags}})
            if given.progress:
                counts = desk.counts()
                told = " ".join(f"{lag.name} {lag.waiting}/{lag.age_s:.0f}s" for lag in lags)
                sys.stderr.write(
                    f"{passed:6.0f} s  {counts['reports']} reports  {watch.memory_mb[-1]:.0f} MB  {told}\n"
                )
    stop.set()
    reader.join(30)
    return watch


def _await_first_page(watch: Watch) -> None:
    """On a busy machine a server takes its time to open; a minute at most."""
    until = time.monotonic() + 60
    while not watch.pages_ms and time.monotonic() < until:
        time.sleep(0.1)


def _read_pages(watch: Watch, port: int, stop: threading.Event) -> None:
    """A reader: the front page, and the first story on it."""
    story = None
    while not stop.wait(0.5):
        for path in ("/", story):
            if path is None:
                continue
            began = time.perf_counter()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                    body = answer.read().decode()
                watch.pages_ms.append((time.perf_counter() - began) * 1000)
            except OSError as error:
                if watch.pages_ms:  # before the first answer it is not open yet
                    status = getattr(error, "status", None)
                    watch.errors[f"{type(error).__name__} {status or ''}".strip()] += 1
                continue
            found = re.search(r'href="(/s/[^"#?]+)"', body)
            story = found.group(1) if found else story


def _drain(given: argparse.Namespace, settings: Settings) -> float | None:
    """How long after the end of publishing everything was read, understood and placed; None: longer than waited."""
    began = time.monotonic()
    quiet_since: float | None = None
    with Desk.open(settings) as desk:
        while time.monotonic() - began < given.drain:
            time.sleep(1.0)
            lags = desk.lag()
            is_read = all(not lag.waiting for lag in lags if lag.name in ("extract", "understand", "place"))
            is_quiet = is_read and lags[0].age_s <= given.every
            quiet_since = (quiet_since or time.monotonic()) if is_quiet else None
            if quiet_since and time.monotonic() - quiet_since > 1.2 * given.every:  # every feed was visited since
                return round(quiet_since - began, 1)
    return None


def _lateness(note: dict[str, Any], given: argparse.Namespace) -> dict[str, Any]:
    """Seconds after a visit was due; the second visit of a source is later on purpose and not counted."""
    good = [asked for feed, asked in note["asked"].items() if feed not in note["hostile"] and asked]
    start = min((asked[0] for asked in good), default=0.0)
    later = [b - a - given.every for asked in good for a, b in pairwise(asked[1:])]
    waits = [times[0] - note["announced"][item] for item, times in note["taken"].items() if item in note["announced"]]
    return {
        "good_sources": len(good),
        "never_visited": given.feeds - len(note["hostile"]) - len(good),
        "first_visit_s": _spread([asked[0] - start for asked in good]),
        "late_s": _spread(later),
        "announced_to_asked_s": _spread(waits),
    }


def _kept(note: dict[str, Any], settings: Settings) -> dict[str, Any]:
    with Desk.open(settings) as desk:
        with desk.store.read() as unit:
            connection = unit._connection
            captured = Counter(
                json.loads(noun)["address"] for noun in connection.execute(select(CAPTURES.c.noun)).scalars()
            )
            keys = Counter(connection.execute(select(REPORTS.c.canonical_key)).scalars())
            healths = unit.sources.healths()
            failures = Counter(f"{one.stage}: {one.kind}" for one in unit.failures.all())
        counts = desk.counts()
    items = {address for address in captured if "/a/" in address}
    missing = set(note["announced"]) - items
    lost = {address for address in missing if _is_done_with(address, note["versions"][address], healths)}
    return {
        "announced": len(note["announced"]),
        "captured": len(items),
        "reports": counts["reports"],
        "stories": counts["stories"],
        "still_to_come": len(missing - lost),  # of visits that the end cut off: their sources are due
        "lost": len(lost),
        "doubled": sum(count > 1 for count in captured.values()) + sum(count > 1 for count in keys.values()),
        "failures": dict(failures),
    }


def _is_done_with(address: str, version: int, healths: dict[str, SourceHealth]) -> bool:
    """True when the desk holds that it has all of a form of the feed that named the page: then it never comes back."""
    health = healths.get(content_id("source", address.partition("/a/")[0] + "/feed"))
    held = re.fullmatch(r'"\d+-(\d+)"', (health.etag if health else None) or "")
    return held is not None and int(held.group(1)) >= version


def _seen(watch: Watch, given: argparse.Namespace, cpu: float) -> dict[str, Any]:
    stages = [name for name in (watch.lags[-1] if watch.lags else {}) if name != "at_s"]
    return {
        "pages_ms": _spread(watch.pages_ms),
        "page_errors": dict(watch.errors),
        "memory_mb": {"first": round(watch.memory_mb[0]), "most": round(max(watch.memory_mb))},
        "cpu_share": round(cpu / given.seconds, 2),
        "most_waiting": {name: max(lag[name][0] for lag in watch.lags) for name in stages},
        "oldest_s": {name: max(lag[name][1] for lag in watch.lags) for name in stages},
        "at_the_end": {name: watch.lags[-1][name] for name in stages},
    }


def _spread(values: Sequence[float]) -> dict[str, float] | None:
    if not values:
        return None
    ordered = sorted(values)
    shares = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    found = {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2) for name, share in shares.items()
    }
    return {**found, "of": len(ordered)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        for pid in below(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()


def main() -> int:
    """Prints one JSON object; 1 where anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=5000)
    parser.add_argument("--hostile", type=float, default=0.0)
    parser.add_argument("--rate", type=float, default=600.0, help="new reports a minute")
    parser.add_argument("--every", type=float, default=300.0, help="seconds between two visits to a source")
    parser.add_argument("--seconds", type=float, default=1800.0)
    parser.add_argument("--drain", type=float, default=1800.0, help="longest wait at the end for what is left")
    parser.add_argument("--begun", type=float, default=1.0, help="share of good feeds that announce a report at first")
    parser.add_argument("--store", help='another database than a fresh SQLite file; "postgres": a server of its own')
    parser.add_argument("--progress", action="store_true", help="a line now and then on stderr")
    given = parser.parse_args()
    with postgres() if given.store == "postgres" else nullcontext() as server:
        given.store = create(server, "farm") if server else given.store
        done = run(given)
    sys.stdout.write(json.dumps({"schema": "infostreamer/farm/1", **done}, indent=1) + "\n")
    return int(bool(done["lost"] or done["doubled"]))


if __name__ == "__main__":
    raise SystemExit(main())
