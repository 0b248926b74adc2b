"""A desk killed again and again ends as one that nobody disturbed: `./run faults --kills 1000 --engine both`.

Every boundary once (each commit of collect, extract, understand, place, build, dossiers and of the sending of alerts:
before it, after it, in the middle), then at random points, at random times, and beside a second process.
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import fault_world
from fault_nursery import Death, Nursery, Order
from fault_world import DAYS, FeedServer, Outcome, outcome_of, told_twice

from infostreamer.store import open_store

_LONGEST_S = 0.3  # a day's work takes about 0.5 s


@dataclass
class Tally:
    """What became of the lives at the desks so far."""

    kills: int = 0
    desks: int = 0
    points: Counter[str] = field(default_factory=Counter)

    def note(self, death: Death) -> None:
        assert death.how != "failed", death.said.replace("\\n", "\n")
        if death.how == "killed":
            self.kills += 1
            self.points[death.at or "before the first point"] += 1


@dataclass
class Field:
    """Where desks are killed: the servers around them, and fresh desks of one engine."""

    nursery: Nursery
    feeds: FeedServer
    receiver: fault_world.Receiver
    fresh: Callable[[], str]  # the address of a desk that was seeded and has taken nothing in
    expected: Outcome
    labels: tuple[tuple[str, ...], ...]  # by day, what an undisturbed desk passes

    def run(self, plan: Callable[[str, int], Order], tally: Tally, *, most: int = 10_000) -> None:
        """One desk from its first day to its last, dying by the plan, at most so often; then as if nothing had been."""
        url, left = self.fresh(), most
        for day in range(DAYS):
            self.feeds.day = day
            while True:
                order = plan(url, day) if left > 0 else Order(url, self.feeds.port, day)
                death = self.nursery.life(order)
                tally.note(death)
                if death.how == "done":
                    break
                left -= 1
        self.check(url)
        tally.desks += 1

    def check(self, url: str) -> None:
        """Nothing lost, nothing doubled, nothing left lying about."""
        store = open_store(url)
        try:
            found = outcome_of(store)
        finally:
            store.close()
        assert found == self.expected, f"{found} is not {self.expected}"
        assert told_twice(self.receiver) == []


def at_every_boundary(field_: Field, tally: Tally) -> None:
    """One desk that dies at each point by name, the first time it comes to it."""
    open_points = {label for day in field_.labels for label in day}
    before = set(tally.points)

    def plan(url: str, day: int) -> Order:
        return Order(url, field_.feeds.port, day, labels=tuple(open_points - set(tally.points)))

    field_.run(plan, tally)
    missed = open_points - (set(tally.points) - before)
    assert not missed, f"never died at {sorted(missed)}"


def at_random(field_: Field, tally: Tally, chance: random.Random, kills: int, *, beside: int = 0) -> None:
    """Desks that die at random points, every third time at a random moment, until there were so many deaths."""
    goal = tally.kills + kills
    while tally.kills < goal:

        def plan(url: str, day: int) -> Order:
            if chance.random() < 1 / 3:
                return Order(url, field_.feeds.port, day, after_s=chance.uniform(0.01, _LONGEST_S), beside=beside)
            return Order(url, field_.feeds.port, day, nth=chance.randint(1, 80), beside=beside)

        field_.run(plan, tally, most=goal - tally.kills)


def seeded_sqlite(folder: Path, receiver: str) -> Callable[[], str]:
    """Makes fresh desks on SQLite: copies of one that was seeded."""
    seed = folder / "seed.sqlite3"
    fault_world.seed(f"sqlite:///{seed}", receiver)
    numbers = iter(range(1, 1_000_000))

    def fresh() -> str:
        made = folder / f"d{next(numbers)}.sqlite3"
        shutil.copy(seed, made)
        return f"sqlite:///{made}"

    return fresh


def seeded_postgres(server: str, receiver: str, *, prefix: str = "killed") -> Callable[[], str]:
    """Makes fresh desks on PostgreSQL: copies of one that was seeded."""
    import psycopg

    def execute(statement: str) -> None:
        with psycopg.connect(server.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    execute(f"CREATE DATABASE {prefix}_seed")
    fault_world.seed(f"{server}/{prefix}_seed", receiver)
    numbers = iter(range(1, 1_000_000))

    def fresh() -> str:
        name = f"{prefix}_{next(numbers)}"
        execute(f"CREATE DATABASE {name} TEMPLATE {prefix}_seed")
        return f"{server}/{name}"

    return fresh


@contextmanager
def field_of(make: Callable[[str], Callable[[], str]], nursery: Nursery | None = None) -> Iterator[Field]:
    """Everything that a killing needs; `make` takes the receiver's address and gives a maker of fresh desks."""
    with fault_world.around() as (feeds, receiver), nullcontext(nursery) if nursery else Nursery() as nursery:
        fresh, labels = make(receiver.address), []
        url = fresh()
        for day in range(DAYS):
            feeds.day = day
            life = nursery.life(Order(url, feeds.port, day))
            assert life.how == "done", life.said.replace("\\n", "\n")
            labels.append(life.points)
        store = open_store(url)
        expected = outcome_of(store)
        store.close()
        assert not expected.waiting
        assert not expected.untold
        assert not expected.is_left
        yield Field(nursery, feeds, receiver, fresh, expected, tuple(labels))


def kill(field_: Field, kills: int, *, seed: int = 20261122) -> Tally:
    """At every boundary once, the rest at random, a fifth of that beside a second process."""
    tally, chance = Tally(), random.Random(seed)
    at_every_boundary(field_, tally)
    left = max(0, kills - tally.kills)
    at_random(field_, tally, chance, left - left // 5)
    at_random(field_, tally, chance, left // 5, beside=1)
    return tally


def told(tally: Tally, engine: str, begun: float) -> str:
    """One line on what was done."""
    took = time.monotonic() - begun
    return (
        f"{engine}: {tally.kills} kills at {len(tally.points)} different points over {tally.desks} desks: 0 lost, "
        f"0 doubled, every digest that of an undisturbed desk ({took:.0f} s)."
    )


def main(words: list[str] | None = None) -> None:
    """The long form."""
    import argparse
    import tempfile

    from fault_cluster import cluster

    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="of each engine; every boundary is met at least once")
    parser.add_argument("--engine", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--seed", type=int, default=20261122, help="of the chances")
    parser.add_argument("--statements", type=int, default=0, metavar="N", help="trouble at every Nth statement instead")
    parser.add_argument("--migrations", action="store_true", help="kill at every statement of a migration instead")
    parser.add_argument("--recoveries", type=int, default=0, help="measure so many restarts after a kill, nothing else")
    given = parser.parse_args(words)
    if given.recoveries:
        from fault_recovery import measure

        return print(measure(given.recoveries))
    if given.migrations:
        from fault_migrations import measure as kill_migrations

        return print(kill_migrations())
    if given.statements:
        from fault_statements import measure as strike

        return print(strike(given.engine, given.statements))
    if given.engine in ("sqlite", "both"):
        with tempfile.TemporaryDirectory() as folder, field_of(partial(seeded_sqlite, Path(folder))) as field_:
            begun = time.monotonic()
            print(told(kill(field_, given.kills, seed=given.seed), "SQLite", begun), flush=True)
    if given.engine in ("postgres", "both"):
        with cluster() as server, field_of(partial(seeded_postgres, server.url)) as field_:
            begun = time.monotonic()
            print(told(kill(field_, given.kills, seed=given.seed), "PostgreSQL", begun), flush=True)


if __name__ == "__main__":
    main()
