"""Stories that are kept under another address now: 301 to the one that has their reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from infostreamer.model import NotFound

T = TypeVar("T")
JOINED = "joined"
"""Query parameter of the page that a reader was led to: the id of the story they asked for."""


def story_or_moved(request: Request, answer: Callable[[], Response]) -> Response:
    """The page, or the way to the story that took this one's reports in.

    Raises:
        NotFound: no such story, and no other one has its reports.
    """
    story_id = request.path_params["id"]
    try:
        return answer()
    except NotFound:
        survivor = request.app.state.desk.moved_to(story_id)
        if survivor is None:
            raise
    ending = ".json" if request.url.path.endswith(".json") else ""
    page = request.url.path.removesuffix(".json").removeprefix(f"/s/{story_id}").strip("/")
    part = f"/{page}" if page in ("changes", "compare", "sources") else ""
    return RedirectResponse(f"/s/{survivor}{part}{ending}?{JOINED}={story_id}", 301)
