"""Stages whose batches several processes share: claimed, worked on outside any transaction, given back.

    claim   the next stretch that nobody is at work on, under the write lock: a token, a moment's work
    work    the long part; nothing is held but the claim
    give    where the claim still stands, what came of it is kept; else it is thrown away, another has it
    land    only the process that leads: what stands complete at the cursor takes effect, in order, and the cursor moves

What a stretch gives depends on the stretch alone, so it is the same whoever works on it and however often; what
depends on order happens when it lands. So the desk ends the same with any number of processes, whenever they come,
stall or die.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from infostreamer.flow.counts import Counts
from infostreamer.flow.lease import is_over, until
from infostreamer.store import Unit

_AHEAD = 64  # stretches that may be under way or wait for their turn: bounds what is kept beyond the cursor


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of a stage's input: what lies after `start` up to and with `reached`, or the stories named."""

    token: int
    start: int = 0
    reached: int = 0
    story_ids: tuple[str, ...] = ()


class Stretches(Protocol):
    """What a stage says of its input and of its work, for `InOrder` to share it out."""

    name: str

    def version(self, unit: Unit) -> str:
        """Of what it does."""

    def reach(self, unit: Unit, start: int) -> int | None:
        """Where the batch after `start` ends; None when nothing lies after it."""

    def settle(self, unit: Unit, result: str) -> Counts:
        """What was kept takes its effect: every stretch before this one has."""


class ByBatch:
    """A stage whose batches follow each other along its cursor: whoever is free takes the next one."""

    def is_open(self: Stretches, unit: Unit) -> bool:
        """True when a batch is free or can land."""
        return can_land(self, unit) or can_claim_next(self, unit)

    def is_held(self: Stretches, unit: Unit) -> bool:
        """True while batches are under way."""
        return bool(unit.claims.of(self.name))

    def may_help(self, unit: Unit) -> bool:
        """Always."""
        return True

    def claim(self: Stretches, unit: Unit, holder: str, *, in_passing: bool = False) -> Claim | None:
        """The next batch."""
        return claim_next(self, unit, holder)


def can_claim_next(stage: Stretches, unit: Unit) -> bool:
    """True when a stretch is free, or was left by a process that died."""
    return _next(stage, unit) is not None


def claim_next(stage: Stretches, unit: Unit, holder: str) -> Claim | None:
    """The next free stretch claimed; None when there is none."""
    stretch = _next(stage, unit)
    if stretch is None:
        return None
    return Claim(unit.claims.take(stage.name, *stretch, holder=holder, until=until()), *stretch)


def land_in_order(stage: Stretches, unit: Unit) -> Counts | None:
    """What is complete at the cursor takes its effect. None: nothing was."""
    (cursor, _), total = unit.cursors.get(stage.name), None
    for row in unit.claims.of(stage.name):
        if row.start != cursor or not row.is_done:
            break
        total = (total or Counts()) + stage.settle(unit, unit.claims.settle(stage.name, row.start))
        cursor = row.reached
    if total is not None:
        unit.cursors.set(stage.name, cursor, stage.version(unit))
    return total


def can_land(stage: Stretches, unit: Unit) -> bool:
    """True when what stands at the cursor is complete."""
    rows, cursor = unit.claims.of(stage.name), unit.cursors.get(stage.name)[0]
    return bool(rows) and rows[0].is_done and rows[0].start == cursor


def _next(stage: Stretches, unit: Unit) -> tuple[int, int] | None:
    rows = unit.claims.of(stage.name)
    for row in rows:
        if not row.is_done and is_over(row.holder, row.until):
            return row.start, row.reached
    if len(rows) >= _AHEAD:
        return None
    start = rows[-1].reached if rows else unit.cursors.get(stage.name)[0]
    reached = stage.reach(unit, start)
    return None if reached is None else (start, reached)
