"""The evidence bundle of a story, for editors."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.deliver import evidence
from infostreamer.deliver.taking import story_under
from infostreamer.text.links import slug
from infostreamer.web.taking import answer, place


def bundle(request: Request) -> Response:
    """GET /s/{id}/evidence.zip"""
    desk = request.app.state.desk
    story = story_under(desk, request.path_params["id"])
    body = evidence.bundle(desk, story, place(request))
    name = f"evidence-{slug(story.headline.text, longest=50) or 'story'}-{story.id[:8]}-r{story.revision}.zip"
    return answer(request, body, "application/zip", saved_as=name)
