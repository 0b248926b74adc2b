"""Opening a store: engine, schema, units."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from infostreamer.model import StoreBusy
from infostreamer.store.digest import digest_of
from infostreamer.store.engine import BUSY_S, explained, make_engine, transaction
from infostreamer.store.meta import DECIDED
from infostreamer.store.moment import Moment
from infostreamer.store.readying import make_ready
from infostreamer.store.standing import Standing
from infostreamer.store.unit import Unit

_PAGE_S = 30


class Store:
    """One database. Threads may share it: readers run side by side, writers in turn."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.decides: Literal["all", "shared", "nothing"] = "all"
        """Which of the writes through this store are somebody's decision: all; all that others can see; none, where
        only the flow writes. The last two are for processes that serve and that collect."""
        self._standing = Standing(engine)
        self._writer = threading.Lock()  # threads queue here; the database's own lock would make them poll
        self._of_thread = threading.local()  # .moment: the one that this thread's reads share; see `moment`

    @contextmanager
    def unit(self, *, is_private: bool = False) -> Iterator[Unit]:
        """A write transaction: committed at the end of the `with`, rolled back on any error. Not to be nested.

        Args:
            is_private: nobody but the reader sees what is written: marks, logins.

        Raises:
            StoreBusy: another thread or process holds the database for longer than the waiting time.
            IntegrityError: its file is another one than was opened.
        """
        self._standing.check()
        self._of_thread.moment = None  # what is read after a write shows it
        if not self._writer.acquire(timeout=BUSY_S):
            raise StoreBusy("The database is busy with another write of this process; try again in a moment.")
        try:
            with transaction(self.engine) as connection:
                unit = Unit(connection)
                yield unit
                if self.decides == "all" or (self.decides == "shared" and not is_private):
                    unit.meta.put(DECIDED, secrets.token_hex(8))
                unit.changes.announce()
        finally:
            self._writer.release()

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A read-only unit that sees the desk as of one moment: within `moment` that one."""
        shared: Moment | None = getattr(self._of_thread, "moment", None)
        if shared is None:
            with transaction(self.engine, is_reading=True) as connection:
                yield Unit(connection)
            return
        try:
            yield shared
        except DBAPIError as error:
            self._of_thread.moment = None  # after an error PostgreSQL answers nothing more in that transaction
            raise explained(error) from error

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All reads of this thread within the `with`, up to its first write, see one moment and share what they read.

        For a page: it asks many small questions, and their answers have to fit together. A question that takes
        PostgreSQL longer than half a minute is stopped: whoever asked has gone, and the next one asks again.

        Raises:
            StoreBusy: a question was stopped.
        """
        if getattr(self._of_thread, "moment", None) is not None:
            yield
            return
        with transaction(self.engine, is_reading=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{_PAGE_S}s'")
            self._of_thread.moment = Moment(connection)
            try:
                yield
            finally:
                self._of_thread.moment = None

    def note_decision(self) -> None:
        """What somebody decided has been worked in: pages made before are given no more."""
        with self.unit() as unit:
            unit.meta.put(DECIDED, secrets.token_hex(8))

    def digest(self) -> str:
        """SHA-256 over what is derived; see `store.digest`."""
        with self.read() as unit:
            return digest_of(unit)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_at(url: str) -> Store:
    """The store at the address, created or migrated where needed; see `infostreamer.store.open_store`."""
    engine = make_engine(url)
    try:
        make_ready(url, engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)
