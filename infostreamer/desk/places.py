"""Places: which ones the stories name, and what happened there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from infostreamer.desk.people import People
from infostreamer.desk.views import WhoPage
from infostreamer.dossiers.people import one_of
from infostreamer.model import Moment, Story, Who, fold

_MOST = 400  # places that are put together


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One place with how many stories name it and how often."""

    place: Who
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """One place, the stories that name it, and the dated or undated events that reports put there."""

    found: WhoPage
    events: tuple[tuple[Story, Moment], ...]  # in order of time, the undated last


class Places(People):
    """The questions about places."""

    def places(self, *, limit: int = 200) -> list[PlaceRow]:
        """Places over all stories, those in most stories first."""
        with self.store.read() as unit:
            whole = unit.stories.named.most_named("place", min(limit, _MOST))
        return [PlaceRow(place=replace(who, mentions=count.mentions), stories=count.stories) for who, count in whole]

    def place(self, place_id: str) -> PlacePage:
        """One place.

        Raises:
            NotFound: no story names anything under that id.
        """
        found = self.who(place_id)
        return PlacePage(found=found, events=events_at(found.who, found.stories))


class Naming(Protocol):
    """What names people, organisations and places: a story, or only that part of one."""

    @property
    def who(self) -> tuple[Who, ...]:
        """Whom and what it names."""
        ...


def places_of(stories: Iterable[Naming], *, most: int | None = None) -> list[PlaceRow]:
    """Places of these stories, those in most stories first, then by mentions and name; the first `most` where given."""
    known: dict[str, list[Who]] = {}
    for story in stories:
        for who in story.who:
            if who.kind == "place":
                known.setdefault(who.id, []).append(who)
    first = sorted(known.values(), key=_by_weight)[:most]  # before they are put together, which takes longest
    return [PlaceRow(place=one_of(entries), stories=len(entries)) for entries in first]


def _by_weight(entries: Sequence[Who]) -> tuple[int, int, str, str]:
    return -len(entries), -sum(one.mentions for one in entries), entries[0].name, entries[0].id


def events_at(place: Who, stories: Iterable[Story]) -> tuple[tuple[Story, Moment], ...]:
    """What reports put at this place, under any form of its name."""
    forms = {fold(form) for form in (place.name, *place.aliases)}
    found = [(story, moment) for story in stories for moment in story.timeline if fold(moment.place or "") in forms]
    return tuple(sorted(found, key=lambda pair: (pair[1].when is None, pair[1].when or "", pair[0].id)))
