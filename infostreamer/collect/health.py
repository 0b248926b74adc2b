"""What a visit means for the next one: state, back-off, moves. Nothing here asks anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from infostreamer.collect.fetched import Fetched
from infostreamer.collect.headers import max_age_s
from infostreamer.collect.pace import LONGEST_RETRY_AFTER_S
from infostreamer.collect.rhythm import SILENT_AFTER, rhythm_of
from infostreamer.collect.visit import Announcement, Visit
from infostreamer.model import FetchError, SourceHealth, sha256_hex

SIGHTINGS_TO_MOVE = 3
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web: a date that a program made up, 1970 above all
_AHEAD = timedelta(days=1)  # a later one says nothing of when something was new
_LONGEST_S = 86_400  # neither an error nor a publisher's cache header keeps us away for longer than a day
_GONE_AGAIN = timedelta(days=30)


def health_of(visit: Visit) -> SourceHealth:
    """What is known of the source's health; a new one for a source never visited."""
    return visit.known.health or SourceHealth(source_id=visit.source.id)


def address_to_ask(visit: Visit) -> str:
    """The source's address, or where it has moved to once three visits in a row were sent there permanently."""
    health = health_of(visit)
    if health.moved_to and health.moved_sightings >= SIGHTINGS_TO_MOVE:
        return health.moved_to
    return visit.source.address


def after_success(
    visit: Visit, got: Fetched, said: Announcement | None, *, has_new: bool, is_complete: bool
) -> SourceHealth:
    """The health after the source answered.

    Args:
        visit: the visit.
        got: the source's document.
        said: what it announces; None when it was not modified.
        has_new: it announced a page not known before, or one that changed.
        is_complete: everything announced was taken; otherwise the next visit asks for the whole document again.
    """
    before = health_of(visit)
    moved_to, sightings = _moved(before, got)
    new_at = visit.now if has_new else before.new_at
    announced = before.announced if said is None else len(said.leads) + said.is_report
    dated = _dated(visit, said)
    newest_at = max([*dated, before.newest_at] if before.newest_at else dated, default=None)
    usual_s, quiet_s = _rhythm(before, dated)
    return replace(
        before,
        state=_state(announced, newest_at or new_at, visit.now, quiet_s),
        tried_at=visit.now,
        ok_at=visit.now,
        new_at=new_at,
        next_at=visit.now + _interval(visit, got, said),
        etag=(got.header("etag") or _kept(before.etag, said)) if is_complete else None,
        modified=(got.header("last-modified") or _kept(before.modified, said)) if is_complete else None,
        body_sha256=before.body_sha256 if said is None else sha256_hex(got.body),
        errors=0,
        error=None,
        moved_to=moved_to,
        moved_sightings=sightings,
        announced=announced,
        newest_at=newest_at,
        usual_s=usual_s,
        quiet_s=quiet_s,
    )


_PROXY_AGAIN = timedelta(minutes=5)


def after_failure(visit: Visit, error: FetchError) -> SourceHealth:
    """The health after the source did not answer: the interval doubles with each failure in a row, up to a day.

    Up to a tenth of it, fixed by the source's id, is added so that sources of one dead host do not come back together.
    A move that was followed is forgotten, so that the next visit asks at the old address again.
    """
    before = health_of(visit)
    if error.kind == "paused" and before.state != "new":
        return _left_alone(before, visit, error)
    is_gone = error.status == 410
    wait = _GONE_AGAIN if is_gone else _back_off(visit, before.errors + 1, error.retry_after_s)
    if error.kind == "proxy":  # the desk's own way out is shut: no fault of the source, and mended for all at once
        wait = min(wait, _PROXY_AGAIN)
    return replace(
        before,
        state="gone" if is_gone else "failing",
        tried_at=visit.now,
        next_at=visit.now + wait,
        errors=before.errors + 1,
        error=str(error),
        moved_to=None,
        moved_sightings=0,
    )


def _left_alone(before: SourceHealth, visit: Visit, error: FetchError) -> SourceHealth:
    """Nobody was asked, so nothing is known to be wrong: the visit is made up for when the host may be asked again."""
    wait = timedelta(seconds=max(60, error.retry_after_s or 0))
    return replace(before, tried_at=visit.now, next_at=visit.now + wait)


def _back_off(visit: Visit, errors: int, retry_after_s: int | None) -> timedelta:
    every_s = max(1, visit.source.every_s)
    doubled = min(every_s * 2 ** min(errors - 1, 20), max(_LONGEST_S, every_s))
    share = int(sha256_hex(visit.source.id.encode())[:4], 16) % 101
    wait_s = doubled + doubled * share // 1000
    return timedelta(seconds=max(wait_s, min(retry_after_s or 0, LONGEST_RETRY_AFTER_S)))


def _interval(visit: Visit, got: Fetched, said: Announcement | None) -> timedelta:
    asked = (max_age_s(got.header("cache-control")), (said.ttl_s if said else 0) or 0)
    return max(visit.every, timedelta(seconds=min(max(asked), _LONGEST_S)))


def _moved(before: SourceHealth, got: Fetched) -> tuple[str | None, int]:
    if got.permanent_to is None:
        is_followed = before.moved_to == got.address and before.moved_sightings >= SIGHTINGS_TO_MOVE
        return (before.moved_to, before.moved_sightings) if is_followed else (None, 0)
    if got.permanent_to == before.moved_to:
        return got.permanent_to, before.moved_sightings + 1
    return got.permanent_to, 1


def _kept(value: str | None, said: Announcement | None) -> str | None:
    """A 304 need not repeat its validators (RFC 9110, 15.4.5); a new document's count alone."""
    return value if said is None else None


def _dated(visit: Visit, said: Announcement | None) -> list[datetime]:
    """When what it announces was published, dates that a program made up aside."""
    moments = [lead.published or lead.updated for lead in (said.leads if said else ())]
    latest = visit.now + _AHEAD
    return [moment for moment in moments if moment is not None and _EARLIEST < moment < latest]


def _rhythm(before: SourceHealth, dated: list[datetime]) -> tuple[int | None, int | None]:
    """Of this document; of an earlier one where this one tells too little, above all where it was not modified."""
    found = rhythm_of(dated)
    if found is None:
        return before.usual_s, before.quiet_s
    return round(found.usual.total_seconds()), round(found.quiet.total_seconds())


def _state(announced: int, newest: datetime | None, now: datetime, quiet_s: int | None) -> str:
    """ "silent": what it announces was published, or, undated, was new, longer ago than it may be quiet."""
    if not announced:
        return "empty"
    quiet = SILENT_AFTER if quiet_s is None else timedelta(seconds=quiet_s)
    return "silent" if newest is not None and now - newest > quiet else "ok"
