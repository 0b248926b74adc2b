"""Stories to be built again, in the order in which they were touched, each with the process that is at work on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from infostreamer.store.claims import next_token
from infostreamer.store.columns import micros, moment, plain
from infostreamer.store.tables import STORIES, TOUCHED


class Touched:
    """The list within one unit. Touching a story again takes it away from whoever is building it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def touch(self, story_ids: Iterable[str]) -> None:
        """Note that these stories have to be built again; noted in the unit that changed what they are built from.

        One that waits keeps its place in the line; one that is being built goes to the end of it.
        """
        ids = sorted(set(story_ids))
        if not ids:
            return
        turn = (self._connection.execute(select(func.max(TOUCHED.c.turn))).scalar() or 0) + 1
        rows = [{"story_id": one, "token": 0, "holder": "", "until": 0, "turn": turn} for one in ids]
        self._connection.execute(_touching(self._connection.dialect.name), rows)

    def touch_all(self) -> None:
        """As `touch`, for every kept story and every one that is on the list."""
        kept = self._connection.execute(select(STORIES.c.id)).scalars().all()
        self.touch([*kept, *self._connection.execute(select(TOUCHED.c.story_id)).scalars()])

    def are_free(self, is_over: Callable[[str, datetime], bool]) -> bool:
        """True when nobody is at work on one of them; `is_over` tells of a holder and the end of its claim."""
        return bool(self._free(1, is_over, ()))

    def are_held(self) -> bool:
        """True when somebody is, or was, at work on one of them."""
        return self._connection.execute(select(TOUCHED.c.story_id).where(_HELD).limit(1)).first() is not None

    def claim(
        self,
        limit: int,
        *,
        holder: str,
        until: datetime,
        is_over: Callable[[str, datetime], bool],
        without: Collection[str] = (),
    ) -> tuple[int, list[str]]:
        """A token and at most `limit` ids of stories that nobody else is at work on, those first that wait longest;
        none of those `without`."""
        ids = self._free(limit, is_over, without)
        token = next_token(self._connection) if ids else 0
        held = {"token": token, "holder": plain(holder), "until": micros(until)}
        self._connection.execute(update(TOUCHED).where(TOUCHED.c.story_id.in_(ids)).values(held))
        return token, ids

    def settle(self, story_id: str, token: int) -> bool:
        """It has been built and goes off the list. False where it was touched or claimed again: keep nothing."""
        mine = (TOUCHED.c.story_id == story_id) & (TOUCHED.c.token == token)
        return self._connection.execute(delete(TOUCHED).where(mine)).rowcount == 1

    def _free(self, limit: int, is_over: Callable[[str, datetime], bool], without: Collection[str]) -> list[str]:
        held = self._connection.execute(select(TOUCHED.c.story_id, TOUCHED.c.holder, TOUCHED.c.until).where(_HELD))
        over = sorted(row.story_id for row in held if is_over(row.holder, moment(row.until)))
        in_line = select(TOUCHED.c.story_id).where(TOUCHED.c.holder == "").order_by(TOUCHED.c.turn, TOUCHED.c.story_id)
        first = self._connection.execute(in_line.limit(limit + len(without))).scalars()
        return [one for one in (*over, *first) if one not in without][:limit]


_HELD = TOUCHED.c.holder > ""


@lru_cache(maxsize=2)
def _touching(dialect: str) -> Any:
    statement = (sqlite if dialect == "sqlite" else postgresql).insert(TOUCHED)
    fresh = {name: statement.excluded[name] for name in ("token", "holder", "until")}
    turn = case((_HELD, statement.excluded.turn), else_=TOUCHED.c.turn)
    return statement.on_conflict_do_update(index_elements=["story_id"], set_={**fresh, "turn": turn})
