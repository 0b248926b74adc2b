"""What an alert fired on and has not told yet -> what it may tell now: cool-downs and quiet hours. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from infostreamer.desk.orders import zone_of
from infostreamer.model.alert import KIND_OF, KINDS, Alert, AlertKind, Firing

RANK = {one.kind: rank for rank, one in enumerate(KINDS)}
"""Kind -> its weight, 0 the weightiest."""
ToldLast = Callable[[AlertKind, str | None], datetime | None]


def cooldown_of(alert: Alert, kind: AlertKind) -> timedelta:
    """How long the alert rests after telling a fact of this kind about a story."""
    return timedelta(seconds=KIND_OF[kind].cooldown_s if alert.cooldown_s is None else alert.cooldown_s)


def tellable(alert: Alert, held: Sequence[Firing], told_last: ToldLast, now: datetime) -> list[tuple[Firing, ...]]:
    """Groups to tell now, one message each: all that is held of one story, the weightiest first.

    A story's facts are told as soon as the cool-down of one of them is over. Nothing is told in quiet hours.
    Facts about sources make one group together.

    Args:
        alert: for its cool-down, quiet hours and zone.
        held: what is not told yet.
        told_last: when the alert last told a fact of this kind about this story.
        now: the present moment.
    """
    if is_quiet(alert, now):
        return []
    groups: dict[str | None, list[Firing]] = {}
    for firing in held:
        groups.setdefault(firing.story_id, []).append(firing)
    return [_ordered(group) for group in groups.values() if any(_is_cool(alert, one, told_last, now) for one in group)]


def is_quiet(alert: Alert, now: datetime) -> bool:
    """True within the alert's quiet hours, by its own clock; the first minute is quiet, the last is not."""
    if alert.quiet is None:
        return False
    clock = now.astimezone(zone_of(alert.zone)).time()
    first, last = (time.fromisoformat(one) for one in alert.quiet)
    return first <= clock < last if first < last else clock >= first or clock < last


def _is_cool(alert: Alert, firing: Firing, told_last: ToldLast, now: datetime) -> bool:
    last = told_last(firing.kind, firing.story_id)
    return last is None or now - last >= cooldown_of(alert, firing.kind)


def _ordered(group: Sequence[Firing]) -> tuple[Firing, ...]:
    return tuple(sorted(group, key=lambda one: (RANK[one.kind], -one.position, one.id)))
