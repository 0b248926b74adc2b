"""The time zone in which a reader wants to see times: a cookie, else UTC. The JSON twins always say UTC."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from infostreamer.web import tongue

COOKIE = "infostreamer_zone"
_UTC = "UTC"

_current: ContextVar[str] = ContextVar("zone", default=_UTC)


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """UTC and every zone that this machine knows by region and city."""
    named = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    )
    return (_UTC, *sorted(named))


def zone_of(request: Request) -> str:
    """The zone that was chosen; UTC where none was, or none that is known."""
    chosen = request.cookies.get(COOKIE, _UTC)
    return chosen if chosen in zones() else _UTC


def current() -> str:
    """The name of the zone in use for this request."""
    return _current.get()


def local(at: datetime) -> datetime:
    """The moment on the clocks of the zone in use."""
    return at.astimezone(_zone(_current.get()))


class InZone:
    """ASGI middleware: pages are made in the reader's zone and language, everything else in UTC and English."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_for_machines(scope["path"]):
            request = Request(scope)
            _current.set(zone_of(request))
            tongue.use(tongue.language_of(request))
        await self._app(scope, receive, send)


def _is_for_machines(path: str) -> bool:
    return "." in path.rsplit("/", 1)[-1] or path.startswith(("/api/", "/live", "/static/", "/reader/", "/mcp"))


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    return UTC if name == _UTC else ZoneInfo(name)
