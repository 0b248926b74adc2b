"""The OpenAPI 3.1 document, made from the table of operations and the types of the nouns themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, get_args, get_origin

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from infostreamer import __version__
from infostreamer.model import PAYLOADS
from infostreamer.web.api.operation import Operation
from infostreamer.web.api.problems import MEDIA_TYPE, TITLES
from infostreamer.web.api.table import OPERATIONS, PREFIX
from infostreamer.web.api.values import Payloads, Problem
from infostreamer.web.api.words import REF, Json, path_names, properties_of, tidy

INTRODUCTION = (
    "Stories, dossiers and everything derived, as the desk's pages show them. Every derived line has `citations`: "
    "code points [start, end) of a stored report's text; `notes` beside it hold the exact words. Listings are paged: "
    "put `next` into `after`. GET answers carry an ETag. Errors are application/problem+json (RFC 9457)."
)


def show(request: Request) -> Response:
    """GET /api/v1/openapi.json"""
    return Response(encoded(), media_type="application/json", headers={"cache-control": "no-cache"})


@lru_cache(maxsize=1)
def encoded() -> bytes:
    """The document as bytes."""
    return msgspec.json.format(msgspec.json.encode(document()), indent=1)


def document() -> Json:
    """The whole document."""
    types = _types()
    shapes, components = msgspec.json.schema_components(types, ref_template=REF, schema_hook=schema_of_other)
    by_type = dict(zip(map(_key, types), shapes, strict=True))
    paths: Json = {}
    for operation in OPERATIONS:
        row = _row(operation, by_type)
        paths.setdefault(PREFIX + operation.path, {})[operation.method.lower()] = row
    return {
        "openapi": "3.1.0",
        "info": {"title": "Information Streamer", "version": __version__, "description": INTRODUCTION},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {name: tidy(shape) for name, shape in components.items()} | _bodies(components),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _bodies(components: Json) -> Json:
    """What is sent is taken as it is meant: a field that nobody knows is a mistake."""
    names = {operation.body.__name__ for operation in OPERATIONS if operation.body}
    return {name: {**tidy(components[name]), "additionalProperties": False} for name in sorted(names)}


def schema_of_other(kind: type) -> Json:
    """The schema of what is no noun: the payload of a finding is one of eight."""
    if kind is Payloads:
        return {"anyOf": [{"$ref": REF.format(name=payload.__name__)} for payload in PAYLOADS.values()]}
    raise TypeError(f"{kind.__name__} has no place in the document.")


def _types() -> list[Any]:
    """Every type that a body or an answer has, the payloads of findings, the problem."""
    used = [one for operation in OPERATIONS for one in (operation.answer, operation.body) if one is not None]
    return list({_key(one): one for one in (*used, *PAYLOADS.values(), Problem)}.values())


def _key(kind: Any) -> str:
    name = getattr(get_origin(kind) or kind, "__name__", str(kind))
    return f"{name}[{', '.join(map(_key, get_args(kind)))}]" if get_args(kind) else name


def _row(operation: Operation, by_type: Json) -> Json:
    row: Json = {
        "operationId": operation.name,
        "tags": [operation.group],
        "summary": operation.summary,
        "description": inspect.getdoc(operation.call) or "",
        "parameters": list(_parameters(operation)),
        "responses": _responses(operation, by_type),
        "security": [{"token": []}] if operation.scope != "read" else [{"token": []}, {}],
        "x-scope": operation.scope,
    }
    if operation.body is not None:
        content = {"application/json": {"schema": by_type[_key(operation.body)]}}
        row["requestBody"] = {"required": True, "content": content}
    return row


def _parameters(operation: Operation) -> Iterator[Json]:
    in_path = path_names(operation.path)
    for name, (schema, is_required) in properties_of(operation.params).items():
        shape = dict(schema)
        text = shape.pop("description", "")
        place = "path" if name in in_path else "query"
        yield {
            "name": name,
            "in": place,
            "required": is_required or place == "path",
            "description": text,
            "schema": shape,
        }


def _responses(operation: Operation, by_type: Json) -> Json:
    good: Json = {"description": operation.summary}
    if operation.answer is not None:
        schema = {"type": "object", "properties": {"schema": {"const": operation.schema}}, "required": ["schema"]}
        whole = {"allOf": [by_type[_key(operation.answer)], schema]}
        good["content"] = {"application/json": {"schema": whole}}
    if operation.method == "GET":
        good["headers"] = {"ETag": {"schema": {"type": "string"}}}
    problem = {MEDIA_TYPE: {"schema": by_type["Problem"]}}
    errors = {str(status): {"description": TITLES[status][1], "content": problem} for status in statuses(operation)}
    unchanged = (
        {"304": {"description": "The answer is the one that the client has"}} if operation.method == "GET" else {}
    )
    return {str(operation.status): good, **unchanged, **errors}


def statuses(operation: Operation) -> list[int]:
    """The errors that this operation may answer with."""
    found = {401, 403, 404, 405, 422, 429, 500, 503}
    if operation.body is not None:
        found |= {400, 413, 415}
    if operation.name == "add-source":
        found.add(502)
    return sorted(found)
