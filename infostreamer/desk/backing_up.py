"""Backups by the clock, beside the collecting: `backup.every`, `backup.folder`, `backup.keep`."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from infostreamer.desk.backups import kept_backups, lock_of, make_backup, next_name
from infostreamer.model import ConfigurationError, InformationStreamerError
from infostreamer.settings import Settings, data_folder

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk

_LOG = logging.getLogger("infostreamer.backup")
_LOOK_S = 60.0
_AHEAD = timedelta(minutes=1)
_AGAIN_S = 900.0  # after one that failed: a full disk is seldom mended within a minute
TROUBLE = "backup.trouble"
"""Where in `meta` it is kept why the last backup failed; absent after one that did not."""


def backup_folder(settings: Settings) -> Path:
    """Where scheduled backups go."""
    named = str(settings["backup.folder"])
    return Path(named).expanduser() if named else data_folder(settings) / "backups"


def backup_forever(desk: Desk, stop: threading.Event) -> None:
    """Make a backup whenever one is due, until `stop` is set; trouble is logged, kept for the doctor, tried again."""
    while not stop.is_set():
        is_good = True
        try:
            backup_due(desk)
        except Exception as error:
            is_good = False
            note_trouble(desk, error)
        stop.wait(_LOOK_S if is_good else _AGAIN_S)


def backup_due(desk: Desk, now: datetime | None = None) -> Path | None:
    """The backup that was made, or None where none was due or another process is at it. The oldest beyond
    `backup.keep` are removed, only those that the schedule named itself.

    Args:
        desk: the desk.
        now: the real time; the clock of a replay makes no backups.

    Raises:
        ConfigurationError: the folder cannot be made.
    """
    from infostreamer.flow.lease import held

    moment, settings = now or datetime.now(UTC), desk.settings
    folder = backup_folder(settings)
    if not _is_due(desk, moment):
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigurationError(f"The folder {folder} for backups cannot be made: {error.strerror}.") from error
    with held(desk.store, "backup") as fence:
        if fence is None or not _is_due(desk, moment):  # made by whoever held the lease until now
            return None
        lock = lock_of(settings)
        file = folder / next_name(lock, moment)
        make_backup(desk, file, lock)
    _forget_trouble(desk)
    for old in kept_backups(folder)[max(1, int(settings["backup.keep"])) :]:
        old.file.unlink(missing_ok=True)
    return file


def _is_due(desk: Desk, moment: datetime) -> bool:
    every = timedelta(hours=int(desk.settings["backup.every"]))
    made = [one.made_at for one in kept_backups(backup_folder(desk.settings))]
    newest = next((at for at in made if at <= moment + _AHEAD), None)  # a clock that ran ahead puts off none
    return bool(every) and (newest is None or moment - newest >= every)


def note_trouble(desk: Desk, error: Exception) -> None:
    """Log why no backup was made, and keep it for whoever looks after the desk."""
    said = str(error) if isinstance(error, InformationStreamerError | OSError) else f"{type(error).__name__}: {error}"
    _LOG.warning("No backup was made: %s", said)
    try:
        with desk.store.unit() as unit:
            unit.meta.put(TROUBLE, f"{datetime.now(UTC).isoformat(timespec='seconds')} {said}")
    except Exception:
        return  # the database itself is in trouble, which is told elsewhere


def _forget_trouble(desk: Desk) -> None:
    with desk.store.unit() as unit:
        unit.meta.remove(TROUBLE)
