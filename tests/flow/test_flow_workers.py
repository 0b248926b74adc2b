"""Several processes at one desk: whoever works when, and dies when, the same captures end in the same digest."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_worker import SETTINGS, small_batches
from tiny_rooms import START, WIRE, capture, rooms, understand

from infostreamer.flow import Flow, building, lease
from infostreamer.flow.building import Build
from infostreamer.flow.lease import held, present
from infostreamer.flow.runner import catch_up, forget_derived, help_out, round_of
from infostreamer.flow.schedule import take_in_captures
from infostreamer.flow.stages import Shared, stages
from infostreamer.model import Capture, Judgement
from infostreamer.store import Store, open_store

CAPTURES = tuple(capture(text, minutes=number) for number, text in enumerate(WIRE))
DECIDED = Judgement(id="j", kind="never-merge", items=("a", "b"))
WAIT_S = 40.0


@pytest.fixture(scope="module", autouse=True)
def _small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        small_batches(patch.setattr)
        yield


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of a desk at which one process worked, undisturbed."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('alone')}/desk.sqlite3")
    Flow(store, settings=SETTINGS, rooms=rooms()).take_in(CAPTURES)
    with store.read() as unit:
        assert 3 < unit.stories.count() < unit.reports.count()
    return store.digest()


class Workers:
    """Processes at one desk, played out step by step in one."""

    def __init__(self, store: Store, number: int) -> None:
        self.store = store
        self.stages = [stages(rooms(), SETTINGS) for _ in range(number + 1)]  # the last is the leader's
        self.lives: dict[int, ExitStack] = {}
        self.hands: dict[int, tuple[Any, Any, Any]] = {}
        self.turn = 0

    def take(self, worker: int) -> None:
        """Claim what there is and work on it; nothing is given back yet."""
        if worker in self.hands:
            return
        if worker not in self.lives:
            self.lives[worker] = ExitStack()
            self.lives[worker].holder = self.lives[worker].enter_context(present(self.store))  # type: ignore[attr-defined]
        for stage in self.stages[worker]:
            if isinstance(stage, Shared):
                with self.store.unit() as unit:
                    is_same = unit.cursors.get(stage.name)[1] == stage.version(unit)
                    claim = stage.claim(unit, self.lives[worker].holder) if is_same else None  # type: ignore[attr-defined]
                if claim is not None:
                    self.hands[worker] = (stage, claim, stage.work(self.store, claim, START))
                    return

    def give(self, worker: int) -> None:
        """Give back what is in hand, held still or taken over long since."""
        if worker in self.hands:
            stage, claim, work = self.hands.pop(worker)
            with self.store.unit() as unit:
                stage.give(unit, claim, work)

    def lapse(self, worker: int) -> None:
        """Its claims run out; it does not know, and may give something back yet."""
        if worker in self.lives:
            self.lives.pop(worker).close()

    def kill(self, worker: int) -> None:
        """Gone, with what it had in hand."""
        self.lapse(worker)
        self.hands.pop(worker, None)

    def lead(self, _worker: int) -> None:
        """One round of the leading process."""
        with held(self.store, "enrich") as fence:
            assert fence is not None
            round_of(self.store, self.stages[-1], self.turn, now=START, fence=fence)
            self.turn += 1

    def forget(self, _worker: int) -> None:
        """A person asks for a rebuild."""
        with self.store.unit() as unit:
            forget_derived(unit, self.stages[-1])

    def decide(self, _worker: int) -> None:
        """A person decides something, or takes it back."""
        with self.store.unit() as unit:
            kept = [one for one in unit.judgements.all() if one.undone_at is None]
            moment = START if kept else None
            unit.judgements.put(Judgement(id="j", kind="never-merge", items=("a", "b"), undone_at=moment))

    def finish(self) -> None:
        """Everybody is gone; one process comes and does what is left."""
        for worker in list(self.lives):
            self.kill(worker)
        with self.store.unit() as unit:
            unit.judgements.put(Judgement(id="j", kind="never-merge", items=("a", "b"), undone_at=START))
        with held(self.store, "enrich") as fence:
            assert fence is not None
            catch_up(self.store, self.stages[-1], clock=lambda: START, fence=fence)


STEPS = ("take", "take", "give", "lead", "lead", "lapse", "kill", "feed", "feed", "decide", "forget")


@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2)), min_size=10, max_size=50))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_schedule_of_any_workers_gives_the_same_digest(
    steps: list[tuple[str, int]], alone: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('schedule')}/desk.sqlite3")
    workers, fed = Workers(store, 3), 0
    for step, worker in steps:
        if step == "feed":
            take_in_captures(store, CAPTURES[fed : fed + 7])
            fed += 7
        else:
            getattr(workers, step)(worker)
    take_in_captures(store, CAPTURES[fed:])
    workers.finish()
    assert store.digest() == alone
    with store.read() as unit:
        assert not unit.claims.are_any(), "nothing is left lying about"
        assert [report.seq for report in unit.reports.after(0, 1000)] == list(range(1, unit.reports.count() + 1))
    store.close()


def _start(url: str, folder: Path) -> subprocess.Popen[bytes]:
    here = Path(__file__).parent
    command = [sys.executable, str(here / "shared_worker.py"), url, str(folder)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(here)})


def _await(is_so: Any, said: str) -> None:
    end = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < end, said
        time.sleep(0.02)


def _done_by(folder: Path) -> dict[str, set[str]]:
    """Process -> the kinds of work it did."""
    return {one.name: set(one.read_text().split()) - {"ready"} for one in folder.iterdir()}


def test_three_processes_killed_at_random_on_both_databases(store_url: str, alone: str, tmp_path: Path) -> None:
    chance, notes, store = random.Random(20261122), tmp_path / "notes", open_store(store_url)
    notes.mkdir()
    living = [_start(store_url, notes) for _ in range(3)]
    try:
        _await(lambda: len(list(notes.iterdir())) == 3, "the workers did not start")
        take_in_captures(store, CAPTURES[:20])
        for at in (20, 30):
            time.sleep(chance.uniform(0.1, 0.4))
            victim = living.pop(chance.randrange(len(living)))
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            living.append(_start(store_url, notes))
            take_in_captures(store, CAPTURES[at : at + 10 if at == 20 else None])
        _await(lambda: store.digest() == alone, "the desk did not come to the same")
        assert sum(bool(kinds) for kinds in _done_by(notes).values()) >= 2, "one process did it all"
        _await(lambda: all((notes / str(one.pid)).exists() for one in living), "a worker did not start")
        for one in living:
            one.terminate()
        assert [one.wait(timeout=WAIT_S) for one in living] == [0, 0, 0]
    finally:
        for one in living:
            with suppress(ProcessLookupError):
                one.kill()
    flow = Flow(store, settings=SETTINGS, rooms=rooms())
    assert not flow.enrich().reports, "nothing was left to do"
    assert store.digest() == alone
    flow.rebuild()
    assert store.digest() == alone
    store.close()


def test_a_helper_does_a_part_of_every_shared_stage(store_url: str, alone: str) -> None:
    store = open_store(store_url)
    take_in_captures(store, CAPTURES)
    leading, helping = (stages(rooms(), SETTINGS) for _ in range(2))
    done: dict[str, int] = {}
    with held(store, "enrich") as fence, present(store) as holder:
        assert fence is not None
        turn = 0
        while round_of(store, leading, turn, now=START, fence=fence) is not None:
            turn += 1
            for stage in helping:
                counts = help_out(store, [stage], now=START, holder=holder)
                done[stage.name] = done.get(stage.name, 0) + (counts is not None)
    assert store.digest() == alone
    assert done["extract"] > 2
    assert done["understand"] > 2
    assert done["build"] > 0
    assert done["place"] == done["dossiers"] == 0, "what depends on order is the leader's alone"
    store.close()


def test_a_helper_of_another_version_is_not_let_in(store_url: str) -> None:
    store = open_store(store_url)
    Flow(store, settings=SETTINGS, rooms=rooms()).take_in(CAPTURES[:4])
    take_in_captures(store, CAPTURES[4:])
    newer = stages(rooms(understood_by="tiny/2"), SETTINGS)
    with present(store) as holder:
        assert help_out(store, [newer[1]], now=START, holder=holder) is None
    store.close()


def test_what_was_touched_while_it_was_built_is_built_again(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    Flow(store, settings=SETTINGS, rooms=rooms()).take_in(CAPTURES)
    with store.unit() as unit:
        (known, *_) = [story.id for story in unit.stories.all()]
        unit.stories.touch([known])
    build = next(stage for stage in stages(rooms(), SETTINGS) if stage.name == "build")
    assert isinstance(build, Shared)
    with present(store) as holder:
        with store.unit() as unit:
            claim = build.claim(unit, holder)
        assert claim is not None
        work = build.work(store, claim, START)
        with store.unit() as unit:
            assert build.claim(unit, holder) is None, "it has its worker"
            unit.stories.touch([known])
            before = unit.changes.latest_position()
            build.give(unit, claim, work)
            assert unit.changes.latest_position() == before
            assert build.claim(unit, holder) is not None
    store.close()


def test_a_story_that_takes_long_to_build_leaves_time_to_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that a source floods: it is built in a tenth of the time while others wait, and at once when none does."""
    monkeypatch.setattr(building, "_BATCH", 50)
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    Flow(store, settings=SETTINGS, rooms=rooms()).take_in(CAPTURES)
    with store.unit() as unit:
        ids = sorted(story.id for story in unit.stories.all())
        unit.stories.touch(ids)
    large, clock = ids[0], [0.0]
    tiny = rooms()

    def build_story(story_id: str, *rest: Any, **options: Any) -> Any:
        clock[0] += 7.0 if story_id == large else 0.1
        return tiny.build_story(story_id, *rest, **options)

    build = Build(replace(tiny, build_story=build_story), SETTINGS, clock=lambda: clock[0])
    assert 1 < len(ids) < 9
    with present(store) as holder:

        def claimed(*, in_passing: bool) -> tuple[str, ...]:
            with store.unit() as unit:
                claim = build.claim(unit, holder, in_passing=in_passing)
            if claim is None:
                return ()
            work = build.work(store, claim, START)
            with store.unit() as unit:
                build.give(unit, claim, work)
                unit.stories.touch(claim.story_ids)
            return tuple(sorted(claim.story_ids))

        assert claimed(in_passing=True) == tuple(ids)
        turns = [claimed(in_passing=True) for _ in range(5)]
        assert turns == [tuple(ids[1:])] * 5
        assert claimed(in_passing=False) == tuple(ids), "nothing else is to be done"
        built_at, clock[0] = clock[0], clock[0] + 62.0
        assert claimed(in_passing=True) == tuple(ids[1:])
        clock[0] = built_at + 63.5
        assert claimed(in_passing=True) == tuple(ids)
    store.close()


