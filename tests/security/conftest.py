"""Servers on loopback for tests of what leaves the desk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from addresses import addresses
from fakes.canary import Canary
from fakes.names import answering
from fakes.sockets import Watch, watched
from fakes.web_server import Route, WebServer
from resolved import ANSWERS, OUTSIDE

from infostreamer.desk import Desk
from infostreamer.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[2] / "release"))

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Lamp</title>
<item><title>Ferry halted at Mirsk</title><link>http://lamp.example/ferry</link><guid>1</guid></item></channel></rss>"""
PAGE = b"""<html><head><title>Ferry halted at Mirsk</title></head><body><article><h1>Ferry halted at Mirsk</h1>
<p>The ferry between Mirsk and Tolna was halted on Monday after a fire in its engine room, the harbour said.</p>
<p>Nobody was hurt. Harbour master Ana Belov said that the crossing would open again on Thursday.</p>
</article></body></html>"""


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as running:
        running.routes["/feed"] = Route(FEED, mime="application/rss+xml")
        running.routes["/ferry"] = Route(PAGE)
        yield running


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as running:
        yield running


@pytest.fixture(scope="module")
def bad(canary: Canary) -> list[str]:
    return addresses(canary.port)


@pytest.fixture
def closed(canary: Canary, server: WebServer) -> Iterator[Watch]:
    """Everything in the test is watched; afterwards nobody came, and only the known server was connected to."""
    before = len(canary.visits)
    with answering(ANSWERS), watched(is_closed=True) as seen:
        yield seen
    assert canary.visits[before:] == []
    assert set(seen.outside(("127.0.0.1", server.port))) <= {(OUTSIDE, canary.port)}


@pytest.fixture
def desk(server: WebServer, tmp_path: Path, closed: Watch) -> Iterator[Desk]:
    settings = Settings({"desk.data": str(tmp_path), "collect.pace": 0.0, "collect.max_leads": 1000})
    with Desk.open(settings, hosts={"*.example": server.target}) as opened:
        yield opened
