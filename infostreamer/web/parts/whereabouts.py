"""Where a story belongs: the dossiers that gather it, and its places on a small map."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.desk import Desk
from infostreamer.desk.places import places_of
from infostreamer.model import Story
from infostreamer.web.addresses import dossier_path
from infostreamer.web.outcomes import Outcome, outcome
from infostreamer.web.parts.map import Map, listed, map_of

_WIDTH = 360  # units of the box: about as wide as the rail


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One dossier that gathers the story."""

    path: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """`map` is None where no report puts anything at one point."""

    homes: Outcome[tuple[Home, ...]]
    map: Map | None


def whereabouts_of(desk: Desk, story: Story) -> Whereabouts:
    """The dossiers by title, and the map of the places that the story names."""
    return Whereabouts(
        homes=outcome(
            lambda: tuple(Home(path=dossier_path(one.slug), title=one.title) for one in desk.dossiers_with(story.id))
        ),
        map=map_of(listed(places_of([story])), width=_WIDTH),
    )
