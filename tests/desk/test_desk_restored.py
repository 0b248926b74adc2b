"""A restore that is killed leaves a whole desk or none; one beside another desk's log is refused."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_desk_purging import NOW, ROWS

from infostreamer.desk import Desk
from infostreamer.desk.backup_keys import Key, Lock
from infostreamer.desk.backups import make_backup, restore_backup
from infostreamer.model import BadInput
from infostreamer.settings import Settings

_DIES = {
    "before it is put in place": "backups._move = die",
    "after it was put in place": "move = backups._move; backups._move = lambda *given: (move(*given), die())",
    "between two tables": "copying.write_rows = lambda *given: len(given[3:]) and given[1].name == 'reports' and die() "
    "or rows(*given)",
}


def settings_of(url: str, folder: Path) -> Settings:
    return Settings({"store.url": url, "desk.data": str(folder), "understand.deadline": 0.0})


@pytest.fixture
def backup(tmp_path: Path) -> tuple[Path, str]:
    """A backup, and its desk's digest."""
    with Desk.open(settings_of("", tmp_path / "first"), clock=lambda: NOW) as desk:
        desk.take_in_jsonl([json.dumps(row) for row in ROWS[:2]])
        make_backup(desk, tmp_path / "b.tar.gz", Lock())
        return tmp_path / "b.tar.gz", desk.digest()


def _killed(file: Path, url: str, folder: Path, where: str) -> None:
    code = (
        "import os, signal; from pathlib import Path; from infostreamer.desk import backups\n"
        "from infostreamer.desk.backup_keys import Key; from infostreamer.settings import Settings\n"
        "from infostreamer.store import copying; rows = copying.write_rows\n"
        "die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"{_DIES[where]}\n"
        f"backups.restore_backup(Path({str(file)!r}), Key(), Settings({{'store.url': {url!r}, "
        f"'desk.data': {str(folder)!r}}}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL


def test_killed_before_it_is_in_place_there_is_no_desk_and_the_same_command_makes_it(
    backup: tuple[Path, str], tmp_path: Path
) -> None:
    file, digest = backup
    _killed(file, "", tmp_path / "new", "before it is put in place")
    assert not (tmp_path / "new" / "desk.sqlite3").exists()
    restore_backup(file, Key(), settings_of("", tmp_path / "new"))
    with Desk.open(settings_of("", tmp_path / "new")) as desk:
        assert desk.digest() == digest


def test_killed_after_it_is_in_place_the_desk_is_whole(backup: tuple[Path, str], tmp_path: Path) -> None:
    file, digest = backup
    _killed(file, "", tmp_path / "new", "after it was put in place")
    with Desk.open(settings_of("", tmp_path / "new")) as desk:
        assert desk.digest() == digest
        with desk.store.read() as unit:
            assert unit.gauges.damage() is None
    with pytest.raises(BadInput, match="a desk at"):
        restore_backup(file, Key(), settings_of("", tmp_path / "new"))


@pytest.mark.postgres
def test_killed_between_two_tables_the_server_holds_none(
    backup: tuple[Path, str], tmp_path: Path, empty_postgres: str
) -> None:
    file, digest = backup
    _killed(file, empty_postgres, tmp_path / "new", "between two tables")
    restore_backup(file, Key(), settings_of(empty_postgres, tmp_path / "new"))
    with Desk.open(settings_of(empty_postgres, tmp_path / "new")) as desk:
        assert desk.digest() == digest


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_the_log_of_a_desk_that_was_moved_away_is_never_played_into_the_restored_one(
    backup: tuple[Path, str], tmp_path: Path, ending: str
) -> None:
    """SQLite would: it knows a log by its name alone."""
    left = tmp_path / "new" / f"desk.sqlite3{ending}"
    left.parent.mkdir()
    left.write_bytes(b"of another desk")
    with pytest.raises(BadInput, match=rf"desk.sqlite3{ending}.*move it away"):
        restore_backup(backup[0], Key(), settings_of("", tmp_path / "new"))
    assert left.read_bytes() == b"of another desk"
    assert not (tmp_path / "new" / "desk.sqlite3").exists()
