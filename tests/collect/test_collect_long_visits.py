"""A visit with many pages to take gives its slot back, and the next one goes on where it stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.following import NOW, item, rss
from fakes.web_server import Route

from infostreamer.collect import visit as visits_of


@pytest.fixture
def follow_many(server, follow):
    items = [item(f"/{hour:02}", published=f"14 Mar 2031 {hour:02}:00:00 GMT") for hour in range(12)]
    server.routes["/feed"] = Route(rss(*items), mime="application/rss+xml", etag='"f"')
    server.routes |= {f"/{hour:02}": Route(b"<p>%d" % hour, delay_s=0.15) for hour in range(12)}
    return follow()


def test_what_a_long_visit_leaves_is_taken_by_visits_that_come_soon(follow_many, clock, monkeypatch):
    monkeypatch.setattr(visits_of, "LONG_S", 0.4)
    taken: list[str] = []
    for _ in range(12):
        got = follow_many.visit()
        taken += [capture.address[-2:] for capture in got.captures]
        assert got.captures, "a visit that was long takes one page at least"
        if got.health.etag:
            break
        assert NOW < got.health.next_at <= clock() + timedelta(seconds=120)
        clock.forward(seconds=130)
    assert taken == [f"{hour:02}" for hour in range(12)]
    assert got.health.next_at == clock() + timedelta(hours=1)


def test_looking_at_known_pages_again_is_cut_without_hurry(follow_many, clock, monkeypatch, server):
    follow_many.visit()
    monkeypatch.setattr(visits_of, "LONG_S", 0.4)
    clock.forward(hours=1)
    got = follow_many.visit()
    assert got.health.next_at == clock() + timedelta(hours=1)
    assert got.health.etag == '"f"'
    again = [seen.path for seen in server.seen if seen.path != "/feed"][13:]
    assert 1 <= len(again) < 12
    assert again[0] == "/11", "the newest is the one most likely to be edited"
