"""A backup is the desk as it stood at one moment, whole or not at all, and is brought back on either database."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from infostreamer.desk import Desk
from infostreamer.desk.backing_up import TROUBLE, backup_due, note_trouble
from infostreamer.desk.backup_file import About
from infostreamer.desk.backup_keys import Key, Lock, new_key, read_key
from infostreamer.desk.backups import check_backup, kept_backups, make_backup, restore_backup
from infostreamer.flow import lease
from infostreamer.flow.lease import held
from infostreamer.model import BadInput, ConfigurationError, IntegrityError, TryLater
from infostreamer.settings import Settings

OPEN, NO_KEY, WORD = Lock(), Key(), "a long one"
ROWS = [
    {
        "url": f"https://{outlet}.example/{town.lower()}",
        "outlet": outlet.title(),
        "title": f"The dam broke in {town}",
        "text": f"A dam broke in {town} on Monday, mayor Tomas Vell said. “We lost {number} houses,” he told the "
        f"{outlet}.",
        "published": f"2026-11-0{number}T10:00:00+00:00",
    }
    for number, town in enumerate(("Orlin", "Varn", "Mirsk", "Lesk"), 1)
    for outlet in ("gazette", "herald")
]


def settings_of(url: str, folder: Path) -> Settings:
    return Settings({"store.url": url, "desk.data": str(folder), "understand.deadline": 0.0})


@pytest.fixture
def desk(store_url: str, tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(settings_of(store_url, tmp_path / "data")) as opened:
        opened.take_in_jsonl([json.dumps(row) for row in ROWS[:3]])
        yield opened


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Desk]:
    """A desk on SQLite with one report, for what does not depend on the database."""
    with Desk.open(settings_of("", tmp_path / "data")) as opened:
        opened.take_in_jsonl([json.dumps(ROWS[0])])
        yield opened


def restored(file: Path, folder: Path, key: Key = NO_KEY) -> tuple[About, Desk]:
    settings = settings_of("", folder)
    about = restore_backup(file, key, settings)
    return about, Desk.open(settings)


def repacked(file: Path, to: Path, *, note: dict[str, object] | None = None, desk: bytes | None = None) -> Path:
    """The backup with another note or another database in it."""
    with tarfile.open(file) as tar:
        about, body = (tar.extractfile(name).read() for name in ("backup.json", "desk.sqlite3"))  # type: ignore[union-attr]
    with tarfile.open(to, "w:gz") as tar:
        changed = json.dumps({**json.loads(about), **(note or {})}).encode()
        for name, data in (("backup.json", changed), ("desk.sqlite3", desk if desk is not None else body)):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, BytesIO(data))
    return to


def test_backups_made_while_the_desk_is_at_work_are_each_of_one_moment_and_go_on_to_the_same_digest(
    desk: Desk, tmp_path: Path
) -> None:
    done = threading.Event()

    def work() -> None:
        for row in ROWS[3:]:
            desk.take_in_jsonl([json.dumps(row)])
        done.set()

    worker, files = threading.Thread(target=work), []
    worker.start()
    while not done.is_set() or not files:
        files.append(tmp_path / f"{len(files)}.tar.gz")
        make_backup(desk, files[-1], OPEN)
    worker.join()
    for number in {0, len(files) // 2, len(files) - 1}:
        about, again = restored(files[number], tmp_path / f"again-{number}")
        with again:
            assert again.digest() == about.digest
            again.flow.enrich()
            again.take_in_jsonl([json.dumps(row) for row in ROWS])
            assert again.counts()["reports"] == len(ROWS)
            caught_up = again.digest()
            again.rebuild()
            assert again.digest() == caught_up


@pytest.mark.postgres
def test_a_backup_of_either_database_is_brought_back_on_the_other(
    desk: Desk, empty_postgres: str, tmp_path: Path
) -> None:
    make_backup(desk, tmp_path / "a.tar.gz", OPEN)
    there = settings_of(empty_postgres, tmp_path / "there")
    about = restore_backup(tmp_path / "a.tar.gz", NO_KEY, there)
    with Desk.open(there) as again:
        assert again.digest() == about.digest == desk.digest()
        assert again.search("dam").total == 3
    with pytest.raises(BadInput, match="holds a desk already"):
        restore_backup(tmp_path / "a.tar.gz", NO_KEY, there)


def test_nobody_is_logged_in_by_a_backup_and_nothing_of_the_logins_is_in_its_bytes(desk: Desk, tmp_path: Path) -> None:
    desk.add_user("irena", "admin", password="correct horse battery")  # noqa: S106
    secret = desk.log_in("irena", "correct horse battery", address="192.0.2.7")
    about = make_backup(desk, tmp_path / "a.tar.gz", OPEN)
    assert "hashes of passwords (1)" in about.secrets
    with tarfile.open(tmp_path / "a.tar.gz") as tar:
        body = tar.extractfile("desk.sqlite3").read()  # type: ignore[union-attr]
    (tmp_path / "plain.sqlite3").write_bytes(body)
    with sqlite3.connect(tmp_path / "plain.sqlite3") as database:
        assert database.execute("select count(*) from sessions").fetchone() == (0,)
        assert database.execute("select count(*) from attempts").fetchone() == (0,)
    with desk.store.read() as unit:
        (session,) = unit.sessions.of("irena", datetime.now(UTC))
    assert session.id.encode() not in body
    assert str(secret).encode() not in body


def test_a_backup_is_readable_by_its_owner_alone_and_leaves_nothing_beside_it(lite: Desk, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    make_backup(lite, tmp_path / "out" / "a.tar.gz", OPEN)
    assert stat.S_IMODE((tmp_path / "out" / "a.tar.gz").stat().st_mode) == 0o600
    assert os.listdir(tmp_path / "out") == ["a.tar.gz"]
    assert [name for name in os.listdir(tmp_path / "data") if name.startswith(".backup")] == []


def test_a_backup_never_replaces_a_file_nor_a_desk(lite: Desk, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("dear")
    with pytest.raises(BadInput, match="never replaces"):
        make_backup(lite, tmp_path / "a", OPEN)
    with pytest.raises(BadInput, match="no folder"):
        make_backup(lite, tmp_path / "no" / "a", OPEN)
    make_backup(lite, tmp_path / "b", OPEN)
    with pytest.raises(BadInput, match=r"a desk at .* already"):
        restore_backup(tmp_path / "b", NO_KEY, lite.settings)
    assert (tmp_path / "a").read_text() == "dear"


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.9, 0.9999])
def test_a_backup_cut_short_is_told_and_restores_nothing(lite: Desk, tmp_path: Path, part: float) -> None:
    make_backup(lite, tmp_path / "a", OPEN)
    body = (tmp_path / "a").read_bytes()
    (tmp_path / "cut").write_bytes(body[: int(len(body) * part)])
    with pytest.raises(IntegrityError):
        restore_backup(tmp_path / "cut", NO_KEY, settings_of("", tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_a_backup_with_one_bit_turned_anywhere_is_told(lite: Desk, tmp_path: Path) -> None:
    make_backup(lite, tmp_path / "a", OPEN)
    body = (tmp_path / "a").read_bytes()
    for at in range(200, len(body), len(body) // 12):
        turned = bytearray(body)
        turned[at] ^= 4
        (tmp_path / "turned").write_bytes(turned)
        with pytest.raises(IntegrityError):
            check_backup(tmp_path / "turned", NO_KEY, tmp_path / "scratch")


def test_a_backup_whose_note_does_not_fit_its_desk_is_told(lite: Desk, tmp_path: Path) -> None:
    make_backup(lite, tmp_path / "a", OPEN)
    for number, (note, said) in enumerate(
        (
            ({"sha256": "0" * 64}, "other hash"),
            ({"digest": "0" * 64}, "another digest"),
            ({"schema": "infostreamer/backup/9"}, "reads 'infostreamer/backup/1'"),
            ({"size": 7}, "no backup"),
        )
    ):
        with pytest.raises(IntegrityError, match=said):
            check_backup(repacked(tmp_path / "a", tmp_path / f"{number}", note=note), NO_KEY, tmp_path / "scratch")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("create trigger t after insert on reports begin delete from users; end", "'trigger t'"),
        ("create table more (x)", "'table more'"),
        ("update alembic_version set version_num = '9999'", "newer release"),
        ("drop table alembic_version", "no desk's database"),
    ],
)
def test_a_database_that_is_no_desk_of_this_release_is_not_taken_from_a_backup(
    lite: Desk, tmp_path: Path, statement: str, said: str
) -> None:
    from infostreamer.desk.backup_file import hash_of

    make_backup(lite, tmp_path / "a", OPEN)
    with tarfile.open(tmp_path / "a") as tar:
        (tmp_path / "desk").write_bytes(tar.extractfile("desk.sqlite3").read())  # type: ignore[union-attr]
    with sqlite3.connect(tmp_path / "desk") as database:
        database.execute(statement)
    database.close()
    note = {"sha256": hash_of(tmp_path / "desk"), "size": (tmp_path / "desk").stat().st_size}
    forged = repacked(tmp_path / "a", tmp_path / "b", note=note, desk=(tmp_path / "desk").read_bytes())
    with pytest.raises(IntegrityError, match=said):
        restore_backup(forged, NO_KEY, settings_of("", tmp_path / "new"))


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    for name, body in (("text", b"hello"), ("empty", b""), ("zip", gzip.compress(b"x" * 5000))):
        (tmp_path / name).write_bytes(body)
        with pytest.raises(IntegrityError):
            check_backup(tmp_path / name, NO_KEY, tmp_path / "scratch")
    with pytest.raises(BadInput, match="cannot be read"):
        check_backup(tmp_path / "none", NO_KEY, tmp_path / "scratch")


def test_an_encrypted_backup_opens_with_its_key_or_passphrase_alone(lite: Desk, tmp_path: Path) -> None:
    mine, other = new_key(tmp_path / "mine"), new_key(tmp_path / "other")
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o600
    make_backup(lite, tmp_path / "key.age", Lock(public_keys=(mine,)))
    make_backup(lite, tmp_path / "word.age", Lock(passphrase=WORD))
    for name in ("key.age", "word.age"):
        assert b"sqlite" not in (tmp_path / name).read_bytes().lower()
    keys = {name: Key(secret_keys=read_key(tmp_path / name)) for name in ("mine", "other")}
    assert restored(tmp_path / "key.age", tmp_path / "r1", keys["mine"])[1].digest() == lite.digest()
    assert restored(tmp_path / "word.age", tmp_path / "r2", Key(passphrase=WORD))[1].digest() == lite.digest()
    for name, key in (("key.age", keys["other"]), ("key.age", NO_KEY), ("word.age", Key(passphrase=WORD[1:]))):
        with pytest.raises(BadInput):
            restore_backup(tmp_path / name, key, settings_of("", tmp_path / "r3"))
    make_backup(lite, tmp_path / "both.age", Lock(public_keys=(mine, other)))
    assert check_backup(tmp_path / "both.age", keys["other"], tmp_path / "scratch").digest == lite.digest()
    with pytest.raises(ConfigurationError, match="public key"):
        make_backup(lite, tmp_path / "x.age", Lock(public_keys=("age1wrong",)))


def test_an_encrypted_backup_cut_short_at_any_place_is_told(lite: Desk, tmp_path: Path) -> None:
    public = new_key(tmp_path / "k")
    make_backup(lite, tmp_path / "a", Lock(public_keys=(public,)))
    body, key = (tmp_path / "a").read_bytes(), Key(secret_keys=read_key(tmp_path / "k"))
    for end in (250, len(body) // 2, len(body) - 1, len(body) // 3):
        (tmp_path / "cut").write_bytes(body[:end])
        with pytest.raises((IntegrityError, BadInput), match=r"damaged|does not open"):
            restore_backup(tmp_path / "cut", key, settings_of("", tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_a_backup_without_room_is_refused_before_anything_is_written(
    lite: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(TryLater, match="make room"):
        make_backup(lite, tmp_path / "a", OPEN)
    assert not (tmp_path / "a").exists()


def test_a_backup_of_a_damaged_desk_is_not_made(tmp_path: Path) -> None:
    with Desk.open(settings_of("", tmp_path / "data")) as opened:
        opened.take_in_jsonl([json.dumps(ROWS[0])])
    file = tmp_path / "data" / "desk.sqlite3"
    body = bytearray(file.read_bytes())
    for page in range(12, len(body) // 4096, 3):
        body[page * 4096 : page * 4096 + 2000] = b"\xff" * 2000
    file.write_bytes(body)
    with pytest.raises(IntegrityError), Desk.open(settings_of("", tmp_path / "data")) as desk:
        make_backup(desk, tmp_path / "a", OPEN)
    assert not (tmp_path / "a").exists()


def test_backups_are_made_when_due_and_the_oldest_go(tmp_path: Path) -> None:
    settings = settings_of("", tmp_path / "data").with_values({"backup.every": 24, "backup.keep": 2})
    with Desk.open(settings) as desk:
        desk.take_in_jsonl([json.dumps(ROWS[0])])
        start, folder = datetime(2031, 1, 5, 4, tzinfo=UTC), tmp_path / "data" / "backups"
        (folder / "mine").mkdir(parents=True)
        (folder / "desk-of-mine.tar.gz").write_text("kept")
        assert backup_due(desk, start) == folder / "desk-20310105T040000Z.tar.gz"
        assert backup_due(desk, start + timedelta(hours=23)) is None
        for day in (1, 2, 3):
            assert backup_due(desk, start + timedelta(days=day)) is not None
        assert [kept.made_at.day for kept in kept_backups(folder)] == [8, 7]
        assert (folder / "desk-of-mine.tar.gz").exists()
        assert check_backup(kept_backups(folder)[0].file, NO_KEY, tmp_path).digest == desk.digest()
        with desk.store.unit() as unit:
            unit.meta.put(TROUBLE, "x")
        note_trouble(desk, OSError("no such disk"))
        with desk.store.read() as unit:
            assert "no such disk" in str(unit.meta.get(TROUBLE))


def test_a_backup_made_by_another_process_while_this_one_takes_the_lease_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of("", tmp_path / "data").with_values({"backup.every": 24})
    moment, made = datetime(2031, 1, 5, 4, tzinfo=UTC), []
    with Desk.open(settings) as desk:

        @contextmanager
        def late(*of: Any) -> Iterator[Any]:
            if not made:
                made.append(None)
                made[0] = backup_due(desk, moment)
            with held(*of) as fence:
                yield fence

        monkeypatch.setattr(lease, "held", late)
        assert backup_due(desk, moment + timedelta(seconds=5)) is None
        assert made[0] is not None
        assert len(kept_backups(tmp_path / "data" / "backups")) == 1


def test_the_command_line_asks_for_no_passphrase_in_an_argument_and_tells_what_it_did(
    lite: Desk, tmp_path: Path
) -> None:
    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "infostreamer", *words]
        surroundings = {**os.environ, **environment}
        return subprocess.run(command, capture_output=True, text=True, timeout=200, env=surroundings, check=False)

    data, file = ("--data", str(tmp_path / "data")), str(tmp_path / "a.age")
    (tmp_path / "word").write_text("a long one\n")
    word = {"INFOSTREAMER_BACKUP__PASSPHRASE_FILE": str(tmp_path / "word")}
    made = run(*data, "backup", file, "--json", **word)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["digest"] == lite.digest()
    back = run("--data", str(tmp_path / "new"), "restore", file, **word)
    assert back.returncode == 0, back.stderr
    assert "Everybody logs in anew" in back.stderr
    assert run("--data", str(tmp_path / "nothing"), "backup", str(tmp_path / "b")).returncode == 1
