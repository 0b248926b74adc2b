"""Stories and which report belongs to which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, and_, delete, func, or_, select

from infostreamer.model import Change, NotFound, Story
from infostreamer.store.changes import Changes
from infostreamer.store.columns import from_json, micros, plain, to_json, whole
from infostreamer.store.engine import upsert
from infostreamer.store.facets import FacetsOfStories
from infostreamer.store.named import Named
from infostreamer.store.tables import REPORTS, STORIES, STORY_MEMBERS
from infostreamer.store.touched import Touched

T = TypeVar("T")
_MANY = 500
_LONGEST_ID = 64  # characters: no id has as many, and a pattern of 50,000 is refused by SQLite


class Stories:
    """Stories within one unit."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes
        self.named = Named(connection)
        self.facets = FacetsOfStories(connection)
        self._touched = Touched(connection)

    def put(self, story: Story, *, told: Sequence[Change] = ()) -> bool:
        """False where exactly this story is kept already; else it replaces what was kept, and the log says so.

        Args:
            story: the story.
            told: what changed in words for people; logged in place of the bare "added" or "updated".
        """
        noun, before = to_json(story), self._noun(story.id)
        if noun == before:
            return False
        last_at = 0 if story.last_at is None else micros(story.last_at)
        row = {"id": story.id, "last_at": last_at, "changed_seq": whole(story.changed_seq), "noun": noun}
        upsert(self._connection, STORIES, [row])
        self._connection.execute(delete(STORY_MEMBERS).where(STORY_MEMBERS.c.story_id == story.id))
        rows = [{"report_id": report_id, "story_id": story.id} for report_id in story.report_ids]
        upsert(self._connection, STORY_MEMBERS, rows)
        self.named.put(story)
        self.facets.put(story)
        bare = Change(noun="story", id=story.id, what="updated" if before else "added", at=story.last_at)
        self._changes.add_all(told or [bare])
        return True

    def remove(self, story_id: str) -> None:
        """Forget the story; its reports stay. Nothing happens where it is not kept."""
        if self._noun(story_id) is None:
            return
        self._connection.execute(delete(STORIES).where(STORIES.c.id == story_id))
        self._connection.execute(delete(STORY_MEMBERS).where(STORY_MEMBERS.c.story_id == story_id))
        self.named.remove(story_id)
        self.facets.remove(story_id)
        self._changes.add(Change(noun="story", id=story_id, what="removed"))

    def get(self, story_id: str) -> Story:
        """The story under this id.

        Raises:
            NotFound: none is kept under it.
        """
        found = self.many([story_id])
        if not found:
            raise NotFound(f"No story {story_id!r} is kept; `infostreamer stories` lists them.")
        return found[story_id]

    def many(self, story_ids: Iterable[str]) -> dict[str, Story]:
        """Id -> story, of those that are kept, in the order asked for."""
        ids = list(dict.fromkeys(story_ids))
        found: dict[str, Story] = {}
        for at in range(0, len(ids), _MANY):
            rows = self._listed(select(STORIES.c.noun).where(STORIES.c.id.in_(ids[at : at + _MANY])))
            found.update({story.id: story for story in rows})
        return {story_id: found[story_id] for story_id in ids if story_id in found}

    def parts(self, part: type[T], story_ids: Iterable[str] | None = None) -> dict[str, T]:
        """Id -> only the fields of a story that `part` has (`id` among them), of these stories or of all, by id.

        The rest of each story is passed over unread: a fifth of the time of reading it whole.
        """
        wanted = None if story_ids is None else sorted(set(story_ids))
        query, found = select(STORIES.c.id, STORIES.c.noun).order_by(STORIES.c.id), {}
        for at in range(0, 1 if wanted is None else len(wanted), _MANY):
            few = query if wanted is None else query.where(STORIES.c.id.in_(wanted[at : at + _MANY]))
            found.update({row.id: from_json(row.noun, part) for row in self._connection.execute(few)})
        return found

    def beginning(self, prefix: str, limit: int = 2) -> list[Story]:
        """At most `limit` stories whose id begins with the prefix, by id; two are enough to know it is not unique."""
        if len(prefix) > _LONGEST_ID:
            return []
        is_near = STORIES.c.id.startswith(prefix, autoescape=True)
        return self._listed(select(STORIES.c.noun).where(is_near).order_by(STORIES.c.id).limit(limit))

    def newest(self, limit: int, offset: int = 0) -> list[Story]:
        """Stories by their latest publication, newest first, ties by id."""
        query = select(STORIES.c.noun).order_by(STORIES.c.last_at.desc(), STORIES.c.id)
        return self._listed(query.limit(limit).offset(offset))

    def after(self, last_at: datetime | None, story_id: str, limit: int) -> list[Story]:
        """Stories that come after this place in the order of `newest`: an older latest publication, or a later id."""
        at = 0 if last_at is None else micros(last_at)
        is_after = or_(STORIES.c.last_at < at, and_(STORIES.c.last_at == at, STORIES.c.id > story_id))
        query = select(STORIES.c.noun).where(is_after).order_by(STORIES.c.last_at.desc(), STORIES.c.id)
        return self._listed(query.limit(limit))

    def newest_ids(self, limit: int, offset: int = 0) -> list[str]:
        """As `newest`, the ids alone."""
        query = select(STORIES.c.id).order_by(STORIES.c.last_at.desc(), STORIES.c.id)
        return list(self._connection.execute(query.limit(limit).offset(offset)).scalars())

    def all(self) -> list[Story]:
        """Every story, by id."""
        return self._listed(select(STORIES.c.noun).order_by(STORIES.c.id))

    def ids(self) -> list[str]:
        """The id of every story, in order."""
        return list(self._connection.execute(select(STORIES.c.id).order_by(STORIES.c.id)).scalars())

    def each(self) -> Iterator[Story]:
        """As `all`, read a few at a time: for whoever looks at each once and keeps none."""
        query, options = select(STORIES.c.noun).order_by(STORIES.c.id), {"stream_results": True, "yield_per": 20}
        for row in self._connection.execute(query, execution_options=options):
            yield from_json(row.noun, Story)

    def of_reports(self, report_ids: Iterable[str]) -> dict[str, str]:
        """Report id -> id of the story it belongs to, of those that belong to one."""
        ids = list(dict.fromkeys(report_ids))
        found: dict[str, str] = {}
        for at in range(0, len(ids), _MANY):
            few = STORY_MEMBERS.c.report_id.in_(ids[at : at + _MANY])
            rows = self._connection.execute(select(STORY_MEMBERS.c.report_id, STORY_MEMBERS.c.story_id).where(few))
            found.update({row.report_id: row.story_id for row in rows})
        return {report_id: found[report_id] for report_id in ids if report_id in found}

    def of_source_alone(self, source_id: str, limit: int) -> list[str]:
        """The newest stories all of whose reports came from this source."""
        source, story_id = func.coalesce(REPORTS.c.source_id, ""), STORY_MEMBERS.c.story_id
        joined = STORY_MEMBERS.join(REPORTS, REPORTS.c.id == STORY_MEMBERS.c.report_id)
        of_it = select(story_id).select_from(joined).where(REPORTS.c.source_id == plain(source_id))
        others = select(story_id).select_from(joined).where(source != plain(source_id), story_id.in_(of_it))
        query = select(STORIES.c.id).where(STORIES.c.id.in_(of_it), STORIES.c.id.notin_(others))
        ordered = query.order_by(STORIES.c.last_at.desc(), STORIES.c.id).limit(limit)
        return list(self._connection.execute(ordered).scalars())

    def touch(self, story_ids: Iterable[str]) -> None:
        """As `Touched.touch`."""
        self._touched.touch(story_ids)

    def touch_all(self) -> None:
        """As `Touched.touch_all`."""
        self._touched.touch_all()

    def count(self) -> int:
        """How many are kept."""
        return self._connection.execute(select(func.count()).select_from(STORIES)).scalar_one()

    def _noun(self, story_id: str) -> str | None:
        return self._connection.execute(select(STORIES.c.noun).where(STORIES.c.id == story_id)).scalar_one_or_none()

    def _listed(self, query: Select[Any]) -> list[Story]:
        return [from_json(row.noun, Story) for row in self._connection.execute(query)]
