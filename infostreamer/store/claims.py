"""Claims: which stretch of a stage's input which process is at work on, and what came of it before its turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, select, update

from infostreamer.store.columns import micros, moment, plain
from infostreamer.store.engine import upsert
from infostreamer.store.tables import CLAIMS, META

_TOKEN = "claims.token"  # noqa: S105 - the name of a counter


class ClaimRow(NamedTuple):
    """A claim on what lies after `start` up to and with `reached`, whatever numbers the stage counts by."""

    start: int
    reached: int
    token: int
    holder: str
    until: datetime
    is_done: bool


class Claims:
    """Claims within one unit; the unit's write lock makes claiming safe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, stage: str) -> list[ClaimRow]:
        """Every claim at the stage, in order."""
        columns = (CLAIMS.c.start, CLAIMS.c.reached, CLAIMS.c.token, CLAIMS.c.holder, CLAIMS.c.until)
        is_done = CLAIMS.c.result.is_not(None).label("is_done")
        rows = self._connection.execute(
            select(*columns, is_done).where(CLAIMS.c.stage == stage).order_by(CLAIMS.c.start)
        )
        return [_claim(row) for row in rows]

    def take(self, stage: str, start: int, reached: int, *, holder: str, until: datetime) -> int:
        """The token of a new claim, in place of an earlier one on the same stretch."""
        token = next_token(self._connection)
        row = {"stage": stage, "start": start, "reached": reached, "token": token, "holder": plain(holder)}
        upsert(self._connection, CLAIMS, [{**row, "until": micros(until), "result": None}])
        return token

    def keep(self, stage: str, start: int, token: int, result: str) -> bool:
        """Keep what came of it until its turn. False where the claim is no longer held under this token: keep nothing
        else either."""
        mine = (CLAIMS.c.stage == stage) & (CLAIMS.c.start == start) & (CLAIMS.c.token == token)
        done = update(CLAIMS).where(mine & CLAIMS.c.result.is_(None)).values(result=result, holder="", until=0)
        return self._connection.execute(done).rowcount == 1

    def settle(self, stage: str, start: int) -> str:
        """What was kept for the stretch, whose claim is over: its turn has come."""
        this = (CLAIMS.c.stage == stage) & (CLAIMS.c.start == start)
        result = self._connection.execute(select(CLAIMS.c.result).where(this)).scalar_one()
        self._connection.execute(delete(CLAIMS).where(this))
        return result or ""

    def clear(self, stage: str) -> None:
        """Forget the stage's claims and what came of them; whoever is at work on one will find it gone."""
        self._connection.execute(delete(CLAIMS).where(CLAIMS.c.stage == stage))

    def are_any(self) -> bool:
        """True when any stage has a claim, done or not."""
        return self._connection.execute(select(CLAIMS.c.start).limit(1)).first() is not None


def _claim(row: Row[Any]) -> ClaimRow:
    return ClaimRow(row.start, row.reached, row.token, row.holder, moment(row.until), bool(row.is_done))


def next_token(connection: Connection) -> int:
    """A number that no claim of this desk ever had; it outlives what is derived."""
    row = connection.execute(select(META.c.value).where(META.c.key == _TOKEN)).scalar_one_or_none()
    token = int(row or 0) + 1
    upsert(connection, META, [{"key": _TOKEN, "value": str(token)}])
    return token
