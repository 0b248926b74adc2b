"""Saved searches."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from infostreamer.model import Change, NotFound
from infostreamer.model.search import SavedSearch
from infostreamer.store.changes import Changes
from infostreamer.store.columns import from_json, key_of, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import SEARCHES


class Searches:
    """Saved searches within one unit."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def put(self, search: SavedSearch) -> bool:
        """False where exactly this search is kept already; else it replaces what was kept, and the log says so."""
        noun, before = to_json(search), self._noun(search.name)
        if noun == before:
            return False
        upsert(self._connection, SEARCHES, [{"id": search.id, "slug_key": key_of(search.name), "noun": noun}])
        self._changes.add(Change(noun="search", id=search.id, what="updated" if before else "added"))
        return True

    def get(self, name: str) -> SavedSearch:
        """The search under this name.

        Raises:
            NotFound: there is none.
        """
        noun = self._noun(name)
        if noun is None:
            raise NotFound(f"There is no saved search {name[:80]!r}; `infostreamer searches` lists them.")
        return from_json(noun, SavedSearch)

    def all(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        rows = self._connection.execute(select(SEARCHES.c.noun)).scalars()
        return sorted((from_json(noun, SavedSearch) for noun in rows), key=lambda search: search.name)

    def remove(self, name: str) -> None:
        """Forget the search.

        Raises:
            NotFound: there is none under this name.
        """
        search = self.get(name)
        self._connection.execute(delete(SEARCHES).where(SEARCHES.c.id == search.id))
        self._changes.add(Change(noun="search", id=search.id, what="removed"))

    def _noun(self, name: str) -> str | None:
        query = select(SEARCHES.c.noun).where(SEARCHES.c.slug_key == key_of(name))
        return self._connection.execute(query).scalar_one_or_none()
