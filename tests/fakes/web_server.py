"""A small real HTTP server on loopback with programmable routes, for tests that need a web."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass(frozen=True)
class Route:
    """What a path answers. With `etag` or `modified`, a matching condition answers 304."""

    body: bytes = b""
    status: int = 200
    mime: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: str | None = None
    delay_s: float = 0.0


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    path: str
    host: str
    headers: Mapping[str, str]
    at: float  # monotonic seconds


class WebServer:
    """`server.routes["/feed"] = Route(...)`; `server.seen` lists what was asked. Unknown paths answer 404."""

    def __init__(self) -> None:
        self.routes: dict[str, Route | Callable[[Seen], Route]] = {}
        self.seen: list[Seen] = []
        self.busiest: dict[str, int] = defaultdict(int)  # most requests under way at once, per host
        self._under_way: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, path: str) -> str:
        return f"http://{self.target}{path}"

    def count(self, path: str) -> int:
        """How often the path was asked for."""
        return sum(seen.path == path for seen in self.seen)

    def answer(self, seen: Seen) -> Route:
        with self._lock:
            self.seen.append(seen)
            self._under_way[seen.host] += 1
            self.busiest[seen.host] = max(self.busiest[seen.host], self._under_way[seen.host])
        try:
            found = self.routes.get(seen.path, Route(b"nothing here", status=404, mime="text/plain"))
            route = found if isinstance(found, Route) else found(seen)
            time.sleep(route.delay_s)
            return route
        finally:
            with self._lock:
                self._under_way[seen.host] -= 1

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def __enter__(self) -> WebServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _handler(server: WebServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen = Seen(self.path, headers.get("host", ""), headers, time.monotonic())
            route = server.answer(seen)
            is_same = _is_same(route, headers)
            try:
                self._send(route, 304 if is_same else route.status, b"" if is_same else route.body)
            except OSError:
                self.close_connection = True

        def _send(self, route: Route, status: int, body: bytes) -> None:
            self.send_response(status)
            if route.mime:
                self.send_header("Content-Type", route.mime)
            for name, value in (("ETag", route.etag), ("Last-Modified", route.modified), *route.headers.items()):
                if value:
                    self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _is_same(route: Route, headers: Mapping[str, str]) -> bool:
    by_etag = route.etag is not None and headers.get("if-none-match") == route.etag
    by_date = route.modified is not None and headers.get("if-modified-since") == route.modified
    return by_etag or by_date
