"""The places of one dossier: on the map, and in an equal list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.web.parts.dossier_head import DossierHead, head_of, view_of
from infostreamer.web.parts.map import Listed, Map, listed, map_of
from infostreamer.web.render import respond

_STORIES, _PLACES = 1000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierMapPage:
    """Places by how many of the dossier's stories name them."""

    SCHEMA: ClassVar[str] = "infostreamer/dossier-map/1"
    TEMPLATE: ClassVar[str] = "dossier_map.html"
    head: DossierHead
    map: Map | None
    places: tuple[Listed, ...]
    undrawn: int


def show(request: Request) -> Response:
    """GET /d/{slug}/map"""
    view = view_of(request)
    places = listed(request.app.state.desk.dossier_places(view, limit=_STORIES, most=_PLACES))
    undrawn = sum(place.latitude is None for place in places)
    head = head_of(request, view, "map")
    return respond(request, DossierMapPage(head=head, map=map_of(places), places=places, undrawn=undrawn))
