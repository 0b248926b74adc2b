"""Backups of a desk: made while it is at work, checked, and brought back."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from infostreamer.desk.backup_file import About, hash_of, pack, refuse_existing, unpack, written
from infostreamer.desk.backup_keys import Key, Lock, check_lock, close_file, how_closed, open_file
from infostreamer.desk.leftovers import in_use, remove_dead
from infostreamer.model import BadInput, IntegrityError, TryLater
from infostreamer.settings import Settings, data_folder, store_url

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk
    from infostreamer.store import Store

_COUNTED = ("captures", "reports", "stories", "dossiers", "sources", "notes", "users")
_NAME = re.compile(r"desk-\d{8}T\d{6}Z\.tar\.gz(\.age)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A backup in a folder: its file, when it was made by its name, its size in bytes."""

    file: Path
    made_at: datetime
    size: int


def lock_of(settings: Settings) -> Lock:
    """How the settings want backups closed."""
    keys = tuple(one for one in re.split(r"[\s,]+", str(settings["backup.public_keys"])) if one)
    return Lock(public_keys=keys, passphrase="" if keys else str(settings["backup.passphrase"]))


def make_backup(desk: Desk, file: Path, lock: Lock) -> About:
    """Write a backup of the desk as it stands at one moment; the desk goes on working meanwhile.

    Args:
        desk: the desk, on either engine.
        file: a new file; it appears when it is whole, with mode 0600.
        lock: how it is closed.

    Raises:
        BadInput: the file exists, or cannot be written.
        TryLater: there is no room for it.
        IntegrityError: the desk is damaged, so the backups before this one should be kept.
    """
    from infostreamer.store.snapshot import take_snapshot

    check_lock(lock)
    refuse_existing(file)
    folder = data_folder(desk.settings)
    _refuse_without_room(desk, folder)
    with _scratch(folder) as scratch:
        snapshot = scratch / "desk.sqlite3"
        take_snapshot(desk.store, snapshot)
        about = _about(snapshot)
        with written(file) as out:
            if lock.is_open:
                pack(snapshot, about, out)
            else:
                with (scratch / "packed").open("x+b") as packed:
                    pack(snapshot, about, packed)
                    packed.seek(0)
                    close_file(lock, packed, out)
    return about


def check_backup(file: Path, key: Key, folder: Path) -> About:
    """What a backup holds, after all of it was read: hashes, the database's own check, the digest worked out again.

    Args:
        file: the backup.
        key: what opens it, where it is encrypted.
        folder: where it may be unpacked meanwhile; what is written there is removed again.

    Raises:
        BadInput: it cannot be read or opened.
        IntegrityError: it is damaged.
    """
    with _scratch(folder) as scratch:
        return _unpacked(file, key, scratch / "desk.sqlite3")


def restore_backup(file: Path, key: Key, settings: Settings) -> About:
    """Bring a backup back as the desk of these settings, on either engine, whichever it was made on.

    Nobody is logged in on it. A restore that fails leaves nothing behind.

    Raises:
        BadInput: there is a desk already, or the backup cannot be opened.
        IntegrityError: the backup is damaged, or of a newer release.
    """
    from infostreamer.store import open_store

    target = _target_file(settings)
    folder = data_folder(settings) if target is None else target.parent
    if target is not None and os.path.lexists(target):
        raise BadInput(f"There is a desk at {target} already; move it away first, or name another folder with --data.")
    if target is not None:
        _refuse_log(target)
    with _gone_if_empty(folder), _scratch(folder) as scratch:
        desk = scratch / "desk.sqlite3"
        about = _unpacked(file, key, desk)
        if target is None:
            store = open_store(f"sqlite:///{desk}")
            try:
                _copy(store, store_url(settings))
            finally:
                store.close()
        else:
            _move(desk, target)
    return about


@contextmanager
def _gone_if_empty(folder: Path) -> Iterator[None]:
    """A folder that was not there before, and in which nothing came to lie, is not there afterwards."""
    was_there = folder.exists()
    try:
        yield
    finally:
        if not was_there:
            with suppress(OSError):
                folder.rmdir()


def kept_backups(folder: Path) -> list[Kept]:
    """The backups in a folder that the schedule made, newest first."""
    if not folder.is_dir():
        return []
    files = sorted((one for one in folder.iterdir() if _NAME.fullmatch(one.name)), reverse=True)
    return [Kept(file=one, made_at=_made_at(one), size=one.stat().st_size) for one in files]


def next_name(lock: Lock, now: datetime) -> str:
    """The name of a scheduled backup: "desk-20310105T040000Z.tar.gz", and ".age" where it is encrypted."""
    return f"desk-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar.gz{'' if lock.is_open else '.age'}"


