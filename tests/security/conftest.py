"""Servers on loopback for tests of what leaves the desk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.web_server import Route, WebServer

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
