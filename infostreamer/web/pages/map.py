"""Where it happens: the places that stories name, on land only, with an equal list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.places import places_of
from infostreamer.model import OWNER, Reader
from infostreamer.web.parts.map import Listed, Map, listed, map_of
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond

_STORIES = 500  # the newest that match a question
_PLACES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """Places by how many stories name them."""

    SCHEMA: ClassVar[str] = "infostreamer/map/1"
    TEMPLATE: ClassVar[str] = "map.html"
    query: str
    stories: int | None  # that match the question; None without one
    map: Map | None
    places: tuple[Listed, ...]
    undrawn: int  # places of the list that no report puts at one point


def show(request: Request) -> Response:
    """GET /map?q=…"""
    query = " ".join(request.query_params.get("q", "").split())
    return respond(request, read(request.app.state.desk, query, reader=reader_of(request)))


def read(desk: Desk, query: str = "", *, reader: Reader = OWNER) -> MapPage:
    """The places of all stories, or of the newest 500 that match the question.

    Raises:
        BadInput: the question cannot be understood.
    """
    if query:
        found = desk.matching(query, reader=reader, limit=_STORIES)
        rows, total = places_of(found.stories, most=_PLACES), found.total
    else:
        rows, total = desk.places(limit=_PLACES), None
    places = listed(rows)
    undrawn = sum(place.latitude is None for place in places)
    return MapPage(query=query, stories=total, map=map_of(places), places=places, undrawn=undrawn)
