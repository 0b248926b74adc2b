"""Judgements: what people decided, kept for ever."""

from __future__ import annotations

from sqlalchemy import Connection, select

from infostreamer.model import Change, Judgement
from infostreamer.store.changes import Changes
from infostreamer.store.columns import from_json, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import JUDGEMENTS


class Judgements:
    """Judgements within one unit."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def put(self, judgement: Judgement) -> None:
        """Keep it, or its undoing, in place of what was kept under its id."""
        noun = to_json(judgement)
        query = select(JUDGEMENTS.c.noun).where(JUDGEMENTS.c.id == judgement.id)
        before = self._connection.execute(query).scalar_one_or_none()
        if noun == before:
            return
        upsert(self._connection, JUDGEMENTS, [{"id": judgement.id, "noun": noun}])
        self._changes.add(Change(noun="judgement", id=judgement.id, what="updated" if before else "added"))

    def all(self) -> list[Judgement]:
        """Every judgement, undone ones too, by id."""
        rows = self._connection.execute(select(JUDGEMENTS.c.noun).order_by(JUDGEMENTS.c.id)).scalars()
        return [from_json(noun, Judgement) for noun in rows]
