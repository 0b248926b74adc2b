"""The process and its machine: killed while it serves, out of descriptors, threads, memory; helpers that die."""

from __future__ import annotations

import http.client
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import fault_world
import pytest
from fakes.ports import free_port
from fakes.processes import descendants, is_alive
from fault_desk import get, served

from infostreamer.collect import read_jsonl
from infostreamer.deliver.sending import deliver_once
from infostreamer.desk import Desk
from infostreamer.flow import Flow
from infostreamer.flow.schedule import take_in_captures
from infostreamer.model import TryLater
from infostreamer.model.shortage import shortage_of
from infostreamer.settings import Settings
from infostreamer.store import open_store
from infostreamer.web import watch
from infostreamer.web.api.problems import refusal_of

RECOVERY_S = 30.0  # a busy machine of CI; what a quiet one takes stands in docs/reference/measurements.md
WAIT_S = 90.0
ROWS = [
    {
        "url": f"https://orlan.example/{number}",
        "outlet": "Orlan",
        "title": f"Police arrest {number} dockers in the port of Mirsk",
        "text": f"Police in Mirsk on Tuesday arrested {number} dockers at the gate of pier {number}, their lawyer Vera "
        f"Samin said. About {number}60 members of the union of pier {number} stayed at home.",
        "published": "2026-11-10T10:00:00+00:00",
    }
    for number in range(2, 8)
]


def _start(folder: Path, port: int, *words: str) -> subprocess.Popen[bytes]:
    command = ["--data", str(folder), "--set", f"web.port={port}", "--set", "flow.tick=0.1", *words]
    return subprocess.Popen(
        [sys.executable, "-m", "infostreamer", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _is_served(port: int) -> bool:
    try:
        return get(port).status == 200
    except (OSError, http.client.HTTPException):
        return False


def _await(is_so, seconds: float = WAIT_S) -> float:
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds
        time.sleep(0.02)
    return time.monotonic() - begun


def _feed(folder: Path, rows) -> None:
    with Desk.open(Settings({"desk.data": str(folder)})) as desk:
        captures, failures = read_jsonl([json.dumps(row) for row in rows], now=desk.now())
        assert not failures
        take_in_captures(desk.store, captures)


def _reports(folder: Path) -> int:
    store = open_store(f"sqlite:///{folder}/desk.sqlite3")
    try:
        with store.read() as unit:
            return unit.reports.count()
    finally:
        store.close()


def test_a_serving_desk_that_is_killed_serves_again_and_goes_on_and_leaves_no_process_behind(tmp_path):
    folder, port = tmp_path / "desk", free_port()
    _feed(folder, ROWS[:3])
    process, left = _start(folder, port, "serve"), []
    try:
        _await(lambda: _is_served(port))
        _await(lambda: descendants(process.pid))
        left = descendants(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        _feed(folder, ROWS[3:])
        process = _start(folder, port, "serve")
        took = _await(lambda: _is_served(port))
        assert took < RECOVERY_S
        _await(lambda: _reports(folder) == len(ROWS))
        _await(lambda: not any(map(is_alive, left)))
    finally:
        for pid in (process.pid, *left):
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def test_a_helper_killed_at_work_is_taken_over_at_once_though_it_was_not_waited_for(tmp_path):
    """A child that nobody waited for has its process id still: it must not be waited for as if it were alive."""
    helper = Path(__file__).parent / "fault_helper.py"
    path = tmp_path / "desk.sqlite3"
    store = open_store(f"sqlite:///{path}")
    take_in_captures(store, [fault_world.tiny_rooms.capture(text) for text in fault_world.tiny_rooms.WIRE])
    flow = Flow(store, settings=fault_world.settings_for(f"sqlite:///{path}"), rooms=fault_world.rooms(), web=0)
    process = subprocess.Popen([sys.executable, str(helper), f"sqlite:///{path}"], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"claimed\n"
        process.send_signal(signal.SIGKILL)
        begun = time.monotonic()
        flow.enrich()
        assert time.monotonic() - begun < 60, "a lease lasts 120 s"
        with store.read() as unit:
            assert not unit.claims.are_any()
            assert unit.reports.count() == len(set(fault_world.tiny_rooms.WIRE))
    finally:
        process.kill()
        process.wait()
    store.close()


def _use_up() -> list[int]:
    taken = []
    try:
        while True:
            taken.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        return taken


def test_out_of_file_descriptors_is_told_and_then_goes_on(url, feeds, expected):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    settings = fault_world.settings_for(url)
    with Desk.open(settings, clock=lambda: fault_world.now_on(0)) as desk:
        desk.store.engine.dispose()
        resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 20, before[1]))
        taken = _use_up()
        try:
            flow = Flow(desk.store, settings=settings, rooms=fault_world.rooms(), web=feeds.port, clock=desk.now)
            with pytest.raises(Exception, match=r"ulimit -n|Too many open files") as caught:
                flow.pass_once()
            assert "ulimit -n" in (shortage_of(caught.value) or str(caught.value))
        finally:
            for one in taken:
                os.close(one)
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        fault_world.pass_once(desk, feeds.port)
        assert fault_world.outcome_of(desk.store).captures == expected.captures


def test_pages_after_a_time_without_file_descriptors_are_served_again(worked, url):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    settings = fault_world.settings_for(url).with_values({"web.port": 0})
    with Desk.open(settings) as desk, served(desk, settings) as port:
        assert get(port).status == 200
        resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 6, before[1]))
        taken = _use_up()
        try:
            time.sleep(0.5)
        finally:
            for one in taken:
                os.close(one)
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        _await(lambda: _is_served(port))


