"""Every page that is looked at is made of one moment of the desk: its parts fit together, and nothing is read twice."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from infostreamer.web.kept import Kept

Show = Callable[[Request], Response]


def at_one_moment(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The same routes; those that only show something read one moment. A write of the page itself ends the moment."""
    return [_of_one(route) if _shows(route) else route for route in routes]


def _shows(route: BaseRoute) -> bool:
    return (
        isinstance(route, Route)
        and (route.methods or set()) <= {"GET", "HEAD"}
        and inspect.isfunction(route.endpoint)
        and not inspect.iscoroutinefunction(route.endpoint)
    )


def _of_one(route: BaseRoute) -> Route:
    assert isinstance(route, Route)
    methods = sorted(route.methods or ())
    return Route(
        route.path, _shown(route.endpoint, route.path), methods=methods, include_in_schema=route.include_in_schema
    )


def _shown(show: Show, path: str) -> Show:
    @wraps(show)
    def shown(request: Request) -> Response:
        def make() -> Response:
            with request.app.state.desk.moment():
                return show(request)

        kept: Kept = request.app.state.kept
        return kept.answer(request, path, make)

    return shown
