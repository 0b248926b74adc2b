"""Is there something new? Asked by one thread for all who want to know, without asking for what is new.

PostgreSQL says so by itself: every unit that logged a change ends with NOTIFY, which arrives with the commit. SQLite
is asked: `PRAGMA data_version` changes when any other connection of any process has committed, and costs microseconds.
"""

from __future__ import annotations

import time
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from infostreamer.model import StoreBusy

CHANNEL = "infostreamer"
"""What PostgreSQL's writers notify. Channels are a database's own; a desk in another schema only wakes us in vain."""

_LOOK_S = 0.2  # between two looks at an SQLite file


class Watcher(Protocol):
    """Waits for commits of others. Not for two threads at once."""

    def wait(self, timeout_s: float) -> bool:
        """True as soon as something may have changed since the last call; False when the time is over.

        Raises:
            StoreBusy: the database is gone for now; make another watcher later, and look: it may have missed some.
        """
        ...

    def close(self) -> None:
        """Let go of the connection. It may be called again."""
        ...


def watcher_of(engine: Engine) -> Watcher:
    """A watcher with a connection of its own, which sees every commit from now on.

    Raises:
        StoreBusy: the database cannot be reached now.
    """
    try:
        raw = engine.raw_connection()
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:  # SQLAlchemy leaves the driver's as they are here
        raise StoreBusy("The database cannot be reached now; it will be asked again.") from error
    raw.detach()
    try:
        return _Listening(raw) if engine.dialect.name == "postgresql" else _Looking(raw)
    except Exception as error:
        raw.close()
        raise _gone(error) from error


class _Looking:
    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._version = self._now()

    def wait(self, timeout_s: float) -> bool:
        ends_at = time.monotonic() + timeout_s
        while (version := self._now()) == self._version:
            left = ends_at - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(_LOOK_S, left))
        self._version = version
        return True

    def close(self) -> None:
        self._raw.close()

    def _now(self) -> int:
        try:
            return int(self._raw.cursor().execute("PRAGMA data_version").fetchone()[0])
        except Exception as error:
            raise _gone(error) from error


class _Listening:
    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._driver = raw.dbapi_connection
        self._driver.autocommit = True
        self._driver.execute(f"LISTEN {CHANNEL}")

    def wait(self, timeout_s: float) -> bool:
        try:
            return any(True for _ in self._driver.notifies(timeout=timeout_s, stop_after=1))
        except Exception as error:
            raise _gone(error) from error

    def close(self) -> None:
        self._raw.close()


def _gone(error: Exception) -> StoreBusy:
    return StoreBusy(f"The database is not there now ({type(error).__name__}); it will be asked again.")
