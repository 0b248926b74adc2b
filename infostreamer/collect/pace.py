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
_LONGEST_WAIT_S = 5.0  # a shorter pause is waited out, a longer one is an error that says so


@dataclass
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # on the loop's clock
    paused_until: float = 0.0
    pace_s: float = 0.0


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
        state = self._hosts.setdefault(host, _Host())
        async with state.lock:
            await self._wait(host, state)
            try:
                yield
            finally:
                state.free_at = _clock() + max(self._pace_s, state.pace_s)

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
        state = self._hosts.setdefault(host, _Host())
        state.paused_until = max(state.paused_until, _clock() + length)
        return length

    def slow_down(self, host: str, pace_s: float) -> None:
        """Asks this host no faster than this from now on."""
        self._hosts.setdefault(host, _Host()).pace_s = pace_s


def _clock() -> float:
    return asyncio.get_running_loop().time()
