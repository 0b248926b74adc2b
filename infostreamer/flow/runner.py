"""Catching up: each stage a batch at a time, round after round, until nothing is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

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

    One batch per stage and round, so that the first stories appear while a large backlog is still being read.
    """
    total = Counts()
    while not is_stopping():
        done, is_moving = Counts(), False
        for stage in stages:
            counts = advance(store, stage, now=now, fence=fence)
            is_moving |= counts is not None
            done += counts or Counts()
        total += done
        if not is_moving:
            return total
    return total


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
