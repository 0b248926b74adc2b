"""Styles, scripts and marks, under an address that tells their content: a browser asks for each once and never again.

`/static/<version>/main.js`: the version is a hash over all of them, so that a script's own imports, which name their
neighbours, lie under it too. The plain addresses stay, for whoever has written one down; they are asked for each time.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from os import stat_result
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from infostreamer.web import stylesheet

FOLDER = Path(__file__).parent / "static"
_FOR_GOOD = "public, max-age=31536000, immutable"  # RFC 8246; a year is the longest that caches keep to


class _Lasting(StaticFiles):
    """Files whose address changes with their content."""

    def file_response(self, full_path: Any, stat_result: stat_result, scope: Any, status_code: int = 200) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        answer.headers["cache-control"] = _FOR_GOOD
        return answer


@lru_cache(maxsize=1)
def version() -> str:
    """16 hex digits over every file, by name and content."""
    digest = sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def static_path(name: str) -> str:
    """The address of a file that a page loads."""
    return f"/static/{version()}/{name}"


def routes() -> list[BaseRoute]:
    """Both addresses of every file."""
    return [
        Route(static_path("desk.css"), _stylesheet),
        Mount(f"/static/{version()}", _Lasting(directory=FOLDER)),
        Route("/static/desk.css", stylesheet.show),
        Mount("/static", StaticFiles(directory=FOLDER), name="static"),
    ]


def _stylesheet(request: Request) -> Response:
    answer = stylesheet.show(request)
    answer.headers["cache-control"] = _FOR_GOOD
    return answer
