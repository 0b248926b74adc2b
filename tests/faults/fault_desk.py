"""One desk, served over real HTTP in this process, that has things done to it."""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import fault_world
from fault_world import FeedServer

from infostreamer.desk import Desk
from infostreamer.model import InformationStreamerError
from infostreamer.settings import Settings

PATIENCE_S = 60.0
IS_LONG = os.environ.get("FAULTS") == "long"
"""Set, every case is tried; else one or two of each kind, which is what each change can afford."""


@dataclass(frozen=True)
class Answer:
    """What a page answered, and how long it took."""

    status: int
    text: str
    seconds: float


@contextmanager
def served(desk: Desk, settings: Settings) -> Iterator[int]:
    """The port at which the desk is served."""
    from infostreamer.web import serve

    stop, known, ready = threading.Event(), [], threading.Event()

    def on_ready(address: str) -> None:
        known.append(int(address.rstrip("/").rpartition(":")[2]))
        ready.set()

    thread = threading.Thread(target=serve, args=(desk, settings), kwargs={"on_ready": on_ready, "stop": stop})
    thread.start()
    try:
        assert ready.wait(PATIENCE_S)
        yield known[0]
    finally:
        stop.set()
        thread.join(PATIENCE_S)


def get(port: int, path: str = "/", accept: str = "text/html") -> Answer:
    """GET over a connection of its own."""
    line, begun = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S), time.monotonic()
    try:
        line.request("GET", path, headers={"Accept": accept})
        answer = line.getresponse()
        return Answer(answer.status, answer.read().decode("utf-8", "replace"), time.monotonic() - begun)
    finally:
        line.close()


def try_day(url: str, feeds: FeedServer, day: int) -> str | None:
    """One pass at the desk on that day; the sentence that it ended with, None where it came to its end."""
    feeds.day = day
    try:
        with Desk.open(fault_world.settings_for(url), clock=lambda: fault_world.now_on(day)) as desk:
            fault_world.pass_once(desk, feeds.port)
    except InformationStreamerError as error:
        return str(error)
    return None


def finish(url: str, feeds: FeedServer, *, days: tuple[int, ...] = (0,)) -> fault_world.Outcome:
    """These days, undisturbed; what the desk comes to."""
    for day in days:
        said = try_day(url, feeds, day)
        assert said is None, said
    with Desk.open(fault_world.settings_for(url)) as desk:
        return fault_world.outcome_of(desk.store)
