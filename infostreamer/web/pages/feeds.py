"""Feeds: Atom, RSS and JSON Feed of the desk, a question, a saved search, a story, a dossier, somebody."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from infostreamer.deliver import feeding
from infostreamer.deliver.feeds import FEEDS, Feed
from infostreamer.desk import Desk
from infostreamer.desk.since import parse_since
from infostreamer.model import BadInput, NotFound
from infostreamer.web.reader import reader_of
from infostreamer.web.taking import answer, place


def of_desk(request: Request) -> Response:
    """GET /feeds/desk.atom?since="""
    desk, since = _asked(request)
    return _feed(request, feeding.feed_of_desk(desk, place(request), since=since, reader=reader_of(request)))


def of_query(request: Request) -> Response:
    """GET /feeds/search.atom?q="""
    desk, since = _asked(request)
    query = request.query_params.get("q", "").strip()
    if not query:
        raise BadInput("Give the question of the feed as q=.")
    made = feeding.feed_of_query(desk, place(request), query, since=since, reader=reader_of(request))
    return _feed(request, made)


def of_saved(request: Request) -> Response:
    """GET /q/{name}.atom"""
    desk, since = _asked(request)
    saved = desk.saved(request.path_params["name"])
    made = feeding.feed_of_query(
        desk,
        place(request),
        saved.query,
        name=request.path_params["name"],
        title=saved.title,
        since=since,
        reader=reader_of(request),
    )
    return _feed(request, made)


def of_story(request: Request) -> Response:
    """GET /s/{id}.atom: what changed in it."""
    desk, since = _asked(request)
    story_id, form = request.path_params["id"], request.path_params["form"]
    try:
        made = feeding.feed_of_story(desk, place(request), story_id, since=since)
    except NotFound:
        survivor = desk.moved_to(story_id)
        if survivor is None:
            raise
        return RedirectResponse(f"/s/{survivor}.{form}", 301)
    return _feed(request, made)


def of_dossier(request: Request) -> Response:
    """GET /d/{slug}.atom"""
    desk, since = _asked(request)
    return _feed(request, feeding.feed_of_dossier(desk, place(request), request.path_params["slug"], since=since))


def of_who(request: Request) -> Response:
    """GET /who/{id}.atom and /place/{id}.atom"""
    desk, since = _asked(request)
    return _feed(request, feeding.feed_of_who(desk, place(request), request.path_params["id"], since=since))


def _asked(request: Request) -> tuple[Desk, feeding.Since]:
    desk: Desk = request.app.state.desk
    return desk, parse_since(request.query_params.get("since"), desk.now())


def _feed(request: Request, feed: Feed) -> Response:
    media_type, write = FEEDS[request.path_params["form"]]
    return answer(request, write(feed), f"{media_type}; charset=utf-8", changed_at=feed.updated)
