"""A real server on a free loopback port for the pages, and a real browser where there is one."""

from __future__ import annotations

import copy
import shutil
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_desk import FakeDesk
from served_site import Site

from infostreamer.demo import DemoServer, sources, ticks
from infostreamer.demo.replay import begin, replay
from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web import kept

_TICKS = 3  # of the demo wire


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


@contextmanager
def _demo_desk(folder, now):
    settings = Settings({"desk.data": str(folder), "collect.pace": 0.0, "collect.every": 60, "web.port": 0})
    with (
        DemoServer(now) as server,
        Desk.open(settings, hosts=server.hosts, clock=lambda: server.now) as desk,
    ):
        yield desk, server


@pytest.fixture(scope="session")
def _first_days(tmp_path_factory):
    """The folder of a desk with the first days of the demo wire: two seconds of work, and files of tests are many."""
    folder = tmp_path_factory.mktemp("days") / "desk"
    with _demo_desk(folder, ticks()[0]) as (desk, server):
        begin(desk.store, ticks())
        desk.put_sources(sources())
        replay(desk.store, desk.flow, server, ticks()[:_TICKS], pause_s=0.0, stop=threading.Event())
    return folder


@pytest.fixture(scope="module")
def demo(_first_days, tmp_path_factory):
    """A site over the real desk and the first days of the demo wire; one for each file of tests."""
    folder = tmp_path_factory.mktemp("demo") / "desk"
    shutil.copytree(_first_days, folder)
    with _demo_desk(folder, ticks()[_TICKS - 1]) as (desk, _):
        site = Site(desk)
        yield site
        site.close()