def _made_at(file: Path) -> datetime:
    return datetime.strptime(file.name[5:21], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _about(snapshot: Path) -> About:
    from infostreamer import __version__
    from infostreamer.store import open_store
    from infostreamer.store.snapshot import LEFT_OUT, inspect_snapshot, settle_file

    revision = inspect_snapshot(snapshot)
    store = open_store(f"sqlite:///{snapshot}")
    try:
        digest, rows, secrets = store.digest(), _rows(store), _secrets(store)
    finally:
        store.close()
    settle_file(snapshot)
    return About(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        release=__version__,
        revision=revision,
        digest=digest,
        sha256=hash_of(snapshot),
        size=snapshot.stat().st_size,
        rows=rows,
        secrets=secrets,
        left_out=(*LEFT_OUT, "settings and their passwords"),
    )


def _rows(store: Store) -> dict[str, int]:
    with store.read() as unit:
        return {name: unit.gauges.rows(name) for name in _COUNTED}


def _secrets(store: Store) -> tuple[str, ...]:
    with store.read() as unit:
        held = {
            "hashes of passwords": unit.gauges.rows("users"),
            "hashes of tokens": unit.gauges.rows("tokens"),
            "addresses and keys of alerts": unit.gauges.rows("alerts"),
            "addresses of digests": unit.gauges.rows("digests"),
            "links of shares": unit.gauges.rows("shares"),
        }
    return tuple(f"{what} ({number})" for what, number in held.items() if number)


def _unpacked(file: Path, key: Key, desk: Path) -> About:
    """The note, after the desk was written to the file, checked, and brought to this release's schema."""
    if how_closed(file) == "open":
        with file.open("rb") as stream:
            about = unpack(stream, desk)
    else:
        with (desk.parent / "packed").open("x+b") as packed, file.open("rb") as closed:
            open_file(key, closed, packed)
            packed.seek(0)
            about = unpack(packed, desk)
        (desk.parent / "packed").unlink()
    _check_desk(desk, about)
    return about


def _check_desk(desk: Path, about: About) -> None:
    from infostreamer import __version__
    from infostreamer.store import open_store
    from infostreamer.store.snapshot import check_rows, inspect_snapshot, settle_file

    inspect_snapshot(desk)
    store = open_store(f"sqlite:///{desk}")
    try:
        check_rows(desk)  # in the tables of this release
        digest = store.digest()
    finally:
        store.close()
    if digest != about.digest and about.release == __version__:
        raise IntegrityError("The desk in the backup derives another digest than its note says; use another backup.")
    settle_file(desk)


def _target_file(settings: Settings) -> Path | None:
    """The SQLite file of the desk to be; None for PostgreSQL."""
    from sqlalchemy.engine import make_url

    url = store_url(settings)
    if not url.startswith("sqlite"):
        return None
    return Path(make_url(url).database or "")


def _copy(store: Store, url: str) -> None:
    from infostreamer.store.copying import copy_store

    copy_store(store, url)


def _refuse_log(target: Path) -> None:
    """SQLite knows a log by its name alone: what a desk that was moved away left would be played into the new one."""
    for ending in ("-wal", "-journal"):
        log = Path(f"{target}{ending}")
        if log.exists() and log.stat().st_size:
            raise BadInput(f"{log} belongs to a desk that was here before; move it away, to where that desk is now.")


def _move(desk: Path, target: Path) -> None:
    with desk.open("rb") as stream:
        os.fsync(stream.fileno())  # after a power cut there is no name without what it names
    try:
        os.link(desk, target)
    except FileExistsError:
        raise BadInput(f"There is a desk at {target} by now; nothing was changed there.") from None
    except OSError:  # a file system without links
        desk.rename(target)


def _refuse_without_room(desk: Desk, folder: Path) -> None:
    with desk.store.read() as unit:
        size = unit.gauges.database_bytes()
    free = shutil.disk_usage(folder if folder.is_dir() else Path.cwd()).free
    if size * 2 > free:
        raise TryLater(
            f"A backup needs up to {size * 2 >> 20} MiB of room at {folder} and {free >> 20} are free; make room."
        )


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder of mode 0700 beside the desk: what lies there unencrypted for a while lies where the desk does."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        remove_dead(folder, ".backup-*")
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as scratch, in_use(Path(scratch)):
            yield Path(scratch)
    except OSError as error:
        if error.filename is None or ".backup-" not in str(error.filename):
            raise
        raise BadInput(f"{folder} cannot be written: {error.strerror}.") from error
