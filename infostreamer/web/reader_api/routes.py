"""The addresses of the Google Reader API, and how its errors look."""

from __future__ import annotations

import hashlib
import logging
from typing import Any
from urllib.parse import unquote

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from infostreamer.model import PUBLIC, BadInput, InformationStreamerError, LoginNeeded, NotFound, TooManyTries
from infostreamer.web.reader_api.asked import Asked, asked, form_of
from infostreamer.web.reader_api.login import has_key, key_for
from infostreamer.web.reader_api.marking import WRITES
from infostreamer.web.reader_api.names import state
from infostreamer.web.reader_api.reading import READS, contents
from infostreamer.web.statuses import status_of

_LOG = logging.getLogger("infostreamer.web")
PREFIX = "/reader/api/0/"
_STREAM = "stream/contents"
_POSTED_READS = ("stream/items/contents", "stream/items/ids")


async def login(request: Request) -> Response:
    """POST /accounts/ClientLogin"""
    try:
        form = {name: values[-1] for name, values in (await form_of(request)).items()}
        key = await run_in_threadpool(
            key_for,
            request.app.state.desk,
            form.get("Email", ""),
            form.get("Passwd", ""),
            address=getattr(request.state, "peer", ""),
            agent=request.headers.get("user-agent", "")[:60],
        )
    except InformationStreamerError as error:
        return _trouble(error)
    if form.get("output") == "json":
        return _json({"SID": key, "LSID": key, "Auth": key})
    return _text(f"SID={key}\nLSID={key}\nAuth={key}\n")


class ReaderApi:
    """Every address below /reader/api/0/."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await (await _answer(request))(scope, receive, send)


async def _answer(request: Request) -> Response:
    path = _path(request)
    try:
        if not has_key(request):
            raise LoginNeeded("Log in at /accounts/ClientLogin first.")
        if request.method not in ("GET", "HEAD", "POST"):
            return _text("This address takes GET and POST.\n", 405)
        given = await asked(request, path)
        if given.reader == PUBLIC:  # a public desk keeps nothing for strangers, and an app asks for what is kept
            raise LoginNeeded("Log in at /accounts/ClientLogin first.")
        return await run_in_threadpool(_done, request.method, given)
    except InformationStreamerError as error:
        return _trouble(error)
    except Exception:
        _LOG.exception("The reader API could not answer %s %s", request.method, request.url.path)
        return _text("The desk made a mistake; its log has the details.\n", 500)


def _done(method: str, given: Asked) -> Response:
    path = given.path
    if path == "token":
        return _text(_token(given))
    if path in WRITES:
        if method != "POST":
            return _text("This address takes POST.\n", 405)
        done = WRITES[path](given)
        return _text(done) if isinstance(done, str) else _json(done)
    if method == "POST" and path not in _POSTED_READS:
        raise NotFound("Nothing can be written there.")
    if path in READS:
        return _json(READS[path](given))
    if path == _STREAM or path.startswith(_STREAM + "/"):
        stream = path.removeprefix(_STREAM).removeprefix("/")
        return _json(contents(given, stream or given.one("s", state("reading-list"))))
    raise NotFound("The reader API of this desk has no such address.")


def _path(request: Request) -> str:
    """The path below the prefix; a stream's id may be encoded once more, as some clients do."""
    path = request.url.path.removeprefix(PREFIX)
    return unquote(path) if "%" in path else path


def _token(given: Asked) -> str:
    """57 characters, as the protocol's write token has. Writing rests on the key in the header; this adds nothing."""
    return hashlib.sha256(f"reader {given.reader.name}".encode()).hexdigest()[:40].ljust(57, "Z") + "\n"


def _json(answer: Any) -> Response:
    return Response(msgspec.json.encode(answer), media_type="application/json", headers={"cache-control": "no-store"})


def _text(words: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(words, status, headers={"cache-control": "no-store", **(headers or {})})


def _trouble(error: InformationStreamerError) -> Response:
    status = 400 if isinstance(error, BadInput) else status_of(error)
    headers = {"google-bad-token": "true", "x-reader-google-bad-token": "true"} if status == 401 else {}
    if isinstance(error, TooManyTries):
        status, headers = 429, {"retry-after": str(max(1, error.wait_s))}
    return _text(f"{error}\n", status, headers)


def routes() -> list[Route]:
    """The addresses."""
    return [
        Route("/accounts/ClientLogin", login, methods=["POST"]),
        Route(PREFIX + "{rest:path}", ReaderApi()),
    ]
