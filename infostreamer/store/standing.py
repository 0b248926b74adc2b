"""Is the file that was opened still the one under its name?

SQLite writes on into a file that was deleted, moved or replaced meanwhile, without a word; what came in since is gone
when the last process ends. Asking costs 2 microseconds.
"""

from __future__ import annotations

import os

from sqlalchemy import Engine

from infostreamer.model import IntegrityError


class Standing:
    """Of an engine's file; of a server nothing is asked."""

    def __init__(self, engine: Engine) -> None:
        """The file as it is now."""
        name = engine.url.database if engine.dialect.name == "sqlite" else None
        self._path = os.path.abspath(name) if name else ""
        self._known = _identity(self._path) if name else None

    def check(self) -> None:
        """Nothing while it is the same file.

        Raises:
            IntegrityError: it is gone, or another one.
        """
        if self._known is None or _identity(self._path) == self._known:
            return
        raise IntegrityError(
            f"{self._path} was moved, deleted or replaced while the desk was running; nothing more is written: stop "
            "the desk, put the file back or restore a backup, and start it again."
        )


def _identity(path: str) -> tuple[int, int] | None:
    """(device, inode); None where there is no such file."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
