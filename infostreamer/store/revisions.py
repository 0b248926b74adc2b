"""Every saved form of a story, numbered for good: what a citation of the story as it stood leads back to."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from infostreamer.model import IntegrityError, NotFound, Story
from infostreamer.store.columns import from_json, micros, moment, to_json, whole
from infostreamer.store.tables import CHANGES, REVISIONS, STORIES
from infostreamer.store.unpacked import unpacked

_MANY = 400
_LEVEL = 6  # of zlib: 151 kB of JSON become 25 kB in 2 ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One kept form: its number, when it was saved (UTC), and the newest change of the log by then."""

    story_id: str
    number: int
    at: datetime
    position: int


class Revisions:
    """Past forms of stories within one unit. They are history like the change log: a rebuild leaves them be."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def numbered(self, story: Story, *, is_passing: bool = False) -> Story:
        """The story with the number of its newest form where that says the same, else with the next number.

        A desk that kept no forms before counts on from the number that its story carries.

        Args:
            story: as built.
            is_passing: a form on the way of a rebuild, which nobody is to cite: it takes no number of its own.
        """
        purged = self._newest_if_purged(story.id)
        newest = self._newest(story.id) or self._stored(story.id)
        if purged is not None:
            return replace(story, revision=purged + (0 if is_passing else 1))
        if newest is None:
            return replace(story, revision=1)
        return replace(story, revision=newest.revision + (0 if is_passing or _same(newest, story) else 1))

    def keep(self, story: Story, *, at: datetime, position: int, most: int) -> bool:
        """Keep this form under its number; False where a form is kept under it already.

        Args:
            story: as `numbered` gave it.
            at: when it was saved.
            position: of the newest change that tells of it.
            most: how many forms of one story stay, the oldest going first; 0 keeps none.
        """
        if most <= 0 or self._number_is_kept(story.id, story.revision):
            return False
        body = zlib.compress(to_json(story).encode(), _LEVEL)
        row = {"story_id": story.id, "revision": story.revision, "at": micros(at), "position": position, "body": body}
        self._connection.execute(insert(REVISIONS), [row])
        self._forget_beyond(story.id, most)
        return True

    def of(self, story_id: str) -> list[Revision]:
        """Every kept form of a story, oldest first, without what it says."""
        query = select(REVISIONS.c.story_id, REVISIONS.c.revision, REVISIONS.c.at, REVISIONS.c.position)
        rows = self._connection.execute(query.where(REVISIONS.c.story_id == story_id).order_by(REVISIONS.c.revision))
        return [_revision(row) for row in rows]

    def get(self, story_id: str, number: int) -> tuple[Revision, Story]:
        """One kept form.

        Raises:
            NotFound: no form is kept under this number, or it was purged.
            IntegrityError: what is kept cannot be read.
        """
        is_it = (REVISIONS.c.story_id == story_id) & (REVISIONS.c.revision == whole(number))
        row = self._connection.execute(select(REVISIONS).where(is_it)).one_or_none()
        if row is None:
            raise NotFound(f"Revision {number} of story {story_id!r} is not kept.")
        if not row.body:
            raise NotFound(f"Revision {number} of story {story_id!r} was purged with a report that it cited.")
        return _revision(row), _read(row.body)

    def as_of(self, story_ids: Iterable[str], at: datetime) -> dict[str, Story]:
        """Story id -> its form at that moment, of those that were there then; in the order asked for."""
        ids = list(dict.fromkeys(story_ids))
        found: dict[str, Story] = {}
        for start in range(0, len(ids), _MANY):
            found.update(self._as_of(ids[start : start + _MANY], micros(at)))
        position = self._position_at(at)
        gone = self._gone(found, position)
        return {one: found[one] for one in ids if one in found and one not in gone}

    def gone(self) -> list[str]:
        """Ids of stories that forms are kept of and that are no stories any more, by id."""
        live = select(STORIES.c.id)
        query = select(REVISIONS.c.story_id).distinct().where(REVISIONS.c.story_id.not_in(live))
        return sorted(self._connection.execute(query).scalars())

    def first_at(self) -> datetime | None:
        """When the oldest kept form was saved; None where none is kept."""
        oldest = self._connection.execute(select(func.min(REVISIONS.c.at))).scalar_one()
        return None if oldest is None else moment(oldest)

    def _as_of(self, ids: list[str], at: int) -> dict[str, Story]:
        mine = REVISIONS.c.story_id.in_(ids) & (REVISIONS.c.at <= at)
        newest = select(REVISIONS.c.story_id, func.max(REVISIONS.c.revision).label("newest")).where(mine)
        last = newest.group_by(REVISIONS.c.story_id).subquery()
        is_last = (REVISIONS.c.story_id == last.c.story_id) & (REVISIONS.c.revision == last.c.newest)
        rows = self._connection.execute(select(REVISIONS.c.story_id, REVISIONS.c.body).join(last, is_last))
        return {row.story_id: _read(row.body) for row in rows if row.body}

    def _position_at(self, at: datetime) -> int:
        """The newest change of a story by then. Removals carry no time: their place in the log dates them."""
        by_then = (CHANGES.c.noun == "story") & (CHANGES.c.at <= micros(at))
        query = select(func.coalesce(func.max(CHANGES.c.position), 0)).where(by_then)
        return int(self._connection.execute(query).scalar_one())

    def _gone(self, ids: Iterable[str], position: int) -> set[str]:
        """Those whose last change by then was that they were removed."""
        wanted = sorted(ids)
        gone: set[str] = set()
        for start in range(0, len(wanted), _MANY):
            few = wanted[start : start + _MANY]
            mine = (CHANGES.c.noun == "story") & CHANGES.c.item.in_(few) & (CHANGES.c.position <= position)
            newest = select(func.max(CHANGES.c.position)).where(mine).group_by(CHANGES.c.item)
            query = select(CHANGES.c.item).where(CHANGES.c.position.in_(newest), CHANGES.c.what == "removed")
            gone.update(self._connection.execute(query).scalars())
        return gone

    def _newest(self, story_id: str) -> Story | None:
        query = select(REVISIONS.c.body).where(REVISIONS.c.story_id == story_id)
        body = self._connection.execute(query.order_by(REVISIONS.c.revision.desc()).limit(1)).scalar_one_or_none()
        return _read(body) if body else None

    def _newest_if_purged(self, story_id: str) -> int | None:
        """The number of the newest form, where that was purged."""
        query = select(REVISIONS.c.revision, REVISIONS.c.body).where(REVISIONS.c.story_id == story_id)
        row = self._connection.execute(query.order_by(REVISIONS.c.revision.desc()).limit(1)).one_or_none()
        return None if row is None or row.body else int(row.revision)

    def _stored(self, story_id: str) -> Story | None:
        noun = self._connection.execute(select(STORIES.c.noun).where(STORIES.c.id == story_id)).scalar_one_or_none()
        return None if noun is None else from_json(noun, Story)

    def _number_is_kept(self, story_id: str, number: int) -> bool:
        is_it = (REVISIONS.c.story_id == story_id) & (REVISIONS.c.revision == number)
        return self._connection.execute(select(REVISIONS.c.revision).where(is_it)).first() is not None

    def _forget_beyond(self, story_id: str, most: int) -> None:
        mine = REVISIONS.c.story_id == story_id
        query = select(REVISIONS.c.revision).where(mine).order_by(REVISIONS.c.revision.desc()).offset(most).limit(1)
        oldest = self._connection.execute(query).scalar_one_or_none()
        if oldest is not None:
            self._connection.execute(delete(REVISIONS).where(mine, REVISIONS.c.revision <= oldest))


def _same(kept: Story, story: Story) -> bool:
    return to_json(replace(kept, revision=0)) == to_json(replace(story, revision=0))


def _revision(row: Any) -> Revision:
    return Revision(story_id=row.story_id, number=row.revision, at=moment(row.at), position=row.position)


def _read(body: bytes) -> Story:
    try:
        return from_json(unpacked(body).decode(), Story)
    except (zlib.error, UnicodeDecodeError) as error:
        raise IntegrityError(f"A kept revision cannot be read back: {error}.") from error
