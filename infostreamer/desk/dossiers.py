"""Dossiers as a page needs them: their stories, what changed last, all of it also as of a past day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.desk.chronicle import Telling
from infostreamer.desk.history import History
from infostreamer.desk.pieces import is_taken_back
from infostreamer.desk.places import PlaceRow, places_of
from infostreamer.model import Change, Dossier, Story, Who, fold

if TYPE_CHECKING:
    from infostreamer.store.changes import Entry
    from infostreamer.store.dossiers import DossierName

_LOOKED_AT = 400  # changes of a dossier's stories, the newest, of which the weightiest of each pass are shown

_WEIGHT = ("report-withdrawn", "correction", "new-denial", "figure-changed", "report-edited", "added", "new-event")
"""Kinds of change, the weightiest first; others weigh less: one more report, one more origin, one more figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """A dossier as it stands, or as it stood `at` a past moment; `now` is what "to come" is counted from."""

    dossier: Dossier
    now: datetime
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """What a story names, as the index of names has it."""

    who: tuple[Who, ...]


class Dossiers(Telling, History):
    """Questions about dossiers."""

    _clock: Callable[[], datetime]

    def dossier_view(self, slug: str, at: datetime | None = None) -> DossierView:
        """The dossier as it stands, or as it stood at that moment.

        Raises:
            NotFound: no such dossier.
        """
        if at is None:
            return DossierView(dossier=self.dossier(slug), now=self._clock())
        return DossierView(dossier=self.dossier_as_of(slug, at), now=at, at=at)

    def dossier_names(self) -> list[DossierName]:
        """Every dossier by its name and stories, by title; what it gathered from them is not read."""
        with self.store.read() as unit:
            return sorted(unit.dossiers.names(), key=lambda one: (fold(one.title), one.slug))

    def dossiers_with(self, story_id: str) -> list[DossierName]:
        """The dossiers that gathered this story, by title."""
        with self.store.read() as unit:
            found = [one for one in unit.dossiers.names() if story_id in one.story_ids]
        return sorted(found, key=lambda one: (fold(one.title), one.slug))

    def dossier_stories(self, view: DossierView, *, limit: int, offset: int = 0) -> list[Story]:
        """Stories of the dossier in its order, as they stand or stood then."""
        ids = view.dossier.story_ids[offset : offset + limit]
        with self.store.read() as unit:
            found = unit.stories.many(ids) if view.at is None else unit.revisions.as_of(ids, view.at)
        return [found[story_id] for story_id in ids if story_id in found]

    def dossier_places(self, view: DossierView, *, limit: int, most: int | None = None) -> list[PlaceRow]:
        """Places that the first so many of its stories name, those in most of them first; `most` of them if given."""
        if view.at is not None:
            return places_of(self.dossier_stories(view, limit=limit), most=most)
        with self.store.read() as unit:
            named = unit.stories.named.of_stories(view.dossier.story_ids[:limit], "place")
        return places_of((_Named(tuple(found)) for found in named.values()), most=most)

    def dossier_changes(self, view: DossierView, *, limit: int = 5) -> list[Change]:
        """What changed last in the dossier's stories, newest first; of one story and moment only what weighs most.

        One more report, origin or figure stands here only where nothing weightier is left; what an outlet has taken
        back since, only in a view of the past.
        """
        from infostreamer.desk.news import rebuilt

        with self.store.read() as unit:
            log = unit.changes.entries_of_stories(view.dossier.story_ids, 0, _LOOKED_AT, without=rebuilt(unit))
            best = _weightiest([one for one in log if view.at is None or (one.at and one.at <= view.at)])
            heavy = [one.position for one in best if _rank(one) < len(_WEIGHT)][: 2 * limit]
            light = [one.position for one in best if _rank(one) == len(_WEIGHT)][:limit]
            weighty, lesser = (_newest_first(unit.changes.at(each)) for each in (heavy, light))
        if view.at is None:
            weighty = self._still_told(weighty)
        chosen = [*weighty[:limit], *lesser[: max(limit - len(weighty), 0)]]
        return sorted(chosen, key=lambda one: -(one.position or 0))

    def _still_told(self, changes: Sequence[Change]) -> list[Change]:
        with self.store.read() as unit:
            stories = unit.stories.many(sorted({change.id for change in changes}))
        return [one for one in changes if one.id not in stories or not is_taken_back(stories[one.id], one)]


def _newest_first(changes: Sequence[Change]) -> list[Change]:
    return [one for one in reversed(changes) if one.text]


def _weightiest(log: Sequence[Entry]) -> list[Entry]:
    best: dict[tuple[str, datetime | None], Entry] = {}
    for change in log:
        key = (change.id, change.at)
        if key not in best or _rank(change) <= _rank(best[key]):
            best[key] = change
    return sorted(best.values(), key=lambda one: -one.position)


def _rank(change: Entry) -> int:
    return _WEIGHT.index(change.what) if change.what in _WEIGHT else len(_WEIGHT)
