"""What each stage does with new, edited, broken and decided things."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tiny_rooms import START, WIRE, TinyCollected, capture, gather, rooms, understand

from infostreamer.flow import Flow, compile_captures, gathering
from infostreamer.flow.lease import held, until
from infostreamer.model import (
    Dossier,
    Failure,
    FetchError,
    Judgement,
    Published,
    Source,
    SourceHealth,
    TryLater,
    Unreadable,
    content_id,
)
from infostreamer.settings import Settings
from infostreamer.store import Store, open_store

SETTINGS = Settings({"stories.epoch": 4, "flow.tick": 0.01})


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def _flow(store: Store, **changed: Any) -> Flow:
    return Flow(store, settings=SETTINGS, rooms=rooms(**changed), clock=lambda: START)


def test_an_edit_is_a_new_version_and_a_changed_frame_is_not(store: Store) -> None:
    first, same, edited = (
        capture("a|Dam breaks|water rose"),
        capture("a|Dam breaks|water rose", address="https://wire.example/a?utm=1"),
        capture("a|Dam breaks|water fell"),
    )
    counts = _flow(store).take_in([first, same, edited])
    assert (counts.captures, counts.reports) == (3, 2)
    with store.read() as unit:
        one, two = unit.reports.versions("a")
        assert (one.previous_id, two.previous_id) == (None, one.id)


def test_an_edit_taken_back_brings_no_third_report(store: Store) -> None:
    texts = ["a|Dam|rose", "a|Dam|fell", "a|Dam|rose"]
    _flow(store).take_in([capture(text, address=f"https://x.example/{at}") for at, text in enumerate(texts)])
    with store.read() as unit:
        assert [report.seq for report in unit.reports.versions("a")] == [1, 2]


def test_trouble_with_one_item_is_kept_and_the_others_go_on(store: Store) -> None:
    counts = _flow(store).take_in([capture("rubbish"), capture("a|poison|x"), capture("b|Dam|y")])
    assert (counts.reports, counts.understood, counts.failures) == (2, 2, 2)
    with store.read() as unit:
        kinds = {failure.stage: (failure.kind, failure.tries, failure.again_at) for failure in unit.failures.all()}
        assert kinds == {"extract": ("unreadable", 1, None), "understand": ("bug", 1, None)}
        assert unit.stories.count() > 0
    assert not _flow(store).enrich(), "what failed for good is not tried again"


def test_a_time_out_is_tried_again_later_and_then_over(store: Store) -> None:
    calls: list[int] = []

    def extract(captures: Any) -> list[Any]:
        calls.append(len(captures))
        if len(calls) < 3:
            return [Failure(item=one.address, stage="x", error="Too slow.", kind="timeout") for one in captures]
        return list(rooms().extract(captures))

    flow = _flow(store, extract=extract)
    flow.take_in([capture("a|Dam|x")])
    flow.enrich(START + timedelta(seconds=299))
    assert calls == [1], "not before its time"
    flow.enrich(START + timedelta(seconds=300))
    assert calls == [1, 1]
    with store.read() as unit:
        (failure,) = unit.failures.all()
        assert (failure.tries, failure.again_at) == (2, START + timedelta(seconds=900))
    flow.enrich(START + timedelta(hours=2))
    with store.read() as unit:
        assert (unit.failures.all(), unit.reports.count(), unit.stories.count()) == ([], 1, 1)


def test_finders_of_another_version_read_history_again(store: Store) -> None:
    captures = [capture(text) for text in WIRE]
    _flow(store).take_in(captures)
    before = store.digest()

    def twice(report: Any) -> Any:
        return [*understand(report), *(replace(item, id="x" + item.id) for item in understand(report))]

    counts = _flow(store, understand=twice, understood_by="tiny/2").enrich()
    assert counts.understood == len({capture.body for capture in captures})
    assert store.digest() != before
    _flow(store).enrich()
    assert store.digest() == before


def test_a_judgement_places_history_again_and_its_undoing_too(store: Store) -> None:
    flow = _flow(store)
    flow.take_in([capture(text) for text in WIRE])
    before = store.digest()
    decided = Judgement(id="j", kind="never-merge", items=("a", "b"))
    with store.unit() as unit:
        unit.judgements.put(decided)
    flow.enrich()
    with store.read() as unit:
        assert unit.stories.count() == unit.reports.count(), "the tiny rooms put nothing together under a judgement"
    with store.unit() as unit:
        unit.judgements.put(replace(decided, undone_at=START))
    flow.enrich()
    assert store.digest() == before


def test_stories_stay_readable_while_history_is_placed_again(store: Store) -> None:
    flow = _flow(store)
    flow.take_in([capture(text) for text in WIRE])
    with store.read() as unit:
        whole = unit.stories.all()
    seen: list[bool] = []

    def watching(*args: Any, **options: Any) -> Any:
        with store.read() as unit:
            seen.append(unit.stories.all() == whole)
        return rooms().place_epoch(*args, **options)

    _flow(store, place_epoch=watching, placed_by="2").enrich()
    assert seen
    assert all(seen), "a story must not shrink before its eyes"


def test_an_owner_stated_later_reaches_every_story(store: Store) -> None:
    source = Source(id="s1", address="https://wire.example/feed", kind="feed")
    with store.unit() as unit:
        unit.sources.put(source)
    flow = _flow(store)
    flow.take_in([capture("a|Dam|x", source_id="s1")])
    with store.unit() as unit:
        unit.sources.put(replace(source, owner="Reed Group"))
    flow.enrich()
    with store.read() as unit:
        assert [member.of for member in unit.stories.all()[0].members] == ["Reed Group"]


def test_a_fault_in_building_one_story_keeps_its_last_form(store: Store) -> None:
    flow = _flow(store)
    flow.take_in([capture("a|Dam|water valley village")])
    with store.read() as unit:
        (before,) = unit.stories.all()

    def broken(story_id: str, *args: Any, **options: Any) -> Any:
        raise KeyError(story_id)

    _flow(store, build_story=broken).take_in([capture("b|Dam|water valley village and more")])
    with store.read() as unit:
        assert unit.stories.get(before.id) == before
        assert {failure.stage for failure in unit.failures.all()} == {"build"}


def test_dossiers_follow_their_stories(store: Store) -> None:
    asked: list[int] = []
    matched: list[int] = []

    def counting(dossier: Any, stories: Any, texts: Any, *, known: Any) -> Any:
        asked.append(len(stories))
        matched.append(len(texts))
        return gather(dossier, stories, texts, known=known)

    flow = _flow(store, gather=counting)
    flow.take_in([capture("a|Dam breaks|water"), capture("b|Vote|ballots"), capture("c|Strike|wages")])
    with store.unit() as unit:
        unit.dossiers.put(Dossier(id="d", slug="dams", title="Dams", question="water"))
    assert flow.enrich().dossiers == 1
    assert asked == [3, 1], "a new dossier is asked of every story, and made of those that answer"
    flow.take_in([capture("e|Elsewhere|quite other words here")])
    assert asked == [3, 1, 2], "then of those it has and those that changed"
    assert matched == [3, 0, 1], "and only the texts of those that changed are read again"
    flow.take_in([capture("d|Water|water and nothing of the kind")])
    with store.read() as unit:
        found = unit.dossiers.get("dams").story_ids
        assert {unit.reports.get(unit.stories.get(one).report_ids[0]).canonical for one in found} >= {"a"}
    assert not flow.enrich()


def test_a_new_dossier_is_asked_of_a_few_stories_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """All stories of a large desk took gigabytes."""
    asked: list[int] = []

    def counting(dossier: Any, stories: Any, texts: Any, *, known: Any) -> Any:
        asked.append(len(stories))
        return gather(dossier, stories, texts, known=known)

    monkeypatch.setattr(gathering, "_AT_ONCE", 2)
    flow = _flow(store, gather=counting)
    texts = ["a|Dam breaks|water", "b|Vote|ballots", "c|Strike|wages", "d|Flood|no water left", "e|Trial|judges"]
    flow.take_in([capture(text) for text in texts])
    with store.unit() as unit:
        unit.dossiers.put(Dossier(id="d", slug="dams", title="Dams", question="water"))
    flow.enrich()
    assert asked == [2, 2, 1, 2]
    with store.read() as unit:
        stories = unit.stories.many(unit.dossiers.get("dams").story_ids).values()
        assert {unit.reports.get(story.report_ids[0]).canonical for story in stories} == {"a", "d"}


def test_visits_are_kept_in_the_order_of_source_ids(store: Store) -> None:
    sources = [Source(id=f"s{at}", address=f"https://s{at}.example", kind="feed") for at in (2, 0, 3, 1)]
    started = threading.Barrier(4, timeout=60)

    def collect(source: Source, *, web: Any, known: Any, now: Any) -> Any:
        started.wait()  # all four are under way at once, the first to be kept the last to answer
        threading.Event().wait(0.05 * (4 - int(source.id[1:])))
        if source.id == "s3":
            raise FetchError("No answer.", kind="timeout")
        return TinyCollected(
            captures=(capture(f"{source.id}|Dam|x", source_id=source.id),),
            health=SourceHealth(source_id=source.id, state="ok", next_at=now + timedelta(hours=1)),
            failures=(Failure(item=f"{source.id}/lost", stage="page", error="Gone."),),
            suggested=("https://feed.example",),
        )

    with store.unit() as unit:
        for source in sources:
            unit.sources.put(source)
    flow = Flow(store, settings=SETTINGS, rooms=rooms(collect=collect), web=object(), clock=lambda: START)
    counts = flow.pass_once()
    assert (counts.visited, counts.captures, counts.reports, counts.failures) == (4, 3, 3, 4)
    with store.read() as unit:
        assert [report.canonical for report in unit.reports.after(0, 9)] == ["s0", "s1", "s2"]
        health = unit.sources.health("s3")
        assert health is not None
        assert (health.state, health.errors, health.error) == ("failing", 1, "No answer.")
        assert health.next_at is not None
        assert START + timedelta(hours=1) <= health.next_at <= START + timedelta(hours=1.1)
        assert {failure.source_id for failure in unit.failures.all()} == {"s0", "s1", "s2", "s3"}
        assert unit.sources.due(START) == []
    assert not flow.pass_once(), "nothing is due, nothing is new"


def test_a_dead_holder_is_not_waited_for_and_a_living_one_is(store: Store) -> None:
    flow = _flow(store)
    with held(store, "enrich") as fence:
        assert fence is not None
        assert flow.enrich().is_skipped
        with pytest.raises(TryLater):
            flow.rebuild()
    assert not _flow(store).enrich().is_skipped
    far = START + timedelta(days=36_500)
    import platform

    with store.unit() as unit:
        unit.jobs.claim("enrich", holder=f"{platform.node()}:999999999:aa", now=START, until=far)
    assert not _flow(store).enrich().is_skipped
    with store.unit() as unit:
        unit.jobs.claim("enrich", holder="another-machine:1:aa", now=START, until=until())
    assert _flow(store).enrich().is_skipped


def test_a_desk_at_rest_is_not_written_to(store: Store) -> None:
    flow = _flow(store)
    flow.take_in([capture(text) for text in WIRE])
    flow.enrich()

    def token() -> int:
        with store.unit() as unit:
            claimed = unit.jobs.claim("enrich", holder="x", now=START, until=START)
            assert claimed is not None
            unit.jobs.finish("enrich", claimed)
            return claimed

    before = token()
    assert not flow.enrich()
    assert token() == before + 1, "an idle pass must not claim, let alone write"
    with store.unit() as unit:
        unit.judgements.put(Judgement(id="j", kind="never-merge", items=("a", "b")))
    assert flow.enrich().placed


def test_a_pass_without_end_knows_what_time_it_is(store: Store) -> None:
    """Under more than it can read a pass goes on for hours: what it changes is of its own time, not its beginning."""
    hours = iter(range(1000))
    flow = Flow(store, settings=SETTINGS, rooms=rooms(), clock=lambda: START + timedelta(hours=next(hours)))
    flow.take_in([capture(f"{at}|Dam {at}|water {at} rose") for at in range(40)])
    with store.read() as unit:
        times = [change.at for change in unit.changes.after(0, 1000, {"story"}) if change.at]
        lag = unit.lags.changes(0)
    assert times == sorted(times)
    assert times[0] < times[-1], "each batch of stories is built later than the one before"
    assert lag.since == times[0]


def test_a_pass_over_the_past_keeps_the_moment_given(store: Store) -> None:
    flow = Flow(store, settings=SETTINGS, rooms=rooms(), clock=lambda: START + timedelta(days=9))
    flow.take_in([capture(f"{at}|Dam {at}|water {at} rose") for at in range(40)], now=START)
    with store.read() as unit:
        assert {change.at for change in unit.changes.after(0, 1000, {"story"})} == {START}


def test_one_who_was_taken_over_writes_nothing(store: Store) -> None:
    def usurp(report: Any) -> Any:
        with store.unit() as unit:
            lease = unit.jobs.lease("enrich")
            assert lease is not None
            unit.jobs.claim("enrich", holder="other:1:a", now=START, until=START, over=lease.holder)
        return understand(report)

    flow = _flow(store, understand=usurp)
    with pytest.raises(TryLater, match="taken"):
        flow.take_in([capture("a|Dam|x")])
    with store.read() as unit:
        assert unit.findings.of(report.id for report in unit.reports.after(0, 9)) == {}


def test_forever_goes_on_after_trouble_and_stops_when_told(store: Store) -> None:
    stop, calls = threading.Event(), []

    def clock() -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise TryLater("Busy.")
        if len(calls) == 2:
            raise ZeroDivisionError
        stop.set()
        return START

    flow = Flow(store, settings=SETTINGS, rooms=rooms(), clock=clock)
    worker = threading.Thread(target=flow.forever, args=(stop,))
    worker.start()
    worker.join(60)
    assert not worker.is_alive()
    assert len(calls) >= 3


def test_compiling_on_values_gives_what_the_desk_gives(store: Store) -> None:
    captures = [capture(text) for text in WIRE]
    _flow(store).take_in(captures)
    told: list[tuple[str, int, int]] = []
    compiled = compile_captures(
        [*captures, capture("rubbish")], settings=SETTINGS, rooms=rooms(), progress=lambda *step: told.append(step)
    )
    with store.read() as unit:
        assert {story.id: story.report_ids for story in compiled.stories} == {
            story.id: story.report_ids for story in unit.stories.all()
        }
        assert [replace(report, seq=None) for report in compiled.reports] == [
            replace(report, seq=None) for report in unit.reports.after(0, 99)
        ]
    assert [failure.item for failure in compiled.failures] == ["https://wire.example/rubbish"]
    assert {stage for stage, _, _ in told} == {"extract", "understand", "stories"}
    assert all(done <= of for _, done, of in told)


def test_a_date_given_speaks_only_where_the_report_is_silent() -> None:
    def dateless(captures: Any) -> Any:
        return [replace(one, published=None) if "silent" in one.text else one for one in rooms().extract(captures)]

    given = Published(at=START + timedelta(days=9), precision="day", basis="given")
    captures = [capture("a|silent|x"), capture("b|dated|y")]
    compiled = compile_captures(captures, rooms=rooms(extract=dateless), published=given)
    assert {report.title: report.published for report in compiled.reports} == {
        "dated": Published(at=START, basis="given"),
        "silent": given,
    }


def test_an_error_of_ours_is_no_bug() -> None:
    from infostreamer.flow.trouble import failure_of

    assert failure_of("x", "extract", Unreadable("No article.")).kind == "unreadable"
    assert content_id("failure", "extract", "x") == failure_of("x", "extract", Unreadable("No.")).id
