"""Names that nobody answers for: they keep no other source waiting, and end in a sentence of their own."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from fakes.web_server import Route, WebServer

from infostreamer.collect import Web
from infostreamer.collect.names import SystemResolver
from infostreamer.deliver.posting import post
from infostreamer.model import FetchError
from infostreamer.settings import Settings

SILENT = 40  # more than the event loop of any machine of ours has threads, fewer than visits under way


@pytest.fixture
def server():
    with WebServer() as running:
        running.routes["/feed"] = Route(b"<rss/>")
        yield running


@pytest.fixture
def names(monkeypatch):
    """The system's resolver as it is where some name servers are silent: `asked` names, until `ends` is set."""
    real, ends, asked = socket.getaddrinfo, threading.Event(), []

    def answer(host, *rest, **named):
        asked.append(host)
        if host.startswith("silent"):
            ends.wait(60)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real("127.0.0.1" if host.endswith(".test") else host, *rest, **named)

    answer.asked, answer.ends = asked, ends
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    yield answer
    ends.set()


def told(call, *given):
    try:
        return call(*given)
    except FetchError as error:
        return str(error)


def test_names_that_nobody_answers_for_keep_no_other_waiting(server, names):
    web = Web(Settings({"collect.allow_private": True, "collect.pace": 0.0}))
    with ThreadPoolExecutor(SILENT) as pool:
        silent = [pool.submit(told, web.get, f"http://silent{at}.test:{server.port}/feed") for at in range(SILENT)]
        until = time.monotonic() + 30
        while len(names.asked) < SILENT and time.monotonic() < until:
            time.sleep(0.01)
        assert len(names.asked) == SILENT, "all of them are looked up at once"
        assert web.get(f"http://good.test:{server.port}/feed").status == 200
        assert not any(one.done() for one in silent)
        names.ends.set()
        for one in silent:
            assert "no name server answered" in one.result(30)
    web.close()


def test_one_name_is_looked_up_once_for_all_who_wait_for_it(server, names):
    with Web(Settings({"collect.allow_private": True, "collect.pace": 0.0, "collect.deadline": 0.3})) as web:
        for _ in range(3):
            assert "took longer than 0.3 s" in told(web.get, f"http://silent.test:{server.port}/feed")
        assert names.asked == ["silent.test"]


def test_the_door_closes_and_a_message_ends_in_time_while_a_look_up_hangs(names):
    web = Web(Settings({"collect.deadline": 0.2}))
    told(web.get, "http://silent.test/feed")
    began = time.monotonic()
    web.close()
    assert post("http://silent.test/hook", b"{}", {}, Settings({"notify.deadline": 0.2})).error
    assert time.monotonic() - began < 8, "a look-up of 60 s was not waited for"


@pytest.mark.parametrize("name", ["a" * 64 + ".test", "x." + "b" * 70 + ".example"])
def test_what_cannot_be_a_name_has_no_address(name):
    with Web(Settings({"collect.pace": 0.0})) as web:
        assert "has no address; check the spelling" in told(web.get, f"http://{name}/feed")


def test_the_resolver_gives_what_the_system_gives(server):
    import asyncio

    async def both():
        rows = await SystemResolver().resolve("localhost", 80, socket.AF_UNSPEC)
        return {(row["host"], row["port"], row["family"]) for row in rows}

    found = socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    assert asyncio.run(both()) == {(where[0], where[1], family) for family, _, _, _, where in found}
