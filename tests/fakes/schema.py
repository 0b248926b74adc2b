"""Which schema a database has."""

from __future__ import annotations

from infostreamer.store.engine import make_engine
from infostreamer.store.schema import version_of


def schema_of(url: str) -> str | None:
    """The revision of the database at this address; None where it has none."""
    engine = make_engine(url)
    with engine.connect().execution_options(is_reading=True) as connection:
        found = version_of(connection)
    engine.dispose()
    return found
