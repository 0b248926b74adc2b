"""The desk's one stylesheet: every file of static/css, joined in the order of their names."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_FOLDER = Path(__file__).parent / "static" / "css"


def show(request: Request) -> Response:
    """GET /static/desk.css, with a tag of its content so that it is sent once."""
    body, tag = _joined()
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/css", headers=headers)


@lru_cache(maxsize=1)
def _joined() -> tuple[bytes, str]:
    body = b"\n".join(path.read_bytes() for path in sorted(_FOLDER.glob("*.css")))
    return body, f'"{sha256(body).hexdigest()[:16]}"'
