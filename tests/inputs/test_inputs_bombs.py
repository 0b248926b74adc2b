"""Documents built to hang or to swell cost at most 10 s and 256 MB each, and end in a report or in one sentence.

In short form here; all of them at full size by `./run bombs`.
"""

from __future__ import annotations

import pytest
from bombs import DOORS
from doors import MOST_BYTES, MOST_S, cost_of, told

ALL = [(door, name) for door, makers in DOORS.items() for name in makers]
COSTLY = [
    ("feed", "entities tenfold, ten deep"),
    ("feed", "long entity far behind the head"),
    ("feed", "many names of spaces on one"),
    ("feed", "a title of numbers"),
    ("feed", "many arrays"),
    ("sitemap", "packed zeros"),
    ("opml", "outlines in outlines"),
    ("page", "div in div"),
    ("page", "unclosed a"),
    ("page", "many links"),
    ("text", "links cut short"),
    ("mail", "parts in parts"),
    ("pdf", "packed zeros"),
    ("pdf", "packed seven times"),
    ("pdf", "a map of four billion letters"),
    ("json", "many arrays"),
    ("jsonl", "many lines"),
]


@pytest.mark.parametrize(("door", "name"), COSTLY)
def test_a_bomb_costs_little(door: str, name: str) -> None:
    body = DOORS[door][name](400_000)
    cost = cost_of(door, body)
    assert cost.wall_s < 3 * MOST_S  # three times as long on a machine that is busy with other tests
    assert cost.peak_bytes < MOST_BYTES
    assert cost.own_bytes < 6 * len(body) + 64_000_000
    assert cost.said is None or is_sentence(cost.said)


@pytest.mark.parametrize("door", DOORS)
def test_every_bomb_in_small_is_read_or_told_in_a_sentence(door: str) -> None:
    others = {name: make for name, make in DOORS[door].items() if (door, name) not in COSTLY}
    for name, make in others.items():
        said = told(door, make(6_000))
        assert said is None or is_sentence(said), (name, said)


def is_sentence(said: str) -> bool:
    return said.endswith((".", ";")) and "Traceback" not in said and "(Error" not in said and len(said) < 600


def test_the_catalogue_is_large_and_each_bomb_its_own() -> None:
    assert len(ALL) == len(set(ALL)) >= 200
    assert set(COSTLY) <= set(ALL)
