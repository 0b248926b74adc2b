"""The table of operations as routes: who may call, what is asked, the call, the answer with its ETag."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from infostreamer.model import PUBLIC
from infostreamer.web.api.access import reader_for
from infostreamer.web.api.operation import Asked, Operation
from infostreamer.web.api.problems import Refusal, refusal_of, response_of
from infostreamer.web.api.request import body_of, params_of
from infostreamer.web.api.table import OPERATIONS, PREFIX
from infostreamer.web.strangers import unsigned

_LOG = logging.getLogger("infostreamer.web")
_HEADERS = {"cache-control": "private, no-cache", "vary": "authorization, cookie"}


class Door:
    """One address of the API: an ASGI app over the operations that share it."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """The door to these operations, at most one for each method."""
        self._by_method = {operation.method: operation for operation in operations}
        methods = {*self._by_method, "OPTIONS"} | ({"HEAD"} if "GET" in self._by_method else set())
        self._allow = ", ".join(sorted(methods))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await (await self._answer(request))(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": self._allow})
        method = "GET" if request.method == "HEAD" else request.method
        operation = self._by_method.get(method)  # type: ignore[call-overload]
        try:
            if operation is None:
                text = f"This address takes {self._allow}, not {request.method[:20]}."
                raise Refusal(405, text, headers={"allow": self._allow})
            return await _called(operation, request)
        except Exception as error:
            refusal = refusal_of(error)
            if refusal.status == 500:
                _LOG.exception("The API could not answer %s %s", request.method, request.url.path)
            return response_of(refusal)


async def _called(operation: Operation, request: Request) -> Response:
    reader = reader_for(request, operation)
    params = params_of(operation, request)
    body = await body_of(operation, request)
    asked = Asked(desk=request.app.state.desk, reader=reader, params=params, body=body)
    encoded = await run_in_threadpool(_encoded, operation, asked)
    if operation.status == 204:
        return Response(status_code=204)
    if operation.method != "GET":
        return Response(encoded, operation.status, media_type="application/json", headers={"cache-control": "no-store"})
    return _with_tag(request, encoded)


def _encoded(operation: Operation, asked: Asked[object, object]) -> bytes:
    answer = operation.call(asked)
    answer = unsigned(answer) if asked.reader == PUBLIC else answer
    if operation.answer is None:
        return b""
    body = msgspec.json.encode(answer)
    return b'{"schema":"%s",%s' % (operation.schema.encode(), body[1:])


def _with_tag(request: Request, body: bytes) -> Response:
    """The answer, or 304 where the client has it (RFC 9110, section 13.1.2). Weak: it may be sent compressed."""
    tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {**_HEADERS, "etag": tag}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag.removeprefix("W/") in known or known == ["*"]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    refusal = Refusal(404, "The API has no such address; /api lists all.")
    await response_of(refusal)(scope, receive, send)


class Nowhere:
    """Any other address below /api/v1."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _nowhere(scope, receive, send)


def routes() -> list[Route]:
    """One route for each address, in the order of the table."""
    paths = dict.fromkeys(operation.path for operation in OPERATIONS)
    made = [Route(PREFIX + path, Door(one for one in OPERATIONS if one.path == path)) for path in paths]
    return [*made, Route(PREFIX + "/{rest:path}", Nowhere()), Route(PREFIX, Nowhere())]
