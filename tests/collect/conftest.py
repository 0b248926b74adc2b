"""A real server, the door to it under invented host names, and a short way to feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fakes.web_server import WebServer

from infostreamer.collect import Collected, Known, KnownPage, Web, collect
from infostreamer.collect.discover import new_source
from infostreamer.model import Source
from infostreamer.settings import Settings

NOW = datetime(2031, 3, 14, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> datetime:
        self.now += timedelta(**parts)
        return self.now


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_web(server: WebServer, clock: Clock) -> Iterator[Callable[..., Web]]:
    """Opens doors that see the server under every name of *.example; settings as keywords, "_" for "collect."."""
    opened: list[Web] = []

    def open_one(**settings: Any) -> Web:
        values = {"collect.pace": 0.0} | {f"collect.{name}": value for name, value in settings.items()}
        web = Web(Settings(values), hosts={"*.example": server.target}, clock=clock)
        opened.append(web)
        return web

    yield open_one
    for web in opened:
        web.close()


@pytest.fixture
def web(open_web: Callable[..., Web]) -> Web:
    return open_web()


class Follower:
    """Visits one source again and again and remembers what the store would."""

    def __init__(self, source: Source, web: Web, clock: Clock) -> None:
        self.source, self.web, self.clock = source, web, clock
        self.known = Known()

    def visit(self) -> Collected:
        got = collect(self.source, web=self.web, known=self.known, now=self.clock.now)
        pages = dict(self.known.pages)
        for capture in got.captures:
            headers, lead = dict(capture.headers), capture.lead
            pages[capture.address] = KnownPage(
                headers.get("etag"),
                headers.get("last-modified"),
                capture.sha256,
                lead.key if lead else None,
                lead.published if lead else None,
                capture.fetched_at,
            )
        self.known = Known(health=got.health, pages=pages)
        return got


@pytest.fixture
def follow(web: Web, clock: Clock) -> Callable[..., Follower]:
    def start(address: str = "http://dawn.example/feed", kind: Any = "feed", on: Web | None = None) -> Follower:
        return Follower(new_source(address, kind, outlet="The Dawn"), on or web, clock)

    return start


def rss(*items: str, head: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>The Dawn</title>{head}{"".join(items)}</channel></rss>'.encode()


def item(
    path: str, title: str = "A headline", published: str | None = "Fri, 14 Mar 2031 09:00:00 GMT", **more: str
) -> str:
    date = f"<pubDate>{published}</pubDate>" if published else ""
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return f"<item><title>{title}</title><link>{path}</link>{date}{fields}</item>"
