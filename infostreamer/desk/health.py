"""Is the desk well? Stages with what waits and for how long, sources by how they stand, sends, backups, room."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from infostreamer.desk import checks_of_desk
from infostreamer.desk.checks import Check
from infostreamer.desk.lagging import StageLag
from infostreamer.desk.standing import Standing, standing_of
from infostreamer.settings import data_folder

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk
    from infostreamer.model import Source

State = Literal["ok", "warn", "bad"]

LATE_S, STUCK_S = 1_800.0, 7_200.0
"""How long something may wait for a stage before the desk is behind, and before nobody seems to work on it."""

_LITTLE_BYTES, _LEAST_BYTES = 500_000_000, 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part of the desk. `age_s`: for how long that has been so, where it is known."""

    part: str
    state: State
    text: str
    age_s: float | None = None


def examine_health(desk: Desk) -> list[Finding]:
    """Every part in a fixed order, then each source that needs somebody, by address. Cheap: a monitor may ask every
    minute.

    Raises:
        InformationStreamerError: the database does not answer, which is the worst finding of all.
    """
    standings = standings_of(desk)
    stages = [_stage(one) for one in desk.lag(_now(desk))]
    return [
        *stages,
        _from("work", checks_of_desk.work(desk)),
        _sources(standings),
        _from("network", checks_of_desk.network(desk)),
        _sends(desk),
        *([_from("backups", checks_of_desk.backups(desk))] if desk.settings["backup.every"] else []),
        _room(desk),
        *(_source(desk, *row) for row in standings if _is_told(row[1], stages)),
    ]


def worst(findings: list[Finding]) -> State:
    """ "bad" where any is, else "warn" where any is, else "ok"."""
    states = {one.state for one in findings}
    return "bad" if "bad" in states else "warn" if "warn" in states else "ok"


def standings_of(desk: Desk) -> list[tuple[Source, Standing]]:
    """Every source with how it stands now, by address."""
    now = _now(desk)
    rows = [(source, standing_of(source, health, now)) for source, health, _ in desk.sources()]
    return sorted(rows, key=lambda row: row[0].address)


def _now(desk: Desk) -> datetime:
    """The desk's time; a demo's is the one that it was replayed to, also while nobody replays it."""
    return desk.demo_tick() or desk.now()


def _is_told(standing: Standing, stages: list[Finding]) -> bool:
    """Where nobody collects, every source is late: that is told once, as the stage's."""
    if standing.state == "late" and stages[0].state != "ok":
        return False
    return standing.needs_you


def _stage(lag: StageLag) -> Finding:
    if not lag.waiting:
        return Finding(part=f"stage {lag.name}", state="ok", text="Nothing waits.", age_s=0.0)
    state: State = "bad" if lag.age_s >= STUCK_S else "warn" if lag.age_s >= LATE_S else "ok"
    some = f"{lag.waiting} {lag.of}{'s' if lag.waiting != 1 else ''}".replace("storys", "stories")
    text = f"{some} to do, the first for {_span(lag.age_s)}."
    return Finding(part=f"stage {lag.name}", state=state, text=text, age_s=lag.age_s)


def _sources(standings: list[tuple[Source, Standing]]) -> Finding:
    counts = Counter(standing.state for _, standing in standings)
    told = ", ".join(f"{state} {counts[state]}" for state in sorted(counts)) or "none followed"
    needing = sum(standing.needs_you for _, standing in standings)
    return Finding(part="sources", state="warn" if needing else "ok", text=f"{told[0].upper()}{told[1:]}.")


def _source(desk: Desk, source: Source, standing: Standing) -> Finding:
    age_s = max(0.0, (_now(desk) - standing.since).total_seconds()) if standing.since else None
    text = f"{standing.state}. {standing.text}".strip()
    return Finding(part=f"source {source.address}", state="warn", text=text, age_s=age_s)


def _sends(desk: Desk) -> Finding:
    with desk.store.read() as unit:
        counts = unit.gauges.editions_by_state()
    if counts.get("failed"):
        text = f"{counts['failed']} could not be sent yet and will be tried again; `infostreamer alerts history NAME`."
        return Finding(part="sends", state="warn", text=text)
    return Finding(part="sends", state="ok", text=f"{counts.get('sent', 0)} sent, {counts.get('waiting', 0)} waiting.")


def _room(desk: Desk) -> Finding:
    folder = data_folder(desk.settings)
    free = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free
    state: State = "bad" if free < _LEAST_BYTES else "warn" if free < _LITTLE_BYTES else "ok"
    return Finding(part="disk", state=state, text=f"{free // 1_000_000} MB free where the desk keeps its data.")


def _from(part: str, check: Check) -> Finding:
    return Finding(part=part, state=check.state, text=check.text)


def _span(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} s"
