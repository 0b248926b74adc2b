"""How far each stage is behind, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infostreamer.desk import Desk
from infostreamer.desk.operating import STAGES
from infostreamer.model import Capture, Change, Source, SourceHealth, content_id
from infostreamer.settings import Settings
from infostreamer.store.placements import PlacementRow

NOW = datetime(2031, 5, 1, 8, tzinfo=UTC)


def _source(name: str, **more: object) -> Source:
    address = f"https://{name}.example/feed"
    return Source(id=content_id("source", address), address=address, kind="feed", **more)  # type: ignore[arg-type]


def _capture(text: str, minutes: int) -> Capture:
    address, body = f"https://wire.example/{text}", text.encode()
    at = NOW - timedelta(minutes=minutes)
    return Capture(id=Capture.make_id(address, body), address=address, final_address=address, fetched_at=at, body=body)


@pytest.fixture
def desk(store_url: str):
    with Desk.open(Settings({"store.url": store_url}), clock=lambda: NOW) as opened:
        yield opened


def test_an_empty_desk_is_not_behind(desk: Desk) -> None:
    lags = desk.lag()
    assert [lag.name for lag in lags] == [name for name in STAGES if name != "tell"]
    assert [(lag.waiting, lag.age_s) for lag in lags] == [(0, 0.0)] * len(lags)


def test_sources_that_are_due_wait_since_they_were(desk: Desk) -> None:
    late, later, paused, gone = _source("late"), _source("later"), _source("off", is_paused=True), _source("gone")
    new = _source("new", added_at=NOW - timedelta(seconds=30))
    with desk.store.unit() as unit:
        for source in (late, later, paused, gone, new):
            unit.sources.put(source)
        unit.sources.put_health(SourceHealth(source_id=late.id, state="ok", next_at=NOW - timedelta(seconds=90)))
        unit.sources.put_health(SourceHealth(source_id=later.id, state="ok", next_at=NOW + timedelta(seconds=1)))
        unit.sources.put_health(SourceHealth(source_id=paused.id, state="ok", next_at=NOW - timedelta(days=9)))
        unit.sources.put_health(SourceHealth(source_id=gone.id, state="gone", next_at=NOW - timedelta(days=9)))
        assert [one.id for one in unit.sources.due(NOW)] == sorted([late.id, new.id])
    collect = desk.lag()[0]
    assert (collect.waiting, collect.of, collect.age_s) == (2, "source", 90.0)
    with desk.store.unit() as unit:
        unit.sources.put_health(SourceHealth(source_id=late.id, state="ok", next_at=NOW + timedelta(hours=1)))
    assert (desk.lag()[0].waiting, desk.lag()[0].age_s) == (1, 30.0)


def test_words_of_a_source_neither_pause_it_nor_end_it(desk: Desk) -> None:
    named = _source("odd", outlet='"is_paused":true')
    with desk.store.unit() as unit:
        unit.sources.put(named)
        unit.sources.put_health(SourceHealth(source_id=named.id, state="failing", error='said "state":"gone"'))
        assert unit.sources.due(NOW) == [named]
    assert desk.lag()[0].waiting == 1


def test_each_stage_waits_for_what_the_one_before_gave(desk: Desk) -> None:
    pages = [_capture(f"p{at}", minutes) for at, minutes in enumerate((50, 20, 5))]
    with desk.store.unit() as unit:
        for page in pages:
            unit.captures.put(page)
    extract = {lag.name: lag for lag in desk.lag()}["extract"]
    assert (extract.waiting, extract.of, extract.age_s) == (3, "capture", 3000.0)


def test_a_story_waits_since_its_first_report_that_it_does_not_show(desk: Desk) -> None:
    from fakes.build import report

    made = [report(f"Dam {at} breaks. Water came down.", seq=at + 1) for at in range(2)]
    with desk.store.unit() as unit:
        for at, one in enumerate(made):
            page = _capture(f"p{at}", 50 - 10 * at)
            unit.captures.put(page)
            unit.reports.put(replace(one, capture_id=page.id))
        unit.placements.put_all([PlacementRow(one.id, "s", at + 1, 1, ()) for at, one in enumerate(made)])
        unit.stories.touch(["s"])
        unit.changes.add(Change(noun="story", id="s", what="new-report", at=NOW - timedelta(seconds=7)))
    lags = {lag.name: lag for lag in desk.lag()}
    assert (lags["understand"].waiting, lags["understand"].age_s) == (2, 3000.0)
    assert (lags["build"].waiting, lags["build"].age_s) == (1, 3000.0)
    assert (lags["dossiers"].waiting, lags["dossiers"].age_s) == (1, 7.0)


def test_owned_sources_are_those_with_an_owner(desk: Desk) -> None:
    told, untold, empty = _source("told", owner="Korr Media"), _source("untold"), _source("empty", owner="")
    odd = _source("odd", outlet='"owner":"x"')
    with desk.store.unit() as unit:
        for source in (told, untold, empty, odd):
            unit.sources.put(source)
        assert unit.sources.owned() == [told]
