"""Is the desk alive, and can it read its store: two answers for whoever runs it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from infostreamer.model import InformationStreamerError


async def health(request: Request) -> Response:
    """GET /-/health: the process answers. It needs no thread and asks no database: both may stand still."""
    return JSONResponse({"schema": "infostreamer/health/1", "state": "ok"}, headers={"cache-control": "no-store"})


def ready(request: Request) -> Response:
    """GET /-/ready: the store answers; 503 with the reason when it does not."""
    try:
        desk = request.app.state.desk
        body = {"state": "ok", "position": desk.position(), "counts": desk.counts()}
    except InformationStreamerError as error:
        body = {"state": "not ready", "error": str(error)}
    status = 200 if body["state"] == "ok" else 503
    return JSONResponse({"schema": "infostreamer/ready/1", **body}, status, headers={"cache-control": "no-store"})
