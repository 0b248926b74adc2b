"""Logging as the settings say, for each process of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infostreamer import logs
from infostreamer.model import ConfigurationError
from infostreamer.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk


def log_as_set(settings: Settings) -> None:
    """Log to stderr by `log.format`, `log.level` and `log.requests`; no value of a secret setting stands in a line.

    Raises:
        ConfigurationError: no such format or level.
    """
    secrets = [str(settings[one.name]) for one in SETTINGS if one.is_secret and settings[one.name]]
    try:
        logs.set_up(
            str(settings["log.format"]),
            str(settings["log.level"]),
            requests=bool(settings["log.requests"]),
            secrets=secrets,
        )
    except ValueError as error:
        raise ConfigurationError(f"log.format or log.level: {error}") from error


def log_slow_queries(desk: Desk) -> None:
    """Log the desk's queries that take longer than `log.slow_query`."""
    from infostreamer.store.slow import log_slow

    log_slow(desk.store.engine, float(desk.settings["log.slow_query"]))
