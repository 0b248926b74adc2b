"""The page /api: every operation in words, for whoever writes a program against the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.web.api.operation import Operation
from infostreamer.web.api.problems import TITLES
from infostreamer.web.api.table import OPERATIONS, PREFIX
from infostreamer.web.api.words import ParameterRow, parameters_of
from infostreamer.web.render import respond


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """One operation in words."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    needs: str  # who may, in words; empty: whoever may read the desk
    schema: str
    parameters: tuple[ParameterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationGroup:
    """Operations on one noun."""

    anchor: str
    title: str
    operations: tuple[OperationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """One kind of error."""

    status: int
    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage:
    """Every operation and every error."""

    SCHEMA: ClassVar[str] = "infostreamer/api/1"
    TEMPLATE: ClassVar[str] = "api.html"
    address: str  # of this desk, as the reader knows it
    groups: tuple[OperationGroup, ...]
    problems: tuple[ProblemRow, ...]


def show(request: Request) -> Response:
    """GET /api"""
    return respond(request, read(str(request.base_url).rstrip("/")))


def read(address: str) -> ApiPage:
    """The page, made from the table."""
    names = dict.fromkeys(operation.group for operation in OPERATIONS)
    return ApiPage(
        address=address,
        groups=tuple(_group(name) for name in names),
        problems=tuple(ProblemRow(status=status, name=name, title=title) for status, (name, title) in TITLES.items()),
    )


def _needs(operation: Operation) -> str:
    if operation.scope == "read":
        return ""
    if operation.method == "GET":
        return "For whoever is logged in." if operation.scope == "own" else "For editors."
    if operation.scope == "own":
        return "Needs a token that may write."
    who = "an editor’s" if operation.scope == "write" else "an admin’s"
    return f"Needs {who} token with the scope {operation.scope}."


def _group(title: str) -> OperationGroup:
    rows = [
        OperationRow(
            name=one.name,
            method=one.method,
            path=PREFIX + one.path,
            summary=one.summary,
            about=(one.call.__doc__ or "").strip(),
            scope=one.scope,
            needs=_needs(one),
            schema=one.schema,
            parameters=tuple(parameters_of(one)),
        )
        for one in OPERATIONS
        if one.group == title
    ]
    return OperationGroup(anchor=title.lower().replace(" ", "-"), title=title, operations=tuple(rows))
