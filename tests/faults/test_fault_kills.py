"""SIGKILL at every boundary of every stage and anywhere else: nothing lost, nothing doubled, the same digest."""

import random
from functools import partial

import pytest
from fault_kills import Tally, at_every_boundary, at_random, field_of, seeded_postgres, seeded_sqlite

KILLS = 50  # of each engine, at every boundary; `./run faults --kills 1000` is the long form
AT_RANDOM = 10  # and more of the engine whose lives are cheap


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def make(request, tmp_path):
    """Makes the maker of fresh desks on either engine."""
    if request.param == "sqlite":
        return partial(seeded_sqlite, tmp_path)
    return partial(seeded_postgres, request.getfixturevalue("postgres_server"))


def test_a_desk_killed_at_every_boundary_and_anywhere_else_ends_as_one_undisturbed(make, nursery):
    with field_of(make, nursery) as field:
        tally = Tally()
        at_every_boundary(field, tally)
        if make.func is seeded_sqlite:
            at_random(field, tally, random.Random(20261122), AT_RANDOM - 2)
            at_random(field, tally, random.Random(20261122), 2, beside=1)
    assert tally.kills >= KILLS
    stages = {point.partition(".")[0] for point in tally.points}
    assert {"schedule", "extract", "understand", "place", "build", "dossiers", "alerting", "sending"} <= stages
