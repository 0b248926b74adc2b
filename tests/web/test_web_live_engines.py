"""Many browsers that listen cost one look, on both databases, also where another process writes."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from sqlalchemy import event

from infostreamer.desk import Desk
from infostreamer.model import Change
from infostreamer.settings import Settings
from infostreamer.web import watch

READERS = 10
_WRITER = """
import sys
from infostreamer.model import Change
from infostreamer.store import open_store
store = open_store(sys.argv[1])
for row in sys.stdin:
    with store.unit() as unit:
        unit.changes.add(Change(noun="story", id="0123456789abcdef", what="new-report", text=row.strip()))
    print("committed", flush=True)
"""


class Listener:
    """A browser that listens: the texts it was told, and when."""

    def __init__(self, site, after=None):
        self.told = []
        path = "/live" if after is None else f"/live?after={after}"
        self._connection = http.client.HTTPConnection(site.host, timeout=60)
        self._connection.request("GET", path)
        self._socket = self._connection.sock
        self._answer = self._connection.getresponse()
        self.began = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self.began.wait(60)

    def _read(self):
        try:
            for row in iter(self._answer.readline, b""):
                if row.startswith(b"event: hello"):
                    self.began.set()
                if row.startswith(b"data: ") and b'"text"' in row:
                    self.told.append((json.loads(row[6:])["text"], time.monotonic()))
        except (OSError, ValueError, AttributeError):
            return

    def wait_for(self, count):
        ends_at = time.monotonic() + 60
        while len(self.told) < count and time.monotonic() < ends_at:
            time.sleep(0.01)
        return [text for text, _ in self.told]

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(60)
        self._connection.close()


@pytest.fixture
def desk(store_url, tmp_path):
    with Desk.open(Settings({"store.url": store_url, "desk.data": str(tmp_path)})) as opened:
        yield opened


@pytest.fixture
def writer(store_url):
    """A process that writes a change to the log for every line that it is told."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITER, store_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def write(text):
        process.stdin.write(f"{text}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "committed\n"

    yield write
    process.stdin.close()
    process.wait(60)


def _log(desk, *texts):
    with desk.store.unit() as unit:
        unit.changes.add_all(
            [Change(noun="story", id="0123456789abcdef", what="new-report", text=one) for one in texts]
        )


def test_every_browser_hears_what_another_process_wrote_once_and_in_order(serve_desk, desk, writer):
    listeners = [Listener(site := serve_desk(desk)), *(Listener(site) for _ in range(3))]
    texts = [f"News {number}" for number in range(5)]
    for text in texts:
        writer(text)
    assert [listener.wait_for(5) for listener in listeners] == [texts] * 4
    time.sleep(0.3)
    assert all(len(listener.told) == 5 for listener in listeners)
    for listener in listeners:
        listener.close()


def test_whoever_comes_back_misses_nothing_and_hears_nothing_twice(serve_desk, desk):
    site = serve_desk(desk)
    _log(desk, *(f"Old {number}" for number in range(1200)))
    first = Listener(site)
    behind = Listener(site, after=1)
    _log(desk, *(f"New {number}" for number in range(3)))
    assert first.wait_for(3) == ["New 0", "New 1", "New 2"]
    told = behind.wait_for(1202)
    assert told == [f"Old {number}" for number in range(1, 1200)] + ["New 0", "New 1", "New 2"]
    for listener in (first, behind):
        listener.close()


def _settled(asked):
    """How many queries there were, once there was none for a second."""
    before, since = asked.total(), time.monotonic()
    while time.monotonic() - since < 1:
        time.sleep(0.05)
        if asked.total() != before:
            before, since = asked.total(), time.monotonic()
    return before


def test_many_browsers_ask_the_database_as_often_as_one(serve_desk, desk, monkeypatch):
    for name in ("LOOK_S", "JOBS_S"):  # looks without cause are as many as the test lasts
        monkeypatch.setattr(watch, name, 600.0)
    asked = Counter()
    event.listen(desk.store.engine, "after_cursor_execute", lambda *given: asked.update([given[2].split()[0]]))

    def queries_of(count, site):
        listeners = [Listener(site) for _ in range(count)]
        before = _settled(asked)
        _log(desk, "News")
        for listener in listeners:
            listener.wait_for(1)
        spent = _settled(asked) - before
        for listener in listeners:
            listener.close()
        return spent

    one, many = queries_of(1, serve_desk(desk)), queries_of(READERS, serve_desk(desk))
    assert many <= one + 8, f"{READERS} readers made {many} queries, one made {one}"


@pytest.mark.postgres
def test_a_server_that_was_away_is_listened_to_again(serve_desk, lasting_postgres, tmp_path):
    with Desk.open(Settings({"store.url": lasting_postgres, "desk.data": str(tmp_path)})) as desk:
        listener = Listener(serve_desk(desk))
        _log(desk, "Before")
        assert listener.wait_for(1) == ["Before"]
        with desk.store.engine.connect() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        _log(desk, "After")
        assert listener.wait_for(2) == ["Before", "After"]
        listener.close()
