"""A backup that somebody made up brings a desk's rows and nothing else: no code, no bomb, no value of another type."""

from __future__ import annotations

import gzip
import hashlib
import json
import resource
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from infostreamer.desk import Desk
from infostreamer.desk.backup_file import unpack
from infostreamer.desk.backup_keys import Key, Lock
from infostreamer.desk.backups import make_backup, restore_backup
from infostreamer.model import IntegrityError, TryLater
from infostreamer.settings import Settings
from infostreamer.store.unpacked import unpacked

ROW = {"url": "https://gazette.example/a", "title": "The dam broke", "text": "A dam broke on Monday, Tomas Vell said."}


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    with Desk.open(Settings({"desk.data": str(folder / "data")})) as desk:
        desk.take_in_jsonl([json.dumps(ROW)])
        make_backup(desk, folder / "a.tar.gz", Lock())
    return folder / "a.tar.gz"


def changed(backup: Path, to: Path, *statements: str, **note: object) -> Path:
    """The backup after SQL was run on its database, with the hash that belongs to it."""
    with tarfile.open(backup) as tar:
        about, body = (tar.extractfile(name).read() for name in ("backup.json", "desk.sqlite3"))  # type: ignore[union-attr]
    file = to / "changed.sqlite3"
    file.write_bytes(body)
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    body = file.read_bytes()
    file.unlink()
    told = {**json.loads(about), "sha256": hashlib.sha256(body).hexdigest(), "size": len(body), **note}
    return packed(to / "changed.tar.gz", [("backup.json", json.dumps(told).encode()), ("desk.sqlite3", body)])


def packed(file: Path, members: list[tuple[str, bytes]]) -> Path:
    with tarfile.open(file, "w:gz") as tar:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, BytesIO(data))
    return file


def restore(file: Path, tmp_path: Path) -> None:
    restore_backup(file, Key(), Settings({"desk.data": str(tmp_path / "new")}))


def test_what_is_changed_here_could_be_restored(backup: Path, tmp_path: Path) -> None:
    restore(changed(backup, tmp_path), tmp_path)
    assert (tmp_path / "new" / "desk.sqlite3").exists()


_TRIGGER = "CREATE TRIGGER {} AFTER INSERT ON seen BEGIN UPDATE users SET noun = 'admin'; END"
_EVIL = {
    "a trigger": (_TRIGGER.format("evil"),),
    "a trigger that an index hides by its name": (_TRIGGER.format("same"), "CREATE INDEX same ON users (name)"),
    "a view": ("CREATE VIEW evil AS SELECT 1",),
    "a table of another module": (
        "DROP TABLE report_search",
        "CREATE VIRTUAL TABLE report_search USING fts5vocab('reports', 'row')",
    ),
    "a shadow of its own": ("CREATE TABLE report_search_evil (x)",),
    "an index that computes": ("CREATE INDEX evil ON users (abs(noun))",),
    "an index that filters": ("CREATE INDEX evil ON users (name) WHERE abs(noun) > 1",),
    "a column that computes": ("ALTER TABLE users ADD COLUMN evil GENERATED ALWAYS AS (abs(noun)) VIRTUAL",),
    "a check that computes": ("ALTER TABLE users ADD COLUMN evil CHECK (abs(noun) >= 0)",),
    "a default that computes": ("ALTER TABLE users ADD COLUMN evil DEFAULT 7",),
    "a table without its columns": ("DROP TABLE users", "CREATE TABLE users (name)"),
    "no table": ("DROP TABLE keeps",),
    "text for a number": ("UPDATE captures SET fetched_at = 'x'",),
    "bytes for text": ("UPDATE captures SET noun = x'ff00'",),
    "text that is no noun": ("UPDATE reports SET noun = '[]'",),
    "a noun with other fields": ("UPDATE reports SET noun = '{\"id\": 7}'",),
    "a number with a fraction": ("UPDATE captures SET fetched_at = 1.5",),
    "text for bytes": ("UPDATE blobs SET body = 'x'",),
    "no number": ("DELETE FROM alembic_version",),
    "a number far off": ("UPDATE alembic_version SET version_num = 'zzz'",),
    "an odd revision": ("UPDATE alembic_version SET version_num = '0000'",),
}


@pytest.mark.parametrize("what", sorted(_EVIL))
def test_a_backup_with_more_than_rows_is_refused_and_leaves_nothing(what: str, backup: Path, tmp_path: Path) -> None:
    file = changed(backup, tmp_path, *_EVIL[what])
    with pytest.raises(IntegrityError) as refused:
        restore(file, tmp_path)
    assert str(refused.value).count(". ") == 0
    assert not (tmp_path / "new" / "desk.sqlite3").exists()
    assert not list((tmp_path / "new").glob(".backup-*"))


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Half a gigabyte more than now, and no further."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (pages + (512 << 20), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK])
def test_a_header_of_gigabytes_is_not_read(kind: bytes, tmp_path: Path, little_memory: None) -> None:
    member = tarfile.TarInfo("x")
    member.type, member.size = kind, 1 << 40
    file = tmp_path / "bomb.tar.gz"
    with gzip.open(file, "wb", compresslevel=1) as out:
        out.write(member.tobuf())
        for _ in range(64):
            out.write(bytes(1 << 20))
    with pytest.raises(IntegrityError), file.open("rb") as stream:
        unpack(stream, tmp_path / "desk")
    assert not (tmp_path / "desk").exists()


def test_a_desk_larger_than_the_disk_is_refused_before_it_is_written(backup: Path, tmp_path: Path) -> None:
    with pytest.raises((IntegrityError, TryLater)):
        restore(changed(backup, tmp_path, size=1 << 60), tmp_path)


def test_what_follows_the_desk_for_ever_is_not_read(backup: Path, tmp_path: Path) -> None:
    raw = gzip.decompress(backup.read_bytes())
    file = tmp_path / "tail.tar.gz"
    with gzip.open(file, "wb", compresslevel=1) as out:
        out.write(raw)
        for _ in range(8):
            out.write(bytes(1 << 20))
    with pytest.raises(IntegrityError, match="more than a backup"), file.open("rb") as stream:
        unpack(stream, tmp_path / "desk")


def test_a_body_that_swells_is_no_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infostreamer.store.unpacked.MOST_BYTES", 100_000)
    assert unpacked(zlib.compress(b"word " * 1000)) == b"word " * 1000
    with pytest.raises(zlib.error):
        unpacked(zlib.compress(bytes(100_001)))
    with pytest.raises(zlib.error):
        unpacked(zlib.compress(b"word")[:-3])
