"""Names of hosts looked up by the system, each in a thread of its own.

A look-up cannot be stopped and may last for half a minute where the name servers of a domain are silent. The event
loop's own threads are few (four more than there are cores): six such names kept every other look-up waiting until the
sources behind them had run out of time. Here they keep nobody waiting but those who want the same name.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

MOST = 256
"""Look-ups under way at once: one for each of 64 visits, and those of visits that have given up meanwhile."""

_Key = tuple[str, int, socket.AddressFamily]


class SystemResolver(AbstractResolver):
    """What getaddrinfo(3) says; lives in one event loop."""

    def __init__(self) -> None:
        """Nothing is looked up yet."""
        self._under_way: dict[_Key, asyncio.Future[list[Any]]] = {}
        self._places = asyncio.Semaphore(MOST)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Every address of the name.

        Raises:
            socket.gaierror: it has none, or no name server answered.
        """
        key = (host, port, family)
        if key not in self._under_way:
            await self._places.acquire()
        if key not in self._under_way:  # somebody else may have asked while this one waited for a place
            self._begin(key)
        else:
            self._places.release()
        found = await asyncio.shield(self._under_way[key])
        return [_result(host, info) for info in found]

    async def close(self) -> None:
        """Nothing to close: what is under way ends by itself and is heard by nobody."""

    def _begin(self, key: _Key) -> None:
        loop = asyncio.get_running_loop()
        told = self._under_way[key] = loop.create_future()
        told.add_done_callback(_heard)
        thread = threading.Thread(target=self._look_up, args=(key, loop, told), name="look-up", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # no further thread can be started
            self._end(key)
            raise

    def _look_up(self, key: _Key, loop: asyncio.AbstractEventLoop, told: asyncio.Future[list[Any]]) -> None:
        found: list[Any] | Exception
        try:
            found = _addresses(*key)
        except Exception as error:
            found = error
        try:
            loop.call_soon_threadsafe(self._tell, key, told, found)
        except RuntimeError:
            return  # the door was closed meanwhile

    def _tell(self, key: _Key, told: asyncio.Future[list[Any]], found: list[Any] | Exception) -> None:
        self._end(key)
        if told.done():
            return
        if isinstance(found, Exception):
            told.set_exception(found)
        else:
            told.set_result(found)

    def _end(self, key: _Key) -> None:
        del self._under_way[key]
        self._places.release()


def _addresses(host: str, port: int, family: socket.AddressFamily) -> list[Any]:
    try:
        return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except UnicodeError:  # a part of more than 63 characters, or none at all
        raise socket.gaierror(socket.EAI_NONAME, "no name of a host") from None


def _result(host: str, info: Any) -> ResolveResult:
    family, _, protocol, _, where = info
    numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=where[0], port=where[1], family=family, proto=protocol, flags=numeric)


def _heard(told: asyncio.Future[list[Any]]) -> None:
    if not told.cancelled():
        told.exception()  # asked for: asyncio would report one that nobody waited for any more as a mistake
