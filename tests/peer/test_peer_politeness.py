"""What a peer learns of us, and what it can make us do."""

from __future__ import annotations

import threading

import pytest
from fakes.following import Follower
from peer.behaviours import TABLE, hostile_peer
from peer.server import answer, entry, feed

from infostreamer.collect import Web
from infostreamer.collect.discover import new_source
from infostreamer.model import FetchError, Refused

SENT = {"host", "user-agent", "accept", "accept-encoding", "if-none-match", "if-modified-since", "connection"}


@pytest.fixture
def peer():
    with hostile_peer(row for row in TABLE.values() if row.tls is None) as running:
        yield running


def visits(peer, web, clock, name, number=1):
    follower = Follower(new_source(peer.address(name), "feed"), web, clock)
    given = []
    for _ in range(number):
        given.append(follower.visit())
        clock.forward(hours=2)
    return given


def test_a_request_says_no_more_than_it_must(peer, open_web, clock):
    visits(peer, open_web(), clock, "cookies", 3)
    assert {name for seen in peer.seen for name in seen.headers if name} <= SENT
    assert all(seen.raw.startswith(b"GET /") for seen in peer.seen)


def test_a_copys_mark_is_told_to_nobody_but_who_made_it(peer, open_web, clock):
    visits(peer, open_web(), clock, "redirect-stranger", 2)
    own = [seen for seen in peer.seen if seen.host == "redirect-stranger" and seen.path == "/feed"]
    strange = [seen for seen in peer.seen if seen.host == "stranger"]
    assert own[1].headers["if-none-match"] == '"who-you-are"'
    assert strange
    assert not any({"if-none-match", "cookie", "authorization", "referer"} & seen.headers.keys() for seen in strange)


def test_an_etag_too_long_to_be_sent_back_is_not(peer, open_web, clock):
    visits(peer, open_web(), clock, "etag-long", 2)
    visits(peer, open_web(), clock, "etag-control", 2)
    assert not any("if-none-match" in seen.headers for seen in peer.seen)


def test_hubs_reports_next_pages_and_refreshes_are_not_followed(peer, open_web, clock):
    visits(peer, open_web(), clock, "lingering-client-hints", 2)
    assert {(seen.host, seen.path) for seen in peer.seen} == {
        ("lingering-client-hints", path) for path in ("/feed", "/robots.txt", "/page")
    }


@pytest.mark.parametrize("name", ["two-answers", "late-second-answer"])
def test_an_answer_that_nobody_asked_for_answers_nothing(peer, open_web, clock, name):
    (got,) = visits(peer, open_web(), clock, name)
    (capture,) = got.captures
    assert b"smuggled" not in capture.body
    assert b"Mara Lindqvist" in capture.body


def test_a_host_that_asked_for_silence_has_it_from_every_source(peer, open_web, clock):
    web = open_web()
    visits(peer, web, clock, "429-seconds")
    other = Follower(new_source(peer.address("429-seconds", "/page"), "page"), web, clock).visit()
    assert peer.count("429-seconds") == 1
    assert (other.failures[0].kind, other.health.state) == ("paused", "failing")


def test_a_source_that_was_well_is_not_called_failing_because_its_host_is_left_alone(peer, open_web, clock):
    follower = Follower(new_source(peer.address("429-page"), "feed"), open_web(), clock)
    follower.visit()
    clock.forward(minutes=5)
    health = follower.visit().health
    assert (health.state, health.errors, health.error) == ("ok", 0, None)
    assert 60 <= (health.next_at - clock.now).total_seconds() <= 600


def test_what_is_gone_is_not_tried_again_of_itself(peer, open_web, clock):
    (got,) = visits(peer, open_web(), clock, "gone")
    assert (got.health.state, got.failures[0].again_at) == ("gone", None)


def test_a_redirect_never_leads_from_https_to_http(peer, open_web, authority):
    row = TABLE["downgrade"]
    with hostile_peer([row], context=authority.context) as secure:
        door = Web(open_web().settings, hosts=secure.hosts)
        with door, pytest.raises(Refused, match="https to http"):
            door.get(secure.address("downgrade"))
        assert {seen.host for seen in secure.seen} == {"downgrade"}


def test_of_a_robots_file_without_end_no_more_is_read_than_counts(peer, open_web, monkeypatch):
    web, sent = open_web(), []

    async def pour(link):
        await link.send(answer(b"User-agent: *\nDisallow: /page\n", mime="text/plain", length=None))
        while True:
            sent.append(1)
            await link.send(b"Disallow: /x\n" * 5_000)

    monkeypatch.setitem(peer.sites, "pours", {"/robots.txt": pour})
    with pytest.raises(Refused, match="closed to us"):
        web.get(peer.address("pours", "/page"), check_robots=True)
    assert len(sent) < 200  # of 65 kB: what lies in buffers on the way included


def test_one_bad_source_does_not_delay_another(peer, open_web):
    """Eight sources that never answer, one that does: with as many requests at once as there are slow ones."""
    web, done = open_web(workers=9, deadline=4.0), []

    def ask(name):
        try:
            web.get(peer.address(name))
        except FetchError as error:
            done.append(error.kind)
        else:
            done.append(name)

    slow = [
        "never-answers",
        "slow-header",
        "slow-body",
        "stalled-body",
        "slow-chunks",
        "header-without-end",
        "never-reads",
    ]
    threads = [threading.Thread(target=ask, args=(name,)) for name in [*slow, "good"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == ["good", *["timeout"] * len(slow)]


def test_a_feed_that_flaps_between_conditions_is_read_every_time(peer, open_web, clock, monkeypatch):
    """A 304 with a body breaks the frame; the document is then asked for without conditions."""

    async def broken(link):
        if "if-none-match" in link.seen.headers:
            await link.send(answer(feed(entry()), ("ETag", '"1"'), status="304 Not Modified"))
        else:
            number = link.seen.number
            await link.send(answer(feed(*(entry(f"/page?{n}") for n in range(number))), ("ETag", '"1"')))

    monkeypatch.setitem(peer.sites, "broken", {"/feed": broken})
    given = visits(peer, open_web(), clock, "broken", 3)
    assert [got.health.state for got in given] == ["ok"] * 3
    assert [got.health.announced for got in given] == [1, 3, 5]  # each refused answer counts as asked
