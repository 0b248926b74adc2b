"""collect: due sources -> captures, in one pass, in an order that can be repeated. `visiting.py` goes on for ever."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from infostreamer.flow.counts import Counts
from infostreamer.flow.known_pages import Asking, KnownPages, KnownPurged
from infostreamer.flow.lease import Fence
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.trouble import failure_of
from infostreamer.logs import event
from infostreamer.model import (
    Capture,
    ConfigurationError,
    Failure,
    IntegrityError,
    Source,
    SourceHealth,
    content_id,
)
from infostreamer.settings import Settings
from infostreamer.store import Store, Unit

_LOG = logging.getLogger("infostreamer.flow")
NAME = "collect"
SUGGESTED = "suggested."
_MOST_SPREAD_S = 900.0
_MOST_AHEAD = 2  # visits for each thread begun or over before their turn: what they gave waits in memory


def collect_sources(
    store: Store, sources: Sequence[Source], *, rooms: Rooms, web: Any, now: datetime, workers: int, fence: Fence
) -> Counts:
    """Visit the sources side by side and keep what each gave, one unit per source, in order of source id.

    The order is what makes `seq` repeatable: it does not depend on which host answered first.
    """
    ordered = sorted(sources, key=lambda source: source.id)
    total = Counts()
    for source, outcome in _visited(store, ordered, rooms=rooms, web=web, now=now, workers=workers):
        try:
            total += _kept(store, source, outcome, now, fence)
        except Exception as error:
            total += _kept(store, source, unkept(source, error), now, fence)
    return total


def _kept(store: Store, source: Source, outcome: Any, now: datetime, fence: Fence) -> Counts:
    with store.unit() as unit:
        fence(unit)
        return keep(unit, source, outcome, now)


def unkept(source: Source, error: Exception) -> Failure:
    """What becomes of a visit whose outcome could not be kept: the other sources are none the worse for it.

    Raises:
        Exception: the error itself, where it is trouble of the database, of the machine or of a lease that was lost.
    """
    if isinstance(error, IntegrityError | ConfigurationError):  # of the database, which takes nothing else either
        raise error
    return failure_of(source.address, NAME, error, source_id=source.id)


def _visited(
    store: Store, sources: Sequence[Source], *, rooms: Rooms, web: Any, now: datetime, workers: int
) -> Iterator[tuple[Source, Any]]:
    if not sources:
        return
    pool = ThreadPoolExecutor(max_workers=max(1, workers), thread_name_prefix="collect")
    try:
        under_way: deque[tuple[Source, Future[Any]]] = deque()
        for source in sources:
            if len(under_way) >= _MOST_AHEAD * max(1, workers):
                first, future = under_way.popleft()
                yield first, future.result()
            under_way.append((source, pool.submit(visit, store, source, rooms, web, now)))
        while under_way:
            first, future = under_way.popleft()
            yield first, future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def visit(store: Store, source: Source, rooms: Rooms, web: Any, now: datetime) -> Any:
    """One visit: Collected, or the Failure of a collector that raised. Nothing is kept.

    Raises:
        Exception: trouble of the database or of the machine: the source stays due.
    """
    with store.read() as unit:
        young = unit.pages.young(source.id, now - timedelta(hours=_recheck_hours(web)))
        health = unit.sources.health(source.id)
    asking = Asking(store)
    known = rooms.known(health, KnownPages(asking, source.id, young), KnownPurged(asking))
    try:
        outcome = rooms.collect(source, web=web, known=known, now=now)
    except Exception as error:
        outcome = asking.trouble or failure_of(source.address, NAME, error, source_id=source.id)
    if asking.trouble is not None:
        raise asking.trouble
    return outcome


def _recheck_hours(web: Any) -> int:
    """How long after its publication a page is looked at again, as the door to the network is set up."""
    settings = getattr(web, "settings", None) or Settings()
    return int(settings["collect.recheck_hours"])


def keep(
    unit: Unit,
    source: Source,
    outcome: Any,
    now: datetime,
    *,
    first: Callable[[SourceHealth], SourceHealth] = lambda health: health,
) -> Counts:
    """Keep what a visit gave.

    Args:
        unit: the write transaction.
        source: what was visited.
        outcome: Collected or Failure.
        now: when the visit began.
        first: what becomes of the health that a first visit gave.
    """
    unit.gauges.count_visit("failing" if isinstance(outcome, Failure) else outcome.health.state)
    _log(source, outcome)
    if isinstance(outcome, Failure):
        unit.failures.put(replace(outcome, at=now))
        unit.sources.put_health(_failing(unit, source, outcome, now))
        return Counts(visited=1, failures=1)
    new = sum(unit.captures.put(capture) for capture in outcome.captures)
    _settle(unit, source, outcome, now)
    unit.sources.put_health(outcome.health if unit.sources.health(source.id) else first(outcome.health))
    if outcome.suggested:
        unit.meta.put(SUGGESTED + source.id, "\n".join(outcome.suggested))
    return Counts(visited=1, captures=new, failures=len(outcome.failures))


def _log(source: Source, outcome: Any) -> None:
    if isinstance(outcome, Failure):
        state, error, captures, failures = "failing", outcome.error, 0, 1
    else:
        state, error = outcome.health.state, outcome.health.error
        captures, failures = len(outcome.captures), len(outcome.failures)
    said = event(
        "visit",
        source=source.id,
        address=source.address,
        state=state,
        captures=captures,
        failures=failures,
        error=error,
    )
    _LOG.info("Visited %s: %s, %d captures, %d failures.", source.address, state, captures, failures, extra=said)


def spread(health: SourceHealth) -> SourceHealth:
    """With the second visit later by up to a quarter of the wait, at most a quarter of an hour, fixed by the source's
    id: sources that were added together would else be due together for ever."""
    if health.next_at is None or health.tried_at is None:
        return health
    most_s = min((health.next_at - health.tried_at).total_seconds() / 4, _MOST_SPREAD_S)
    share = int(content_id("spread", health.source_id)[:8], 16) / 0xFFFFFFFF
    return replace(health, next_at=health.next_at + timedelta(seconds=int(max(0.0, most_s) * share)))


def _settle(unit: Unit, source: Source, outcome: Any, now: datetime) -> None:
    """New failures are kept, those of addresses that came this time are over; a good visit ends the source's own."""
    arrived = {item for capture in outcome.captures for item in _items(capture)}
    for failure in unit.failures.of_source(source.id):
        if failure.stage == NAME and (failure.item in arrived or failure.item == source.address):
            unit.failures.clear(failure.id)
    for failure in outcome.failures:
        before = unit.failures.get_or_none(replace(failure, stage=NAME).id)
        tries = 1 if before is None else before.tries + 1
        unit.failures.put(replace(failure, stage=NAME, source_id=source.id, at=failure.at or now, tries=tries))


def _items(capture: Capture) -> tuple[str, ...]:
    return (
        (capture.address, capture.id) if capture.lead is None else (capture.address, capture.id, capture.lead.address)
    )


def _failing(unit: Unit, source: Source, failure: Failure, now: datetime) -> SourceHealth:
    before = unit.sources.health(source.id) or SourceHealth(source_id=source.id)
    errors = before.errors + 1
    wait_s = min(source.every_s * 2 ** min(errors - 1, 10), max(86_400, source.every_s))
    jitter_s = int(content_id("jitter", source.id, errors), 16) % max(1, source.every_s // 10)
    next_at = now + timedelta(seconds=wait_s + jitter_s)
    return replace(before, state="failing", tried_at=now, next_at=next_at, errors=errors, error=failure.error)


def take_in_captures(store: Store, captures: Sequence[Capture]) -> Counts:
    """Keep captures that were handed in, in this order, 32 to a unit."""
    total = Counts()
    for at in range(0, len(captures), 32):
        with store.unit() as unit:
            total += Counts(captures=sum(unit.captures.put(capture) for capture in captures[at : at + 32]))
    return total
