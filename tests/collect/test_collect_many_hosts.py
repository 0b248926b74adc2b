"""A publisher has as many host names as it likes: what is remembered of each is little, and of all of them bounded."""

import asyncio
import gc
import threading
import time
from datetime import UTC, datetime

import pytest
from fakes.web_server import Route
from protego import Protego

from infostreamer.collect import pace, robots
from infostreamer.collect.pace import Pace
from infostreamer.collect.robots import LONG_TEXT, LONGEST_BYTES, RuleBook, rules_from
from infostreamer.model import FetchError, Refused

NOW = datetime(2031, 3, 14, tzinfo=UTC)
LONG = b"User-agent: *\nDisallow: /b\n" + b"".join(b"Disallow: /a%d*\n" % number for number in range(30_000))


def test_rules_of_many_hosts_are_kept_as_text_not_as_thousands_of_objects(server, open_web):
    server.routes |= {"/robots.txt": Route(b"User-agent: *\nDisallow: /b\n"), "/a": Route(b"x"), "/b": Route(b"x")}
    web = open_web(pace=0.0)
    for at in range(12):
        web.get(f"http://h{at}.example/a", check_robots=True)
        with pytest.raises(Refused, match=r"robots\.txt"):
            web.get(f"http://h{at}.example/b", check_robots=True)
    assert server.count("/robots.txt") == 12, "each was asked once"
    assert "closes" in web.robots("http://h0.example/b")[0]
    assert sum(isinstance(one, Protego) for one in gc.get_objects()) <= 8


def test_the_files_of_all_hosts_together_are_bounded(monkeypatch):
    monkeypatch.setattr(robots, "MOST_TEXT", 3 * len(LONG))
    rules, book = rules_from(200, LONG, NOW), RuleBook()
    assert rules.text is not None
    assert len(rules.text) <= LONGEST_BYTES
    for at in range(50):
        book.put(f"http://h{at}.example", rules)
        assert book.get("http://h0.example", NOW) is not None or at >= 3, "who is asked for stays longest"
    assert book.held <= 3 * len(LONG)
    assert book.look("http://h49.example") is rules
    assert book.get("http://h49.example", NOW + robots.KEPT_FOR) is None
    monkeypatch.setattr(robots, "MOST_HOSTS", 10)
    for at in range(50):
        book.put(f"http://h{at}.example", rules_from(404, b"", NOW))
    assert [book.look(f"http://h{at}.example") is not None for at in (39, 40, 49)] == [False, True, True]
    assert book.held == 0


def test_a_long_file_is_read_beside_the_requests_of_others(server, open_web, monkeypatch):
    """Half a second of reading in the event loop would be half a second for every source, per host name."""
    robots._parsed.cache_clear()
    where = []
    real = Protego.parse
    monkeypatch.setattr(Protego, "parse", lambda text: where.append(threading.current_thread().name) or real(text))
    server.routes |= {"/robots.txt": Route(LONG), "/a": Route(b"x"), "/b": Route(b"x")}
    assert len(LONG) > LONG_TEXT
    web = open_web(pace=0.0)
    web.get("http://dawn.example/a", check_robots=True)
    with pytest.raises(Refused):
        web.get("http://dawn.example/b", check_robots=True)
    assert where
    assert "infostreamer-web" not in where


def test_hosts_that_are_free_are_forgotten_and_those_that_asked_for_silence_are_not(monkeypatch):
    monkeypatch.setattr(pace, "MOST_HOSTS", 10)

    async def attempt():
        paced = Pace(0.0)
        paced.pause("silent.example", 3600)
        async with paced.turn("busy.example"):
            for at in range(100):
                async with paced.turn(f"h{at}.example"):
                    pass
            assert len(paced._hosts) <= 10
            began = time.monotonic()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05), paced.turn("busy.example"):
                    pass
            assert time.monotonic() - began >= 0.04, "one request at a time"
        with pytest.raises(FetchError, match="left alone"):
            async with paced.turn("silent.example"):
                pass

    asyncio.run(attempt())
