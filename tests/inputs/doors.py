"""The doors by which bytes from outside come in, and what each may cost: time, and memory of the reading processes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from infostreamer.collect import read_feed, read_jsonl, read_opml
from infostreamer.collect.lines import read_json_list
from infostreamer.collect.pages import read_page
from infostreamer.collect.sitemaps import read_sitemap
from infostreamer.extract import extract_isolated
from infostreamer.model import BadInput, Capture, Failure, FetchError
from infostreamer.model.capture import ENTRY_MIME

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADDRESS = "http://dawn.example/a"
MOST_BYTES, MOST_S = 256_000_000, 10.0
EXTRACT = {"deadline_s": 8.0, "max_memory_bytes": 117_440_512}


def captured(body: bytes, name: str, mime: str | None) -> Capture:
    address = f"http://dawn.example/{name}"
    return Capture(
        id=Capture.make_id(address, body), address=address, final_address=address, fetched_at=NOW, body=body, mime=mime
    )


def _extracted(name: str, mime: str | None) -> Callable[[bytes], Any]:
    return lambda body: extract_isolated([captured(body, name, mime)], **EXTRACT)[0]


def _page(body: bytes) -> Any:
    return read_page(body, address=ADDRESS), _extracted("a.html", "text/html")(body)


DOORS: dict[str, Callable[[bytes], Any]] = {
    "feed": lambda body: read_feed(body, address=ADDRESS),
    "sitemap": lambda body: read_sitemap(body, address=ADDRESS),
    "opml": read_opml,
    "page": _page,
    "text": _extracted("a.txt", "text/plain"),
    "mail": _extracted("a.eml", "message/rfc822"),
    "pdf": _extracted("a.pdf", "application/pdf"),
    "json": lambda body: (read_json_list(body, now=NOW, name="a"), _extracted("a.json", "application/json")(body)),
    "jsonl": lambda body: read_jsonl(BytesIO(body), now=NOW),
    "entry": _extracted("a", ENTRY_MIME),
}


@dataclass
class Cost:
    """What one document took. `said` is the sentence about it, None where it was read."""

    wall_s: float
    peak_bytes: int  # the largest resident memory of any reading process
    own_bytes: int  # what the process that asked grew by at most
    said: str | None


def cost_of(door: str, body: bytes) -> Cost:
    """What it takes to bring these bytes in by this door; anything but an answer or a sentence is raised."""
    with Watch() as watch:
        started = time.monotonic()
        said = told(door, body)
        wall_s = time.monotonic() - started
    return Cost(wall_s, watch.peak_bytes, watch.own_bytes, said)


def told(door: str, body: bytes) -> str | None:
    try:
        outcome = DOORS[door](body)
    except (FetchError, BadInput) as error:
        return str(error)
    outcomes = outcome if isinstance(outcome, tuple) else (outcome,)
    return next((one.error for one in outcomes if isinstance(one, Failure)), None)


_LARGEST_READER_KB = 250_000  # a process that has grown beyond before a test has nothing to do with it


class Watch:
    """Looks at the memory of this process and of the reading processes all the time."""

    def __init__(self) -> None:
        self.peak_bytes = self.own_bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # proc(5): the peak counts from now
        self._before = _kilobytes(os.getpid(), "VmRSS")
        # Processes that understand live beside those that read, where another test of this process has started them.
        self._others = {pid for pid in _children(_server()) if _kilobytes(pid, "VmHWM") > _LARGEST_READER_KB}
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.own_bytes = (_kilobytes(os.getpid(), "VmHWM") - self._before) * 1024

    def _look(self) -> None:
        while True:
            for pid in {*_children(_server())} - self._others:
                self.peak_bytes = max(self.peak_bytes, _kilobytes(pid, "VmHWM") * 1024)
            if self._stop.wait(0.01):
                return


def _server() -> int | None:
    pid: int | None = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    return pid


def _children(pid: int | None) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _kilobytes(pid: int, field: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(field + ":")), 0)
