"""Collecting without end: a bad source delays no other, and nothing is lost or visited twice."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tiny_rooms import TinyCollected, capture, rooms

from infostreamer.flow import Flow, extracting, runner, slots, visiting
from infostreamer.flow import flow as flow_module
from infostreamer.flow.lease import held
from infostreamer.flow.schedule import spread
from infostreamer.flow.slots import Slots, in_turn
from infostreamer.model import BadInput, Source, SourceHealth, TryLater, content_id
from infostreamer.settings import Settings
from infostreamer.store import Store, open_store
from infostreamer.store.sources import DueRow

GENEROUS_S = 30.0


def source(name: str, **more: Any) -> Source:
    address = f"https://{name}.example/feed"
    return Source(id=content_id("source", address), address=address, kind="feed", **more)


class _Refused:
    """What the database does not take, as it says of a NUL."""

    id = address = "x"
    lead = None

    def __getattr__(self, name: str) -> Any:
        raise BadInput("That holds a NUL character, which no text, name or address has.")


class Outlets:
    """A collector whose outlets answer at once, with one page each, but for those held back."""

    def __init__(self) -> None:
        self.held: dict[str, threading.Event] = {}
        self.asked: Counter[str] = Counter()
        self.busy = 0
        self.busiest = 0

    def collect(self, one: Source, *, web: Any, known: Any, now: datetime) -> TinyCollected:
        name = one.address.split("/")[2].removesuffix(".example")
        self.asked[name] += 1
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        if name in self.held:
            self.held[name].wait(GENEROUS_S)
        self.busy -= 1
        if name.startswith("away"):
            raise TryLater("No reading process can be started now.")
        if name.startswith("broken"):
            raise ZeroDivisionError("a fault of the collector")
        page = capture(f"{name}-{self.asked[name]}|Dam of {name}|water valley", source_id=one.id)
        captures: Any = [page, object()] if name.startswith("odd") else [page]
        if name.startswith("refused"):
            captures = [_Refused()]
        health = replace(known[0] or SourceHealth(source_id=one.id), state="ok", tried_at=now)
        return TinyCollected(captures=captures, health=replace(health, next_at=now + timedelta(hours=1)))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def follow(store: Store, *names: str) -> None:
    with store.unit() as unit:
        for name in names:
            unit.sources.put(source(name))


def flow_of(store: Store, outlets: Outlets, *, workers: int = 8) -> Flow:
    settings = Settings({"stories.epoch": 4, "flow.tick": 0.05, "collect.workers": workers})
    return Flow(store, settings=settings, rooms=rooms(collect=outlets.collect), web=object())


@contextmanager
def running(flow: Flow) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=flow.forever, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(GENEROUS_S)
        assert not thread.is_alive(), "the flow does not end when it is told to"


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + GENEROUS_S
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def reports(store: Store) -> int:
    with store.read() as unit:
        return unit.reports.count()


def test_what_others_gave_is_kept_and_read_while_one_source_stalls(store: Store) -> None:
    outlets = Outlets()
    stalled = sorted(["a", "b", "c", "d"], key=lambda name: source(name).id)[0]  # the first in the ordered form
    outlets.held[stalled] = threading.Event()
    follow(store, "a", "b", "c", "d")
    with running(flow_of(store, outlets)):
        eventually(lambda: reports(store) == 3)
        assert outlets.asked[stalled] == 1
        with store.read() as unit:
            assert unit.sources.health(source(stalled).id) is None
        outlets.held[stalled].set()
        eventually(lambda: reports(store) == 4)
    assert set(outlets.asked.values()) == {1}


def test_new_sources_are_visited_while_one_stalls(store: Store) -> None:
    outlets = Outlets()
    outlets.held["slow"] = threading.Event()
    follow(store, "slow")
    with running(flow_of(store, outlets)):
        eventually(lambda: outlets.asked["slow"] == 1)
        follow(store, "late")
        eventually(lambda: reports(store) == 1)
        outlets.held["slow"].set()


def test_a_flow_that_is_told_to_stop_waits_for_no_visit(store: Store) -> None:
    outlets = Outlets()
    outlets.held["slow"] = threading.Event()
    follow(store, "slow", "quick")
    began = time.monotonic()
    with running(flow_of(store, outlets)):
        eventually(lambda: reports(store) == 1)
    assert time.monotonic() - began < GENEROUS_S / 2
    with store.read() as unit:
        assert [one.address for one in unit.sources.due(datetime.now(UTC))] == [source("slow").address]
    outlets.held["slow"].set()


def test_a_visit_that_cannot_be_kept_costs_only_itself(store: Store) -> None:
    outlets = Outlets()
    follow(store, "good", "odd", "broken", "fine")
    with running(flow_of(store, outlets)):
        eventually(lambda: reports(store) == 2)
        eventually(lambda: _states(store).get("odd") == "failing" == _states(store).get("broken"))
    with store.read() as unit:
        kinds = {failure.item: failure.kind for failure in unit.failures.all()}
    assert kinds == {source("odd").address: "bug", source("broken").address: "bug"}
    assert set(outlets.asked.values()) == {1}, "a source that failed is left alone until its next turn"


def test_what_the_database_does_not_take_of_one_source_ends_no_visit_of_another(store: Store) -> None:
    outlets = Outlets()
    follow(store, "good", "refused", "fine")
    assert flow_of(store, outlets).collect_due().captures == 2
    assert _states(store) == {"good": "ok", "refused": "failing", "fine": "ok"}
    with store.unit() as unit:
        for name in ("good", "refused", "fine"):
            unit.sources.make_due(source(name).id)
    assert flow_of(store, outlets)._visiting.stretch(lambda: False).captures == 2
    assert _states(store) == {"good": "ok", "refused": "failing", "fine": "ok"}
    with store.read() as unit:
        assert [(one.item, one.kind) for one in unit.failures.all()] == [(source("refused").address, "unreadable")]


def test_a_source_whose_visit_the_machine_could_not_make_is_asked_again_after_a_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlets, clock = Outlets(), [1000.0]
    monkeypatch.setattr(slots.time, "monotonic", lambda: clock[0])
    follow(store, "a", "away")
    flow = flow_of(store, outlets)
    asked = []
    for _ in range(40):
        flow._visiting.stretch(lambda: False)
        clock[0] += visiting.LOOK_S
        asked.append(outlets.asked["away"])
    assert outlets.asked["a"] == 1
    assert asked[-1] == 4, "after 0, 5, 15 and 35 seconds"
    assert _states(store) == {"a": "ok"}, "no fault of the source"


def _states(store: Store) -> dict[str, str]:
    with store.read() as unit:
        names = {one.id: one.address.split("/")[2].removesuffix(".example") for one in unit.sources.all()}
        return {names[key]: health.state for key, health in unit.sources.healths().items()}


def test_a_source_removed_while_it_is_visited_does_not_come_back(store: Store) -> None:
    outlets = Outlets()
    outlets.held["gone"] = threading.Event()
    follow(store, "gone")
    with running(flow_of(store, outlets)):
        eventually(lambda: outlets.asked["gone"] == 1)
        with store.unit() as unit:
            unit.sources.remove(source("gone").id)
        outlets.held["gone"].set()
        follow(store, "next")
        eventually(lambda: reports(store) == 1)
    with store.read() as unit:
        assert list(unit.sources.healths()) == [source("next").id]


def test_a_source_due_again_is_visited_again_and_once(store: Store) -> None:
    outlets = Outlets()
    follow(store, "a")
    with running(flow_of(store, outlets)):
        eventually(lambda: reports(store) == 1)
        with store.unit() as unit:
            unit.sources.make_due(source("a").id)
        eventually(lambda: reports(store) == 2)
        time.sleep(1.5 * visiting.LOOK_S)
    assert outlets.asked == {"a": 2}


def test_a_source_that_was_due_at_the_last_look_is_not_visited_again_when_it_is_back(store: Store) -> None:
    outlets = Outlets()
    outlets.held["slow"] = threading.Event()
    follow(store, "slow")
    with running(flow_of(store, outlets)):
        eventually(lambda: outlets.asked["slow"] == 1)
        time.sleep(1.5 * visiting.LOOK_S)  # looked at again while it is under way
        outlets.held["slow"].set()
        eventually(lambda: reports(store) == 1)
        time.sleep(0.3)
    assert outlets.asked == {"slow": 1}


def test_no_more_visits_than_slots(store: Store) -> None:
    outlets = Outlets()
    names = [f"s{at}" for at in range(12)]
    for name in names[:4]:
        outlets.held[name] = threading.Event()
    follow(store, *names)
    with running(flow_of(store, outlets, workers=4)):
        eventually(lambda: outlets.busy == 3)  # new sources leave a quarter of the slots
        for event in outlets.held.values():
            event.set()
        eventually(lambda: reports(store) == 12)
    assert outlets.busiest <= 4


def test_another_process_that_collects_is_asked(store: Store) -> None:
    outlets, elsewhere = Outlets(), Outlets()
    follow(store, "a", "b")
    other = flow_of(store, elsewhere)
    outlets.held["b"] = threading.Event()
    with running(flow_of(store, outlets)):
        eventually(lambda: reports(store) == 1 and outlets.asked["b"] == 1)
        other.visit([source("a")])
        assert outlets.asked["a"] == 2
        outlets.held["b"].set()
    assert not elsewhere.asked
    other.visit([source("a")])
    assert elsewhere.asked == {"a": 1}, "nobody collects any more, so it was to do it itself"


def test_only_one_process_collects(store: Store) -> None:
    outlets = Outlets()
    follow(store, "a")
    with held(store, "collect") as fence, running(flow_of(store, outlets)):
        assert fence is not None
        time.sleep(2 * visiting.LOOK_S)
        assert not outlets.asked
    with running(flow_of(store, outlets)):
        eventually(lambda: reports(store) == 1)


@pytest.mark.parametrize("ending", ["once", "forever"])
def test_what_another_process_visits_while_this_one_takes_the_lease_is_not_visited_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    outlets = Outlets()
    follow(store, "a", "broken")
    other, before = flow_of(store, outlets), []

    @contextmanager
    def late(*of: Any) -> Iterator[Any]:
        if not before:
            before.append(True)
            other.collect(other._due(datetime.now(UTC)))
        with held(*of) as fence:
            yield fence

    monkeypatch.setattr(flow_module, "held", late)
    monkeypatch.setattr(visiting, "held", late)
    flow = flow_of(store, outlets)
    if ending == "once":
        flow.collect_due()
    else:
        flow._visiting.stretch(lambda: False)
    assert before
    assert outlets.asked == {"a": 1, "broken": 1}


def test_an_idle_flow_writes_nothing(store: Store) -> None:
    outlets = Outlets()
    follow(store, "a")
    flow = flow_of(store, outlets)
    flow.pass_once()
    with store.read() as unit:
        before = unit.jobs._token("collect")
    with running(flow):
        time.sleep(2 * visiting.LOOK_S)
    with store.read() as unit:
        assert unit.jobs._token("collect") == before


def due(name: str, *, late_s: float = 0.0, is_new: bool = False, is_failing: bool = False) -> DueRow:
    since = datetime(2031, 1, 1, tzinfo=UTC) - timedelta(seconds=late_s)
    return DueRow(source(name), since, is_new, is_failing)


def names_of(taken: list[DueRow]) -> list[str]:
    return [one.source.address.split("/")[2].removesuffix(".example") for one in taken]


def test_the_longest_overdue_comes_first() -> None:
    waiting = in_turn([due("a", late_s=1), due("b", late_s=3), due("c", late_s=2)])
    assert names_of(waiting) == ["b", "c", "a"]
    assert names_of(Slots(2).take(waiting)) == ["b", "c"]


def test_failing_sources_share_a_quarter_of_the_slots() -> None:
    bad = [due(f"bad{at}", late_s=1000 + at, is_failing=True) for at in range(50)]
    found = Slots(16)
    assert len(found.take(bad)) == 4
    assert len(found.take([*bad, *(due(f"good{at}") for at in range(50))])) == 12


def test_new_sources_leave_a_quarter_of_the_slots() -> None:
    found = Slots(16)
    assert len(found.take([due(f"new{at}", is_new=True) for at in range(50)])) == 12
    assert len(found.take([due(f"good{at}") for at in range(50)])) == 4


def test_a_visit_that_was_slow_makes_its_source_troubled_until_a_quick_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found, clock = Slots(4), [0.0]
    monkeypatch.setattr(slots.time, "monotonic", lambda: clock[0])
    one = due("a")
    for took_s, lane in ((1.0, "good"), (slots.SLOW_S + 1, "troubled"), (1.0, "good")):
        found.take([one])
        clock[0] += took_s
        found.give_back(one.source.id)
        assert found._lane(one) == lane


def test_visits_that_go_on_for_long_leave_no_place_for_the_failing(monkeypatch: pytest.MonkeyPatch) -> None:
    found, clock = Slots(8), [0.0]
    monkeypatch.setattr(slots.time, "monotonic", lambda: clock[0])
    found.take([due("a"), due("b")])
    clock[0] += slots.SLOW_S + 1
    assert found.take([due("bad", is_failing=True)]) == []
    assert names_of(found.take([due("c")])) == ["c"]


def test_two_sources_of_one_host_are_not_visited_at_once() -> None:
    found = Slots(8)
    one = due("a")
    other = DueRow(replace(one.source, id="other", address="https://a.example/sport"), None, False, False)
    assert len(found.take([one, other])) == 1


def test_sources_added_together_are_spread_over_a_quarter_of_their_wait() -> None:
    start = datetime(2031, 1, 1, tzinfo=UTC)
    healths = [
        SourceHealth(source_id=f"s{at}", tried_at=start, next_at=start + timedelta(hours=1)) for at in range(500)
    ]
    waits = [(spread(health).next_at - start).total_seconds() for health in healths]  # type: ignore[operator]
    assert min(waits) >= 3600
    assert max(waits) <= 3600 + 900
    assert max(Counter(int(wait) // 60 for wait in waits).values()) < 70
    assert [spread(health) for health in healths] == [spread(health) for health in healths]


def test_stories_are_built_while_more_reports_come_than_can_be_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "UNBUILT_S", 0.2)
    monkeypatch.setattr(runner, "_is_turn_of_lazy", lambda turn: False)
    monkeypatch.setattr(extracting, "_BATCH", 2)
    built_with: list[int] = []

    def extract(captures: Any) -> Any:
        with store.read() as unit:
            built_with.append(unit.stories.count())
        time.sleep(0.05)
        return rooms().extract(captures)

    flow = Flow(store, settings=Settings({"stories.epoch": 4}), rooms=rooms(extract=extract), web=object())
    flow.take_in([capture(f"p{at}|Dam {at}|water {at}") for at in range(30)])
    assert built_with[-1] > 0, "stories were to appear before the last report was read"


def test_one_pass_begins_few_visits_ahead_of_what_it_keeps(store: Store) -> None:
    outlets, names = Outlets(), [f"s{at}" for at in range(30)]
    first = min(names, key=lambda name: source(name).id)
    outlets.held[first] = threading.Event()
    follow(store, *names)
    passing = threading.Thread(target=flow_of(store, outlets, workers=4).collect_due)
    passing.start()
    eventually(lambda: len(outlets.asked) == 8)
    time.sleep(0.2)
    assert len(outlets.asked) == 8, "what the others gave would wait in memory"
    outlets.held[first].set()
    passing.join(GENEROUS_S)
    assert set(outlets.asked.values()) == {1}
    assert len(outlets.asked) == 30
