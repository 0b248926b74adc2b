"""Who is named in which story: the index behind the who's who, derived from the stories and kept with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, false, func, select

from infostreamer.model import Story, Who, fold
from infostreamer.store.columns import from_json, micros, plain, to_json, whole
from infostreamer.store.engine import upsert
from infostreamer.store.tables import NAMED

_LONGEST_NAME = 500  # characters: nobody has a longer one, and a pattern of 50,000 is refused by SQLite
_MANY = 500  # ids per query
_MOST = 200  # entries of one person, the newest stories' first, that are put together


class Count(NamedTuple):
    """How often one entry of the who's who is named."""

    who_id: str
    stories: int
    mentions: int


class Named:
    """The index within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, story: Story) -> None:
        """Index a story in place of its earlier form."""
        self.remove(story.id)
        last_at = 0 if story.last_at is None else micros(story.last_at)
        rows = [
            {
                "story_id": story.id,
                "who_id": who.id,
                "kind": plain(who.kind),
                "names": plain("\n".join(fold(form) for form in (who.name, *who.aliases))),
                "mentions": whole(who.mentions),
                "last_at": last_at,
                "noun": to_json(who),
            }
            for who in story.who
        ]
        upsert(self._connection, NAMED, list({row["who_id"]: row for row in rows}.values()))

    def remove(self, story_id: str) -> None:
        """The story names nobody any more."""
        self._connection.execute(delete(NAMED).where(NAMED.c.story_id == story_id))

    def find(self, part: str, limit: int, *, kind: str = "", is_newest: bool = False) -> list[Count]:
        """Entries with a name or alias that holds this part, folded; most stories first, then mentions, then id.

        `kind`: only these. `is_newest`: the one that was named last first, by the time of its newest story.
        """
        stories, mentions = func.count(), func.sum(NAMED.c.mentions)
        query = _narrowed(select(NAMED.c.who_id, stories, mentions), part, kind).group_by(NAMED.c.who_id)
        first = (func.max(NAMED.c.last_at).desc(),) if is_newest else ()
        ordered = query.order_by(*first, stories.desc(), mentions.desc(), NAMED.c.who_id).limit(limit)
        return [Count(who_id, count, int(total)) for who_id, count, total in self._connection.execute(ordered)]

    def entries(self, part: str, *, kind: str = "") -> int:
        """How many entries `find` can find."""
        query = _narrowed(select(func.count(NAMED.c.who_id.distinct())), part, kind)
        return int(self._connection.execute(query).scalar_one())

    def most_named(self, kind: str, limit: int) -> list[tuple[Who, Count]]:
        """Entries of one kind as the newest story has them; most stories first, then mentions, then id."""
        most = _most_named(kind, limit).subquery()
        newest = select(NAMED.c.noun).where(NAMED.c.who_id == most.c.who_id)
        newest = newest.order_by(NAMED.c.last_at.desc(), NAMED.c.story_id).limit(1)
        found = self._connection.execute(select(most, newest.scalar_subquery())).all()
        rows = [(from_json(row[3], Who), Count(row.who_id, row.stories, int(row.mentions))) for row in found]
        return sorted(rows, key=lambda row: (-row[1].stories, -row[1].mentions, row[1].who_id))

    def of(self, who_id: str) -> list[Who]:
        """The entry as the stories have it, the newest 200 stories first."""
        query = select(NAMED.c.noun).where(NAMED.c.who_id == who_id).order_by(NAMED.c.last_at.desc(), NAMED.c.story_id)
        return [from_json(noun, Who) for noun in self._connection.execute(query.limit(_MOST)).scalars()]

    def of_stories(self, story_ids: Iterable[str], kind: str) -> dict[str, list[Who]]:
        """Story id -> whom or what of this kind it names, in the order asked for, by id."""
        ids = list(dict.fromkeys(story_ids))
        found: dict[str, list[Who]] = {}
        for at in range(0, len(ids), _MANY):
            is_of_kind = func.coalesce(NAMED.c.kind, "") == plain(kind)  # else SQLite reads all of the kind
            named = is_of_kind & NAMED.c.story_id.in_(ids[at : at + _MANY])
            rows = self._connection.execute(
                select(NAMED.c.story_id, NAMED.c.noun).where(named).order_by(NAMED.c.who_id)
            )
            for story_id, noun in rows.all():
                found.setdefault(story_id, []).append(from_json(noun, Who))
        return {story_id: found[story_id] for story_id in ids if story_id in found}

    def stories_with(self, who_ids: Collection[str], limit: int) -> list[str]:
        """The newest stories that name one of these."""
        named = NAMED.c.who_id.in_(sorted(who_ids))
        query = select(NAMED.c.story_id, NAMED.c.last_at).where(named).distinct()
        ordered = query.order_by(NAMED.c.last_at.desc(), NAMED.c.story_id).limit(limit)
        return list(self._connection.execute(ordered).scalars())

    def sharing(self, who_ids: Collection[str], without: str, limit: int) -> list[str]:
        """Other stories that name some of these: those that name most of them first, then the newest."""
        named = NAMED.c.who_id.in_(sorted(who_ids))
        query = select(NAMED.c.story_id).where(named, NAMED.c.story_id != without).group_by(NAMED.c.story_id)
        ordered = query.order_by(func.count().desc(), func.max(NAMED.c.last_at).desc(), NAMED.c.story_id)
        return list(self._connection.execute(ordered.limit(limit)).scalars())

    def count(self, who_ids: Collection[str]) -> tuple[int, int]:
        """(stories that name one of these, mentions in all)."""
        one = NAMED.c.who_id if len(who_ids) == 1 else NAMED.c.story_id.distinct()  # one stands once in a story
        stories, mentions = func.count(one), func.coalesce(func.sum(NAMED.c.mentions), 0)
        row = self._connection.execute(select(stories, mentions).where(NAMED.c.who_id.in_(sorted(who_ids)))).one()
        return int(row[0]), int(row[1])


def _most_named(kind: str, limit: int) -> Select[Any]:
    stories, mentions = func.count().label("stories"), func.sum(NAMED.c.mentions).label("mentions")
    query = select(NAMED.c.who_id, stories, mentions).where(NAMED.c.kind == plain(kind)).group_by(NAMED.c.who_id)
    return query.order_by(stories.desc(), mentions.desc(), NAMED.c.who_id).limit(limit)


def _narrowed(query: Select[Any], part: str, kind: str) -> Select[Any]:
    if len(part) > _LONGEST_NAME:
        return query.where(false())
    if part:
        query = query.where(NAMED.c.names.contains(plain(part), autoescape=True))
    return query.where(NAMED.c.kind == plain(kind)) if kind else query
