"""What is written under a passing name is locked meanwhile; what nobody holds was left by a process that was killed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

_YOUNG_S = 2.0  # between the making and the locking
_ABANDONED_S = 86_400.0  # where locks are not to be had


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Hold a file or folder: the system lets go of it when the process ends, however it ends."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:  # a system that opens no folders
        yield
        return
    try:
        _is_locked(descriptor)
        yield
    finally:
        os.close(descriptor)


def remove_dead(folder: Path, pattern: str) -> None:
    """Remove the files and folders of this pattern that nobody holds; on file systems without locks, those that are
    a day old."""
    for one in folder.glob(pattern):
        if _is_dead(one):
            shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)


def _is_dead(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        age_s, is_mine = datetime.now(UTC).timestamp() - path.stat().st_mtime, _is_locked(descriptor)
        return age_s > (_ABANDONED_S if is_mine is None else _YOUNG_S) and is_mine is not False
    except FileNotFoundError:
        return False
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool | None:
    """True when this descriptor holds the lock from now on, False where another does, None where there are none."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
