"""A language model on loopback over a real socket that does as it is told: answers, lies, stalls, never ends."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], "str | Raw"]


class Raw:
    """An answer below the OpenAI shape: status, headers and parts of a body with a pause before each."""

    def __init__(self, *parts: bytes, status: int = 200, pause_s: float = 0.0, times: int = 1, **headers: str) -> None:
        self.parts, self.status, self.pause_s, self.times, self.headers = parts, status, pause_s, times, headers


class LlmServer:
    """`server.answer` maps the request's JSON to the model's words (or a Raw); `server.seen` lists (JSON, headers)."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.answer: Answer = answer or (lambda _: "")
        self.seen: list[tuple[dict[str, Any], dict[str, str]]] = []
        self.stop = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self.stop.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> LlmServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def sentences_in(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The numbered sentences of a request."""
    return [json.loads(line) for line in asked["messages"][1]["content"].splitlines()]


def lines(*rows: tuple[str, list[int]]) -> str:
    """An answer of the right form."""
    return "\n".join(json.dumps({"text": text, "sentences": numbers}, ensure_ascii=False) for text, numbers in rows)


def _handler(owner: LlmServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = json.loads(body)
            owner.seen.append((asked, {key.lower(): value for key, value in self.headers.items()}))
            said = owner.answer(asked)
            if isinstance(said, str):
                shape = {"choices": [{"message": {"role": "assistant", "content": said}}]}
                said = Raw(json.dumps(shape).encode())
            try:
                self._send(said)
            except OSError:
                return  # the other side gave up

        def _send(self, raw: Raw) -> None:
            self.send_response(raw.status)
            for name, value in raw.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for _ in range(raw.times):
                for part in raw.parts:
                    if owner.stop.is_set():
                        return
                    time.sleep(raw.pause_s)
                    self.wfile.write(part)
                    self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    return Handler
