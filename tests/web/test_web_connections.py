"""Who connects and does not ask takes no place from who does."""

from __future__ import annotations

import http.client
import logging
import socket
import time

import pytest
from served_site import Site

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web import connections

HEAD = b"GET /search?q=a HTTP/1.1\r\nhost: %s\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    with Desk.open(Settings({"desk.data": str(folder)})) as desk:
        served = Site(desk)
        yield served
        served.close()


def connected(site, said=b""):
    name, _, port = site.host.partition(":")
    connection = socket.create_connection((name, int(port)), timeout=60)
    connection.sendall(said)
    return connection


def head_of(site, more=b""):
    return HEAD % site.host.encode() + more


def ended(connection, trickle=b""):
    """Waits until the server ends the connection; meanwhile a byte now and then."""
    connection.settimeout(0.1)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if trickle:
                connection.sendall(trickle)
            if connection.recv(1000) == b"":
                return True
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


@pytest.mark.parametrize("said", ["", "head"])
@pytest.mark.parametrize("trickle", [b"", b"x"])
def test_a_request_that_does_not_come_to_its_end_is_let_go_however_it_trickles(site, monkeypatch, said, trickle):
    monkeypatch.setattr(connections, "HEAD_S", 0.5)
    with connected(site, head_of(site, b"x-a: ") if said else b"") as slow:
        assert ended(slow, trickle)


def test_a_body_that_does_not_come_to_its_end_is_let_go_and_is_no_fault(site, monkeypatch, caplog):
    monkeypatch.setattr(connections, "BODY_S", 0.5)
    head = (
        b"POST /api/v1/reports HTTP/1.1\r\nhost: %s\r\ncontent-type: application/json\r\ncontent-length: 99999\r\n\r\n"
    )
    with caplog.at_level(logging.WARNING), connected(site, head % site.host.encode() + b'{"a": "') as slow:
        assert ended(slow, b"x")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_who_has_asked_is_not_hurried(site, monkeypatch):
    monkeypatch.setattr(connections, "HEAD_S", 0.5)
    connection = http.client.HTTPConnection(site.host, timeout=60)
    for _ in range(3):
        connection.request("GET", "/search?q=a")
        assert connection.getresponse().read()
        time.sleep(0.3)
    connection.request("GET", "/live")
    answer = connection.getresponse()
    before = time.monotonic()
    while time.monotonic() - before < 1.0:  # longer than a head may take
        connection.sock.settimeout(0.1)
        try:
            assert answer.fp.raw._sock.recv(1000, socket.MSG_PEEK) != b""
            time.sleep(0.1)
        except TimeoutError:
            continue
    connection.close()


def test_however_many_connect_and_do_not_ask_who_asks_is_answered(site, monkeypatch):
    monkeypatch.setattr(connections, "most_connections", lambda: 20)
    live = connected(site, b"GET /live HTTP/1.1\r\nhost: %s\r\n\r\n" % site.host.encode())
    assert live.recv(12) == b"HTTP/1.1 200"
    idle = [connected(site, head_of(site)) for _ in range(60)]
    assert site.get("/search?q=a").status == 200
    live.settimeout(0.2)
    try:
        while live.recv(10_000):
            pass
        raise AssertionError("a page that listens was let go for one that does not ask")
    except TimeoutError:
        pass
    assert sum(ended(one) for one in idle[:30]) == 30, "those that waited longest"
    for one in (live, *idle):
        one.close()


def test_a_quarter_of_the_files_a_process_may_open_is_left_for_the_desk():
    resource = pytest.importorskip("resource")
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    assert 8 <= connections.most_connections() <= max(8, soft * 0.75)
