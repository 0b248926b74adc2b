"""Stories as they are saved -> numbered revisions that stay; what a rebuild only passes through is none of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from infostreamer.model import Change, Story
from infostreamer.store import Unit

REBUILDING = "revisions.rebuilding"
"""Set while everything derived is made again: stories then pass through forms that nobody ever saw."""


def save(unit: Unit, story: Story, told: Sequence[Change], *, now: datetime, most: int) -> bool:
    """Put the story in place of its earlier form, under its number, and keep the form; False where nothing is new.

    Args:
        unit: the transaction.
        story: as built.
        told: what changed in words.
        now: when it is saved.
        most: how many forms of one story stay.
    """
    is_passing = is_rebuilding(unit)
    numbered = unit.revisions.numbered(story, is_passing=is_passing)
    is_new = unit.stories.put(numbered, told=told)
    if not is_passing:
        unit.revisions.keep(numbered, at=now, position=unit.changes.latest_position(), most=most)
    return is_new


def is_rebuilding(unit: Unit) -> bool:
    """True from `begin_rebuild` to `settle`."""
    return unit.meta.get(REBUILDING) is not None


def begin_rebuild(unit: Unit) -> None:
    """From here on forms are passing, until `settle`."""
    unit.meta.put(REBUILDING, "1")


def settle(unit: Unit, *, now: datetime, most: int) -> None:
    """After a rebuild: every story that says something else than before takes its next number; then as ever."""
    unit.meta.remove(REBUILDING)
    for story in unit.stories.all():
        save(unit, story, (), now=now, most=most)
