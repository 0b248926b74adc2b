"""Connections of readers: what takes too long to ask is let go, and there is always room for one more.

A server that waits for ever for the rest of a request can be filled by a few lines of script, on the desk's own machine
too: 1,024 connections that ask for nothing held up every reader, and each refused one was a line of the log, 4 MB a
second.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 20.0
"""For the head of a request, from the connection or from its first byte."""

BODY_S = 120.0
"""For the rest of it: 8 MB over a line of half a megabit a second."""

_MOST = 10_000
_SHARE = 0.75  # of the files that this process may have open; the database and the reading processes need some


def most_connections() -> int:
    """How many are held at once."""
    try:
        import resource
    except ImportError:  # no such limit on this system
        return _MOST
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if soft in (resource.RLIM_INFINITY, -1) else max(8, min(_MOST, int(soft * _SHARE)))


class Connection(H11Protocol):
    """One connection. Where there are too many, the one that has been waiting longest for a request ends."""

    _expected = ""  # what the peer was at when the deadline was set
    _deadline: asyncio.TimerHandle | None = None
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A reader, a program or nobody yet."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._expect()
        if len(self.connections) > most_connections():
            waiting = [one for one in self.connections if isinstance(one, Connection) and one.is_waiting]
            min(waiting, key=lambda one: one._since, default=self).transport.abort()

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request; they win no time for the others."""
        super().data_received(data)
        self._expect()

    def on_response_complete(self) -> None:
        """The next request may come, or nothing more."""
        self._since = self.loop.time()
        super().on_response_complete()
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._cancel()
        super().connection_lost(exc)

    @property
    def is_waiting(self) -> bool:
        """True where nothing was asked yet, or nothing since the last answer."""
        return self._peer == "IDLE" and not self.transport.is_closing()

    @property
    def _peer(self) -> str:
        """What the peer is at: h11's "IDLE" before a request, "SEND_BODY" within one, "DONE" after it."""
        return str(self.conn.their_state)

    def _expect(self) -> None:
        state = self._peer
        if state == self._expected:
            return
        self._cancel()
        wait_s = {"IDLE": HEAD_S, "SEND_BODY": BODY_S}.get(state)
        if wait_s is not None and not self.transport.is_closing():
            self._expected = state
            self._deadline = self.loop.call_later(wait_s, self.transport.abort)

    def _cancel(self) -> None:
        self._expected = ""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
