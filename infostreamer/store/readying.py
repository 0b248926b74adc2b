"""A database made ready for this release: created, brought up to date, or waited for while another does that."""

from __future__ import annotations

import logging
import time

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from infostreamer.model import ConfigurationError, IntegrityError, StoreBusy
from infostreamer.store.engine import BUSY_S, explained, make_engine, transaction
from infostreamer.store.schema import HEAD, create, migrate, version_of

_LOG = logging.getLogger("infostreamer.store")
_ASK_S = 2.0  # a whole schema is made in less: who holds the database for longer brings it up to date
_PATIENCE_S = 600.0
_WAITS = "The database is being brought up to date by another process"


def make_ready(url: str, engine: Engine) -> None:
    """Bring the database to this release's schema; says so, and says when it waits for another process.

    Raises:
        StoreBusy: another process has been at it for ten minutes.
        TryLater: a process of an older release holds its tables, or the disk is full.
        IntegrityError: it is no desk's, or of a newer release.
        ConfigurationError: it cannot be reached, or cannot hold every script.
    """
    if _version(engine) == HEAD:
        return
    brief = make_engine(url, busy_s=_ASK_S)
    try:
        _in_turn(brief)
    finally:
        brief.dispose()


def _version(engine: Engine) -> str | None:
    try:
        with engine.connect().execution_options(is_reading=True) as connection:
            return version_of(connection)
    except DBAPIError as error:
        raise explained(error, is_opening=True) from error


def _in_turn(engine: Engine) -> None:
    end, is_told = time.monotonic() + _PATIENCE_S, False
    while True:
        try:
            with transaction(engine) as connection:
                _bring_up(connection)
        except StoreBusy as error:
            if time.monotonic() > end:
                said = f"{_WAITS}, for more than {_PATIENCE_S / 60:.0f} minutes now; try again when that is done."
                raise StoreBusy(said) from error
            if not is_told:
                _LOG.warning("%s; this one waits for it.", _WAITS)
            is_told = True
        else:
            return


def _bring_up(connection: Connection) -> None:
    version = version_of(connection)  # again, now under the write lock: another process may have been faster
    if version is None and inspect(connection).get_table_names():
        raise IntegrityError("The database holds tables that are not a desk's; give store.url a database of its own.")
    if version is None:
        _refuse_other_encoding(connection)
        create(connection)
    elif version != HEAD:
        start = time.monotonic()
        _take_time(connection)
        migrate(connection, version)
        _LOG.warning("%s", _migrated_words(version, time.monotonic() - start))


def _take_time(connection: Connection) -> None:
    """What is done once and in one piece may take as long as it takes, and waits for readers to end."""
    if connection.dialect.name == "postgresql":
        ends = ("statement_timeout", "idle_in_transaction_session_timeout")
        for name in ends:
            connection.exec_driver_sql(f"SET LOCAL {name} = 0")
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_S * 1000:.0f}")


def _refuse_other_encoding(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise ConfigurationError(
            f"The database keeps text as {encoding}, which cannot hold every script; make one with "
            "CREATE DATABASE desk ENCODING 'UTF8' TEMPLATE template0."
        )


def _migrated_words(version: str, took_s: float) -> str:
    return (
        f"The desk's database was brought from {version} to {HEAD} in {took_s:.1f} s. "
        "To go back to the older release, restore a backup made before: it refuses this database."
    )
