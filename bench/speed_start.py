"""S7: seconds until the command answers, the desk opens and the first page is served."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from time import perf_counter

COMMAND = str(Path(sys.executable).parent / "infostreamer")


def measure(count: int) -> dict[str, object]:
    """The best of `count` (5) runs of each, in seconds."""
    runs = count or 5
    with tempfile.TemporaryDirectory() as folder:
        python_s = min(_timed([sys.executable, "-c", "pass"]) for _ in range(runs))
        help_s = min(_timed([COMMAND, "--help"]) for _ in range(runs))
        open_s = min(_opened(Path(folder)) for _ in range(runs))
        page_s = min(_first_page(Path(folder) / str(run)) for run in range(min(runs, 3)))
    figures = {"python_s": python_s, "help_s": help_s, "open_again_s": open_s, "first_page_s": page_s}
    return {name: round(value, 4) for name, value in figures.items()}


def _timed(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - start


def _opened(folder: Path) -> float:
    from infostreamer.store import open_store

    url = f"sqlite:///{folder}/desk.sqlite3"
    open_store(url).close()
    start = perf_counter()
    open_store(url).close()
    return perf_counter() - start


def _first_page(folder: Path) -> float:
    """From the start of `serve` on an empty desk until its first page has come."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"INFOSTREAMER_DESK__DATA": str(folder), "PATH": "/usr/bin:/bin"}
    start = perf_counter()
    server = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while perf_counter() - start < 30:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    answer.read()
                    return perf_counter() - start
            except OSError:
                time.sleep(0.02)
        return float("inf")
    finally:
        server.terminate()
        server.wait(10)
