"""How far the desk is behind: per stage what waits for it, and for how long."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.desk.operating import STAGES
from infostreamer.store.lags import Waiting

if TYPE_CHECKING:
    from infostreamer.settings import Settings
    from infostreamer.store import Store, Unit


_LATELY_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLag:
    """What one stage has not done yet.

    Attributes:
        name: of the stage.
        waiting: how many `of` wait.
        of: "source", "capture", "report", "story" or "change".
        age_s: how long the first of them has waited, in seconds; 0.0 where nothing waits or where it is not known.
    """

    name: str
    waiting: int
    of: str
    age_s: float


class Lagging:
    """One question, cheap enough to be asked every few seconds."""

    store: Store
    settings: Settings
    _lag_seen: tuple[float, tuple[StageLag, ...]] | None = None  # when by the process's own clock, and what

    if TYPE_CHECKING:

        def now(self) -> datetime: ...

    def lag(self, moment: datetime | None = None) -> tuple[StageLag, ...]:
        """Every stage in the order of the flow, now or at the moment given; what a language model tells only where one
        is configured."""
        names = [name for name in STAGES if name != "tell" or self.settings["llm.address"]]
        now = moment or self.now()
        with self.store.read() as unit:
            found = [(name, *_waiting(unit, name, now)) for name in names]
        return tuple(
            StageLag(name=name, waiting=waiting.number, of=of, age_s=_age_s(waiting, now))
            for name, of, waiting in found
        )

    def lag_lately(self) -> tuple[StageLag, ...]:
        """As `lag`, at most five seconds old: for pages, of which it would else be a tenth of the work."""
        seen, now = self._lag_seen, time.monotonic()
        if seen is None or now - seen[0] > _LATELY_S:
            seen = self._lag_seen = (now, self.lag())
        return seen[1]


def _waiting(unit: Unit, name: str, now: datetime) -> tuple[str, Waiting]:
    from infostreamer.flow.placing import OPEN

    position = unit.cursors.get(name)[0]
    if name == "collect":
        return "source", unit.lags.sources(now)
    if name == "extract":
        return "capture", unit.lags.captures(position)
    if name == "understand":
        return "report", unit.lags.reports(position, unit.reports.latest_seq())
    if name == "place":
        return "report", unit.lags.reports(unit.cursors.get(OPEN)[0], unit.cursors.get("understand")[0])
    if name == "build":
        return "story", unit.lags.stories()
    return "change", unit.lags.changes(position)


def _age_s(waiting: Waiting, now: datetime) -> float:
    return max(0.0, (now - waiting.since).total_seconds()) if waiting.number and waiting.since else 0.0
