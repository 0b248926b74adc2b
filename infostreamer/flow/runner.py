"""Catching up: each stage a batch at a time, round after round, until nothing is new."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from infostreamer.flow.counts import Counts
from infostreamer.flow.lease import Fence
from infostreamer.flow.stages import Alone, Shared, Stage
from infostreamer.store import Store, Unit

WORKED = "worked."
"""Before a stage's name: where it is kept when the stage last did a batch."""

LOOK_S = 0.05
"""How long a process waits before it looks again for what another is at work on."""

UNBUILT_S = 20.0
"""How long the lazy stages wait at most while those before them are busy. Without it, a desk to which more reports came
than it could read showed its stories minutes late: a batch of them in every sixteenth round was all they had."""

_TURN_S = 5.0  # then the others go on: a fifth of the time for what readers see


def catch_up(
    store: Store,
    stages: Sequence[Stage],
    *,
    clock: Callable[[], datetime],
    fence: Fence,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Counts:
    """What was done until no stage had anything left to do, or until asked to stop.

    One batch per stage and round, so that the first stories appear while a large backlog is still being read. Lazy
    stages wait while those before them have work, but for a round now and then. What other processes have claimed is
    waited for: it is finished by them, or taken over when they die. While more comes than can be read this does not end
    for hours, so each round asks what time it is.
    """
    total, turn, last_s = Counts(), 0, time.monotonic()
    while not is_stopping():
        if time.monotonic() - last_s > UNBUILT_S:
            total += _turn_of_lazy(store, stages, now=clock(), fence=fence, is_stopping=is_stopping)
            last_s = time.monotonic()
        done = round_of(store, stages, turn, now=clock(), fence=fence, is_stopping=is_stopping)
        if done is not None:
            total, turn = total + done, turn + 1
        elif _is_waited_for(store, stages):
            time.sleep(LOOK_S)
        else:
            break
    return total


def round_of(
    store: Store,
    stages: Sequence[Stage],
    turn: int,
    *,
    now: datetime,
    fence: Fence,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Counts | None:
    """A batch of every stage that has one. None: no stage had."""
    total: Counts | None = None
    for stage in stages:
        if is_stopping():
            break
        if stage.is_lazy and total is not None and not _is_turn_of_lazy(turn):
            continue
        counts = advance(store, stage, now=now, fence=fence, in_passing=stage.is_lazy and total is not None)
        if counts is not None:
            total = (total or Counts()) + counts
    return total


def _turn_of_lazy(
    store: Store, stages: Sequence[Stage], *, now: datetime, fence: Fence, is_stopping: Callable[[], bool]
) -> Counts:
    """What the lazy stages do in a time of their own, while reports come in without end."""
    total, until = Counts(), time.monotonic() + _TURN_S
    for stage in (stage for stage in stages if stage.is_lazy):
        while time.monotonic() < until and not is_stopping():
            counts = advance(store, stage, now=now, fence=fence, in_passing=True)
            if counts is None:
                break
            total += counts
    return total


def _is_turn_of_lazy(turn: int) -> bool:
    """In rounds 0, 1, 2, 4, 8, 16 and every 16th from then on: a story that grows with each round of a backlog would
    otherwise be built as often, and building costs as much as the story is long."""
    return turn & (turn - 1) == 0 or turn % 16 == 0


def _is_waited_for(store: Store, stages: Sequence[Stage]) -> bool:
    with store.read() as unit:
        return any(stage.is_held(unit) for stage in stages if isinstance(stage, Shared))


def advance(store: Store, stage: Stage, *, now: datetime, fence: Fence, in_passing: bool = False) -> Counts | None:
    """One batch of one stage: read, worked outside any transaction, saved with its cursor. None: nothing to do, or
    `in_passing` nothing that cannot wait."""
    with store.read() as unit:
        version = stage.version(unit)
        position, kept_version = unit.cursors.get(stage.name)
        is_open = isinstance(stage, Shared) and stage.is_open(unit)
    if kept_version != version:
        return _restart(store, stage, fence)
    if is_open and isinstance(stage, Shared):
        return _advance_shared(store, stage, now, fence, in_passing)
    return _advance_alone(store, stage, (position, version), now, fence) if isinstance(stage, Alone) else None


def _advance_shared(store: Store, stage: Shared, now: datetime, fence: Fence, in_passing: bool) -> Counts | None:
    with store.unit() as unit:
        fence(unit)
        landed = stage.land(unit)
        claim = stage.claim(unit, fence.holder, in_passing=in_passing)
    if claim is None:
        return landed
    counts = landed or Counts()
    work = stage.work(store, claim, now)
    with store.unit() as unit:
        fence(unit)
        counts += stage.give(unit, claim, work)
        counts += stage.land(unit) or Counts()
        note_work(unit, stage.name)
    return counts


def _advance_alone(store: Store, stage: Alone, at: tuple[int, str], now: datetime, fence: Fence) -> Counts | None:
    work = stage.prepare(store, at[0], now)
    if work is None:
        return None
    with store.unit() as unit:
        fence(unit)
        if unit.cursors.get(stage.name) != at or stage.version(unit) != at[1]:
            return Counts()  # a person decided something meanwhile: the batch is worked again
        counts = work.save(unit)
        unit.cursors.set(stage.name, work.position, at[1])
        note_work(unit, stage.name)
    return counts


def note_work(unit: Unit, stage: str) -> None:
    """Keep when the stage last did a batch: by the real clock, for whoever runs the desk."""
    unit.meta.put(WORKED + stage, datetime.now(UTC).isoformat(timespec="seconds"))


def help_out(store: Store, stages: Sequence[Stage], *, now: datetime, holder: str) -> Counts | None:
    """A part of a shared stage, worked for the process that leads. None: there was none.

    The stages must be those of the leading process: where a stage here is of another version, nothing is done.
    """
    for stage in stages:
        if isinstance(stage, Shared) and (counts := _help_with(store, stage, now, holder)) is not None:
            return counts
    return None


def _help_with(store: Store, stage: Shared, now: datetime, holder: str) -> Counts | None:
    with store.read() as unit:
        if not _may_help(stage, unit):
            return None
    with store.unit() as unit:
        claim = stage.claim(unit, holder) if _may_help(stage, unit) else None
    if claim is None:
        return None
    work = stage.work(store, claim, now)
    with store.unit() as unit:
        note_work(unit, stage.name)
        return stage.give(unit, claim, work)


def _may_help(stage: Shared, unit: Unit) -> bool:
    is_same = unit.cursors.get(stage.name)[1] == stage.version(unit)
    return is_same and stage.may_help(unit) and stage.is_open(unit)


def _restart(store: Store, stage: Stage, fence: Fence) -> Counts:
    with store.unit() as unit:
        fence(unit)
        unit.claims.clear(stage.name)
        stage.restart(unit)
        unit.cursors.set(stage.name, 0, stage.version(unit))
    return Counts()


def forget_derived(unit: Unit, stages: Sequence[Stage]) -> None:
    """Drop all that is derived and set every stage to its beginning; captures, judgements and sources stay."""
    unit.drop_derived()
    for stage in stages:
        unit.failures.clear_stage(stage.name)
        unit.cursors.set(stage.name, 0, "")
