"""Errors as `application/problem+json` (RFC 9457): the status, a stable type, one sentence."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from infostreamer.model import LoginNeeded, TooManyTries, TryLater
from infostreamer.model.shortage import shortage_of
from infostreamer.web.api.values import Problem
from infostreamer.web.statuses import status_of

MEDIA_TYPE = "application/problem+json"
LOGIN = {"www-authenticate": 'Bearer realm="infostreamer"'}

TITLES: dict[int, tuple[str, str]] = {
    400: ("malformed", "The request cannot be read"),
    401: ("login-needed", "Say who you are"),
    403: ("not-allowed", "That is not allowed"),
    404: ("not-found", "Nothing is kept under this address"),
    405: ("no-such-method", "This address does not take that method"),
    413: ("too-large", "The request is too large"),
    415: ("not-json", "The body is not JSON"),
    422: ("not-usable", "That cannot be done"),
    429: ("too-many", "Too many requests"),
    500: ("fault", "The desk made a mistake"),
    502: ("not-fetched", "The address could not be read"),
    503: ("busy", "The desk is busy"),
}
"""Status -> the last part of the problem's `type`, and its title."""


class Refusal(Exception):
    """A request that is not done. Raised by the checks before an operation."""

    def __init__(self, status: int, detail: str, *, field: str | None = None, headers: dict[str, str] | None = None):
        super().__init__(detail)
        self.status, self.detail, self.field, self.headers = status, detail, field, headers or {}


def refusal_of(error: Exception) -> Refusal:
    """What an error of ours is over HTTP; any other exception is a mistake of ours, told without its details."""
    if isinstance(error, Refusal):
        return error
    status = status_of(error)
    if status != 500:
        return Refusal(status, str(error), headers=_headers(error))
    shortage = shortage_of(error)
    if shortage is not None:
        return Refusal(503, shortage, headers={"retry-after": "5"})
    return Refusal(500, "The desk made a mistake; its log has the details. Everything that is stored is untouched.")


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, TooManyTries):
        return {"retry-after": str(max(1, round(error.wait_s)))}
    if isinstance(error, TryLater):
        return {"retry-after": "5"}
    return LOGIN if isinstance(error, LoginNeeded) else {}


def response_of(refusal: Refusal) -> Response:
    """The problem as a response."""
    name, title = TITLES.get(refusal.status, ("refused", "That was not done"))
    problem = Problem(
        type=f"/api#problem-{name}",
        title=title,
        status=refusal.status,
        detail=refusal.detail.encode("utf-8", "replace").decode(),
        field=refusal.field,
    )
    body = msgspec.json.encode(problem)
    headers = {"cache-control": "no-store", **refusal.headers}
    return Response(body, refusal.status, media_type=MEDIA_TYPE, headers=headers)
