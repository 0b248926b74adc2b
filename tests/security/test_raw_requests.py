"""Requests that no browser sends, byte by byte over a real connection: one answer each, and never somebody else's."""

from __future__ import annotations

import socket
import threading

import pytest

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web.serve import serve

HOST = b"Host: localhost\r\n"
POST = b"POST /login HTTP/1.1\r\n"
HIDDEN = b"GET /-/health HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    settings = Settings({"desk.data": str(tmp_path_factory.mktemp("desk")), "web.port": 0})
    told, stop = [], threading.Event()
    is_ready = threading.Event()
    with Desk.open(settings) as desk:
        desk.add_user("anna", "admin", password=None)
        served = threading.Thread(
            target=serve,
            args=(desk, settings),
            kwargs={"on_ready": lambda address: (told.append(address), is_ready.set()), "stop": stop},
        )
        served.start()
        try:
            assert is_ready.wait(60)
            yield int(told[0].rstrip("/").rpartition(":")[2])
        finally:
            stop.set()
            served.join(30)


def answers(port, raw):
    """The status of each answer until the desk hangs up, or says no more for a second."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(raw)
        try:
            while piece := connection.recv(65_536):
                got += piece
                connection.settimeout(1)
        except OSError:
            pass
    return [int(part[:3]) for part in got.split(b"HTTP/1.1 ")[1:]], got


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        (POST + HOST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN, [400]),
        (POST + HOST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + HIDDEN, [400]),
        (POST + HOST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde" + HIDDEN, [400]),
        (POST + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN, [400]),
        (b"GET /desk HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n", [400]),
        (b"GET http://localhost/desk HTTP/1.1\r\nHost: evil.example\r\n\r\n", [421]),
        (b"GET /desk HTTP/1.0\r\n\r\n", [421]),
        (b"GET /desk HTTP/1.1\r\n" + HOST + b"X-A : b\r\n\r\n", [400]),
        (b"GET /desk\x00 HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
        (b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", [401]),
        (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", [401]),
        (b"GET http://evil.example/desk HTTP/1.1\r\n" + HOST + b"\r\n", [401]),
        (b"GET /%ff%fe HTTP/1.1\r\n" + HOST + b"Cookie: a=\xff;=;;\x80\r\nAuthorization: Basic \xff\r\n\r\n", [401]),
    ],
    ids=["two-lengths", "two-lengths-turned", "unequal-lengths", "odd-encoding", "two-hosts", "foreign-host", "no-host",
         "space-in-header", "nul", "connect", "star", "foreign-address", "no-text"],
)  # fmt: skip
def test_it_is_answered_once_and_lets_nobody_in(port, raw, statuses):
    told, got = answers(port, raw)
    assert told == statuses, got[:500]
    assert b"evil.example" not in got
    assert b"Traceback" not in got
