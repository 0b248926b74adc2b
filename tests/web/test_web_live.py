"""The live connection: from now on, from a position, and never a line that breaks out of its frame."""

from __future__ import annotations

import http.client
import json
import time
from types import SimpleNamespace

import pytest
from fake_desk import FakeDesk
from fake_stories import STORY_ID
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.model import OWNER, Change
from infostreamer.web import live, watch
from infostreamer.web.live import event_of


@pytest.fixture
def site(serve_desk):
    """A server of its own: the live look of a shared one has seen other tests' later positions."""
    return serve_desk(FakeDesk())


def open_live(site, path="/live", headers=None):
    connection = http.client.HTTPConnection(site.host, timeout=60)
    connection.request("GET", path, headers=headers or {})
    return connection, connection.getresponse()


def read_events(answer, count):
    """The next `count` events with data, as (id, event, data)."""
    events, current = [], {}
    while len(events) < count:
        row = answer.readline().decode().rstrip("\n")
        if row:
            name, _, value = row.partition(": ")
            current[name] = value
        elif "event" in current:
            events.append((int(current["id"]), current["event"], json.loads(current["data"])))
            current = {}
        else:
            current = {}
    return events


def test_it_begins_now_and_then_tells_what_is_new(site):
    connection, answer = open_live(site)
    assert answer.getheader("content-type").startswith("text/event-stream")
    assert read_events(answer, 1) == [(4, "hello", {})]
    site.desk.log = [*site.desk.log, Change(noun="story", id=STORY_ID, what="new-report", text="a\nb", position=5)]
    found = read_events(answer, 1)
    assert found == [
        (5, "story", {"noun": "story", "id": STORY_ID, "what": "new-report", "text": "a\nb", "revision": 4})
    ]
    connection.close()


def test_it_replays_after_the_last_event_id_or_a_position(site):
    for path, headers in (("/live", {"last-event-id": "2"}), ("/live?after=2", {})):
        connection, answer = open_live(site, path, headers)
        assert [event[0] for event in read_events(answer, 3)] == [2, 3, 4]
        connection.close()


def test_news_of_a_muted_story_says_that_it_is_muted(site):
    site.desk.keep(OWNER, "mute", f"story:{STORY_ID}")
    connection, answer = open_live(site, "/live?after=2")
    assert [event[2].get("muted") for event in read_events(answer, 2)[1:]] == [True]
    connection.close()


def test_work_under_way_is_told_when_it_begins_and_ends_and_moves_no_position(serve_desk, monkeypatch):
    monkeypatch.setattr(watch, "JOBS_S", 0.0)
    desk = FakeDesk()
    desk.at_work = [SimpleNamespace(job="enrich", is_over=False), SimpleNamespace(job="collect", is_over=True)]
    connection, answer = open_live(serve_desk(desk))
    frames = iter(answer.readline, b"")
    assert next(row for row in frames if b"at_work" in row) == b'data: {"at_work":["enrich"]}\n'
    desk.at_work = []
    before = [row for row in iter(lambda: next(frames), b'data: {"at_work":[]}\n') if row.startswith(b"id:")]
    assert before == []
    connection.close()


def test_a_comment_keeps_a_quiet_connection_open(serve_desk, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.1)
    connection, answer = open_live(serve_desk(FakeDesk()))
    assert next(row for row in iter(answer.readline, b"") if row.startswith(b":")) == b": still here\n"
    connection.close()


def test_a_broken_position_means_from_now_on(site):
    for wanted in ("x", "-1", "²", "9" * 30):
        connection, answer = open_live(site, "/live", {"last-event-id": wanted.encode("utf-8")})
        assert read_events(answer, 1)[0][0] == 4
        connection.close()


def test_the_server_stops_although_a_browser_is_listening(serve_desk):
    served = serve_desk(FakeDesk())
    connection, answer = open_live(served)
    read_events(answer, 1)
    started = time.monotonic()
    served.close()
    assert time.monotonic() - started < 15  # a comment would have come after 20
    connection.close()


@given(st.text(), st.sampled_from(["story", "source"]), st.integers(0, 2**60))
def test_any_text_stays_inside_its_event(text, noun, position):
    change = Change(noun=noun, id="x", what="updated", text=text, position=position)
    frame = event_of(change)
    assert frame.count("\n") == 4
    assert frame.endswith("\n\n")
    assert "\r" not in frame
