"""What can be wrong with a PostgreSQL server or its database, for whoever asks the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Engine

from infostreamer.store.engine import transaction

_OLDEST = 130_000  # server_version_num of the oldest release that is still mended by its makers
_LONG_MS = 600_000
_AT_ONCE = 50  # connections that the pool of a desk that serves may open


@dataclass(frozen=True, slots=True)
class Probe:
    """One finding: "ok", "warn" (works, but look) or "bad" (must be mended), and a sentence with what to do."""

    name: str
    state: Literal["ok", "warn", "bad"]
    text: str


def probes(engine: Engine) -> list[Probe]:
    """What is to be said about this database; nothing about an SQLite file.

    Raises:
        TryLater: it cannot be reached now.
    """
    if engine.dialect.name != "postgresql":
        return []
    with transaction(engine, is_reading=True) as connection:
        return [_version(connection), _encoding(connection), _rights(connection), _replica(connection),
                _connections(connection), _waiting(connection), _limits(connection),
                _wraparound(connection)]  # fmt: skip


def _one(connection: Connection, query: str) -> Any:
    return connection.exec_driver_sql(query).scalar_one()


def _version(connection: Connection) -> Probe:
    number, said = int(_one(connection, "SHOW server_version_num")), str(_one(connection, "SHOW server_version"))
    if number < _OLDEST:
        return Probe("postgresql", "bad", f"The server is PostgreSQL {said}; the desk needs 13 or newer.")
    return Probe("postgresql", "ok", f"PostgreSQL {said}.")


def _encoding(connection: Connection) -> Probe:
    encoding = _one(connection, "SHOW server_encoding")
    if encoding == "UTF8":
        return Probe("text", "ok", "The database keeps text as UTF-8.")
    return Probe("text", "bad", f"The database keeps text as {encoding}; copy the desk into one with ENCODING 'UTF8'.")


def _rights(connection: Connection) -> Probe:
    schema = _one(connection, "SELECT current_schema()")
    if schema is None:
        return Probe("rights", "bad", "No schema of the search path exists; create it, or mend options= in store.url.")
    if _one(connection, "SELECT has_schema_privilege(current_schema(), 'CREATE')"):
        return Probe("rights", "ok", f"The user may make tables in the schema {schema}.")
    return Probe("rights", "warn", f"The user may not make tables in the schema {schema}: an upgrade of the desk will "
                 f"fail; GRANT CREATE ON SCHEMA {schema} to it.")  # fmt: skip


def _replica(connection: Connection) -> Probe:
    if _one(connection, "SELECT pg_is_in_recovery()"):
        return Probe("writes", "bad", "The server is a replica that takes no writes; point store.url at the primary.")
    if _one(connection, "SHOW default_transaction_read_only") == "on":
        return Probe("writes", "bad", "default_transaction_read_only is on; the desk has to write.")
    return Probe("writes", "ok", "The server takes writes.")


def _connections(connection: Connection) -> Probe:
    most = int(_one(connection, "SHOW max_connections")) - int(_one(connection, "SHOW superuser_reserved_connections"))
    used = int(_one(connection, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"))
    said = f"{used} of {most} connections are in use"
    if used > most * 4 // 5:
        return Probe("connections", "warn", f"{said}; raise max_connections, or end what holds them.")
    if most < _AT_ONCE:
        return Probe("connections", "warn", f"{said}; many readers at once may need 50: raise max_connections.")
    return Probe("connections", "ok", f"{said}.")


def _waiting(connection: Connection) -> Probe:
    """A transaction that somebody left open keeps old rows from being cleared away."""
    oldest = _one(
        connection,
        "SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND starts_with(state, 'idle in transaction')",
    )
    if float(oldest) > 600:  # seconds
        return Probe("open transactions", "warn", f"One has been idle for {float(oldest) / 60:.0f} minutes; end it "
                     "(pg_terminate_backend), or the database only grows.")  # fmt: skip
    return Probe("open transactions", "ok", "None is left open.")


def _limits(connection: Connection) -> Probe:
    """Pages have a limit of their own; one of the server's also cuts off rebuilding, copying and purging."""
    most = int(_one(connection, "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'"))  # milliseconds
    if 0 < most < _LONG_MS:
        return Probe("time limit", "warn", f"The server stops whatever takes longer than {most / 1000:g} s, also the "
                     "desk's long work; ALTER ROLE … SET statement_timeout = 0 for the desk's user.")  # fmt: skip
    return Probe("time limit", "ok", "The server lets long work end.")


def _wraparound(connection: Connection) -> Probe:
    age = int(_one(connection, "SELECT age(datfrozenxid) FROM pg_database WHERE datname = current_database()"))
    if age > 1_000_000_000:  # of 2.1 billion, after which the server takes no writes
        return Probe("vacuum", "warn", f"The oldest row is {age:,} transactions old; is autovacuum off? Run VACUUM.")
    return Probe("vacuum", "ok", "Old transactions are cleared away.")
