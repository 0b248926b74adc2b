"""A live connection ends within seconds when its session or token runs out, and for no other cause."""

from __future__ import annotations

import http.client
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from visitors import Visitor, cheap_hashes, with_accounts

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web import watch

SOON = timedelta(seconds=3)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "JOBS_S", 0.2)
    back = cheap_hashes()
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as opened:
        with_accounts(opened)
        yield opened
    back()


def listening(site, **headers):
    connection = http.client.HTTPConnection(site.host, timeout=60)
    connection.request("GET", "/live", headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200
    while answer.readline().strip() != b"event: hello":
        pass
    return answer


def ends_within(answer, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer.readline() == b"":
            return True
    return False


def test_it_ends_when_the_session_runs_out(desk, serve_desk):
    site = serve_desk(desk)
    rita = Visitor(site)
    rita.log_in("rita")
    listens = listening(site, cookie="; ".join(f"{name}={value}" for name, value in rita.jar.items()))
    (session,) = desk.sessions("rita")
    with desk.store.unit() as unit:
        unit.sessions.put(replace(session, until=datetime.now(UTC) + SOON))
    assert ends_within(listens, 40)
    assert datetime.now(UTC) >= session.created_at + SOON, "not before"
    assert rita.get("/live").status != 200


def test_it_ends_when_the_token_runs_out(desk, serve_desk):
    _, key = desk.add_token("eddy", "read", until=datetime.now(UTC) + SOON)
    listens = listening(serve_desk(desk), authorization=f"Bearer {key}")
    assert ends_within(listens, 40)


def test_who_only_asks_for_the_head_of_it_is_answered_at_once(desk, serve_desk):
    site = serve_desk(desk)
    rita = Visitor(site)
    rita.log_in("rita")
    began = time.monotonic()
    assert rita.ask("HEAD", "/live").status in (200, 405)
    assert time.monotonic() - began < 15
