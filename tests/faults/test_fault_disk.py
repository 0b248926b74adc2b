"""The disk: full, read-only, locked, damaged. What is kept stays, the desk says it in a sentence, and then goes on."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import fault_world
import pytest
from fault_desk import IS_LONG, finish, get, served, try_day
from fault_nursery import Order
from sqlalchemy import event
from sqlalchemy.engine import Engine

from infostreamer.desk import Desk
from infostreamer.desk.doctor import examine
from infostreamer.flow.schedule import take_in_captures
from infostreamer.model import IntegrityError, StoreBusy
from infostreamer.store import open_store


@contextmanager
def most_pages(spare: int) -> Iterator[None]:
    """Every SQLite connection finds a disk with so many free pages of the database's size."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + spare}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


@contextmanager
def a_small_disk(path: Path, kilobytes: int) -> Iterator[Callable[[str], None]]:
    """A file system in memory under the desk's folder; what is given is called with new options for it."""

    def mount(options: str) -> None:
        done = subprocess.run(
            ["mount", *options.split(), str(path.parent)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")

    kept = path.parent.with_name("kept")
    shutil.copytree(path.parent, kept)
    mount(f"-t tmpfs -o size={kilobytes}k tmpfs")
    try:
        shutil.copy(kept / path.name, path)
        yield mount
    finally:
        subprocess.run(["umount", "-l", str(path.parent)], check=False)


@pytest.mark.parametrize("spare", [0, 2, 6, 14] if IS_LONG else [0, 6])
def test_a_full_database_says_so_and_goes_on_when_there_is_room(spare, path, url, feeds, expected):
    with most_pages(spare):
        said = try_day(url, feeds, 0)
    assert said
    assert "free some space" in said
    assert finish(url, feeds) == expected


@pytest.mark.parametrize("kilobytes", [400, 800] if IS_LONG else [400])
def test_files_that_may_not_grow_lose_nothing(kilobytes, path, url, feeds, expected):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + kilobytes * 256, before[1]))
    try:
        said = try_day(url, feeds, 0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert said
    assert "disk" in said
    assert finish(url, feeds) == expected


@pytest.mark.parametrize("spare_kb", [40, 300] if IS_LONG else [40])
def test_a_disk_that_fills_up_loses_nothing_and_pages_are_read_meanwhile(spare_kb, path, url, feeds, expected):
    with a_small_disk(path, path.stat().st_size // 1024 + 80 + spare_kb) as mount:
        said = try_day(url, feeds, 0)
        assert said
        assert "disk" in said
        settings = fault_world.settings_for(url).with_values({"web.port": 0})
        with Desk.open(settings) as desk, served(desk, settings) as port:
            assert [get(port, at).status for at in ("/-/health", "/sources", "/")] == [200, 200, 200]
        mount("-o remount,size=64m")
        assert finish(url, feeds) == expected


def test_a_file_system_that_may_only_be_read_says_so_and_goes_on_when_it_may_be_written(worked, url, feeds):
    with a_small_disk(worked, 65_536) as mount:
        mount("-o remount,ro")
        said = try_day(url, feeds, 1)
        assert said
        assert "check that the f" in said
        mount("-o remount,rw")
        assert try_day(url, feeds, 1) is None


def test_a_database_that_may_only_be_read_is_read_and_says_so_where_it_is_written(worked, url, feeds):
    settings = fault_world.settings_for(url).with_values({"web.port": 0})

    def read_only(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(Engine, "connect", read_only)
    try:
        said = try_day(url, feeds, 1)
        with Desk.open(settings) as desk, served(desk, settings) as port:
            answers = [get(port, at) for at in ("/-/health", "/-/ready", "/", "/sources", "/search?q=Dam")]
    finally:
        event.remove(Engine, "connect", read_only)
    assert said == ("The database says 'attempt to write a readonly database'; check that the file may be written to.")
    assert [one.status for one in answers] == [200] * 5


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_database_locked_for_longer_than_the_waiting_time_is_told_and_then_goes_on(
    how, path, url, feeds, expected, monkeypatch
):
    monkeypatch.setattr("infostreamer.store.engine.BUSY_S", 0.2)
    monkeypatch.setattr("infostreamer.store.engine.make_engine.__kwdefaults__", {"busy_s": 0.2})
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute(f"BEGIN {how}")
    said = try_day(url, feeds, 0)
    assert said == "The database is locked by another process; try again in a moment."
    other.execute("ROLLBACK")
    other.close()
    assert finish(url, feeds) == expected


def _damage(path: Path, table: str) -> None:
    """Write over the first page of the table."""
    with sqlite3.connect(path) as known:
        size = known.execute("PRAGMA page_size").fetchone()[0]
        known.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = known.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    known.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)


@pytest.mark.parametrize(
    "table", ["reports", "captures", "stories", "changes", "placements"] if IS_LONG else ["reports", "changes"]
)
def test_a_damaged_page_is_told_and_found_and_what_does_not_need_it_goes_on(table, worked, url, feeds):
    _damage(worked, table)
    store = open_store(url)
    with pytest.raises(IntegrityError, match=r"restore it from a backup"), store.read() as unit:
        unit._connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
    store.close()
    settings = fault_world.settings_for(url).with_values({"web.port": 0})
    with Desk.open(settings) as desk, served(desk, settings) as port:
        answers = [get(port, at) for at in ("/-/health", "/settings", "/", "/sources", "/-/ready")]
    assert answers[0].status == 200
    assert all(one.status in (200, 500, 503) and one.seconds < 20 for one in answers)
    assert all("restore it from a backup" in one.text for one in answers if one.status == 500)
    if table in ("reports", "stories"):
        assert any(one.status != 200 for one in answers[2:])


def test_the_doctor_finds_a_damaged_database(worked, url):
    _damage(worked, "reports")
    (check,) = [one for one in examine(fault_world.settings_for(url)) if one.name == "database"]
    assert check.state == "bad"
    assert "restore it from a backup" in check.text


@pytest.mark.parametrize("how", ["garbage", "half", "empty", "other"])
def test_a_damaged_body_of_a_capture_costs_that_capture_alone(how, path, url, feeds):
    feeds.day = 0
    with Desk.open(fault_world.settings_for(url), clock=lambda: fault_world.now_on(0)) as desk:
        from infostreamer.flow import Flow

        flow = Flow(desk.store, settings=desk.settings, rooms=fault_world.rooms(), web=feeds.port, clock=desk.now)
        flow.collect_due()
        with desk.store.unit() as unit:
            key, whole = unit._connection.exec_driver_sql("SELECT sha256, body FROM blobs ORDER BY sha256").first()
            wrong = {"garbage": b"\x00" * 20, "half": whole[: len(whole) // 2], "empty": b"", "other": b"x\x9c\x03\x00"}
            unit._connection.exec_driver_sql("UPDATE blobs SET body = ? WHERE sha256 = ?", (wrong[how], key))
        flow.enrich()
        with desk.store.read() as unit:
            damaged = [one for one in unit.failures.all() if one.kind == "damaged"]
            assert len(damaged) == 1
            assert "restore the desk from a backup" in damaged[0].error
            assert unit.reports.count() >= unit.captures.count() - 2, "all others are read, and one is no article"
            assert unit.gauges.touched() == 0
            assert not unit.claims.are_any()


@pytest.fixture(scope="module")
def killed(seeded, feeds, nursery, tmp_path_factory):
    """A folder as a killed process leaves it: database, write-ahead log, index of the log."""
    folder = tmp_path_factory.mktemp("killed")
    shutil.copy(seeded, folder / "desk.sqlite3")
    feeds.day = 0
    life = nursery.life(Order(f"sqlite:///{folder}/desk.sqlite3", feeds.port, 0, nth=300))
    assert life.how == "killed"
    assert (folder / "desk.sqlite3-wal").stat().st_size > 0
    return folder


def _cut(path: Path, size: int) -> None:
    os.truncate(path, size)


LEFT = {
    "as it was": lambda folder: None,
    "the log's index gone": lambda folder: (folder / "desk.sqlite3-shm").unlink(),
    "the log's index garbage": lambda folder: (folder / "desk.sqlite3-shm").write_bytes(b"\xff" * 32_768),
    "the log's last frame half written": lambda folder: _cut(
        folder / "desk.sqlite3-wal", (folder / "desk.sqlite3-wal").stat().st_size - 1000
    ),
    "garbage after the log": lambda folder: (folder / "desk.sqlite3-wal").open("ab").write(b"\xa5" * 9000),
    "a frame of the log garbage": lambda folder: _overwrite(folder / "desk.sqlite3-wal"),
}


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 3000)
        file.write(b"\xa5" * 500)


@pytest.mark.parametrize("what", LEFT)
def test_what_a_killed_process_leaves_of_its_log_is_recovered(what, killed, tmp_path, feeds, expected):
    folder = tmp_path / "left"
    shutil.copytree(killed, folder)
    LEFT[what](folder)
    assert finish(f"sqlite:///{folder}/desk.sqlite3", feeds) == expected


def test_a_file_that_is_no_database_is_told(path, url, feeds):
    path.write_bytes(b"This is a letter to the editor. " * 1000)
    said = try_day(url, feeds, 0)
    assert said
    assert "point store.url or desk.data at another file" in said


def test_a_lock_shorter_than_the_waiting_time_is_not_noticed(path, url, feeds, expected):
    import threading

    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
    timer.start()
    assert finish(url, feeds) == expected
    timer.join()
    other.close()


def test_the_write_lock_of_a_thread_that_hangs_is_told(path, url, monkeypatch):
    import threading

    monkeypatch.setattr("infostreamer.store.opening.BUSY_S", 0.2)
    store, inside, ends = open_store(url), threading.Event(), threading.Event()

    def hang() -> None:
        with store.unit():
            inside.set()
            ends.wait(30)

    thread = threading.Thread(target=hang)
    thread.start()
    assert inside.wait(30)
    with pytest.raises(StoreBusy, match="another write of this process"), store.unit():
        pass
    with store.read() as unit:
        assert unit.captures.count() == 0, "readers are not held up"
    ends.set()
    thread.join()
    with suppress(StoreBusy), store.unit() as unit:
        unit.meta.put("x", "y")
    store.close()


@pytest.mark.parametrize("how", ["another put in its place", "deleted"])
def test_a_file_that_is_not_the_one_that_was_opened_is_told_and_written_no_more(how, path, url, feeds, expected):
    feeds.day = 0
    with Desk.open(fault_world.settings_for(url), clock=lambda: fault_world.now_on(0)) as desk:
        fault_world.pass_once(desk, feeds.port)
        path.rename(path.with_name("kept.sqlite3"))
        if how != "deleted":
            shutil.copy(path.with_name("kept.sqlite3"), path)
        with pytest.raises(IntegrityError, match=r"was moved, deleted or replaced.*restore a backup"):
            take_in_captures(desk.store, [fault_world.tiny_rooms.capture("late|Late|news")])
        assert desk.counts()["reports"] == expected.reports, "it is read on"
        path.with_name("kept.sqlite3").rename(path)
        fault_world.pass_once(desk, feeds.port)
        assert fault_world.outcome_of(desk.store) == expected
