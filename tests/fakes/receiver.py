"""A real HTTP server on a free loopback port that keeps what is posted to it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """`posts`: (path, headers, body). `status`: what it answers; `headers`: sent along; `delay_s`: before it does."""

    def __init__(self):
        self.posts, self.status, self.headers, self.delay_s = [], 200, {}, 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                outer.posts.append((self.path, dict(self.headers.items()), body))
                threading.Event().wait(outer.delay_s)
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def receiver():
    server = Receiver()
    try:
        yield server
    finally:
        server.close()
