"""Who is at work, when it is not so clear: a process that stood still, one that is a ghost, a clock that jumps."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import fault_world
import pytest
from fault_desk import IS_LONG, finish
from fault_nursery import Order
from fault_world import outcome_of

from infostreamer.desk import Desk
from infostreamer.flow import lease
from infostreamer.flow.lease import held, is_over, present, until
from infostreamer.model import TryLater
from infostreamer.store import open_store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request, tmp_path, seeded, servers):
    """The address of a fresh desk on either engine."""
    if request.param == "sqlite":
        shutil.copy(seeded, tmp_path / "desk.sqlite3")
        return f"sqlite:///{tmp_path}/desk.sqlite3"
    address = str(request.getfixturevalue("empty_postgres"))
    fault_world.seed(address, servers[1].address)
    return address


def _outcome(url: str) -> fault_world.Outcome:
    store = open_store(url)
    try:
        return outcome_of(store)
    finally:
        store.close()


POINTS = {
    "collect": "schedule.",
    "extract": "extract.advance_shared",
    "understand": "understand.advance_shared",
    "place": "place.advance_alone",
    "build": "build.advance_shared",
    "dossiers": "dossiers.advance_alone",
    "deliver": "sending.send_due",
}


@pytest.fixture(scope="module")
def labels(nursery, seeded, feeds, tmp_path_factory):
    """The points that a desk passes on its first day, in order."""
    path = tmp_path_factory.mktemp("labels") / "desk.sqlite3"
    shutil.copy(seeded, path)
    feeds.day = 0
    life = nursery.life(Order(f"sqlite:///{path}", feeds.port, 0))
    assert life.how == "done", life.said
    return life.points


@pytest.mark.parametrize(
    ("either", "stage"),
    [
        *(("sqlite", stage) for stage in (POINTS if IS_LONG else ["collect", "understand", "deliver"])),
        *(pytest.param("postgres", stage, marks=pytest.mark.postgres) for stage in (POINTS if IS_LONG else ["build"])),
    ],
    indirect=["either"],
)
def test_who_stood_still_for_longer_than_its_lease_writes_nothing(stage, either, nursery, labels, feeds, expected):
    feeds.day = 0
    label = next(one for one in labels if one.startswith(POINTS[stage]) and one.endswith("after commit"))
    life = nursery.life(Order(either, feeds.port, 0, labels=(label,), lease_s=0.4))
    assert life.how in ("refused", "done"), life.said.replace("\\n", "\n")
    assert "taken this desk's work over" in life.said or life.how == "done"
    nursery.life(Order(either, feeds.port, 0))
    assert _outcome(either) == expected


@pytest.mark.postgres
def test_who_stands_still_within_a_transaction_is_ended_by_the_server_and_holds_nobody_up(
    empty_postgres, servers, nursery, labels, feeds, expected
):
    address = empty_postgres
    fault_world.seed(address, servers[1].address)
    feeds.day = 0
    label = next(one for one in labels if one.startswith("extract.advance_shared") and one.endswith("before commit"))
    begun = time.monotonic()
    life = nursery.life(Order(address, feeds.port, 0, labels=(label,), lease_s=0.4, idle_s=2))
    assert life.how == "refused", life.said.replace("\\n", "\n")
    assert "does not answer" in life.said
    assert time.monotonic() - begun < 60
    assert _outcome(address) == expected


def test_two_processes_at_one_desk_from_the_start_double_nothing(either, nursery, feeds, expected):
    feeds.day = 0
    life = nursery.life(Order(either, feeds.port, 0, beside=2))
    assert life.how == "done", life.said.replace("\\n", "\n")
    assert _outcome(either) == expected


def test_a_holder_that_has_ended_and_was_not_waited_for_is_dead():
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    _await(lambda: lease._start_of(process.pid) == "ended")
    try:
        assert is_over(f"{lease.platform.node()}:{process.pid}:aa", until())
    finally:
        process.wait()


def test_a_stopped_holder_is_alive():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        process.send_signal(signal.SIGSTOP)
        holder = f"{lease.platform.node()}:{process.pid}:{lease._start_of(process.pid)}-aa"
        assert not is_over(holder, until())
    finally:
        process.kill()
        process.wait()


def test_another_process_with_the_id_of_a_dead_holder_is_not_taken_for_it():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        now = int(lease._start_of(process.pid))
        assert is_over(f"{lease.platform.node()}:{process.pid}:{now - 500}-aa", until())
        assert not is_over(f"{lease.platform.node()}:{process.pid}:{now}-aa", until())
    finally:
        process.kill()
        process.wait()


def test_a_holder_of_an_earlier_life_with_this_process_s_own_id_is_dead():
    assert is_over(f"{lease.platform.node()}:{os.getpid()}:1-aa", until())


@pytest.mark.parametrize(
    ("jump", "is_free"),
    [
        (timedelta(hours=-1), True),
        (timedelta(days=-400), True),
        (timedelta(days=1), True),
        (timedelta(seconds=30), False),
        (timedelta(seconds=-30), False),
    ],
    ids=str,
)
def test_a_clock_that_jumps_leaves_no_work_held_for_good(jump, is_free, url, monkeypatch):
    store = open_store(url)
    with store.unit() as unit:
        unit.jobs.claim("enrich", holder="another-machine:1:aa", now=datetime.now(UTC), until=until())
    monkeypatch.setattr(lease, "_now", lambda: datetime.now(UTC) + jump)
    with held(store, "enrich") as fence:
        assert (fence is not None) == is_free
    store.close()


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1)], ids=str)
def test_who_is_at_work_while_the_clock_jumps_is_done_once(jump, url, feeds, expected, monkeypatch):
    passed = threading.Event()

    def now() -> datetime:
        return datetime.now(UTC) + (jump if passed.is_set() else timedelta())

    monkeypatch.setattr(lease, "_now", now)
    timer = threading.Timer(0.3, passed.set)
    timer.start()
    assert finish(url, feeds) == expected
    timer.join()


def test_a_clock_before_1970_changes_nothing(url, feeds, expected, monkeypatch):
    monkeypatch.setattr(lease, "_now", lambda: datetime(1969, 7, 20, tzinfo=UTC))
    assert finish(url, feeds) == expected


def _write_late(unit, fence) -> None:
    unit.meta.put("late", "1")
    fence(unit)


def test_a_late_write_of_who_was_taken_over_is_refused(url):
    store = open_store(url)
    with held(store, "enrich") as fence:
        assert fence is not None
        with store.unit() as unit:
            taken = unit.jobs.claim("enrich", holder="b:1:a", now=datetime.now(UTC), until=until(), over=fence.holder)
            assert taken
        with pytest.raises(TryLater, match="taken this desk's work over"), store.unit() as unit:
            _write_late(unit, fence)
    with store.read() as unit:
        assert unit.meta.get("late") is None
    store.close()


def test_a_heart_goes_on_after_any_error_of_the_database(url, monkeypatch):
    monkeypatch.setattr(lease, "LEASE_S", 0.2)
    store, beats = open_store(url), []
    original = store.unit

    def broken():
        beats.append(1)
        if len(beats) < 3:
            raise ZeroDivisionError
        return original()

    with present(store):
        monkeypatch.setattr(store, "unit", broken)
        _await(lambda: len(beats) > 4)
        monkeypatch.setattr(store, "unit", original)
    store.close()


def _await(is_so, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


# The desk's own clock


def _desk_at(url: str, moment: datetime) -> Desk:
    return Desk.open(fault_world.settings_for(url), clock=lambda: moment)


@pytest.mark.parametrize(
    "ahead", [timedelta(hours=1), timedelta(days=1), timedelta(days=3650)][-1 if not IS_LONG else 0 :], ids=str
)
def test_sources_visited_under_a_clock_that_ran_ahead_are_visited_when_it_is_right_again(ahead, url, feeds):
    feeds.day = 0
    for moment in (fault_world.now_on(0) + ahead, fault_world.now_on(0)):
        before = feeds.asked["/0"]
        with _desk_at(url, moment) as desk:
            fault_world.pass_once(desk, feeds.port)
        assert feeds.asked["/0"] > before
    with _desk_at(url, fault_world.now_on(0)) as desk, desk.store.read() as unit:
        healths = unit.sources.healths().values()
        assert all(one.next_at is None or one.next_at < fault_world.now_on(2) for one in healths)


@pytest.mark.parametrize(
    "moment",
    [datetime(1969, 12, 31, 23, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), datetime(2106, 2, 7, 7, tzinfo=UTC)],
    ids=str,
)
def test_a_desk_works_whatever_year_its_clock_says(moment, url, feeds, expected):
    feeds.day = 0
    with _desk_at(url, moment) as desk:
        fault_world.pass_once(desk, feeds.port)
        found = outcome_of(desk.store)
    assert (found.captures, found.reports, found.failures[:2]) == (
        expected.captures,
        expected.reports,
        expected.failures[:2],
    )


@pytest.mark.parametrize("zone", ["Europe/Vilnius", "America/New_York"])
def test_visits_follow_each_other_by_the_hour_over_a_change_of_summer_time(zone, url, feeds, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        feeds.day = 0
        for moment in (datetime(2031, 3, 9, 6, tzinfo=UTC), datetime(2031, 3, 30, 0, tzinfo=UTC)):
            with _desk_at(url, moment) as desk:
                fault_world.pass_once(desk, feeds.port)
                with desk.store.read() as unit:
                    nexts = {one.next_at for one in unit.sources.healths().values() if one.state == "ok"}
            assert nexts == {moment + timedelta(hours=12)}
    finally:
        monkeypatch.undo()
        time.tzset()
