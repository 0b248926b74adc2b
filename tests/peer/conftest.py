"""The hostile peer, and doors that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp.connector
import pytest
from fakes.following import Clock, Follower
from peer.behaviours import Behaviour, hostile_peer
from peer.certificates import Authority
from peer.server import Peer

from infostreamer.collect import Collected, Web
from infostreamer.collect.discover import new_source
from infostreamer.settings import Settings

SETTINGS = {"collect.pace": 0.0, "collect.deadline": 4.5, "collect.max_bytes": 2_000_000, "collect.workers": 24}


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Signs for the peer; this process trusts it."""
    made = Authority(Path(tmp_path_factory.mktemp("authority")))
    aiohttp.connector._SSL_CONTEXT_VERIFIED.load_verify_locations(made.file)
    return made


@pytest.fixture(scope="module")
def peer(authority: Authority) -> Iterator[Peer]:
    """Plays every behaviour."""
    with hostile_peer(context=authority.context) as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_web(peer: Peer, clock: Clock) -> Iterator[Callable[..., Web]]:
    """Opens doors to the peer; settings as keywords, "_" for "collect."."""
    opened: list[Web] = []

    def open_one(**settings: Any) -> Web:
        opened.append(web_to(peer, clock, **settings))
        return opened[-1]

    yield open_one
    for web in opened:
        web.close()


def web_to(peer: Peer, clock: Clock, **settings: Any) -> Web:
    """A door to the peer without any pace."""
    values = SETTINGS | {f"collect.{name}": value for name, value in settings.items()}
    return Web(Settings(values), hosts=peer.hosts, clock=clock)


@dataclass
class Visited:
    """What two visits to one behaviour gave, two hours apart."""

    first: Collected
    second: Collected


def visit_all(peer: Peer, rows: Iterable[Behaviour]) -> dict[str, Visited]:
    """Every row is visited twice, all of them side by side."""
    chosen, clock = list(rows), Clock()
    with web_to(peer, clock) as web, ThreadPoolExecutor(24) as pool:
        followers = [Follower(new_source(peer.address(row.name), "feed"), web, clock) for row in chosen]
        firsts = list(pool.map(Follower.visit, followers))
        clock.forward(hours=2)
        seconds = list(pool.map(Follower.visit, followers))
    return {row.name: Visited(*pair) for row, *pair in zip(chosen, firsts, seconds, strict=True)}
