"""The routes of feeds, exports and shares; they stand before the pages, whose last part matches anything."""

from __future__ import annotations

from starlette.routing import Route

from infostreamer.web import suffixes
from infostreamer.web.pages import evidence, exports, feeds, share

_SHOW = {
    "/feeds/desk.{form:feed}": feeds.of_desk,
    "/feeds/search.{form:feed}": feeds.of_query,
    "/q/{name:bare}.{form:feed}": feeds.of_saved,
    "/q/{name:bare}.ics": exports.saved_calendar,
    "/s/{id:bare}.{form:feed}": feeds.of_story,
    "/s/{id:bare}/{slug:bare}.{form:feed}": feeds.of_story,
    "/s/{id:bare}.{form:export}": exports.story,
    "/s/{id:bare}/{slug:bare}.{form:export}": exports.story,
    "/d/{slug:bare}.{form:feed}": feeds.of_dossier,
    "/d/{slug:bare}.{form:export}": exports.dossier,
    "/d/{slug:bare}/{part:bare}.{form:export}": exports.dossier_part,
    "/who/{id:bare}.{form:feed}": feeds.of_who,
    "/who/{id:bare}/{slug:bare}.{form:feed}": feeds.of_who,
    "/place/{id:bare}.{form:feed}": feeds.of_who,
    "/place/{id:bare}/{slug:bare}.{form:feed}": feeds.of_who,
    "/timeline.ics": exports.timeline_calendar,
    "/timeline.csv": exports.timeline_table,
    "/figures.csv": exports.figures_table,
    "/map.geojson": exports.map_places,
}

TAKEN_ROUTES = [
    *(Route(path, _SHOW[path]) for path in suffixes.PUBLIC_PATHS),
    Route("/s/{id:bare}/evidence.zip", evidence.bundle),
    Route("/share/sheet.css", share.style),
    Route("/share/{token}", share.show),
    Route("/shares.json", share.shares),
    Route("/shares", share.shares),
    Route("/share", share.make, methods=["POST"]),
    Route("/share/{token}/revoke", share.revoke, methods=["POST"]),
]
