"""A real server, and the door to it under invented host names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fakes.following import Clock, Follower
from fakes.web_server import WebServer

from infostreamer.collect import Web
from infostreamer.collect.discover import new_source
from infostreamer.settings import Settings


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


@pytest.fixture
def follow(web: Web, clock: Clock) -> Callable[..., Follower]:
    def start(address: str = "http://dawn.example/feed", kind: Any = "feed", on: Web | None = None) -> Follower:
        return Follower(new_source(address, kind, outlet="The Dawn"), on or web, clock)

    return start
