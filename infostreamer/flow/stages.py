"""The whole pipeline on one page.

    collect     due sources          -> captures            schedule.py
    extract     new captures         -> reports             extracting.py
    understand  new reports          -> findings            understanding.py
    place       understood reports   -> placements          placing.py
    build       touched stories      -> stories, changes    building.py
    tell        changed stories      -> answers, stories     telling.py, only with a language model
    dossiers    changed stories      -> dossiers            gathering.py

The rule that makes a run repeatable: a stage reads what came after its cursor, works outside any transaction, and saves
its outputs together with its moved cursor in one unit of work. Killed before the commit, the same batch runs again and
gives the same; killed after it, the next batch runs. A stage whose version is not the one beside its cursor starts
over: its own outputs are made again from what it reads.

The order of arrival (`Report.seq`) is fixed by the order of captures; nothing below depends on how many reports were
there when a pass began, so any batching of the same captures ends in the same digest.

Processes share the long parts of extract, understand and build (shares.py). Everything that depends on order is done by
the one process that leads: landing reports and findings, place, tell and dossiers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from infostreamer.flow.building import Build
from infostreamer.flow.counts import Counts
from infostreamer.flow.extracting import Extract
from infostreamer.flow.gathering import GatherDossiers
from infostreamer.flow.placing import Place
from infostreamer.flow.rooms import Rooms
from infostreamer.flow.shares import Claim
from infostreamer.flow.telling import Tell
from infostreamer.flow.understanding import Understand
from infostreamer.settings import Settings
from infostreamer.store import Store, Unit


class Work(Protocol):
    """One batch, worked and ready to be saved."""

    @property
    def position(self) -> int:
        """Where the cursor stands once it is saved."""

    def save(self, unit: Unit) -> Counts:
        """Write the outputs; the caller moves the cursor in the same unit."""


class Stage(Protocol):
    """One stage. `reads` and `gives` name nouns."""

    name: str
    reads: str
    gives: str
    is_lazy: bool  # worth its time only when the stages before it have come to rest

    def version(self, unit: Unit) -> str:
        """Changes whenever everything has to be done again."""

    def restart(self, unit: Unit) -> None:
        """Make ready to start over from position 0."""


@runtime_checkable
class Alone(Stage, Protocol):
    """A stage, or the part of one, that only the leading process works on."""

    def prepare(self, store: Store, position: int, now: datetime) -> Work | None:
        """The next batch after the position, worked; None when there is nothing new."""


@runtime_checkable
class Shared(Stage, Protocol):
    """A stage whose batches several processes share; see `shares.py`."""

    def is_open(self, unit: Unit) -> bool:
        """True when there is something to claim or to land."""

    def is_held(self, unit: Unit) -> bool:
        """True while anything is claimed or waits for its turn."""

    def may_help(self, unit: Unit) -> bool:
        """True when a process that does not lead may take a part."""

    def claim(self, unit: Unit, holder: str, *, in_passing: bool = False) -> Claim | None:
        """A part that nobody else is at work on; None when there is none, or `in_passing`, while stages before this one
        have work, none worth its time."""

    def work(self, store: Store, claim: Claim, now: datetime) -> Any:
        """The part, worked."""

    def give(self, unit: Unit, claim: Claim, work: Any) -> Counts:
        """Keep what came of it where the claim still stands, else nothing."""

    def land(self, unit: Unit) -> Counts | None:
        """What is complete at the cursor takes its effect; None when nothing is."""


def stages(rooms: Rooms, settings: Settings) -> tuple[Stage, ...]:
    """The stages that enrich what was collected, in the order in which they run."""
    understand = Understand(rooms)
    told = (Tell(rooms.teller),) if rooms.teller else ()
    return (
        Extract(rooms),
        understand,
        Place(rooms, settings, understand),
        Build(rooms, settings),
        *told,
        GatherDossiers(rooms),
    )