def test_a_pass_ends_when_all_that_is_left_rests(tmp_path: Path) -> None:
    """And not before all is built, however long a story takes."""
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    some = stages(rooms(), SETTINGS)
    build = next(stage for stage in some if isinstance(stage, Build))
    seconds = count()
    build._clock = lambda: 5.0 * next(seconds)  # every story takes five seconds
    with store.unit() as unit:
        for one in CAPTURES:
            unit.captures.put(one)
    with held(store, "enrich") as fence:
        assert fence is not None
        catch_up(store, some, clock=lambda: START, fence=fence)
    with store.read() as unit:
        assert unit.stories.count() > 1
        assert unit.lags.stories().number == 0
    store.close()


def test_a_worker_that_breaks_off_lets_go_at_once_and_a_silent_one_when_its_time_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    Flow(store, settings=SETTINGS, rooms=rooms()).take_in(CAPTURES[:2])
    take_in_captures(store, CAPTURES[2:])
    extract = stages(rooms(), SETTINGS)[0]
    assert isinstance(extract, Shared)

    def claim(holder: str) -> Any:
        with store.unit() as unit:
            return extract.claim(unit, holder)

    with suppress(KeyError), present(store) as holder:
        first = claim(holder)
        raise KeyError
    with present(store) as holder:
        again = claim(holder)
        assert (again.start, again.reached) == (first.start, first.reached)
        assert again.token > first.token
        elsewhere = claim("another-machine:1:aa")
        assert elsewhere.start > again.start
        third = claim(holder)
        assert third.start > elsewhere.start, "a living one keeps what it has"
        monkeypatch.setattr(lease, "_now", lambda: lease.datetime.now(lease.UTC) + timedelta(seconds=lease.LEASE_S + 1))
        late = extract.work(store, elsewhere, START)
        with store.unit() as unit:
            over = [extract.claim(unit, holder) for _ in range(3)]
            assert [one.start for one in over if one] == [again.start, elsewhere.start, third.start]
            extract.give(unit, elsewhere, late)
            assert not any(row.is_done for row in unit.claims.of("extract")), "the late one keeps nothing"
    store.close()


