"""Saved searches, and what a dossier gathers: made, changed with a look at what would come of it, forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.desk.answers import Preview
from infostreamer.desk.searching import Searching
from infostreamer.model import OWNER, BadInput, Dossier, Reader, Story, content_id, fold
from infostreamer.model.search import SavedSearch
from infostreamer.text.clean import clean_text
from infostreamer.text.query import parse_query

if TYPE_CHECKING:
    from infostreamer.flow import Flow

_LONGEST = 200  # characters of a title
_SHOWN = 20  # stories that would join or leave


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeChange:
    """What a dossier would gather under another question, beside what it has; `joins` and `leaves` newest first."""

    dossier: Dossier
    preview: Preview
    stays: int
    joins_total: int
    leaves_total: int
    joins: tuple[Story, ...]
    leaves: tuple[Story, ...]


class Saving(Searching):
    """Orders that keep a query."""

    if TYPE_CHECKING:

        @property
        def flow(self) -> Flow: ...
        def now(self) -> datetime: ...
        def dossier(self, slug: str) -> Dossier: ...

    def searches(self) -> list[SavedSearch]:
        """Every saved search, by title."""
        with self.store.read() as unit:
            return sorted(unit.searches.all(), key=lambda search: (fold(search.title), search.name))

    def saved(self, name: str) -> SavedSearch:
        """One saved search, by the name in its address.

        Raises:
            NotFound: there is none.
        """
        with self.store.read() as unit:
            return unit.searches.get(name)

    def save_search(self, title: str, query: str, reader: Reader = OWNER) -> SavedSearch:
        """Keep a query under a title; without one, the query is its title.

        Raises:
            BadInput: the query cannot be understood, or the title is taken or has no letter or digit.
        """
        parse_query(query)
        shown = _titled(title) or _titled(query)
        name = _name_of(shown)
        made = SavedSearch(
            id=content_id("search", name),
            name=name,
            title=shown,
            query=" ".join(clean_text(query).split()),
            by=reader.name,
            made_at=self.now(),
        )
        with self.store.unit() as unit:
            if any(known.name == name for known in unit.searches.all()):
                raise BadInput(f"There is a saved search called {name!r} already; choose another title.")
            unit.searches.put(made)
        return made

    def change_search(self, name: str, *, title: str | None = None, query: str | None = None) -> SavedSearch:
        """Another title or query for a saved search; its address stays.

        Raises:
            NotFound: there is none.
            BadInput: the query cannot be understood, or the title has no letter or digit.
        """
        known = self.saved(name)
        if query is not None:
            parse_query(query)
            known = replace(known, query=" ".join(clean_text(query).split()))
        if title is not None:
            _name_of(_titled(title))
            known = replace(known, title=_titled(title))
        with self.store.unit() as unit:
            unit.searches.put(known)
        return known

    def remove_search(self, name: str) -> SavedSearch:
        """Forget a saved search.

        Raises:
            NotFound: there is none.
        """
        known = self.saved(name)
        with self.store.unit() as unit:
            unit.searches.remove(name)
        return known

    def would_gather(self, question: str) -> Preview:
        """What a dossier with this question would gather now.

        Raises:
            BadInput: it cannot be understood, or depends on the reader or on today.
        """
        from infostreamer.dossiers import parse

        parse(question)
        return self.preview(question)

    def would_scope(self, slug: str, question: str) -> ScopeChange:
        """What changing a dossier's question would do.

        Raises:
            NotFound: no such dossier.
            BadInput: the question cannot be understood, or depends on the reader or on today.
        """
        dossier, preview = self.dossier(slug), self.would_gather(question)
        then = self.matching_ids(question).story_ids
        joins = [story_id for story_id in then if story_id not in set(dossier.story_ids)]
        leaves = [story_id for story_id in dossier.story_ids if story_id not in set(then)]
        with self.store.read() as unit:
            joining, leaving = (tuple(unit.stories.many(ids[:_SHOWN]).values()) for ids in (joins, leaves))
        return ScopeChange(
            dossier=dossier,
            preview=preview,
            stays=len(then) - len(joins),
            joins_total=len(joins),
            leaves_total=len(leaves),
            joins=joining,
            leaves=leaving,
        )

    def change_dossier(self, slug: str, *, question: str | None = None, title: str | None = None) -> Dossier:
        """Another question or title for a dossier; it is gathered anew, and its address stays.

        Raises:
            NotFound: no such dossier.
            BadInput: the question cannot be understood, or the title has no letter or digit.
        """
        from infostreamer.dossiers import parse

        dossier = self.dossier(slug)
        if question is not None:
            parse(question)
            dossier = replace(dossier, question=" ".join(clean_text(question).split()))
        if title is not None:
            _name_of(_titled(title))
            dossier = replace(dossier, title=_titled(title))
        with self.store.unit() as unit:
            unit.dossiers.put(dossier)
        self.flow.enrich()
        return self.dossier(slug)


def _titled(raw: str) -> str:
    return " ".join(clean_text(raw).split())[:_LONGEST]


def _name_of(title: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in fold(title)).split()
    if not words:
        raise BadInput("A title needs at least one letter or digit.")
    return "-".join(words)[:80].strip("-")