@pytest.mark.parametrize("which", ["heartbeat", "visiting", "visit", "deliver"])
def test_a_thread_that_cannot_be_started_is_told_and_then_goes_on(which, url, feeds, expected, monkeypatch, caplog):
    original, refused = threading.Thread.start, []

    def start(self: threading.Thread) -> None:
        if self.name.partition("-")[0] == which and not refused:
            refused.append(self.name)
            raise RuntimeError("can't start new thread")
        original(self)

    monkeypatch.setattr(threading.Thread, "start", start)
    settings, stop = fault_world.settings_for(url).with_values({"flow.tick": 0.02}), threading.Event()
    feeds.day = 0
    with Desk.open(settings, clock=lambda: fault_world.now_on(0)) as desk:
        if which == "deliver":
            with pytest.raises(RuntimeError) as caught:
                fault_world.pass_once(desk, feeds.port)
            assert "TasksMax" in (shortage_of(caught.value) or "")
        else:
            flow = Flow(desk.store, settings=settings, rooms=fault_world.rooms(), web=feeds.port, clock=desk.now)
            worker = threading.Thread(target=flow.forever, args=(stop,), name="worker")
            worker.start()
            _await(lambda: _count(desk) == expected.reports)
            stop.set()
            worker.join(WAIT_S)
            assert "TasksMax" in caplog.text
        assert refused
        fault_world.pass_once(desk, feeds.port)
        assert fault_world.outcome_of(desk.store) == expected


def _count(desk: Desk) -> int:
    with desk.store.read() as unit:
        return unit.reports.count()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "no space is left on the disk"),
        (OSError(24, "Too many open files"), "ulimit -n"),
        (OSError(30, "Read-only file system"), "mount it for writing"),
        (MemoryError(), "no memory left"),
        (OSError(5, "Input/output error"), "the disk does not answer"),
        (RuntimeError("can't start new thread"), "TasksMax"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_what_the_machine_is_short_of_is_one_sentence_in_the_log(error, words, url, caplog):
    calls, stop = [], threading.Event()

    def clock():
        calls.append(1)
        if len(calls) == 1:
            raise error
        stop.set()
        return fault_world.now_on(0)

    store = open_store(url)
    flow = Flow(store, settings=fault_world.settings_for(url), rooms=fault_world.rooms(), web=1, clock=clock)
    flow._watch_clock = lambda *_: 0
    flow.forever(stop)
    (record,) = [one for one in caplog.records if one.name == "infostreamer.flow" and "short of" in one.getMessage()]
    assert words in record.getMessage()
    assert record.exc_info is None, "no traceback: it is no mistake of the desk"
    store.close()


def test_errors_that_cause_each_other_in_a_circle_are_looked_through_once():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert shortage_of(first) is None
    second.__context__ = first.__context__ = OSError(28, "No space left on device")
    first.__cause__ = None
    assert "no space is left" in (shortage_of(second) or "")


def test_an_error_that_is_a_mistake_keeps_its_traceback():
    assert shortage_of(ZeroDivisionError()) is None
    assert shortage_of(OSError(2, "No such file")) is None


def test_the_thread_that_looks_for_news_outlasts_trouble_of_the_machine(monkeypatch):
    """It is one for all pages: were it gone, no open page would be told anything until the desk is started again."""
    monkeypatch.setattr(watch, "_PAUSE_S", 0.01)
    monkeypatch.setattr(watch, "Seat", object)
    tries, stop = [], threading.Event()

    class Troubled:
        def watcher(self):
            tries.append(1)
            raise MemoryError if len(tries) < 3 else TryLater("The database is away.")

    seen = watch.Watch(Troubled(), stop)
    with seen.seat():
        _await(lambda: len(tries) > 4)
    stop.set()


def test_a_listener_whose_thread_cannot_be_started_does_not_keep_the_next_one_from_hearing(monkeypatch):
    monkeypatch.setattr(watch, "Seat", object)
    stop, started = threading.Event(), []
    seen = watch.Watch(None, stop)

    def refused(self: threading.Thread) -> None:
        started.append(self.name)
        if len(started) == 1:
            raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    with pytest.raises(RuntimeError), seen.seat():
        pass
    assert not seen._seats
    with seen.seat():
        assert started == ["live", "live"]


def test_what_the_machine_is_short_of_is_no_try_of_a_message_and_no_mistake_over_the_api(url, feeds, expected):
    class Short:
        def deliver(self, *_, **__):
            raise OSError(24, "Too many open files")

    feeds.day = 0
    with Desk.open(fault_world.settings_for(url), clock=lambda: fault_world.now_on(0)) as desk:
        Flow(desk.store, settings=desk.settings, rooms=fault_world.rooms(), web=feeds.port, clock=desk.now).pass_once()
        with pytest.raises(OSError, match="Too many open files") as caught:
            deliver_once(desk, deliverers={"webhook": Short()}, clock=desk.now)
        with desk.store.read() as unit:
            assert {one.tries for one in unit.editions.due(fault_world.now_on(9), 100)} == {0}
        fault_world.pass_once(desk, feeds.port)
        assert fault_world.outcome_of(desk.store) == expected
    refusal = refusal_of(caught.value)
    assert (refusal.status, "ulimit -n" in str(refusal)) == (503, True)
