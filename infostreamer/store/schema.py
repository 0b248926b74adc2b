"""The schema's version: read fast, created at once on an empty database, migrated by Alembic where one is older."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from infostreamer.model import IntegrityError, StoreBusy, TryLater
from infostreamer.store.errors import explained
from infostreamer.store.search import CREATE
from infostreamer.store.tables import METADATA

HEAD = "0009"
"""The newest revision in migrations/versions: a test holds the two together."""

MIGRATIONS = Path(__file__).parent / "migrations"


def version_of(connection: Connection) -> str | None:
    """The schema's revision; None in a database that holds no desk yet."""
    if connection.dialect.name == "sqlite":
        query = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    else:
        query = "SELECT 1 FROM pg_class WHERE oid = to_regclass('alembic_version')"
    if connection.exec_driver_sql(query).one_or_none() is None:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()


def create(connection: Connection) -> None:
    """The whole schema of this release on an empty database: what migrating from nothing gives, without Alembic."""
    METADATA.create_all(connection)
    for statement in CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def migrate(connection: Connection, version: str | None, to: str = "head") -> None:
    """Run the missing revisions in the connection's transaction: killed midway, the database is as it was.

    Raises:
        TryLater: another process holds the tables, or the disk is full.
        IntegrityError: the database was made by a newer release, or a revision failed.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise IntegrityError(f"The desk's database ({version}) is of a newer release: upgrade, then retry.") from error
    except DBAPIError as error:
        trouble = explained(error)
        if isinstance(trouble, StoreBusy):
            said = "Processes of an older release hold the desk's tables; stop them, then try again."
            raise TryLater(said) from error
        if trouble is not error:
            raise trouble from error
        raise IntegrityError(f"The desk's database ({version}) cannot be brought to {HEAD}: {error.orig}.") from error
