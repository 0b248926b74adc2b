"""One visit to one source: what it needs to know, and what a source's document announces."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from infostreamer.collect.known import Known, KnownPage
from infostreamer.model import Failure, FetchError, Lead, Source
from infostreamer.plugins import Web

_GROWTH = 0.1  # of a page's age until it is looked at again

LONG_S = 60.0
"""How long a visit takes page after page; a hundred at one a second would hold up others for longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a source's document says."""

    leads: tuple[Lead, ...] = ()
    is_report: bool = False  # the document is itself a report
    title: str | None = None
    ttl_s: int | None = None
    without_address: int = 0  # entries that name no page
    is_cut: bool = False  # it has more entries than are read
    suggested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The source, what is known of it, the door to the network, and the moment."""

    source: Source
    web: Web
    known: Known
    now: datetime
    settings: Mapping[str, Any]
    began_s: float = field(default_factory=time.monotonic)

    @property
    def is_long(self) -> bool:
        """True when it has taken as long as one visit may: others wait for its slot, and what is left is taken next
        time."""
        return time.monotonic() - self.began_s > LONG_S

    @property
    def every(self) -> timedelta:
        """The source's own interval."""
        return timedelta(seconds=max(1, self.source.every_s))

    def failure(self, item: str, error: FetchError, *, tries: int = 1, again_at: datetime | None = None) -> Failure:
        """The error as data."""
        return Failure(
            item=item,
            stage="collect",
            error=str(error),
            kind=error.kind,
            tries=tries,
            at=self.now,
            again_at=again_at,
            source_id=self.source.id,
        )


def is_due(visit: Visit, lead: Lead) -> bool:
    """True when the lead's page is to be fetched: new, announced differently, or young enough to be edited silently;
    never one that was purged.

    A page is looked at again within `collect.recheck_hours` of its publication (of its last capture, where that is
    unknown), ever less often (`is_recheck_due`), no sooner than half the source's interval after its last capture:
    visits come an interval apart, and the page was fetched a little after the visit began.
    """
    if lead.address in visit.known.purged:
        return False
    page = visit.known.pages.get(lead.address)
    return page is None or lead.key != page.lead_key or is_recheck_due(visit, page, lead.published)


def is_recheck_due(visit: Visit, page: KnownPage, published: datetime | None) -> bool:
    """True when a page that is known may have been edited since and it is time to look: after a tenth of its age or the
    source's interval, whichever is longer.

    Edits come soon after publication or not at all; a page asked at each visit for two days would be asked 192 times by
    a source of every quarter of an hour, and is asked 41 times. A capture that lies in the future (a clock was set
    back, a wire is replayed) holds nothing up. A publication that lies in the future counts from when it was taken: it
    would be looked at for as long as it is ahead.
    """
    age = visit.now - min(published or page.published or page.fetched_at, page.fetched_at)
    since = visit.now - page.fetched_at
    is_just_taken = timedelta(0) <= since < visit.every / 2
    is_young = age <= timedelta(hours=int(visit.settings["collect.recheck_hours"]))
    return is_young and not is_just_taken and _has_grown(visit, age)


def _has_grown(visit: Visit, age: timedelta) -> bool:
    """True when it grew by another tenth since the last good visit, at fixed ages, so that nothing need be kept of when
    it was looked at; always while a tenth of its age is less than an interval, and where somebody asked for the visit
    (Desk.refresh leaves no time before which it should not be)."""
    health = visit.known.health
    before = None if health is None or health.next_at is None else health.ok_at
    if before is None or before > visit.now or age <= visit.every / _GROWTH:
        return True
    age_then = age - (visit.now - before)
    return age_then <= timedelta(0) or _tenths(age) > _tenths(age_then)


def _tenths(age: timedelta) -> int:
    """How often it grew by a tenth since it was a second old."""
    return int(math.log(max(1.0, age.total_seconds()), 1 + _GROWTH))
