"""What the doctor looks at on a PostgreSQL server, also where the desk cannot be opened on it."""

from __future__ import annotations

from infostreamer.desk.checks import Check
from infostreamer.model import InformationStreamerError
from infostreamer.settings import Settings


def server(settings: Settings) -> list[Check]:
    """Each finding about the server and the database; none where the desk is an SQLite file or no server answers."""
    from infostreamer.store.engine import make_engine
    from infostreamer.store.probing import probes

    if not str(settings["store.url"]).startswith("postgres"):
        return []
    try:
        engine = make_engine(str(settings["store.url"]))
    except InformationStreamerError:
        return []  # the check of the database has told why
    try:
        return [Check(probe.name, probe.state, probe.text) for probe in probes(engine)]
    except InformationStreamerError:
        return []
    except Exception as error:
        return [Check("server", "warn", f"It could not be looked at: {error}")]
    finally:
        engine.dispose()
