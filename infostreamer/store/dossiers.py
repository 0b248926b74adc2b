"""Dossiers: saved questions with what they gathered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, delete, func, select

from infostreamer.model import Change, Dossier, NotFound
from infostreamer.store.changes import Changes
from infostreamer.store.columns import from_json, key_of, to_json
from infostreamer.store.engine import upsert
from infostreamer.store.tables import DOSSIERS


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierName:
    """A dossier by its name, and which stories it gathered."""

    slug: str
    title: str
    story_ids: tuple[str, ...]


class Dossiers:
    """Dossiers within one unit."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def put(self, dossier: Dossier) -> bool:
        """False where exactly this dossier is kept already; else it replaces what was kept and the log says so."""
        noun, before = to_json(dossier), self._noun(dossier.slug)
        if noun == before:
            return False
        upsert(self._connection, DOSSIERS, [{"id": dossier.id, "slug_key": key_of(dossier.slug), "noun": noun}])
        self._changes.add(Change(noun="dossier", id=dossier.id, what="updated" if before else "added"))
        return True

    def get(self, slug: str) -> Dossier:
        """The dossier under this slug.

        Raises:
            NotFound: there is none.
        """
        noun = self._noun(slug)
        if noun is None:
            raise NotFound(f"There is no dossier {slug!r}; `infostreamer dossiers` lists them.")
        return _dossier(noun)

    def all(self) -> list[Dossier]:
        """Every dossier, by slug."""
        rows = self._connection.execute(select(DOSSIERS.c.noun)).scalars()
        return sorted((_dossier(noun) for noun in rows), key=lambda dossier: dossier.slug)

    def count(self) -> int:
        """How many are kept."""
        return self._connection.execute(select(func.count()).select_from(DOSSIERS)).scalar_one()

    def names(self) -> list[DossierName]:
        """Every dossier, by slug; the rest of each is passed over unread."""
        rows = self._connection.execute(select(DOSSIERS.c.noun)).scalars()
        return sorted((from_json(noun, DossierName) for noun in rows), key=lambda dossier: dossier.slug)

    def remove(self, slug: str) -> None:
        """Forget the dossier; its stories stay.

        Raises:
            NotFound: there is none under this slug.
        """
        dossier = self.get(slug)
        self._connection.execute(delete(DOSSIERS).where(DOSSIERS.c.id == dossier.id))
        self._changes.add(Change(noun="dossier", id=dossier.id, what="removed"))

    def _noun(self, slug: str) -> str | None:
        query = select(DOSSIERS.c.noun).where(DOSSIERS.c.slug_key == key_of(slug))
        return self._connection.execute(query).scalar_one_or_none()


@lru_cache(maxsize=16)
def _dossier(noun: str) -> Dossier:
    """Kept by its whole text: one of hundreds of stories takes tens of milliseconds to read, and seldom changes."""
    return from_json(noun, Dossier)
