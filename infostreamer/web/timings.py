"""How long requests take, counted by address and outcome since the process began."""

from __future__ import annotations

import logging
import threading
import time
from bisect import bisect_left
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infostreamer.logs import REQUESTS, event

_LOG = logging.getLogger(REQUESTS)
BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LASTING = ("/live",)  # stays open for as long as somebody reads


class Timings:
    """Counts of durations. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str, str], list[int]] = {}
        self._sums: dict[tuple[str, str, str], float] = {}

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request took so long."""
        key = (method, route, f"{status // 100}xx")
        with self._lock:
            counts = self._counts.setdefault(key, [0] * (len(BOUNDS_S) + 1))
            counts[bisect_left(BOUNDS_S, seconds)] += 1
            self._sums[key] = self._sums.get(key, 0.0) + seconds

    def all(self) -> Mapping[tuple[str, str, str], tuple[tuple[int, ...], float]]:
        """(method, route, status class) -> how many took up to each bound and how many longer, and their sum in s."""
        with self._lock:
            return {key: (tuple(counts), self._sums[key]) for key, counts in sorted(self._counts.items())}


class Timed:
    """ASGI middleware: adds what every request took, until its last byte was handed over."""

    def __init__(self, app: ASGIApp, *, timings: Timings) -> None:
        """Time this app into these timings."""
        self._app, self._timings = app, timings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _LASTING:
            await self._app(scope, receive, send)
            return
        start, status = time.perf_counter(), 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            route = scope.get("permit_path") or ("/static" if scope["path"].startswith("/static/") else "other")
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "OTHER"
            took_s = time.perf_counter() - start
            self._timings.add(method, route, status, took_s)
            if _LOG.isEnabledFor(logging.INFO):
                said = event("request", method=method, route=route, status=status, ms=round(took_s * 1000, 1))
                _LOG.info("%s %s %d in %.1f ms", method, route, status, took_s * 1000, extra=said)
