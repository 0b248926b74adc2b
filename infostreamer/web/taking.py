"""What leaves the desk over HTTP: from which address, whether a reader has it, and under which name it is saved."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.deliver.gathering import place_of
from infostreamer.deliver.sheet import Place
from infostreamer.model import sha256_hex


def place(request: Request) -> Place:
    """Where the desk stands: the setting `web.address`, else the address of this request."""
    asked_under = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return place_of(request.app.state.settings, asked_under)


def answer(
    request: Request, body: bytes, media_type: str, *, changed_at: datetime | None = None, saved_as: str | None = None
) -> Response:
    """The bytes, or 304 to whoever has them already (RFC 9110, section 13).

    Args:
        request: its If-None-Match decides, else its If-Modified-Since.
        body: what is sent.
        media_type: with its charset.
        changed_at: when what it says last changed.
        saved_as: a file name that makes it a download.
    """
    headers = {"cache-control": "no-cache", "etag": f'W/"{sha256_hex(body)[:32]}"', "vary": "cookie, authorization"}
    if changed_at is not None and changed_at.year > 1970:
        headers["last-modified"] = format_datetime(changed_at.astimezone(UTC).replace(microsecond=0), usegmt=True)
    if _is_held(request, headers):
        return Response(status_code=304, headers=headers)
    if saved_as is not None:
        headers["content-disposition"] = _download(saved_as)
    return Response(body, headers=headers, media_type=media_type)


def _download(name: str) -> str:
    """The header that saves under this name; letters beyond ASCII as RFC 6266 and RFC 8187 have them."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_.@") else "_" for char in name)
    other = "" if plain == name else f"; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
    return f'attachment; filename="{plain}"{other}'


def _is_held(request: Request, headers: dict[str, str]) -> bool:
    asked = request.headers.get("if-none-match")
    if asked is not None:
        held = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return "*" in held or headers["etag"].removeprefix("W/") in held
    since, changed = request.headers.get("if-modified-since"), headers.get("last-modified")
    if since is None or changed is None:
        return False
    try:
        return parsedate_to_datetime(since) >= parsedate_to_datetime(changed)
    except (TypeError, ValueError):
        return False
