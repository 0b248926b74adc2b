"""A request -> checked parameters and body; every refusal names the field and what it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from difflib import get_close_matches
from typing import Any

import msgspec
from starlette.requests import Request

from infostreamer.model.typed import converted
from infostreamer.web.api.operation import Operation
from infostreamer.web.api.problems import Refusal
from infostreamer.web.api.words import takes

MAX_BODY_BYTES = 262_144

_MISSING = re.compile(r"Object missing required field `(\w+)`")
_AT = re.compile(r" - at `\$\.?(?P<field>[^`]*)`$")


def params_of(operation: Operation, request: Request) -> Any:
    """The parameters of the request, as the operation's type.

    Raises:
        Refusal: 404 for a path that names nothing, 422 for a parameter that is unknown, double or out of its limits.
    """
    known = {field.name for field in fields(operation.params)}
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        _check_name(name, known - request.path_params.keys(), "parameter")
        if name in given:
            raise Refusal(422, f"The parameter `{name}` is given twice.", field=name)
        given[name] = value
    for name, value in (*request.path_params.items(), *given.items()):
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise Refusal(404 if name in request.path_params else 422, f"`{name}` is no text.", field=name)
    try:
        return converted({**given, **request.path_params}, operation.params, strict=False)
    except msgspec.ValidationError as error:
        refusal = _refused(error, operation.params)
        if refusal.field in request.path_params:
            raise Refusal(404, f"Nothing has that address: {refusal.detail}", field=refusal.field) from error
        raise refusal from error


async def body_of(operation: Operation, request: Request) -> Any:
    """The body of the request, as the operation's type; None where it takes none.

    Raises:
        Refusal: 413, 415, 400 for what is no JSON, 422 for JSON of another shape.
    """
    if operation.body is None:
        return None
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise Refusal(415, "Send the body as application/json.", headers={"accept-post": "application/json"})
    raw = await read_bounded(request, MAX_BODY_BYTES)
    try:
        plain = msgspec.json.decode(raw)
    except RecursionError as error:
        raise Refusal(400, "The body is nested too deeply.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(400, f"The body is not JSON: {error}.") from error
    try:
        made: Any = converted(plain, operation.body)
    except msgspec.ValidationError as error:
        raise _refused(error, operation.body) from error
    for name in plain:
        _check_name(name, {field.name for field in fields(operation.body)}, "field")
    return made


async def read_bounded(request: Request, limit: int) -> bytes:
    """The raw body.

    Raises:
        Refusal: 413 when it is larger than the limit.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refusal(413, f"The body is larger than {limit // 1024} kB.", headers={"connection": "close"})
    return body


def _check_name(name: str, known: Iterable[str], what: str) -> None:
    if name in known:
        return
    near = get_close_matches(name, sorted(known), 1)
    hint = f" did you mean `{near[0]}`?" if near else _listed(known)
    raise Refusal(422, f"There is no {what} `{name[:60]}`;{hint}", field=name[:60])


def _listed(known: Iterable[str]) -> str:
    names = ", ".join(f"`{name}`" for name in sorted(known))
    return f" there is {names}." if names else " this operation takes none."


def _refused(error: msgspec.ValidationError, kind: type) -> Refusal:
    """The field, and what it takes in place of what it was given."""
    text = str(error)
    found, missing = _AT.search(text), _MISSING.match(text)
    if missing:
        return Refusal(422, f"`{missing[1]}` is missing.", field=missing[1])
    field = found["field"] if found else ""
    wanted = takes(kind, field)
    detail = f"`{field}` takes {wanted}." if wanted else f"{text}."
    return Refusal(422, detail, field=field or None)
