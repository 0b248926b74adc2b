"""The desk as a reading app sees it: stories in the order in which they gained reports, read or unread, starred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infostreamer.desk.news import changed_ids
from infostreamer.model import Reader, Story

if TYPE_CHECKING:
    from infostreamer.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedStory:
    """One story for one reader. `arrived_us`: when its newest report was fetched, microseconds since 1970, UTC."""

    story_id: str
    arrived_us: int
    source_id: str | None  # of its first report
    is_read: bool  # nothing happened to it since this reader saw it
    is_starred: bool  # bookmarked


class Shelving:
    """Two questions: which stories there are, without reading them, and some of them whole."""

    store: Store

    def stories_by_id(self, ids: Sequence[str]) -> dict[str, Story]:
        """Id -> story, of those that are kept, in the order asked for."""
        with self.store.read() as unit:
            return unit.stories.many(ids)

    def shelf(self, reader: Reader) -> list[ShelvedStory]:
        """Every story, the one that gained a report last first."""
        with self.store.read() as unit:
            unread = changed_ids(unit, reader)
            starred = {keep.item for keep in unit.keeps.of(reader.name, kind="bookmark")}
            rows = unit.shelf.all()
        return [
            ShelvedStory(
                story_id=row.story_id,
                arrived_us=row.arrived_us,
                source_id=row.source_id,
                is_read=row.story_id not in unread,
                is_starred=f"story:{row.story_id}" in starred,
            )
            for row in rows
        ]
