"""A newsroom on both databases."""

from __future__ import annotations

import pytest
from fakes.newsroom import Clock, Newsroom, settings_for

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
