"""Who may call what. A foreign page can never write: a write needs a token or the desk's own form token.

Neither can be sent by a page of another origin: both are headers for which a browser first asks with an OPTIONS
request (Fetch standard, "CORS-preflight fetch"), and no answer of ours ever allows another origin.
"""

from __future__ import annotations

from starlette.requests import Request

from infostreamer.model import PUBLIC, Reader
from infostreamer.web.api.operation import Operation
from infostreamer.web.api.problems import LOGIN, Refusal
from infostreamer.web.guard import is_own_origin
from infostreamer.web.reader import reader_of
from infostreamer.web.session import is_form_token

FORM_TOKEN = "x-form-token"  # noqa: S105 - the name of a header
_RANKS: dict[str, int] = {"read": 0, "write": 1, "admin": 2}
_ROLES: dict[str, int] = {"reader": 0, "editor": 1, "admin": 2}
_NEEDED = ("reader", "editor", "admin")


def reader_for(request: Request, operation: Operation) -> Reader:
    """Who calls, when they may: what one keeps for oneself needs a token that may write, but no role beyond reader.

    Raises:
        Refusal: 401 or 403.
    """
    reader, granted, scope = reader_of(request), getattr(request.state, "scope", None), operation.scope
    if scope == "read":
        return reader
    wanted, is_reading = _RANKS["write" if scope == "own" else scope], operation.method == "GET"
    if reader == PUBLIC or (granted is None and not is_reading and not _is_our_form(request)):
        raise Refusal(401, "That needs a token: send it as `Authorization: Bearer …`.", headers=LOGIN)
    if not is_reading and granted is not None and _RANKS[granted] < wanted:
        raise Refusal(403, f"That needs a token with the scope {'write' if scope == 'own' else scope}.")
    if scope != "own" and _ROLES[reader.role] < wanted:
        raise Refusal(403, f"That needs the role {_NEEDED[wanted]}; {reader.name} has the role {reader.role}.")
    return reader


def _is_our_form(request: Request) -> bool:
    sent = request.headers.get(FORM_TOKEN, "")
    return bool(sent) and is_own_origin(request.headers) and is_form_token(request, sent)
