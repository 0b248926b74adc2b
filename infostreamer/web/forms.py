"""What is posted: from our own pages only, of bounded size, with the token that the page was given."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive

from infostreamer.web.guard import is_own_origin, netloc_of
from infostreamer.web.session import is_form_token

_MAX_BYTES = 65_536
_MOST_FIELDS = 1_000
_FOREIGN = "This form was not sent from a page of this desk, so nothing was changed.\n"
_OLD = "This form is older than the login or than the desk's last start; go back, reload the page and send it again.\n"
_LARGE = "That form is larger than 64 kB, so nothing was changed.\n"


async def take_form(request: Request, receive: Receive) -> PlainTextResponse | None:
    """`request.state.form` filled with the last value of every field; else the refusal: 403 or 413."""
    is_program = request.state.scope is not None  # it sent the token of an account, which no foreign page can
    if not is_own_origin(request.headers):
        return PlainTextResponse(_FOREIGN, 403)
    body = await _read(receive)
    form = None if body is None else _fields(body)
    if form is None:
        return PlainTextResponse(_LARGE, 413)
    if not is_form_token(request, form.pop("token", "")) and not is_program:
        return PlainTextResponse(_OLD, 403)
    request.state.form = form
    return None


def refuse_foreign(headers: Headers) -> PlainTextResponse | None:
    """403 for what a browser sends to a program's address from any page but ours.

    Programs say nothing of where they come from. A browser always names an origin with a POST to another site.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    is_own = site in (None, "same-origin") and (origin is None or netloc_of(origin) == headers.get("host"))
    return None if is_own else PlainTextResponse(_FOREIGN, 403)


def _fields(body: bytes) -> dict[str, str] | None:
    try:
        found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return {name: values[-1] for name, values in found.items()}


async def _read(receive: Receive) -> bytes | None:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > _MAX_BYTES:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return body
