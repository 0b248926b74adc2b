"""What changed since the last look -> firings, kept once each; what is due of them -> messages, kept before sending."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from infostreamer.deliver.cooling import RANK, tellable
from infostreamer.deliver.gathering import cited_reports, place_of, quotable_in
from infostreamer.deliver.messages import edition_of
from infostreamer.deliver.occasions import Occasion, occasions_of
from infostreamer.deliver.silences import silences_of
from infostreamer.deliver.wording import cited_of, state_line
from infostreamer.desk import Desk
from infostreamer.dossiers.question import Standing, matches
from infostreamer.model import Change, Reader, Report, Source, SourceHealth, Story, content_id, fold
from infostreamer.model.alert import Alert, AlertKind, Firing
from infostreamer.store import Unit
from infostreamer.store.columns import moment_or_none
from infostreamer.text.query import Query, parse_query

CURSOR = "alerting"
PREVIEW_DAYS = 7
_BATCH = 400  # changes looked at together
_MOST_PREVIEWED = 20_000  # changes looked back at


@dataclass(frozen=True, slots=True)
class Preview:
    """What an alert would have fired on: `firings` newest first, `since` the time looked back to."""

    firings: tuple[Firing, ...]
    since: datetime
    is_whole: bool = True  # False: the log is longer than what is looked back at


@dataclass(frozen=True, slots=True)
class _Batch:
    """A stretch of the change log with everything that alerts look at."""

    changes: Mapping[str, tuple[Change, ...]]  # story id -> its changes
    stories: Mapping[str, Story]
    reports: Mapping[str, Report]

    def texts(self, story: Story) -> dict[str, str]:
        return {one: self.reports[one].text for one in story.report_ids if one in self.reports}


def has_news(desk: Desk) -> bool:
    """True when there is something to look at, or to tell now. Reads only, so that an idle desk writes nothing."""
    with desk.store.read() as unit:
        alerts = [alert for alert in unit.alerts.all() if not alert.is_paused]
        is_behind = bool(alerts) and unit.cursors.get(CURSOR)[0] < unit.changes.latest_position()
    return (
        is_behind
        or any(_tellable(desk, alert) for alert in alerts)
        or bool(_new_on_sources(desk, [alert for alert in alerts if "source" in alert.kinds]))
    )


def fire(desk: Desk) -> int:
    """Look at what changed since the last look and keep what alerts fire on; how many facts that were."""
    with desk.store.read() as unit:
        alerts = [alert for alert in unit.alerts.all() if not alert.is_paused]
        latest, reached = unit.changes.latest_position(), unit.cursors.get(CURSOR)[0]
    if not alerts:
        return 0
    position, count = max(reached, min(alert.since for alert in alerts)), 0
    followed = {alert.reader: _followed(desk, alert) for alert in alerts if "person" in alert.kinds}
    while position < latest:
        batch, position = _next_batch(desk, position, latest)
        found = [
            firing
            for alert in alerts
            for firing in _firings(desk, alert, batch, followed.get(alert.reader, frozenset()))
        ]
        with desk.store.unit() as unit:
            count += _keep(unit, found)
            unit.cursors.set(CURSOR, position, "1")
    return count + _fire_on_sources(desk, [alert for alert in alerts if "source" in alert.kinds])


def release(desk: Desk, alerts: Sequence[Alert] | None = None) -> int:
    """Turn what may be told now into messages, one for each story and channel; how many that were."""
    with desk.store.read() as unit:
        chosen = unit.alerts.all() if alerts is None else alerts
    return sum(_release(desk, alert) for alert in chosen if not alert.is_paused)


def preview(desk: Desk, alert: Alert, *, days: int = PREVIEW_DAYS) -> Preview:
    """What the alert would have fired on in the last days, by the change log and the stories as they are now."""
    since = desk.now() - timedelta(days=days)
    looked = replace(alert, since_at=since, since=0)
    with desk.store.read() as unit:
        position, latest = _position_at(unit, since), unit.changes.latest_position()
    is_whole = latest - position <= _MOST_PREVIEWED
    position = max(position, latest - _MOST_PREVIEWED)
    followed = _followed(desk, alert) if "person" in alert.kinds else frozenset()
    found: dict[str, Firing] = {}
    while position < latest:
        batch, position = _next_batch(desk, position, latest)
        for firing in _firings(desk, looked, batch, followed):
            found.setdefault(firing.id, replace(firing, told_at=firing.at))
    if "source" in alert.kinds:
        found.update({one.id: one for one in _source_firings(desk, alert) if one.at >= since})
    ordered = sorted(found.values(), key=lambda one: (one.at, one.position, one.id), reverse=True)
    return Preview(firings=tuple(ordered), since=since, is_whole=is_whole)


# From changes to firings


def _next_batch(desk: Desk, position: int, latest: int) -> tuple[_Batch, int]:
    """The next stretch of the log, and the position after it."""
    with desk.store.read() as unit:
        changes = [one for one in unit.changes.after(position, _BATCH, ("story",)) if (one.position or 0) <= latest]
        by_story: dict[str, list[Change]] = {}
        for change in changes:
            by_story.setdefault(change.id, []).append(change)
        stories = unit.stories.many(by_story)
        reports = unit.reports.many(_needed(stories.values(), changes))
    reached = (changes[-1].position or latest) if len(changes) == _BATCH else latest
    return _Batch({key: tuple(rows) for key, rows in by_story.items()}, stories, reports), reached


def _needed(stories: Collection[Story], changes: Sequence[Change]) -> Iterator[str]:
    for story in stories:
        yield from cited_reports(story)
        yield from (span.report_id for entry in story.contested for side in entry.sides for span in side.citations)
    for change in changes:
        yield from (span.report_id for span in change.citations)


def _firings(desk: Desk, alert: Alert, batch: _Batch, followed: Collection[str]) -> Iterator[Firing]:
    query = _parsed(alert.query)
    standing = Standing(now=desk.now())
    for story_id, changes in batch.changes.items():
        story = batch.stories.get(story_id)
        if story is None or (query is not None and not matches(query, story, batch.texts(story), standing)):
            continue
        found = occasions_of(story, changes, batch.reports, followed=followed)
        for one in _told_once([one for one in found if one.kind in alert.kinds and _is_new(alert, one)]):
            yield _firing(desk, alert, one, story, batch.reports)


def _is_new(alert: Alert, one: Occasion) -> bool:
    """Brought by a report that came in after the alert was made: a rebuild brings the log again, and no news."""
    has_arrived = one.arrived is None or alert.since_at is None or one.arrived > alert.since_at
    return has_arrived and one.position > alert.since


def _told_once(occasions: Sequence[Occasion]) -> list[Occasion]:
    """Of two kinds of one fact the weightier one: who is told that it is contested need not be told of the denial."""
    first: dict[tuple[str, ...], Occasion] = {}
    for one in sorted(occasions, key=lambda one: RANK[one.kind]):
        first.setdefault(one.fact, one)
    return sorted(first.values(), key=lambda one: (one.position, RANK[one.kind]))


def _firing(desk: Desk, alert: Alert, one: Occasion, story: Story, reports: Mapping[str, Report]) -> Firing:
    review = desk.reviewed(story) if hasattr(desk, "reviewed") else None
    return Firing(
        id=content_id("firing", alert.id, *one.key),
        alert_id=alert.id,
        kind=one.kind,
        at=one.at,
        position=one.position,
        text=one.text,
        why=one.why,
        story_id=story.id,
        headline=story.headline.text,
        state=state_line(story, is_reviewed=review is not None),
        cited=cited_of(one.citations, reports),
    )


@lru_cache(maxsize=256)
def _parsed(query: str) -> Query | None:
    return parse_query(query) if query.strip() else None


def _followed(desk: Desk, alert: Alert) -> frozenset[str]:
    keeps = desk.keeps(Reader(name=alert.reader), "follow")
    return frozenset(keep.item.removeprefix("who:") for keep in keeps if keep.item.startswith("who:"))


def _keep(unit: Unit, firings: Sequence[Firing]) -> int:
    """Keep those that are new; a fact that fired before, told or held, stays as it is."""
    fresh = {firing.id: firing for firing in reversed(firings) if firing.cited or firing.source_id}
    known = unit.firings.known(list(fresh))
    new = [firing for firing in fresh.values() if firing.id not in known]
    unit.firings.put(new)
    return len(new)


# Sources


def _fire_on_sources(desk: Desk, alerts: Sequence[Alert]) -> int:
    found = _new_on_sources(desk, alerts)
    if not found:
        return 0  # an idle look writes nothing
    with desk.store.unit() as unit:
        return _keep(unit, found)


def _new_on_sources(desk: Desk, alerts: Sequence[Alert]) -> list[Firing]:
    found = [firing for alert in alerts for firing in _source_firings(desk, alert)]
    with desk.store.read() as unit:
        known = unit.firings.known([firing.id for firing in found])
    return [firing for firing in found if firing.id not in known]


def _source_firings(desk: Desk, alert: Alert) -> Iterator[Firing]:
    named = _named_sources(alert)
    with desk.store.read() as unit:
        sources, healths, position = unit.sources.all(), unit.sources.healths(), unit.changes.latest_position()
    for source in sources:
        health = healths.get(source.id) or SourceHealth(source_id=source.id)
        silence = silences_of(source, health)
        if silence is None or source.is_paused or (named and not _is_named(source, health, named)):
            continue
        yield Firing(
            id=content_id("firing", alert.id, "source", source.id, *silence.key),
            alert_id=alert.id,
            kind="source",
            at=silence.at or desk.now(),
            position=position,
            text=silence.text,
            why=silence.why,
            source_id=source.id,
        )


def _named_sources(alert: Alert) -> tuple[str, ...]:
    """What `source:` and `outlet:` of the query ask for; nothing: all sources."""
    query = _parsed(alert.query)
    conditions = query.conditions if query else ()
    return tuple(str(one.value) for one in conditions if one.field in ("source", "outlet"))


def _is_named(source: Source, health: SourceHealth, named: Sequence[str]) -> bool:
    shown = fold(" ".join((source.outlet or "", health.title or "", source.address)))
    return any(name in shown for name in named)


# From firings to messages


def _release(desk: Desk, alert: Alert) -> int:
    now, groups = desk.now(), _tellable(desk, alert)
    told = [firing for group in groups for firing in group]
    place, (reports, allowed) = place_of(desk.settings), quotable_in(desk, told)
    channels = [channel for channel in alert.channels if channel.stopped is None]
    made = 0
    for group in groups:
        editions = [
            edition_of(alert, channel, group, reports, place=place, quotable=allowed, now=now) for channel in channels
        ]
        with desk.store.unit() as unit:
            unit.firings.put([replace(firing, told_at=now) for firing in group])
            made += sum(unit.editions.put_new(edition) for edition in editions)
    return made


def _tellable(desk: Desk, alert: Alert) -> list[tuple[Firing, ...]]:
    with desk.store.read() as unit:
        held = unit.firings.held(alert.id)
        return tellable(alert, held, lambda kind, story_id: _told_last(unit, alert, kind, story_id), desk.now())


def _told_last(unit: Unit, alert: Alert, kind: AlertKind, story_id: str | None) -> datetime | None:
    return moment_or_none(unit.firings.told_last(alert.id, kind, story_id))


def _position_at(unit: Unit, moment: datetime) -> int:
    """The position before the first change of a story at or after this moment; the log is in order of time."""
    low, high = 0, unit.changes.latest_position()
    while low < high:
        middle = (low + high) // 2
        found = unit.changes.after(middle, 1, ("story",))
        if found and found[0].at is not None and found[0].at < moment:
            low = found[0].position or middle + 1
        else:
            high = middle
    return low
