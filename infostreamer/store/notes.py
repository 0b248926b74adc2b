"""Notes: what people wrote beside what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from infostreamer.model import Change, Note, NotFound
from infostreamer.store.changes import Changes
from infostreamer.store.columns import from_json, micros, plain, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import NOTES

_MANY = 500


class Notes:
    """Notes within one unit."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def put(self, note: Note) -> bool:
        """False where exactly this note is kept already; else it replaces what was kept, and the log says so.

        The log has the note's id and nothing of its words: notes are private.
        """
        noun = to_json(note)
        query = select(NOTES.c.noun).where(NOTES.c.id == note.id)
        before = self._connection.execute(query).scalar_one_or_none()
        if noun == before:
            return False
        row = {"id": note.id, "item": plain(note.item), "at": micros(note.at), "noun": noun}
        upsert(self._connection, NOTES, [row])
        self._changes.add(Change(noun="note", id=note.id, what="updated" if before else "added"))
        return True

    def remove(self, note_id: str) -> None:
        """Forget the note for good, where it is kept."""
        gone = self._connection.execute(delete(NOTES).where(NOTES.c.id == plain(note_id))).rowcount
        if gone:
            self._changes.add(Change(noun="note", id=note_id, what="removed"))

    def get(self, note_id: str) -> Note:
        """The note under this id.

        Raises:
            NotFound: there is none.
        """
        found = self._listed(select(NOTES.c.noun).where(NOTES.c.id == plain(note_id)))
        if not found:
            raise NotFound(f"There is no note {note_id!r}; `infostreamer notes` lists them.")
        return found[0]

    def all(self) -> list[Note]:
        """Every note, deleted ones too, the newest first."""
        return self._listed(select(NOTES.c.noun).order_by(NOTES.c.at.desc(), NOTES.c.id))

    def on(self, items: Iterable[str]) -> list[Note]:
        """The notes on these items, deleted ones too, the oldest first."""
        wanted = sorted({plain(item) for item in items})
        found: list[Note] = []
        for at in range(0, len(wanted), _MANY):
            found += self._listed(select(NOTES.c.noun).where(NOTES.c.item.in_(wanted[at : at + _MANY])))
        return sorted(found, key=lambda note: (note.at, note.id))

    def _listed(self, query: Select[Any]) -> list[Note]:
        return [from_json(noun, Note) for noun in self._connection.execute(query).scalars()]
