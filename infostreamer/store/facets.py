"""What queries ask of each story, in small: derived from the stories and kept with them, so that none is read whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from infostreamer.model import Story
from infostreamer.model.facets import Facets, facets_of
from infostreamer.store.among import among
from infostreamer.store.columns import from_json, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import FACETS, REPORTS, STORIES, STORY_MEMBERS

_MANY = 500


class FacetsOfStories:
    """Facets within one unit. A story kept by an older release has none yet: they are made from it when asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, story: Story) -> None:
        """Keep the story's facets in place of its earlier ones."""
        upsert(self._connection, FACETS, [{"story_id": story.id, "noun": to_json(self._of(story))}])

    def remove(self, story_id: str) -> None:
        """The story is gone."""
        self._connection.execute(delete(FACETS).where(FACETS.c.story_id == story_id))

    def many(self, story_ids: Iterable[str]) -> dict[str, Facets]:
        """Story id -> facets, of those that are kept, the newest story first."""
        ids = list(dict.fromkeys(story_ids))
        rows = self._connection.execute(_joined().where(among(self._connection, STORIES.c.id, ids))).all()
        found = {row.id: (row.last_at, self._read(row)) for row in rows}
        order = sorted(found, key=lambda story_id: (-found[story_id][0], story_id))
        return {story_id: found[story_id][1] for story_id in order}

    def newest(self, most: int) -> dict[str, Facets]:
        """Story id -> facets of the newest stories, newest first, ties by id."""
        rows = self._connection.execute(_joined().order_by(STORIES.c.last_at.desc(), STORIES.c.id).limit(most))
        return {row.id: self._read(row) for row in rows}

    def stories_of(self, seqs: Iterable[int]) -> dict[int, str]:
        """seq of a report -> id of the story that it is placed in, of those that are placed."""
        joined = REPORTS.join(STORY_MEMBERS, STORY_MEMBERS.c.report_id == REPORTS.c.id)
        wanted = among(self._connection, REPORTS.c.seq, list(seqs))
        rows = self._connection.execute(
            select(REPORTS.c.seq, STORY_MEMBERS.c.story_id).select_from(joined).where(wanted)
        )
        return {row.seq: row.story_id for row in rows}

    def _read(self, row: Any) -> Facets:
        if row.facets is not None:
            return _decoded(row.facets)
        return self._of(from_json(self._noun(row.id), Story))

    def _noun(self, story_id: str) -> str:
        return str(self._connection.execute(select(STORIES.c.noun).where(STORIES.c.id == story_id)).scalar_one())

    def _of(self, story: Story) -> Facets:
        """With the order of arrival of its reports, which the story does not tell."""
        facets, seqs = facets_of(story), {}
        ids = list(story.report_ids)
        for at in range(0, len(ids), _MANY):
            few = REPORTS.c.id.in_(ids[at : at + _MANY])
            rows = self._connection.execute(select(REPORTS.c.id, REPORTS.c.seq).where(few))
            seqs.update({row.id: row.seq for row in rows})
        members = tuple(replace(one, seq=seqs.get(one.report_id)) for one in facets.members)
        return replace(facets, members=members)


@lru_cache(maxsize=5000)
def _decoded(noun: str) -> Facets:
    """Remembered: the newest stories are asked by every query."""
    return from_json(noun, Facets)


def _joined() -> Select[Any]:
    both = STORIES.outerjoin(FACETS, FACETS.c.story_id == STORIES.c.id)
    return select(STORIES.c.id, STORIES.c.last_at, FACETS.c.noun.label("facets")).select_from(both)
