"""A real HTTP server on the loopback that plays every outlet of the wire, told apart by the Host header."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from infostreamer.demo.answers import answer


class DemoServer:
    """Serves the wire as it stood at `now`; move `now` on and new reports and edits appear."""

    def __init__(self, now: datetime, *, port: int = 0) -> None:
        """Starts at once, in a thread of its own.

        Args:
            now: aware; what is published later is not there yet.
            port: 0 takes any free one.

        Raises:
            OSError: the port is taken.
        """
        self.now = now
        self.requests: list[tuple[str, int]] = []  # (address, status), in order of answering
        self._http = _Server(("127.0.0.1", port), _Handler)
        self._http.demo = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="demo-wire", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return int(self._http.server_address[1])

    @property
    def hosts(self) -> dict[str, str]:
        """For `Web(hosts=…)`: every .example name is played here."""
        return {"*.example": f"127.0.0.1:{self.port}"}

    def close(self) -> None:
        """Stops and frees the port."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> DemoServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    demo: DemoServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer with what the outlet shows now."""
        host = (self.headers.get("Host") or "").partition(":")[0]
        asked = {name.lower(): value for name, value in self.headers.items()}
        reply = answer(host, self.path, now=self.server.demo.now, asked=asked)
        time.sleep(reply.delay_s)
        self.server.demo.requests.append((f"http://{host}{self.path}", reply.status))
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the terminal belongs to the demo."""
