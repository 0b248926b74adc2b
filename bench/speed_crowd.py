"""A crowd at the door: how long a page takes while others connect to `infostreamer serve` and ask for nothing."""

from __future__ import annotations

import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

_FILES = 1_024  # that the serving process may have open: what most systems give
_PAGES = 20


def measure(count: int) -> dict[str, object]:
    """Milliseconds of the slowest page before and after `count` (default 3,000) connections that say half a head, pages
    that were not answered within 10 s, and the bytes that the desk logged meanwhile."""
    number = count or 3_000
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        served = subprocess.Popen(
            [sys.executable, "-m", "infostreamer", "--data", folder, "--set", "web.port=0", "serve"],
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, hard)),
        )
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        try:
            host, port = _door(log)
            alone = _pages(host, port)
            crowd = [_half(host, port) for _ in range(number)]
            beside = _pages(host, port)
            return {
                "connections": len(crowd),
                "alone": alone,
                "beside": beside,
                "logged_bytes": log.stat().st_size,
            }
        finally:
            served.terminate()
            served.wait()


def _door(log: Path) -> tuple[str, int]:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := re.search(r"http://([\w.]+):(\d+)/", log.read_text()):
            return found[1], int(found[2])
        time.sleep(0.1)
    raise SystemExit("The desk was not served within a minute.")


def _half(host: str, port: int) -> socket.socket:
    connection = socket.create_connection((host, port), timeout=30)
    connection.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\nx-a: ")
    return connection


def _pages(host: str, port: int) -> dict[str, float]:
    took, lost = [], 0
    for _ in range(_PAGES):
        start = time.perf_counter()
        try:
            urllib.request.urlopen(f"http://{host}:{port}/", timeout=10).read()
        except (TimeoutError, urllib.error.URLError, ConnectionError):
            lost += 1
            if lost == 2:
                break
        took.append(time.perf_counter() - start)
    return {
        "slowest_ms": round(max(took) * 1000),
        "median_ms": round(sorted(took)[len(took) // 2] * 1000),
        "lost": lost,
    }
