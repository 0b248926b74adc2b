"""A real server on a free loopback port for the pages, and a real browser where there is one."""

from __future__ import annotations

import copy
import http.client
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_desk import FakeDesk

from infostreamer.demo import DemoServer, sources, ticks
from infostreamer.demo.replay import begin, replay
from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web import kept, serve

_TICKS = 3  # of the demo wire


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    text: str = field(init=False)

    def __post_init__(self):
        is_binary = self.headers.get("content-type") == "application/zip"
        self.text = "" if is_binary else self.body.decode("utf-8")


class Site:
    """A served desk: `get` and `post` like a browser that follows nothing by itself."""

    def __init__(self, desk, **settings):
        self.desk = desk
        self._stop, ready = threading.Event(), threading.Event()
        made = Settings({"web.port": 0, **settings})

        def note(address):
            self.address = address
            ready.set()

        self._thread = threading.Thread(
            target=serve, args=(desk, made), kwargs={"on_ready": note, "stop": self._stop}, daemon=True
        )
        self._thread.start()
        assert ready.wait(60), "the server did not start"
        self.host = self.address.removeprefix("http://").rstrip("/")

    def close(self):
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive(), "the server did not stop"

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def token(self):
        page = self.get("/").text
        return page.split('name="token" value="', 1)[1].split('"', 1)[0]

    def post(self, path, form, *, token=None, **headers):
        body = urlencode({"token": self.token() if token is None else token, **form})
        sent = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.ask("POST", path, body, {name: value for name, value in sent.items() if value is not None})


class Swap:
    """Stands for a desk that can be exchanged, so that one server serves all tests, each with a fresh desk."""

    def __init__(self):
        self.real = FakeDesk()

    def __getattr__(self, name):
        return getattr(self.real, name)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    """Tests change a desk behind the back of its pages, which may be a second old else; see test_web_kept.py."""
    monkeypatch.setattr(kept, "LASTS_S", -1.0)


@pytest.fixture(scope="session")
def _shared_site():
    served = Site(Swap())
    yield served
    served.close()


@pytest.fixture
def site(_shared_site):
    shared = copy.copy(_shared_site)
    shared.desk = _shared_site.desk.real = FakeDesk()
    return shared


@pytest.fixture
def serve_desk():
    sites = []

    def make(desk, **settings):
        sites.append(Site(desk, **settings))
        return sites[-1]

    yield make
    for served in sites:
        served.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A site over the real desk and the first days of the demo wire; one for each file of tests."""
    settings = Settings(
        {"desk.data": str(tmp_path_factory.mktemp("desk")), "collect.pace": 0.0, "collect.every": 60, "web.port": 0}
    )
    with (
        DemoServer(ticks()[0]) as server,
        Desk.open(settings, hosts=server.hosts, clock=lambda: server.now) as desk,
    ):
        begin(desk.store, ticks())
        desk.put_sources(sources())
        replay(desk.store, desk.flow, server, ticks()[:_TICKS], pause_s=0.0, stop=threading.Event())
        site = Site(desk)
        yield site
        site.close()
