"""Catching up: each stage a batch at a time, round after round, until nothing is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count

from infostreamer.flow.counts import Counts
from infostreamer.flow.stages import Stage
from infostreamer.store import Store, Unit

Fence = Callable[[Unit], None]
"""Called first in every writing unit; raises TryLater where another process has taken the work over."""


def catch_up(
    store: Store,
    stages: Sequence[Stage],
    *,
    now: datetime,
    fence: Fence,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Counts:
    """What was done until no stage had anything left to do, or until asked to stop.

    One batch per stage and round, so that the first stories appear while a large backlog is still being read. Lazy
    stages wait while those before them have work, but for a round now and then.
    """
    total = Counts()
    for turn in count():
        is_moving = False
        for stage in stages:
            if is_stopping():
                return total
            if stage.is_lazy and is_moving and not _is_turn_of_lazy(turn):
                continue
            counts = advance(store, stage, now=now, fence=fence)
            is_moving |= counts is not None
            total += counts or Counts()
        if not is_moving:
            break
    return total


def _is_turn_of_lazy(turn: int) -> bool:
    """In rounds 0, 1, 2, 4, 8, 16 and every 16th from then on: a story that grows with each round of a backlog would
    otherwise be built as often, and building costs as much as the story is long."""
    return turn & (turn - 1) == 0 or turn % 16 == 0


def advance(store: Store, stage: Stage, *, now: datetime, fence: Fence) -> Counts | None:
    """One batch of one stage: read, worked outside any transaction, saved with its cursor. None: nothing to do."""
    with store.read() as unit:
        version = stage.version(unit)
        position, kept_version = unit.cursors.get(stage.name)
    if kept_version != version:
        return _restart(store, stage, fence)
    work = stage.prepare(store, position, now)
    if work is None:
        return None
    with store.unit() as unit:
        fence(unit)
        if unit.cursors.get(stage.name) != (position, version) or stage.version(unit) != version:
            return Counts()  # a person decided something meanwhile: the batch is worked again
        counts = work.save(unit)
        unit.cursors.set(stage.name, work.position, version)
    return counts


def _restart(store: Store, stage: Stage, fence: Fence) -> Counts:
    with store.unit() as unit:
        fence(unit)
        stage.restart(unit)
        unit.cursors.set(stage.name, 0, stage.version(unit))
    return Counts()


def forget_derived(unit: Unit, stages: Sequence[Stage]) -> None:
    """Drop all that is derived and set every stage to its beginning; captures, judgements and sources stay."""
    unit.drop_derived()
    for stage in stages:
        unit.failures.clear_stage(stage.name)
        unit.cursors.set(stage.name, 0, "")
