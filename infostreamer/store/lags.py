"""How far each stage is behind: what waits for it, and since when the first of that does. Cheap at any size."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from infostreamer.model import Source
from infostreamer.store.columns import from_json, micros, moment_or_none
from infostreamer.store.tables import CAPTURES, CHANGES, HEALTHS, PLACEMENTS, REPORTS, SOURCES, STORIES, TOUCHED

_IS_PAUSED, _IS_GONE = (
    '"is_paused":true',
    '"state":"gone"',
)  # quotes within a value are escaped, so neither is a value's
_MANY = 200


class Waiting(NamedTuple):
    """So many wait; the first of them since then, where that is known."""

    number: int
    since: datetime | None


class Lags:
    """What waits, within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sources(self, now: datetime) -> Waiting:
        """Sources that are due; since they were, or since a source never visited was added."""
        query = select(func.count(), func.min(HEALTHS.c.next_at)).select_from(_FOLLOWED).where(is_due(now))
        count, first = self._connection.execute(query).one()
        new = select(SOURCES.c.noun).select_from(_FOLLOWED).where(and_(HEALTHS.c.source_id.is_(None), is_due(now)))
        nouns = self._connection.execute(new.order_by(SOURCES.c.id).limit(_MANY)).scalars()
        moments = [from_json(noun, Source).added_at for noun in nouns] + [moment_or_none(first)]
        return Waiting(count, min((one for one in moments if one), default=None))

    def captures(self, position: int) -> Waiting:
        """Captures logged after the position; since the first of them was received."""
        after = (CHANGES.c.noun == "capture") & (CHANGES.c.position > position)
        first = select(CHANGES.c.item).where(after).order_by(CHANGES.c.position).limit(1).scalar_subquery()
        count = self._connection.execute(select(func.count()).where(after)).scalar_one()
        since = self._connection.execute(select(CAPTURES.c.fetched_at).where(CAPTURES.c.id == first))
        return Waiting(count, moment_or_none(since.scalar_one_or_none()))

    def reports(self, after: int, until: int) -> Waiting:
        """Reports with after < seq <= until; since the first of them was received."""
        return Waiting(max(0, until - after), self._received(after + 1) if until > after else None)

    def stories(self) -> Waiting:
        """Stories to be built; since the first report that none of them shows yet was received."""
        count = self._connection.execute(select(func.count()).select_from(TOUCHED)).scalar_one()
        if not count:
            return Waiting(0, None)
        members = TOUCHED.join(PLACEMENTS, PLACEMENTS.c.story_id == TOUCHED.c.story_id)
        kept = members.outerjoin(STORIES, STORIES.c.id == TOUCHED.c.story_id)
        is_new = or_(STORIES.c.id.is_(None), PLACEMENTS.c.seq > STORIES.c.changed_seq)
        first = self._connection.execute(select(func.min(PLACEMENTS.c.seq)).select_from(kept).where(is_new)).scalar()
        return Waiting(count, self._received(first) if first else None)

    def changes(self, position: int) -> Waiting:
        """Changes of stories after the position; since the first of them was made."""
        after = (CHANGES.c.noun == "story") & (CHANGES.c.position > position)
        first = select(CHANGES.c.at).where(after).order_by(CHANGES.c.position).limit(1)
        count = self._connection.execute(select(func.count()).where(after)).scalar_one()
        return Waiting(count, moment_or_none(self._connection.execute(first).scalar_one_or_none()))

    def _received(self, seq: int) -> datetime | None:
        query = select(CAPTURES.c.fetched_at).join(REPORTS, REPORTS.c.capture_id == CAPTURES.c.id)
        return moment_or_none(self._connection.execute(query.where(REPORTS.c.seq == seq)).scalar_one_or_none())


_FOLLOWED = SOURCES.outerjoin(HEALTHS, SOURCES.c.id == HEALTHS.c.source_id)


def is_due(now: datetime) -> ColumnElement[bool]:
    """Of a source beside its health: to be visited now, neither paused nor gone nor to be left alone until later."""
    is_time = or_(HEALTHS.c.next_at.is_(None), HEALTHS.c.next_at <= micros(now))
    is_open = or_(HEALTHS.c.noun.is_(None), HEALTHS.c.noun.not_like(f"%{_IS_GONE}%"))
    return and_(is_time, is_open, SOURCES.c.noun.not_like(f"%{_IS_PAUSED}%"))
