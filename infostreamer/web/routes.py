"""The one table of addresses: find the code of a page by its URL. A path that ends in .json is the page's twin.

What each address asks for (login, editor, admin) stands in `permits.py`: one without an entry there is an admin's.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infostreamer.model import InformationStreamerError
from infostreamer.web.api import dispatch, openapi, overview
from infostreamer.web.live import live
from infostreamer.web.pages import (
    account,
    changes,
    compare,
    desk,
    diff,
    dossier,
    dossiers,
    judge,
    judgements,
    login,
    map,
    metrics,
    operating,
    operator,
    place,
    report,
    search,
    seen,
    settings,
    source,
    sources,
    story,
    story_sources,
    theme,
    trouble,
    who,
)
from infostreamer.web.reader_api import routes as reader_routes

_POST = ["POST"]

ROUTES = [
    Route("/", desk.show),
    Route("/desk.json", desk.show),
    Route("/seen", seen.catch_up, methods=_POST),
    Route("/seen/undo", seen.undo, methods=_POST),
    Route("/seen/shown", seen.shown, methods=_POST),
    Route("/s/{id}/seen", seen.mark, methods=_POST),
    Route("/keep", seen.keep, methods=_POST),
    Route("/drop", seen.drop, methods=_POST),
    Route("/settings.json", settings.show),
    Route("/settings", settings.show),
    Route("/settings", settings.choose, methods=_POST),
    Route("/settings/marks.json", settings.marks),
    Route("/settings/forget", settings.forget, methods=_POST),
    Route("/s/{id}.json", story.show),
    Route("/s/{id}/changes.json", changes.show),
    Route("/s/{id}/changes", changes.show),
    Route("/s/{id}/compare.json", compare.show),
    Route("/s/{id}/compare", compare.show),
    Route("/s/{id}/sources.json", story_sources.show),
    Route("/s/{id}/sources", story_sources.show),
    Route("/s/{id}/{slug}.json", story.show),
    Route("/s/{id}", story.show),
    Route("/s/{id}/{slug}", story.show),
    Route("/judge.json", judge.show),
    Route("/judge", judge.show),
    Route("/judge", judge.make, methods=_POST),
    Route("/judgements.json", judgements.show),
    Route("/judgements", judgements.show),
    Route("/judgements/{id}/undo", judgements.undo, methods=_POST),
    Route("/r/{id}/diff.json", diff.show),
    Route("/r/{id}/diff", diff.show),
    Route("/r/{id}.json", report.show),
    Route("/r/{id}", report.show),
    Route("/dossiers.json", dossiers.show),
    Route("/dossiers", dossiers.show),
    Route("/dossiers/add", dossiers.add, methods=_POST),
    Route("/d/{slug}.json", dossier.show),
    Route("/d/{slug}", dossier.show),
    Route("/d/{slug}/remove", dossier.remove, methods=_POST),
    Route("/sources.json", sources.show),
    Route("/sources.opml", sources.opml),
    Route("/sources", sources.show),
    Route("/sources/add", sources.add, methods=_POST),
    Route("/source/{key}.json", source.show),
    Route("/source/{key}", source.show),
    Route("/source/{key}/pause", source.pause, methods=_POST),
    Route("/source/{key}/resume", source.pause, methods=_POST),
    Route("/source/{key}/owner", source.state_owner, methods=_POST),
    Route("/source/{key}/refresh", source.refresh, methods=_POST),
    Route("/who/{id}.json", who.show),
    Route("/who/{id}/{slug}.json", who.show),
    Route("/who/{id}", who.show),
    Route("/who/{id}/{slug}", who.show),
    Route("/place/{id}.json", place.show),
    Route("/place/{id}/{slug}.json", place.show),
    Route("/place/{id}", place.show),
    Route("/place/{id}/{slug}", place.show),
    Route("/map.json", map.show),
    Route("/map", map.show),
    Route("/search.json", search.show),
    Route("/search", search.show),
    Route("/login.json", login.show),
    Route("/login", login.show),
    Route("/login", login.enter, methods=_POST),
    Route("/logout", login.leave, methods=_POST),
    Route("/account.json", account.show),
    Route("/account", account.show),
    Route("/account/password", account.change_password, methods=_POST),
    Route("/account/sessions/end", account.end_sessions, methods=_POST),
    Route("/account/tokens/add", account.add_token, methods=_POST),
    Route("/account/tokens/{id}/revoke", account.revoke_token, methods=_POST),
    Route("/theme", theme.choose, methods=_POST),
    Route("/api", overview.show),
    Route("/api/v1/openapi.json", openapi.show),
    Route("/live", live),
    Route("/-/health", operator.health),
    Route("/-/ready", operator.ready),
    Route("/-/metrics.json", metrics.show),
    Route("/-/metrics", metrics.show),
    Route("/-/jobs.json", operating.jobs),
    Route("/-/jobs", operating.jobs),
    Route("/-/sources.json", operating.sources),
    Route("/-/sources", operating.sources),
    Route("/-/versions.json", operating.versions),
    Route("/-/versions", operating.versions),
    Route("/-/failures/{id}/retry", operating.retry, methods=_POST),
]

PROGRAM_ROUTES = [*dispatch.routes(), *reader_routes.routes()]
"""Where programs ask. Each address says itself who may call it: see web/api/access.py."""

ERRORS: dict[int | type[Exception], Callable[[Request, Exception], Response]] = {
    InformationStreamerError: trouble.known,
    HTTPException: trouble.http,
    Exception: trouble.unknown,
}