def test_a_heart_that_beats_keeps_what_takes_longer_than_the_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE_S", 0.4)
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    with held(store, "enrich") as fence:
        assert fence is not None
        ends: list[datetime] = []

        def has_moved_on() -> bool:
            with store.read() as unit:
                kept = unit.jobs.lease("enrich")
            assert kept is not None
            ends.append(kept.until)
            return len(set(ends)) > 4

        _await(has_moved_on, "nobody writes, and the lease stays where it was")
        assert ends == sorted(ends)
    store.close()


def test_who_leads_waits_for_what_others_have_in_hand(tmp_path: Path) -> None:
    import threading

    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    Flow(store, settings=SETTINGS, rooms=rooms()).take_in(CAPTURES[:2])
    take_in_captures(store, CAPTURES[2:])
    extract = stages(rooms(), SETTINGS)[0]
    assert isinstance(extract, Shared)
    with present(store) as holder:
        with store.unit() as unit:
            claim = extract.claim(unit, holder)
        assert claim is not None
        leader = threading.Thread(target=Flow(store, settings=SETTINGS, rooms=rooms()).enrich)
        leader.start()
        leader.join(1)
        assert leader.is_alive()
        with store.read() as unit:
            assert unit.reports.count() == 2, "nothing overtakes what is in hand"
        with store.unit() as unit:
            extract.give(unit, claim, extract.work(store, claim, START))
        leader.join(WAIT_S)
    assert not leader.is_alive()
    with store.read() as unit:
        assert unit.reports.count() == len({one.body for one in CAPTURES})
    store.close()


def test_trouble_with_one_report_is_counted_once_whoever_met_it(store_url: str) -> None:
    store = open_store(store_url)
    wire: tuple[Capture, ...] = tuple(capture(f"p{at}|poison {at}|x") for at in range(6))
    take_in_captures(store, wire)
    leading, helping = (stages(rooms(understand=understand), SETTINGS) for _ in range(2))
    with held(store, "enrich") as fence, present(store) as holder:
        assert fence is not None
        while round_of(store, leading, 0, now=START, fence=fence) is not None:
            help_out(store, helping, now=START, holder=holder)
    with store.read() as unit:
        assert [failure.tries for failure in unit.failures.all()] == [1] * len(wire)
    store.close()
