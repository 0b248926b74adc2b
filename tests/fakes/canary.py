"""A listener on every address of this machine that counts who comes: nobody should."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading


class Canary:
    """One port on 0.0.0.0 and on [::], where there is IPv6. `visits`: the addresses that connected to it."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        self._ends = threading.Event()
        first = socket.create_server(("0.0.0.0", 0))  # noqa: S104 - loopback and private addresses alike
        self.port = int(first.getsockname()[1])
        self._listeners = [first]
        with contextlib.suppress(OSError):
            self._listeners.append(socket.create_server(("::", self.port), family=socket.AF_INET6))
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        with selectors.DefaultSelector() as waiting:
            for listener in self._listeners:
                waiting.register(listener, selectors.EVENT_READ)
            while not self._ends.is_set():
                for key, _ in waiting.select(0.05):
                    client, peer = key.fileobj.accept()  # type: ignore[union-attr]
                    self.visits.append(str(peer[0]))
                    client.close()

    def close(self) -> None:
        self._ends.set()
        self._thread.join(5)
        for listener in self._listeners:
            listener.close()

    def __enter__(self) -> Canary:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
