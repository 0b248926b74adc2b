"""Whatever the batching, the passes and the kills: the same captures end in the same digest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_rooms import WIRE, capture, rooms

from infostreamer.flow import Flow, Rooms
from infostreamer.model import Judgement, Published, Report
from infostreamer.settings import Settings
from infostreamer.store import open_store
from infostreamer.stories.index import Index
from infostreamer.stories.place import Board, Entry, Outline, Read, place_epoch

CAPTURES = tuple(capture(text, minutes=number) for number, text in enumerate(WIRE))
SETTINGS = Settings({"stories.epoch": 4})


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of a desk that took everything in at once."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('whole')}/desk.sqlite3")
    Flow(store, settings=SETTINGS, rooms=rooms()).take_in(CAPTURES)
    with store.read() as unit:
        assert unit.reports.count() == unit.reports.latest_seq() > 20
        assert 3 < unit.stories.count() < unit.reports.count()
    return store.digest()


@given(cuts=st.sets(st.integers(1, len(CAPTURES) - 1)))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_batching_gives_the_same_digest(
    cuts: set[int], undisturbed: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('cut')}/desk.sqlite3")
    flow = Flow(store, settings=SETTINGS, rooms=rooms())
    edges = [0, *sorted(cuts), len(CAPTURES)]
    for start, end in pairwise(edges):
        flow.take_in(CAPTURES[start:end])
    assert store.digest() == undisturbed


def test_one_by_one_on_both_databases(store_url: str, undisturbed: str) -> None:
    store = open_store(store_url)
    flow = Flow(store, settings=SETTINGS, rooms=rooms())
    for one in CAPTURES:
        flow.take_in([one])
    assert store.digest() == undisturbed
    store.close()


def test_the_size_of_the_epoch_is_part_of_the_definition(undisturbed: str, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    Flow(store, settings=SETTINGS.with_values({"stories.epoch": 5}), rooms=rooms()).take_in(CAPTURES)
    assert store.digest() != undisturbed, "the tiny rooms no longer notice epochs, so the tests above prove nothing"
    Flow(store, settings=SETTINGS, rooms=rooms()).enrich()
    assert store.digest() == undisturbed, "going back to the old size must place history again"


_VICTIM = """
import os, signal, sys
from sqlalchemy import event
sys.path.insert(0, sys.argv[3])
from tiny_rooms import rooms
from test_flow_schedules import CAPTURES, SETTINGS
from infostreamer.flow import Flow, Rooms
from infostreamer.model import Judgement, Published, Report
from infostreamer.store import open_store
store, commits = open_store(sys.argv[1]), 0
def die(connection):
    global commits
    commits += 1
    if commits == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(store.engine, "commit", die)
flow = Flow(store, settings=SETTINGS, rooms=rooms())
for start in range(0, len(CAPTURES), 7):
    flow.take_in(CAPTURES[start:start + 7])
"""


@pytest.mark.parametrize("commit", [1, 4, 7, 9, 12, 15, 19, 24, 30, 37, 45])
def test_killed_before_any_commit_nothing_is_lost_or_doubled(commit: int, undisturbed: str, tmp_path: Path) -> None:
    url, here = f"sqlite:///{tmp_path}/desk.sqlite3", str(Path(__file__).parent)
    command = [sys.executable, "-c", _VICTIM, url, str(commit), here]
    killed = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": here})
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    store = open_store(url)
    flow = Flow(store, settings=SETTINGS, rooms=rooms())
    flow.take_in(CAPTURES)  # handed in again: what was kept already is known
    assert store.digest() == undisturbed
    with store.read() as unit:
        positions = [change.position for change in unit.changes.after(0, 10_000)]
        assert positions == list(range(1, len(positions) + 1))
        assert [report.seq for report in unit.reports.after(0, 1000)] == list(range(1, unit.reports.count() + 1))


def test_rebuild_from_captures_alone_gives_the_same_digest(store_url: str, undisturbed: str) -> None:
    store = open_store(store_url)
    flow = Flow(store, settings=SETTINGS, rooms=rooms())
    flow.take_in(CAPTURES)
    flow.rebuild()
    assert store.digest() == undisturbed
    store.close()


def _real_placing(shards: int = 1) -> Rooms:
    """The tiny rooms with real placing, over reports whose days go back and forth over half a year."""

    def extract(captures: Any) -> list[Any]:
        made = rooms().extract(captures)
        return [replace(one, published=Published(at=one.fetched_at, basis="given")) for one in made]

    def board(window_days: int) -> Board:
        return Board(window_days, shards=tuple(Index() for _ in range(shards)))

    def read(report: Report, findings: Any) -> Read:
        return Read(report=report, findings=tuple(findings))

    return rooms(extract=extract, read=read, outline=Outline, entry=Entry, board=board, place_epoch=place_epoch)


_SUBJECTS = (
    "dam mill Tarn flood",
    "crane quay Varn foreman",
    "train station Belov arrest",
    "ferry fog Lesk collision",
    "bank forgery Oster clerk",
    "mine shaft Pern rescue",
    "school roof Dost snow",
    "orchard blight Garn growers",
    "tunnel drill Holm delay",
    "museum bell Ruta theft",
    "bridge toll Sarn drivers",
    "glacier hut Vint climbers",
)
WANDERING = tuple(
    capture(
        f"p{at}|{_SUBJECTS[at % 12]}|Word of {_SUBJECTS[at % 12]} reached witness {at} in the morning",
        minutes=(at % 12 * 30 + at // 12 * 10) * 60 * 24,
    )
    for at in range(36)
)
"""Twelve happenings a month apart, three reports of each ten days apart: the third is too late for the first alone."""


@pytest.fixture(scope="module")
def placed_at_once(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of really placed stories that were taken in at once."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('placed')}/desk.sqlite3")
    Flow(store, settings=SETTINGS, rooms=_real_placing()).take_in(WANDERING)
    with store.read() as unit:
        assert unit.stories.count() == 12
    return store.digest()


@pytest.mark.parametrize("shards", [1, 2, 8])
def test_shards_on_both_databases_give_the_same_digest(shards: int, store_url: str, placed_at_once: str) -> None:
    store = open_store(store_url)
    flow = Flow(store, settings=SETTINGS, rooms=_real_placing(shards))
    for at in range(0, len(WANDERING), 5):
        flow.take_in(WANDERING[at : at + 5])
    assert store.digest() == placed_at_once
    store.close()


def test_two_processes_that_take_turns_give_the_same_digest(store_url: str, placed_at_once: str) -> None:
    store = open_store(store_url)
    flows = [Flow(store, settings=SETTINGS, rooms=_real_placing(shards)) for shards in (1, 2)]
    for at, one in enumerate(WANDERING):
        flows[at // 12 % 2].take_in([one])
    assert store.digest() == placed_at_once
    flows[1].rebuild()
    assert store.digest() == placed_at_once
    store.close()


def test_an_index_of_another_history_is_not_used(store_url: str, placed_at_once: str) -> None:
    store = open_store(store_url)
    first = Flow(store, settings=SETTINGS, rooms=_real_placing())
    first.take_in(WANDERING[:16])
    decided = Judgement(id="j", kind="never-merge", items=("a", "b"))
    with store.unit() as unit:
        unit.judgements.put(decided)
    Flow(store, settings=SETTINGS, rooms=_real_placing()).enrich()  # another process places history again
    with store.unit() as unit:
        unit.judgements.put(replace(decided, undone_at=WANDERING[0].fetched_at))
    first.take_in(WANDERING)
    assert store.digest() == placed_at_once
    store.close()
