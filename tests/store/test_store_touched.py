"""The line of stories to be built: whoever waits longest is next, whatever else comes in meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from infostreamer.store import open_store

LATER = datetime(2036, 1, 1, tzinfo=UTC)


@pytest.fixture
def line(store_url):
    """`touch(*ids)`, `claim(number)`, `settle(id, token)`, each in a unit of its own."""
    store = open_store(store_url)

    class Line:
        @staticmethod
        def touch(*ids):
            with store.unit() as unit:
                unit.touched.touch(ids)

        @staticmethod
        def claim(number=1, over=()):
            with store.unit() as unit:
                held = {"holder": "m:1:2-a", "until": LATER, "is_over": lambda holder, _: holder in over}
                return unit.touched.claim(number, **held)

        @staticmethod
        def settle(story_id, token):
            with store.unit() as unit:
                return unit.touched.settle(story_id, token)

    yield Line
    store.close()


def test_those_touched_first_are_first_and_of_one_batch_by_id(line):
    line.touch("z")
    line.touch("c", "b", "b")
    line.touch("a")
    assert [line.claim()[1] for _ in range(5)] == [["z"], ["b"], ["c"], ["a"], []]


def test_a_story_that_waits_keeps_its_place_when_it_grows(line):
    line.touch("z")
    line.touch("a")
    line.touch("z")
    assert line.claim(2)[1] == ["z", "a"]


def test_one_that_grows_while_it_is_built_goes_to_the_end(line):
    line.touch("a")
    line.touch("z")
    token, ids = line.claim()
    assert ids == ["a"]
    line.touch("a")
    assert not line.settle("a", token), "what was built is not the whole of it"
    assert line.claim(2)[1] == ["z", "a"]


def test_nobody_waits_for_ever_behind_those_that_never_rest(line):
    line.touch("z")
    seen = []
    for number in range(40):
        line.touch("a", f"b{number}", f"c{number}")
        token, ids = line.claim(2)
        seen += ids
        assert all(line.settle(one, token) for one in ids)
    assert seen.index("z") < 2
    assert {f"b{number}" for number in range(20)} <= set(seen), "half as many again come in as are built"


def test_what_a_dead_process_held_comes_before_all(line):
    line.touch("z")
    line.touch("a")
    assert line.claim()[1] == ["z"]
    assert line.claim(1, over=("m:1:2-a",))[1] == ["z"]


def test_an_empty_line_gives_nothing(line):
    line.touch()
    assert line.claim() == (0, [])
