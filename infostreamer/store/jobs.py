"""Leases: one holder at a time per job, with a fencing token that unmasks a holder whose lease was taken over."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from infostreamer.store.columns import micros, moment, plain
from infostreamer.store.engine import upsert
from infostreamer.store.tables import CLAIMS, JOBS, TOUCHED


class Lease(NamedTuple):
    """Who holds a job and until when; `token` grows with every claim."""

    name: str
    token: int
    holder: str
    until: datetime


class Jobs:
    """Leases within one unit; the unit's write lock makes claiming safe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lease(self, name: str) -> Lease | None:
        """The lease as it stands, run out or not; None where the job was never claimed or is finished."""
        row = self._connection.execute(select(JOBS).where(JOBS.c.name == name)).one_or_none()
        if row is None or not row.holder:
            return None
        return Lease(row.name, row.token, row.holder, moment(row.until))

    def claim(self, name: str, *, holder: str, now: datetime, until: datetime, over: str | None = None) -> int | None:
        """The token of a new lease; None while another's runs, unless that holder is `over`, known to be dead."""
        lease = self.lease(name)
        if lease and lease.until > now and lease.holder not in (holder, over):
            return None
        token = self._token(name) + 1
        row = {"name": name, "token": token, "holder": plain(holder), "until": micros(until)}
        upsert(self._connection, JOBS, [row])
        return token

    def renew(self, name: str, token: int, *, until: datetime) -> bool:
        """Hold it longer. False where the job was claimed by another since: stop and commit nothing."""
        mine = (JOBS.c.name == name) & (JOBS.c.token == token) & (JOBS.c.holder != "")
        return self._connection.execute(update(JOBS).where(mine).values(until=micros(until))).rowcount == 1

    def finish(self, name: str, token: int) -> None:
        """Give the job back, where it is still held under this token. The token stays spent."""
        mine = (JOBS.c.name == name) & (JOBS.c.token == token)
        self._connection.execute(update(JOBS).where(mine).values(holder="", until=0))

    def renew_all(self, holder: str, *, until: datetime) -> None:
        """Hold whatever the holder holds longer: jobs, and what it claimed a part of."""
        for table in (JOBS, CLAIMS, TOUCHED):
            self._connection.execute(update(table).where(table.c.holder == plain(holder)).values(until=micros(until)))

    def let_go(self, holder: str) -> None:
        """Others may claim at once what the holder claimed a part of; its jobs stay."""
        for table in (CLAIMS, TOUCHED):
            self._connection.execute(update(table).where(table.c.holder == plain(holder)).values(until=0))

    def _token(self, name: str) -> int:
        return self._connection.execute(select(JOBS.c.token).where(JOBS.c.name == name)).scalar_one_or_none() or 0
