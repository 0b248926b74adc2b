"""The wire in fast motion: tick by tick into a desk, resumable at any point."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from infostreamer.flow import Flow
    from infostreamer.store import Store

TICK_KEY = "demo.tick"


class Clocked(Protocol):
    """A server whose time can be set: it serves what was published by then."""

    now: datetime


def begin(store: Store, ticks: Sequence[datetime]) -> None:
    """Mark the store as a demo desk that has seen nothing yet; one that is already under way keeps its place."""
    with store.unit() as unit:
        if unit.meta.get(TICK_KEY) is None:
            unit.meta.put(TICK_KEY, (ticks[0] - timedelta(days=1)).isoformat())


def remaining(store: Store, ticks: Sequence[datetime]) -> list[datetime]:
    """The ticks that are not replayed yet, in order."""
    with store.read() as unit:
        raw = unit.meta.get(TICK_KEY)
    done = datetime.fromisoformat(raw) if raw else None
    return [tick for tick in ticks if done is None or tick > done]


def replay(
    store: Store,
    flow: Flow,
    server: Clocked,
    ticks: Sequence[datetime],
    *,
    pause_s: float,
    stop: threading.Event,
    on_tick: Callable[[datetime], None] | None = None,
) -> None:
    """Play the remaining ticks: set the server's time, visit every due source, derive, remember the tick.

    A tick is remembered only when all of it is derived, so a killed replay repeats its last tick; every write is
    idempotent, so repeating changes nothing.
    """
    for tick in remaining(store, ticks):
        if stop.is_set():
            return
        server.now = tick
        flow.collect_due(tick)
        flow.enrich()
        with store.unit() as unit:
            unit.meta.put(TICK_KEY, tick.isoformat())
        if on_tick is not None:
            on_tick(tick)
        stop.wait(pause_s)
