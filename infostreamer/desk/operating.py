"""How the desk itself is doing: its stages, who is at work, what failed, what it is made of."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.desk.standing import standing_of
from infostreamer.model import BadInput, Failure, NotFound, SourceHealth

if TYPE_CHECKING:
    from infostreamer.settings import Settings
    from infostreamer.store import Store, Unit

RETRIABLE = ("collect", "extract")
"""Stages that try an item again; the others do so by themselves, when anything about it is new."""

STAGES = ("collect", "extract", "understand", "place", "build", "tell", "dossiers")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageState:
    """One stage. `waiting`: what it has not done yet; `oldest_at`: since when the first of that waits, where known.

    `worked_at` is its last batch. `position` counts what the stage reads: the change log, or reports in order of
    arrival; None where it keeps none.
    """

    name: str
    waiting: int
    waiting_for: str
    oldest_at: datetime | None
    worked_at: datetime | None
    position: int | None
    version: str | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who is at which work, and until when it is theirs unless they say more."""

    job: str
    holder: str
    until: datetime | None
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much there is of everything."""

    sources: dict[str, int]  # by how they stand, see desk/standing.py
    captures: int
    reports: int
    stories: int
    dossiers: int
    failures: dict[str, int]  # by stage
    editions: dict[str, int]  # by state
    accounts: int
    position: int  # of the newest change
    database_bytes: int


class Operating:
    """What whoever runs the desk asks of it."""

    store: Store
    settings: Settings

    if TYPE_CHECKING:

        def now(self) -> datetime: ...

    def stage_states(self, now: datetime) -> list[StageState]:
        """Every stage in the order of the flow; what a language model tells only where one is configured."""
        with self.store.read() as unit:
            states = [_state(unit, name, now) for name in STAGES]
        return [state for state in states if state.name != "tell" or self.settings["llm.address"]]

    def holders(self) -> list[Holder]:
        """Who is at work."""
        from infostreamer.flow.lease import is_over

        with self.store.read() as unit:
            rows = unit.gauges.holders()
        return [
            Holder(job=job, holder=holder, until=until, is_over=until is None or is_over(holder, until))
            for job, holder, until in rows
        ]

    def totals(self) -> Totals:
        """How much there is of everything."""
        with self.store.read() as unit:
            healths = unit.sources.healths()
            now = self.now()
            states = [standing_of(one, _health(healths, one.id), now).state for one in unit.sources.all()]
            return Totals(
                sources={state: states.count(state) for state in sorted(set(states))},
                captures=unit.captures.count(),
                reports=unit.reports.count(),
                stories=unit.stories.count(),
                dossiers=len(unit.dossiers.all()),
                failures=unit.gauges.failures_by_stage(),
                editions=unit.gauges.editions_by_state(),
                accounts=unit.gauges.users(),
                position=unit.changes.latest_position(),
                database_bytes=unit.gauges.database_bytes(),
            )

    def made_of(self) -> dict[str, str]:
        """What this desk is made of: package, schema, database, Python, and each stage as it last ran here."""
        from infostreamer import __version__
        from infostreamer.store.schema import HEAD

        with self.store.read() as unit:
            made = {name: unit.cursors.get(name)[1] for name in STAGES}
            database = unit.gauges.database_version()
        return {
            "infostreamer": __version__,
            "schema": HEAD,
            "database": database,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            **{f"stage {name}": version for name, version in made.items() if version},
        }

    def retry(self, failure_id: str, *, now: datetime) -> Failure:
        """Try what failed again at the next pass.

        Raises:
            NotFound: there is no such failure (any more).
            BadInput: its stage tries nothing again.
        """
        with self.store.unit() as unit:
            failure = unit.failures.get_or_none(failure_id)
            if failure is None:
                raise NotFound("That failure is not kept any more: it was mended, or its stage began anew.")
            if failure.stage not in RETRIABLE:
                raise BadInput(f"The stage {failure.stage} tries nothing again by itself; a newer release may mend it.")
            unit.failures.put(replace(failure, again_at=now))
            health = unit.sources.health(failure.source_id) if failure.source_id else None
            if failure.stage == "collect" and health is not None:
                unit.sources.put_health(replace(health, next_at=None))
        return failure


def _state(unit: Unit, name: str, now: datetime) -> StageState:
    from infostreamer.flow.runner import WORKED

    position, version = unit.cursors.get(name)
    worked = unit.meta.get(WORKED + name)
    waiting, what, oldest = _waiting(unit, name, position, now)
    return StageState(
        name=name,
        waiting=waiting,
        waiting_for=what,
        oldest_at=oldest,
        worked_at=datetime.fromisoformat(worked) if worked else _last_visit(unit) if name == "collect" else None,
        position=None if name in ("collect", "build") else position,
        version=version or None,
        failures=unit.gauges.failures_by_stage().get(name, 0),
    )


def _waiting(unit: Unit, name: str, position: int, now: datetime) -> tuple[int, str, datetime | None]:
    """(how many, of what, since when) wait for the stage."""
    if name == "collect":
        due = unit.sources.due(now)
        nexts = [health.next_at for one in due if (health := unit.sources.health(one.id)) and health.next_at]
        return len(due), "source", min(nexts, default=None)
    if name == "extract":
        return unit.gauges.changes_after(position, "capture"), "capture", unit.gauges.oldest_capture_after(position)
    if name in ("understand", "place"):
        reached = position if name == "understand" else unit.cursors.get("place.open")[0]
        latest = unit.reports.latest_seq() if name == "understand" else unit.cursors.get("understand")[0]
        following = unit.reports.after(reached, 1) if latest > reached else []
        return max(0, latest - reached), "report", following[0].fetched_at if following else None
    if name == "build":
        return unit.gauges.touched(), "story", None
    return unit.gauges.changes_after(position, "story"), "change", None


def _last_visit(unit: Unit) -> datetime | None:
    return max((one.ok_at for one in unit.sources.healths().values() if one.ok_at), default=None)


def _health(healths: dict[str, SourceHealth], source_id: str) -> SourceHealth:
    return healths.get(source_id) or SourceHealth(source_id=source_id)
