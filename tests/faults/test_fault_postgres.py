"""PostgreSQL goes away and comes back: stopped at once, sessions ended, standing still. The desk says so and waits."""

from __future__ import annotations

import http.client
import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress

import fault_world
import pytest
from fault_cluster import Cluster, small_disk
from fault_desk import IS_LONG, finish, get, served, try_day
from sqlalchemy import event

from infostreamer.desk import Desk
from infostreamer.model import ConfigurationError, TryLater
from infostreamer.store import open_store
from infostreamer.web import patience

pytestmark = pytest.mark.postgres
END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'f_%'"


@pytest.fixture
def address(server, servers) -> str:
    """The address of a fresh desk."""
    made = server.database()
    fault_world.seed(made, servers[1].address)
    return made


@contextmanager
def meanwhile(work) -> Iterator[None]:
    """The work in a thread, again and again until the `with` ends."""
    stop = threading.Event()

    def again() -> None:
        while not stop.is_set():
            work()

    thread = threading.Thread(target=again)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)


def _until_done(address, feeds, most: int = 200) -> tuple[list[str], fault_world.Outcome]:
    """What was said on the way, and what the desk came to."""
    said = []
    while (sentence := try_day(address, feeds, 0)) is not None:
        said.append(sentence)
        assert len(said) < most
        time.sleep(0.05)
    with Desk.open(fault_world.settings_for(address)) as desk:
        return said, fault_world.outcome_of(desk.store)


def test_sessions_ended_at_random_while_the_desk_works_lose_and_double_nothing(server, address, feeds, expected):
    chance, ended = random.Random(20261122), []

    def end() -> None:
        time.sleep(chance.uniform(0.05, 0.3))
        ended.append(len(server.execute(END_ALL)))

    with meanwhile(end):
        deadline = time.monotonic() + 4
        said = []
        while time.monotonic() < deadline:
            said.append(try_day(address, feeds, 0))
    told = {sentence for sentence in said if sentence}
    assert told, "nothing was ever in the way"
    known = ("the desk goes on by itself", "taken this desk's work over", "check store.url and that it runs")
    assert all(any(words in one for words in known) for one in told), told
    assert _until_done(address, feeds)[1] == expected


def test_a_server_stopped_as_by_a_loss_of_power_and_started_again_lost_nothing(server, address, feeds, expected):
    timer = threading.Timer(0.3, server.stop)
    timer.start()
    said = None
    for _ in range(50):
        said = try_day(address, feeds, 0)
        if said is not None or not timer.is_alive():
            break
    timer.join()
    said = try_day(address, feeds, 0)
    server.start()
    assert said
    assert "check store.url and that it runs" in said
    assert _until_done(address, feeds)[1] == expected


@pytest.mark.parametrize("kind", ["read", "unit"])
def test_a_session_ended_in_the_middle_is_one_sentence_and_the_next_works(kind, server, address):
    store = open_store(address)
    with pytest.raises(TryLater, match=r"terminating connection .* goes on by itself"), getattr(store, kind)() as unit:
        _cut_off(server, unit)
    with getattr(store, kind)() as unit:
        assert unit.captures.count() == 0
    store.close()


def _cut_off(server, unit) -> None:
    unit.captures.count()
    server.execute(END_ALL)
    unit.captures.count()


def test_a_page_whose_session_is_ended_while_it_is_made_says_so_and_the_next_works(server, address):
    settings = fault_world.settings_for(address).with_values({"web.port": 0})
    with Desk.open(settings) as desk, served(desk, settings) as port:
        asked = []

        def cut(connection, cursor, *_) -> None:
            asked.append(1)
            if len(asked) == 3:
                server.execute(END_ALL)

        assert get(port).status == 200
        event.listen(desk.store.engine, "before_cursor_execute", cut)
        broken = get(port, "/sources")
        event.remove(desk.store.engine, "before_cursor_execute", cut)
        assert broken.status == 503
        assert "The desk is busy" in broken.text
        assert "the desk goes on by itself" in broken.text
        assert get(port).status == 200


def test_pages_of_a_desk_whose_server_is_away_answer_at_once_and_come_back(server, address):
    settings = fault_world.settings_for(address).with_values({"web.port": 0})
    with Desk.open(settings) as desk, served(desk, settings) as port:
        assert get(port).status == 200
        server.stop()
        try:
            answers = {path: get(port, path) for path in ("/-/health", "/-/ready", "/", "/sources", "/api/v1/stories")}
        finally:
            server.start()
        assert {path: one.status for path, one in answers.items()} == {
            "/-/health": 200,
            "/-/ready": 503,
            "/": 503,
            "/sources": 503,
            "/api/v1/stories": 503,
        }
        assert all(one.seconds < 10 for one in answers.values())
        assert "the desk goes on by itself" in answers["/"].text
        assert get(port).status == 200


def test_the_live_connection_outlasts_a_server_that_restarts(server, address):
    settings = fault_world.settings_for(address).with_values({"web.port": 0})
    with Desk.open(settings) as desk, served(desk, settings) as port:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", "/live", headers={"Accept": "text/event-stream"})
        answer = line.getresponse()
        assert b"retry" in answer.readline()
        server.stop()
        time.sleep(0.3)
        server.start()
        with desk.store.unit() as unit:
            source = unit.sources.get("s0")
            unit.sources.put(fault_world.replace(source, outlet="Renamed"))
        seen = b""
        while b"event: source" not in seen:
            seen = answer.readline()
            assert seen, "the connection ended"
        line.close()


