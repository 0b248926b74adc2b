"""Whatever the batching, the passes and the kills: the same captures end in the same digest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_rooms import WIRE, capture, rooms

from infostreamer.flow import Flow
from infostreamer.settings import Settings
from infostreamer.store import open_store

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
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
from infostreamer.flow import Flow
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
