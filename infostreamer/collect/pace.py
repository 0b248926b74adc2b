"""How often a host is asked: one request at a time, a least time between two, and silence when it asked for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from infostreamer.collect.troubles import span_words
from infostreamer.model import FetchError

LONGEST_RETRY_AFTER_S = 7 * 86_400
_DEFAULT_PAUSE_S = 60  # after 429 or 503 without Retry-After
MOST_HOSTS = 20_000
"""Hosts remembered; those that are free are then forgotten: a publisher has as many names as it likes."""

_LONGEST_WAIT_S = 5.0  # a shorter pause is waited out, a longer one is an error that says so


@dataclass
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # on the loop's clock
    paused_until: float = 0.0
    pace_s: float = 0.0
    users: int = 0  # who have their turn or wait for it

    @property
    def is_needed(self) -> bool:
        """True while it says something that a new one would not; its own pace is stated again with its robots.txt."""
        return self.users > 0 or max(self.free_at, self.paused_until) > _clock()


class Pace:
    """The pace of every host. Lives in one event loop."""

    def __init__(self, pace_s: float) -> None:
        self._pace_s = pace_s
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits for the host's turn; the next one comes no sooner than its pace after this one ends.

        Raises:
            FetchError: kind "paused", the host asked to be left alone for longer than is worth waiting.
        """
        state = self._state(host)
        state.users += 1
        try:
            async with state.lock:
                await self._wait(host, state)
                try:
                    yield
                finally:
                    state.free_at = _clock() + max(self._pace_s, state.pace_s)
        finally:
            state.users -= 1

    async def _wait(self, host: str, state: _Host) -> None:
        pause = state.paused_until - _clock()
        if pause > _LONGEST_WAIT_S:
            raise FetchError(
                f"{host} is left alone for another {span_words(round(pause))}; it is asked again after that.",
                kind="paused",
                retry_after_s=round(pause),
            )
        wait = max(pause, state.free_at - _clock())
        if wait > 0:
            await asyncio.sleep(wait)

    def pause(self, host: str, seconds: int | None) -> int:
        """Leaves the host alone for so long (a minute where it named no time to come); the seconds it will be."""
        length = min(seconds or _DEFAULT_PAUSE_S, LONGEST_RETRY_AFTER_S)
        state = self._state(host)
        state.paused_until = max(state.paused_until, _clock() + length)
        return length

    def slow_down(self, host: str, pace_s: float) -> None:
        """Asks this host no faster than this from now on."""
        self._state(host).pace_s = pace_s

    def _state(self, host: str) -> _Host:
        if host not in self._hosts:
            if len(self._hosts) >= MOST_HOSTS:
                self._hosts = {name: state for name, state in self._hosts.items() if state.is_needed}
            self._hosts[host] = _Host()
        return self._hosts[host]


def _clock() -> float:
    return asyncio.get_running_loop().time()