def test_a_desk_that_starts_before_its_database_says_what_to_look_at(server, address):
    server.stop()
    try:
        with pytest.raises(ConfigurationError, match=r"cannot be reached .* check store\.url and that it runs"):
            open_store(address)
    finally:
        server.start()


def test_a_server_that_takes_connections_and_says_nothing_is_given_up(monkeypatch):
    import socket

    monkeypatch.setattr("infostreamer.store.engine._CONNECT_S", 2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        begun = time.monotonic()
        with pytest.raises(ConfigurationError, match="cannot be reached"):
            open_store(f"postgresql+psycopg://postgres@127.0.0.1:{mute.getsockname()[1]}/desk")
    assert time.monotonic() - begun < 20


def test_pages_of_a_desk_whose_database_stands_still_say_so_in_time_and_come_back(server, address, monkeypatch):
    monkeypatch.setattr(patience, "ASK_S", 0.3)
    monkeypatch.setattr(patience, "STILL_S", 1.0)
    settings = fault_world.settings_for(address).with_values({"web.port": 0})
    with Desk.open(settings) as desk, served(desk, settings) as port:
        assert get(port).status == 200
        server.pause()
        try:
            with ThreadPoolExecutor(60) as browsers:
                stuck = list(browsers.map(lambda _: get(port), range(60)))
            assert {(one.status, one.text) for one in stuck} == {(503, patience.SENTENCE + "\n")}
            assert max(one.seconds for one in stuck) < 20
            later = [get(port, path) for path in ("/-/ready", "/sources.json", "/api/v1/stories", "/live", "/-/health")]
        finally:
            server.resume()
        assert [one.status for one in later] == [503, 503, 503, 503, 200]
        assert all(patience.SENTENCE in one.text for one in later[:4])
        assert max(one.seconds for one in later) < 10
        end = time.monotonic() + 30
        while (found := get(port)).status != 200:
            assert time.monotonic() < end, found
        assert {get(port, path).status for path in ("/-/ready", "/sources.json", "/api/v1/stories")} == {200}


def test_a_page_that_is_slow_while_the_database_answers_is_waited_for(server, address, monkeypatch):
    monkeypatch.setattr(patience, "ASK_S", 0.1)
    monkeypatch.setattr(patience, "STILL_S", 1.5)
    settings = fault_world.settings_for(address).with_values({"web.port": 0})
    with Desk.open(settings) as desk, served(desk, settings) as port:
        original = desk.sources

        def slow(*words, **named):
            time.sleep(3)
            return original(*words, **named)

        monkeypatch.setattr(desk, "sources", slow)
        found = get(port, "/sources")
        assert (found.status, found.seconds > 2.9) == (200, True)


def test_too_many_sessions_at_the_server_are_told(server, address):
    import psycopg

    taken = []
    store = open_store(address)
    store.engine.dispose()
    try:
        with suppress(psycopg.OperationalError):
            while True:
                taken.append(psycopg.connect(address.replace("+psycopg", "")))
        with pytest.raises(TryLater, match="too many clients already"), store.read():
            pass
    finally:
        for one in taken:
            one.close()
    with store.read() as unit:
        assert unit.captures.count() == 0
    store.close()


def test_more_readers_at_once_than_connections_are_told(address):
    store = open_store(address)
    store.engine.pool._timeout = 0.2
    store.engine.pool._max_overflow = 0
    with ExitStack() as stack:
        for _ in range(store.engine.pool.size()):
            stack.enter_context(store.read())
        with pytest.raises(TryLater, match="than it has connections for"):
            stack.enter_context(store.read())
    with store.read() as unit:
        assert unit.captures.count() == 0
    store.close()


def test_a_server_that_takes_no_writes_is_read_and_told(server, address):
    store = open_store(address)
    name = address.rpartition("/")[2]
    server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    server.execute(END_ALL)
    with store.read() as unit:
        assert unit.captures.count() == 0
    with pytest.raises(ConfigurationError, match=r"it takes no writes"), store.unit() as unit:
        unit.meta.put("x", "y")
    server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = off")
    server.execute(END_ALL)
    with store.unit() as unit:
        unit.meta.put("x", "y")
    store.close()


def test_a_user_without_rights_is_told(server, address):
    name = address.rpartition("/")[2]
    server.execute(f"CREATE ROLE r_{name} LOGIN")
    with pytest.raises(ConfigurationError, match=r"give the user of store\.url the rights"):
        open_store(address.replace("postgres@", f"r_{name}@"))


@pytest.mark.skipif(not IS_LONG, reason="a server of its own on a small disk: FAULTS=long")
@pytest.mark.parametrize("spare_kb", [0, 200, 600])
def test_a_server_whose_disk_is_full_says_so_and_the_desk_goes_on_when_there_is_room(spare_kb, servers):
    feeds, receiver = servers
    with small_disk("160m") as folder:
        server = Cluster(folder)
        server.start()
        try:
            quiet, address = server.database(), server.database()
            for one in (quiet, address):
                fault_world.seed(one, receiver.address)
            expected = finish(quiet, feeds)
            filler, found = folder / "filler", os.statvfs(folder)
            filler.write_bytes(b"x" * (found.f_bavail * found.f_frsize - spare_kb * 1024))
            said = try_day(address, feeds, 0)
            assert said
            assert "No space left on device" in said
            assert "free some space" in said
            filler.unlink()
            assert finish(address, feeds) == expected
        finally:
            server.stop()
