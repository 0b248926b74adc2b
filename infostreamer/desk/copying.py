"""A desk moved to another database: to PostgreSQL when one machine is not enough, back, or into one file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from infostreamer.model import BadInput
from infostreamer.settings import Settings, data_folder

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk
    from infostreamer.store.copying import Copied


def refuse_without_desk(settings: Settings) -> None:
    """Raise where these settings name no desk yet: opening one would make it, and an empty one would be copied.

    Raises:
        BadInput: there is no SQLite file at the data folder.
    """
    file = data_folder(settings) / "desk.sqlite3"
    if not settings["store.url"] and not file.exists():
        raise BadInput(f"There is no desk at {file}; name its folder with --data, or its database with store.url.")


def copy_desk(desk: Desk, url: str, *, told: Callable[[str, int, int], None] = lambda step, done, of: None) -> Copied:
    """Copy the desk, as it stands now, into an empty database at the address; see `infostreamer.store.copying`.

    Raises:
        BadInput: the target is not empty.
        ConfigurationError: the target cannot be reached or written.
        IntegrityError: the copy is not the same; the target is left empty.
    """
    from infostreamer.store.copying import copy_store

    return copy_store(desk.store, url, told=told)
