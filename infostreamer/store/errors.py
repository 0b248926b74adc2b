"""What a database says when it cannot -> one sentence of ours, and whether waiting helps.

States are those of appendix A of the PostgreSQL manual; SQLite is known by its words (sqlite.org/rescode.html).
"""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import IntegrityError as BrokenRule

from infostreamer.model import (
    BadInput,
    ConfigurationError,
    InformationStreamerError,
    IntegrityError,
    StoreBusy,
    TryLater,
)
from infostreamer.model.shortage import shortage_of

_LOCKED_STATES = {"55P03", "40001", "40P01", "25P04"}  # lock_timeout, serialization, deadlock, transaction_timeout
_STOPPED_STATE = "57014"  # statement_timeout, or somebody of the server's
_AWAY_STATES = {"57P01", "57P02", "57P03", "57P05", "25P03", "53300"}  # stopped, starting, idle too long, too many
_AWAY_CLASS = "08"  # connection exceptions
_TROUBLED_STATES: dict[str, tuple[type[InformationStreamerError], str]] = {
    "53100": (TryLater, "free some space; what was kept is untouched."),
    "53200": (TryLater, "its machine is out of memory; try again in a moment."),
    "58030": (TryLater, "check its disk; what was kept is untouched."),
    "XX000": (TryLater, "look at its log."),
    "XX001": (IntegrityError, "restore it from a backup."),
    "XX002": (IntegrityError, "rebuild its indexes (REINDEX DATABASE), or restore it from a backup."),
    "25006": (ConfigurationError, "it takes no writes: point store.url at the server that does."),
    "28000": (ConfigurationError, "check the user and the password in store.url."),
    "28P01": (ConfigurationError, "check the user and the password in store.url."),
    "3D000": (ConfigurationError, "check the name of the database in store.url."),
    "42P01": (IntegrityError, "it is not the one that the desk was opened with: start the desk again."),
    "42501": (ConfigurationError, "give the user of store.url the rights to its tables."),
}
_TROUBLE: tuple[tuple[str, type[InformationStreamerError], str], ...] = (
    ("disk is full", TryLater, "free some space and run the same command again."),
    ("No space left", TryLater, "free some space and run the same command again."),
    ("disk I/O error", TryLater, "check the disk and run the same command again."),
    ("malformed", IntegrityError, "restore it from a backup."),
    ("not a database", IntegrityError, "point store.url or desk.data at another file."),
    (
        "unable to open",
        ConfigurationError,
        "check that the folder exists and may be written to, and that this process may open more files (ulimit -n).",
    ),
    ("no such table", IntegrityError, "it is not the one that the desk was opened with: start the desk again."),
    ("readonly", ConfigurationError, "check that the file may be written to."),
    ("out of memory", TryLater, "this machine is out of memory; try again in a moment."),
)
NO_CONNECTION = "More is asked of the database at once than it has connections for; try again in a moment."


def explained(error: DBAPIError, *, is_opening: bool = False) -> Exception:
    """The database's error as ours where it is the surroundings' fault; else the error itself: a bug must show.

    Args:
        error: as SQLAlchemy raised it.
        is_opening: a database that cannot be reached is then more likely a wrong setting than one that will be back.
    """
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    state = getattr(error.orig, "sqlstate", None)
    if "is locked" in said or "is busy" in said or state in _LOCKED_STATES:
        return StoreBusy("The database is locked by another process; try again in a moment.")
    if state == _STOPPED_STATE:
        return StoreBusy(
            "The database took too long over that and was stopped; ask for less, or try again in a moment."
        )
    if "NUL (0x00)" in said:
        return BadInput("That holds a NUL character, which no text, name or address has.")
    if state in _TROUBLED_STATES:
        kind, advice = _TROUBLED_STATES[state]
        return kind(f"The database says {said!r}; {advice}")
    for word, kind, advice in _TROUBLE:
        if word in said:
            return kind(f"The database says {said!r}; {advice}")
    if (
        state in _AWAY_STATES
        or (state or "").startswith(_AWAY_CLASS)
        or (state is None and ("connection" in said or "resolve host" in said))
    ):
        return _away(said, is_opening)
    if state is not None and isinstance(error, OperationalError):  # psycopg: what its server or its machine is short of
        return TryLater(f"The database says {said!r}; look at its log, and try again in a moment.")
    return error


def is_of_surroundings(error: BaseException) -> bool:
    """True for trouble of the database or of the machine: no fault of the item at work, and over by itself.

    Values that the database does not take, or that break one of its rules, are the item's.
    """
    if isinstance(error, SQLAlchemyError):
        return not isinstance(error, DataError | BrokenRule)
    return isinstance(error, TryLater) or shortage_of(error) is not None


def _away(said: str, is_opening: bool) -> InformationStreamerError:
    if is_opening:
        return ConfigurationError(f"The database cannot be reached ({said}); check store.url and that it runs.")
    return TryLater(f"The database does not answer ({said}); the desk goes on by itself when it does.")
