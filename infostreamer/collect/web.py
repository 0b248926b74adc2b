"""The one door to the network: polite, guarded, and the same for every collector.

The client runs in an event loop of its own thread; `Web.get` may be called from any thread and waits for the answer.
"""

from __future__ import annotations

import asyncio
import atexit
import re
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from infostreamer import __version__
from infostreamer.collect.fetched import Fetched
from infostreamer.model import FetchError

if TYPE_CHECKING:
    from infostreamer.collect.client import Client

__all__ = ["Fetched", "Web"]

_ROBOTS_NAME = "InformationStreamer"
_CLOSED = "The door to the network is closed; open a new one."


class Web:
    """Answers to GET requests. Close it when done, or use it as a context manager."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        *,
        hosts: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Opens nothing yet.

        Args:
            settings: the `collect.*` settings: contact, pace, deadline, max_bytes, workers, allow_private.
            hosts: host name or "*.domain" -> "127.0.0.1:PORT" that serves it; only these targets bypass the guard
                against private networks.
            clock: the present moment, aware UTC.
        """
        self._settings = settings
        self._hosts = dict(hosts or {})
        self._clock = clock
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: Client | None = None
        self._is_closed = False

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings it was opened with."""
        return self._settings

    def get(
        self, address: str, *, etag: str | None = None, modified: str | None = None, check_robots: bool = False
    ) -> Fetched:
        """The answer to one GET, redirects followed.

        Args:
            address: http or https.
            etag, modified: of the copy held, as sent then; an unchanged page answers 304.
            check_robots: ask the host's robots.txt first.

        Raises:
            FetchError: the network did not give it, or the status is neither 2xx nor 304; `kind` says which.
            Refused: we did not ask: scheme, private network, robots.txt.
        """
        loop = self._running_loop()
        assert self._client is not None
        work = self._client.get(address, etag=etag, modified=modified, check_robots=check_robots)
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result()
        except CancelledError:
            raise FetchError(_CLOSED, kind="connect") from None
        except BaseException:  # the caller was interrupted: the request must not go on without it
            future.cancel()
            raise

    def robots(self, address: str) -> tuple[str, tuple[str, ...]] | None:
        """What the host's robots.txt, where it was asked for already, means for the address: (in words, its lines on
        uses beyond reading). None where it was not; nothing is asked for here."""
        client = self._client
        rules = None if client is None else client.rules_of(address)
        return None if rules is None else (rules.verdict(address, _ROBOTS_NAME), rules.usage)

    def close(self) -> None:
        """Ends connections and the thread; calling it again does nothing."""
        with self._lock:
            self._is_closed = True
            loop, thread, client = self._loop, self._thread, self._client
            self._loop = self._thread = self._client = None
        if loop is None or thread is None or client is None:
            return
        atexit.unregister(self.close)
        asyncio.run_coroutine_threadsafe(client.close(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._is_closed:
                raise FetchError(_CLOSED, kind="connect")
            if self._loop is None:
                self._start()
            assert self._loop is not None
            return self._loop

    def _start(self) -> None:
        from infostreamer.collect.client import Client

        self._loop = asyncio.new_event_loop()
        self._client = Client(
            self._settings, hosts=self._hosts, clock=self._clock, agent=self._agent(), robot=_ROBOTS_NAME
        )
        self._thread = threading.Thread(target=_run, args=(self._loop,), name="infostreamer-web", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def _agent(self) -> str:
        named = _header_words(self._settings.get("collect.agent", ""))
        contact = _header_words(self._settings["collect.contact"])
        name = named or f"{_ROBOTS_NAME}/{__version__}"
        return f"{name} (+{contact})" if contact else name


def _header_words(value: object) -> str:
    return re.sub(r"[^\x21-\x7e]+", " ", str(value)).strip()


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
