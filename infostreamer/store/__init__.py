"""Nouns -> kept: one schema on SQLite and PostgreSQL, one unit of work, one file per noun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infostreamer.store.opening import Store
    from infostreamer.store.unit import Unit

__all__ = ["Store", "Unit", "open_store"]


def __getattr__(name: str) -> Any:
    if name == "Store":
        from infostreamer.store.opening import Store

        return Store
    if name == "Unit":
        from infostreamer.store.unit import Unit

        return Unit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def open_store(url: str) -> Store:
    """The store at a database address: its folder is created, its schema brought up to date.

    SQLAlchemy takes 0.2-0.5 s to import, so it is imported here and not with this module.

    Args:
        url: "sqlite:///path/desk.sqlite3" or "postgresql+psycopg://user@host/database".

    Raises:
        ConfigurationError: the address is not of a database we know, or it cannot be opened.
        StoreBusy: another process holds the database for longer than the waiting time.
        IntegrityError: the database was made by a newer release.
    """
    from infostreamer.store.opening import open_at

    return open_at(url)
