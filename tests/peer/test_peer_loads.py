"""Bodies under way together take a bounded part of the memory, and a slow giant holds up no small one."""

from __future__ import annotations

import gc
import resource
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from pathlib import Path

import pytest
from fakes.following import Clock, Follower
from peer.server import Link, Peer, answer, entry, feed, page

from infostreamer.collect import Web, loads
from infostreamer.collect.discover import new_source
from infostreamer.settings import Settings

_MB = 1_000_000
_GIANTS = 24
_GIANT = b"x" * (10 * _MB)
_MOST_GROWN_MB = 160  # four giants, twice each while they are put together, and a MiB of every other: 240 MB without


async def giant(link: Link) -> None:
    """Ten megabytes at once."""
    await link.send(answer(length=len(_GIANT), mime="text/plain"))
    for at in range(0, len(_GIANT), 200_000):
        await link.send(_GIANT[at : at + 200_000])


async def stalls(link: Link) -> None:
    """Two megabytes of ten, then nothing."""
    await link.send(answer(_GIANT[: 2 * _MB], mime="text/plain", length=len(_GIANT)))
    await link.hang()


async def large_pages(link: Link) -> None:
    """Six pages."""
    await link.send(answer(feed(*(entry(f"/large/{at}", f"Harbour {at} closed") for at in range(6)))))


async def large_page(link: Link) -> None:
    """900 kB."""
    await link.send(answer(page("The harbour was closed. " * 37_500), mime="text/html"))


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    sites = {f"giant{at}": {"/feed": giant} for at in range(_GIANTS)}
    sites |= {f"stalls{at}": {"/feed": stalls} for at in range(2 * loads.PLACES)}
    sites["pages"] = {"/feed": large_pages} | {f"/large/{at}": large_page for at in range(6)}
    with Peer(sites=sites) as running:
        yield running


@pytest.fixture
def open_web(peer: Peer) -> Iterator[Callable[[float], Web]]:
    opened: list[Web] = []

    def open_one(deadline_s: float) -> Web:
        settings = Settings({"collect.pace": 0.0, "collect.deadline": deadline_s})
        opened.append(Web(settings, hosts=peer.hosts, clock=Clock()))
        return opened[-1]

    yield open_one
    for web in opened:
        web.close()


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / _MB


def test_giants_that_come_together_are_in_memory_a_few_at_a_time(peer, open_web):
    web, before, most, is_over = open_web(20.0), resident_mb(), [0.0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.005):
            most[0] = max(most[0], resident_mb())

    watching = threading.Thread(target=watch)
    watching.start()
    with ThreadPoolExecutor(_GIANTS) as pool:
        sizes = list(pool.map(lambda at: len(web.get(peer.address(f"giant{at}")).body), range(_GIANTS)))
    is_over.set()
    watching.join()
    assert sizes == [len(_GIANT)] * _GIANTS
    assert most[0] - before <= _MOST_GROWN_MB


def test_small_bodies_pass_giants_that_stall_and_a_giant_behind_them_has_all_its_time(peer, open_web):
    web = open_web(6.0)  # in half of it a busy machine gives twenty small bodies
    with ThreadPoolExecutor(40) as pool:
        stalled = [pool.submit(web.get, peer.address(f"stalls{at}")) for at in range(2 * loads.PLACES)]
        while sum(seen.host.startswith("stalls") for seen in peer.seen) < len(stalled):
            time.sleep(0.01)
        time.sleep(0.3)  # they have come to where they need a place
        behind = pool.submit(web.get, peer.address("giant0"))
        small = [pool.submit(web.get, peer.address(f"good{at}")) for at in range(20)]
        assert not wait_for(small, timeout=60).not_done
        assert not any(one.done() for one in stalled), "they passed while all places were taken"
        assert all(one.result().body for one in small)
        assert len(behind.result(60).body) == len(_GIANT), "it waited longer for its place than a request may take"
        assert not wait_for(stalled, timeout=60).not_done
        assert {getattr(one.exception(), "kind", None) for one in stalled} == {"timeout"}
    assert (web._client._loads.held, web._client._loads._free) == (0, loads.PLACES)


def test_a_visit_with_much_in_hand_gives_it_back_and_comes_again_soon(peer, open_web, monkeypatch):
    monkeypatch.setattr(loads, "MOST_OF_ONE", 2 * _MB)
    web, clock, before = open_web(20.0), Clock(), peer.count("pages", "/large/0")
    follower, taken = Follower(new_source(peer.address("pages"), "feed"), web, clock), []
    for _ in range(2):
        got = follower.visit()
        taken.append(len(got.captures))
        assert got.health.next_at is not None
        clock.now = max(clock.now, got.health.next_at)
    assert taken == [3, 3]
    assert peer.count("pages", "/large/0") == before + 1


def test_what_is_kept_is_in_hand_no_longer(peer, open_web):
    web = open_web(20.0)
    got = Follower(new_source(peer.address("pages"), "feed"), web, Clock()).visit()
    assert web._client._loads.held > 5 * _MB
    del got
    gc.collect()
    assert web._client._loads.held == 0
