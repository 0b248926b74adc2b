"""Purges and backups that are killed at any point: the same call again finishes them, and nothing is half done."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from killing import Killing
from test_desk_purging import NEEDLES, NOW, ROWS, in_files, traces

from infostreamer.desk import Desk
from infostreamer.desk.backup_file import written
from infostreamer.desk.backup_keys import Key, Lock
from infostreamer.desk.backups import check_backup, make_backup
from infostreamer.desk.leftovers import in_use, remove_dead
from infostreamer.desk.purging import finish, of_report
from infostreamer.desk.retention import purge_aged
from infostreamer.model import NotFound
from infostreamer.settings import Settings

MOST = 60


def points(url: str) -> range:
    """At which points lives end: each on SQLite, some on PostgreSQL."""
    return range(1, MOST, 1 if url.startswith("sqlite") else 3)


@pytest.fixture(scope="module")
def killing() -> Iterator[Killing]:
    with Killing() as process:
        yield process


def settings_of(url: str, folder: Path) -> dict[str, object]:
    return {"store.url": url, "desk.data": str(folder), "understand.deadline": 0.0}


def digest_without(folder: Path, host: str) -> str:
    with Desk.open(Settings(settings_of("", folder)), clock=lambda: NOW) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS if host not in row["url"]])
        return desk.digest()


def test_a_purge_killed_at_every_point_in_turn_is_whole_or_not_begun_and_the_same_call_ends_it(
    store_url: str, tmp_path: Path, killing: Killing
) -> None:
    given = settings_of(store_url, tmp_path / "data")
    with Desk.open(Settings(given), clock=lambda: NOW) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS])
        report = next(one for one in desk.newest_reports() if one.host == "herald.example")
        whole, told, left = traces(desk, NEEDLES), [], []
        for nth in points(store_url):
            told.append(killing.life("purge", given, report.id, nth))
            left.append(len(traces(desk, NEEDLES)))
            assert left[-1] in (len(whole), 0), "some of it is gone and some is left"
            if told[-1] == "done":
                break
        assert told == ["killed"] * (len(told) - 1) + ["done"]
        assert len(told) > 4
        assert left[0] == len(whole), "it was killed before anything was erased"
        assert 0 in left[:-2], "and after it was"
        with pytest.raises(NotFound, match="in danger"):
            of_report(desk, report.id)
        assert finish(desk) is None
        assert desk.digest() == digest_without(tmp_path / "never", "herald")
        desk.take_in_jsonl([json.dumps(ROWS[0])])
        assert traces(desk, NEEDLES) == []
    assert in_files(tmp_path / "data", NEEDLES) == []


def test_the_desk_ends_by_itself_what_a_killed_purge_left(tmp_path: Path, killing: Killing) -> None:
    given = settings_of("", tmp_path / "data")
    with Desk.open(Settings(given), clock=lambda: NOW) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS])
        report = next(one for one in desk.newest_reports() if one.host == "herald.example")
    assert killing.life("purge", given, report.id, 12) == "killed"
    with Desk.open(Settings(given), clock=lambda: NOW) as desk:
        assert traces(desk, NEEDLES) == []
        assert finish(desk) is not None, "the database is still to be written anew"
        assert purge_aged(desk) is None
        assert desk.digest() == digest_without(tmp_path / "never", "herald")
    assert in_files(tmp_path / "data", NEEDLES) == []


def test_a_backup_killed_at_every_point_is_whole_or_not_there_and_nothing_of_it_stays(
    store_url: str, tmp_path: Path, killing: Killing
) -> None:
    given, folder = settings_of(store_url, tmp_path / "data"), tmp_path / "backups"
    folder.mkdir()
    with Desk.open(Settings(given), clock=lambda: NOW) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS[:2]])
        kinds = set()
        for nth in points(store_url):
            file = folder / "desk.tar.gz"
            how = killing.life("backup", given, str(file), nth)
            kinds.add((how, file.exists(), bool(hidden(folder)), bool(hidden(tmp_path / "data"))))
            if file.exists():
                assert check_backup(file, Key(), tmp_path).digest == desk.digest()
                file.unlink()
            if how == "done":
                break
            age(folder, tmp_path / "data")
        assert how == "done"
        assert (
            not store_url.startswith("sqlite")
            or {("killed", False, True, True), ("killed", False, False, True), ("done", True, False, False)} <= kinds
        )
        assert hidden(folder) == hidden(tmp_path / "data") == []


def hidden(folder: Path) -> list[str]:
    """What a backup writes under a passing name."""
    return sorted(one.name for one in folder.glob(".*"))


def age(*folders: Path) -> None:
    """What lies there was made a minute ago."""
    for folder in folders:
        for one in folder.glob(".*"):
            os.utime(one, (time.time() - 60, time.time() - 60))


def test_what_another_backup_is_writing_is_left_alone(tmp_path: Path) -> None:
    with Desk.open(Settings(settings_of("", tmp_path / "data")), clock=lambda: NOW) as desk:
        desk.take_in_jsonl([json.dumps(ROWS[0])])
        scratch = tmp_path / "data" / ".backup-other"
        scratch.mkdir()
        with written(tmp_path / "a.tar.gz") as out, in_use(scratch):
            out.write(b"not yet")
            age(tmp_path, tmp_path / "data")
            with written(tmp_path / "a.tar.gz.tar.gz") as other:
                other.write(b"x")
            make_backup(desk, tmp_path / "b.tar.gz", Lock())
            remove_dead(tmp_path, ".a.tar.gz.*.part")
            assert hidden(tmp_path) != []
            assert scratch.exists()
        assert (tmp_path / "a.tar.gz").read_bytes() == b"not yet"
        make_backup(desk, tmp_path / "c.tar.gz", Lock())
        assert not scratch.exists()
