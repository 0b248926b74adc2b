"""Documents changed at random break no reader. Longer by `./run fuzz --seconds N`."""

from __future__ import annotations

from random import Random

from fuzz import SEEDS, changed, fuzz


def test_a_few_seconds_of_chance_break_nothing() -> None:
    fuzz(0.01, seed=1)  # the reading processes start
    count, broken = fuzz(3.0, seed=20261122)
    assert count > 5
    assert broken == []


def test_a_seed_makes_the_same_documents_again() -> None:
    body = SEEDS["feed"][0]
    assert changed(body, Random(7)) == changed(body, Random(7)) != changed(body, Random(8))
