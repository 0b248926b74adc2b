"""What a reader sees when a page cannot be shown: the cause, then the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from infostreamer.model import InformationStreamerError
from infostreamer.model.shortage import shortage_of
from infostreamer.web.guard import SECURITY_HEADERS
from infostreamer.web.render import respond
from infostreamer.web.statuses import status_of

TITLES: dict[int, str] = {
    404: "Nothing is kept under this address",
    422: "That cannot be done",
    401: "Log in first",
    403: "That is not yours to do",
    429: "Too many logins failed",
    502: "The address could not be read",
    503: "The desk is busy",
}
ADDRESSES = {
    404: ("Nothing is kept under this address", "The desk has no such page; the front page leads to everything."),
    405: ("That cannot be done here", "This address does not take that method."),
}
UNMADE = "This page could not be made"
MISTAKE = "The desk made a mistake; its log has the details. Everything that is stored is untouched."


@dataclass(frozen=True, slots=True, kw_only=True)
class TroublePage:
    """One sentence on what went wrong; nothing of the inner workings."""

    SCHEMA: ClassVar[str] = "infostreamer/error/1"
    TEMPLATE: ClassVar[str] = "trouble.html"
    status: int
    title: str
    error: str


def known(request: Request, error: Exception) -> Response:
    """An error of ours: its sentence, and 401, 403, 404, 422, 429, 502, 503 or 500."""
    assert isinstance(error, InformationStreamerError)
    status = status_of(error)
    title = TITLES.get(status, UNMADE)
    answer = respond(request, TroublePage(status=status, title=title, error=str(error)), status=status)
    if status in (429, 503):
        answer.headers["retry-after"] = str(getattr(error, "wait_s", 5))
    return answer


def http(request: Request, error: Exception) -> Response:
    """An address or method that the desk does not have."""
    assert isinstance(error, HTTPException)
    title, text = ADDRESSES.get(error.status_code, (UNMADE, str(error.detail)))
    page = TroublePage(status=error.status_code, title=title, error=text)
    return respond(request, page, status=error.status_code)


def unknown(request: Request, error: Exception) -> Response:
    """A mistake of ours: the details go to the server's log, not to the page. What the machine is short of is none."""
    shortage = shortage_of(error)
    page = TroublePage(status=503 if shortage else 500, title=UNMADE, error=shortage or MISTAKE)
    answer = respond(request, page, status=page.status)
    answer.headers.update(SECURITY_HEADERS)  # this one handler runs outside the guard
    return answer
