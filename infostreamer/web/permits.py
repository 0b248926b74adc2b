"""Who may do what: every address of the desk with the least that it asks for. One without an entry is an admin's.

    open      anybody, also where a login is asked for
    public    whoever is logged in, and on a public desk anybody
    reader    whoever is logged in
    editor    editors and admins
    admin     admins

A JSON twin asks for what its page asks for. On a desk without accounts the one reader is its owner and may all of it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Literal

from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from infostreamer.model import PUBLIC, LoginNeeded, NotAllowed, Reader
from infostreamer.web.reader import reader_of
from infostreamer.web.suffixes import TAKEN_BY_POST, TAKEN_PATHS

Level = Literal["open", "public", "reader", "editor", "admin"]

READING: Mapping[Level, tuple[str, ...]] = {
    "open": ("/login", "/share/{token}", "/unsubscribe/{key}", "/-/health", "/static/desk.css"),
    "public": (
        *("/api", "/api/v1/openapi.json"),
        *("/", "/desk", "/settings", "/search", "/dossiers", "/sources", "/live", "/timeline", "/map", "/figures"),
        *("/s/{id}@{rev:revision}", "/d/{slug}/timeline", "/d/{slug}/who", "/d/{slug}/map"),
        *("/d/{slug}/figures", "/d/{slug}/stories"),
        *("/s/{id}", "/s/{id}/{slug}", "/s/{id}/changes", "/s/{id}/compare", "/s/{id}/sources"),
        *("/report-error", "/r/{id}", "/r/{id}/diff", "/d/{slug}", "/source/{key}", "/sources.opml"),
        *("/q/{name}", "/who", "/who/{id}", "/who/{id}/{slug}", "/place/{id}", "/place/{id}/{slug}"),
    ),
    "reader": (
        *("/judgements", "/account", "/settings/marks"),
        *("/alerts", "/alerts/{id}", "/digests", "/feeds/alerts.{form:feed}"),
        *("/notes", "/notes/new", "/notes/{id}", "/notes/{id}.jsonld"),
    ),
    "editor": ("/review", "/judge", "/d/{slug}/scope"),
    "admin": ("/-/ready", "/-/metrics", "/-/sources", "/-/jobs", "/-/versions"),
}
WRITING: Mapping[Level, tuple[str, ...]] = {
    "open": ("/login", "/unsubscribe/{key}", "/theme", "/settings"),
    "public": ("/report-error",),
    "reader": (
        *("/notes/add", "/notes/{id}/edit", "/notes/{id}/state"),
        *("/seen", "/seen/undo", "/seen/shown", "/s/{id}/seen", "/keep", "/drop", "/settings/forget"),
        *("/alerts/add", "/alerts/{id}/pause", "/alerts/{id}/resume", "/alerts/{id}/test", "/alerts/{id}/remove"),
        *("/digests/add", "/digests/{id}/pause", "/digests/{id}/resume", "/digests/{id}/remove"),
        *("/searches/add", "/q/{name}/change", "/q/{name}/remove"),
        *("/logout", "/account/password", "/account/sessions/end"),
        *("/account/tokens/add", "/account/tokens/{id}/revoke"),
    ),
    "editor": (
        *("/review", "/s/{id}/reviewed", "/judge", "/judgements/{id}/undo"),
        *("/dossiers/add", "/d/{slug}/scope", "/d/{slug}/remove"),
    ),
    "admin": (
        *(
            "/sources/add",
            "/source/{key}/pause",
            "/source/{key}/resume",
            "/source/{key}/owner",
            "/source/{key}/interval",
        ),
        *("/source/{key}/refresh", "/-/failures/{id}/retry"),
    ),
}
READS_BY_POST: frozenset[str] = frozenset()
"""Addresses that are posted to and only read: a token that may read may post there."""

_READ = {path: level for level, paths in READING.items() for path in paths} | {**TAKEN_PATHS}
_WRITE = {path: level for level, paths in WRITING.items() for path in paths} | {**TAKEN_BY_POST}
_LOOKS = ("GET", "HEAD")


def level_of(method: str, path: str) -> Level | None:
    """What the address asks for; None where the tables do not know it."""
    table = _READ if method in _LOOKS else _WRITE
    return table.get(path, table.get(path.removesuffix(".json")))


def require(request: Request, level: Level) -> Reader:
    """Who asks, when they may do this much.

    Raises:
        LoginNeeded: nobody is logged in.
        NotAllowed: the role, or the scope of the token, does not reach so far.
    """
    reader = reader_of(request)
    if level in ("open", "public"):
        return reader
    if reader == PUBLIC:
        raise LoginNeeded("That needs a login; log in at /login and try again.")
    if (level == "editor" and not reader.may_edit) or (level == "admin" and not reader.may_administer):
        needed = "an editor or an admin" if level == "editor" else "an admin"
        raise NotAllowed(f"Only {needed} may do that; you are logged in as {reader.name}, with the role {reader.role}.")
    if request.method not in _LOOKS:
        _require_scope(getattr(request.state, "scope", None), level, request)
    return reader


def may(request: Request, level: Level) -> bool:
    """True when whoever asks may do this much: for what a page offers."""
    reader = reader_of(request)
    if level == "public":
        return reader != PUBLIC or bool(request.app.state.settings["web.public"])
    enough = {"open": True, "reader": True, "editor": reader.may_edit, "admin": reader.may_administer}
    return enough[level] and (reader != PUBLIC or level == "open")


def _require_scope(scope: str | None, level: Level, request: Request) -> None:
    if scope == "read" and _template(request) not in READS_BY_POST:
        raise NotAllowed("This token may only read; make one with the scope write.")
    if scope == "write" and level == "admin":
        raise NotAllowed("This token may not do what only admins do; make one with the scope admin.")


def _template(request: Request) -> str | None:
    return request.scope.get("permit_path")


def guarded(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The same routes, each behind what it asks for."""
    return [_guarded(route) if isinstance(route, Route) else route for route in routes]


def _guarded(route: Route) -> Route:
    behind = copy.copy(route)
    behind.app = _Permitted(route.app, route.path)
    return behind


class _Permitted:
    """A route's app for those who may."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["permit_path"] = self._path
            request = Request(scope)
            require(request, level_of(request.method, self._path) or "admin")
        await self._app(scope, receive, send)
