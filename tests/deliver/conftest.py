"""A newsroom on both databases, and the desk and stories that exports are taken from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from fakes.newsroom import Clock, Newsroom, settings_for

sys.path.insert(0, str(Path(__file__).parent))

from taken import fire, hostile_desk, place, sheets  # noqa: F401

from infostreamer.desk import Desk


@pytest.fixture
def newsroom(store_url, tmp_path):
    clock = Clock()
    with Desk.open(settings_for(store_url, tmp_path), clock=clock) as desk:
        yield Newsroom(desk, clock)


@pytest.fixture
def sqlite_room(tmp_path):
    clock = Clock()
    with Desk.open(settings_for(f"sqlite:///{tmp_path}/d.sqlite3", tmp_path), clock=clock) as desk:
        yield Newsroom(desk, clock)
