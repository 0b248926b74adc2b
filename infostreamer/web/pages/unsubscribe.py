"""The link at the end of a mail: one click and nothing more comes (RFC 8058). The secret in it is all it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.web.render import respond


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribePage:
    """Asked before, told after; `name` None: not ended yet."""

    SCHEMA: ClassVar[str] = "infostreamer/unsubscribe/1"
    TEMPLATE: ClassVar[str] = "unsubscribe.html"
    name: str | None


def show(request: Request) -> Response:
    """GET /unsubscribe/{key}: a question, because programs open links in mails unasked."""
    return respond(request, UnsubscribePage(name=None))


def end(request: Request) -> Response:
    """POST /unsubscribe/{key}, by the button or by a mail program."""
    ended = request.app.state.desk.unsubscribe(request.path_params["key"])
    return respond(request, UnsubscribePage(name=ended.name))
