"""Numbers about the desk for whoever runs it: what waits, what failed, how large it all is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from infostreamer.store.columns import moment_or_none
from infostreamer.store.engine import upsert
from infostreamer.store.tables import (
    CAPTURES,
    CHANGES,
    CLAIMS,
    EDITIONS,
    FAILURES,
    JOBS,
    META,
    METADATA,
    TOUCHED,
    USERS,
)

VISITS = "visits."


class Gauges:
    """Counts and sizes within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def changes_after(self, position: int, noun: str) -> int:
        """How many changes of this noun lie after the position."""
        query = select(func.count()).where((CHANGES.c.position > position) & (CHANGES.c.noun == noun))
        return self._connection.execute(query).scalar_one()

    def oldest_capture_after(self, position: int) -> datetime | None:
        """When the first capture logged after the position was fetched; None where there is none."""
        first = (
            select(CHANGES.c.item)
            .where((CHANGES.c.position > position) & (CHANGES.c.noun == "capture"))
            .order_by(CHANGES.c.position)
            .limit(1)
            .scalar_subquery()
        )
        query = select(CAPTURES.c.fetched_at).where(CAPTURES.c.id == first)
        return moment_or_none(self._connection.execute(query).scalar_one_or_none())

    def touched(self) -> int:
        """How many stories wait to be built anew."""
        return self._connection.execute(select(func.count()).select_from(TOUCHED)).scalar_one()

    def failures_by_stage(self) -> dict[str, int]:
        """Stage -> how many items it could not do."""
        query = select(FAILURES.c.stage, func.count()).group_by(FAILURES.c.stage)
        return {row[0]: row[1] for row in sorted(self._connection.execute(query))}

    def failures_by_kind(self) -> dict[str, int]:
        """Kind of trouble -> how many items met it.

        PostgreSQL looks at the text: its JSON functions refuse a NUL character anywhere in it.
        """
        is_postgres = self._connection.dialect.name == "postgresql"
        kind = """substring(noun from '"kind":"([^"]*)"')""" if is_postgres else "json_extract(noun, '$.kind')"
        rows = self._connection.exec_driver_sql(f"SELECT {kind}, count(*) FROM failures GROUP BY 1")
        return dict(sorted((str(row[0]), row[1]) for row in rows))

    def count_visit(self, outcome: str) -> None:
        """One more visit with this outcome; whoever writes is alone, so none is lost."""
        key = VISITS + outcome
        before = self._connection.execute(select(META.c.value).where(META.c.key == key)).scalar_one_or_none()
        upsert(self._connection, META, [{"key": key, "value": str(int(before or 0) + 1)}])

    def visits(self) -> dict[str, int]:
        """Outcome -> how many visits had it since the desk was made."""
        query = select(META.c.key, META.c.value).where(META.c.key.like(f"{VISITS}%"))
        return {key.removeprefix(VISITS): int(value) for key, value in sorted(self._connection.execute(query))}

    def editions_by_state(self) -> dict[str, int]:
        """State -> how many editions of alerts and digests are in it."""
        query = select(EDITIONS.c.state, func.count()).group_by(EDITIONS.c.state)
        return {row[0]: row[1] for row in sorted(self._connection.execute(query))}

    def rows(self, table: str) -> int:
        """How many rows the table of this name has."""
        return self._connection.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one()

    def users(self) -> int:
        """How many accounts there are."""
        return self._connection.execute(select(func.count()).select_from(USERS)).scalar_one()

    def holders(self) -> list[tuple[str, str, datetime | None]]:
        """(job, who is at it, until when it is theirs), by job: leases, then parts of stages that are claimed."""
        rows: list[tuple[str, str, datetime | None]] = []
        for name, table in ((JOBS.c.name, JOBS), (CLAIMS.c.stage, CLAIMS)):
            held = self._connection.execute(select(name, table.c.holder, table.c.until).where(table.c.holder != ""))
            rows += [(job, holder, moment_or_none(until)) for job, holder, until in sorted(held)]
        return rows

    def damage(self) -> str | None:
        """What the database finds wrong with its own pages, one sentence; None where nothing is. SQLite alone looks:
        it reads the whole file, about a second for a gigabyte. PostgreSQL has pg_amcheck for that.

        Raises:
            DBAPIError: it is damaged so far that it cannot be read.
        """
        if self._connection.dialect.name == "postgresql":
            return None
        found = str(self._connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
        return None if found == "ok" else f"The database is damaged ({found}); restore it from a backup."

    def newest_captures(self, limit: int) -> list[str]:
        """Ids of the captures fetched last, newest first."""
        query = select(CAPTURES.c.id).order_by(CAPTURES.c.fetched_at.desc(), CAPTURES.c.id).limit(limit)
        return list(self._connection.execute(query).scalars())

    def database_bytes(self) -> int:
        """How large the database is on disk, its index and what was deleted and not yet given back included."""
        if self._connection.dialect.name == "postgresql":
            size = self._connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        else:
            pages = self._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            size = pages * self._connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        return int(size)

    def database_version(self) -> str:
        """The database's name and version, as "SQLite 3.45.1"."""
        if self._connection.dialect.name == "postgresql":
            version = self._connection.exec_driver_sql("SHOW server_version").scalar_one()
            return f"PostgreSQL {str(version).split()[0]}"
        return f"SQLite {self._connection.exec_driver_sql('SELECT sqlite_version()').scalar_one()}"
