"""Whoever watches a desk is told what is wrong with it, each kind by its own name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from infostreamer.cli.main import infostreamer
from infostreamer.collect import Collected
from infostreamer.desk import Desk
from infostreamer.desk.health import examine_health, worst
from infostreamer.desk.standing import standing_of
from infostreamer.flow.schedule import keep
from infostreamer.model import Capture, Failure, Source, SourceHealth
from infostreamer.settings import Settings

NOW = datetime.now(UTC)
SOURCE = Source(id="q1", address="https://wire.example/feed", kind="feed", added_at=NOW - timedelta(days=9))
WELL = SourceHealth(
    source_id="q1",
    state="ok",
    tried_at=NOW,
    ok_at=NOW,
    new_at=NOW,
    newest_at=NOW - timedelta(hours=3),
    next_at=NOW + timedelta(hours=1),
    usual_s=4000,
    quiet_s=259_200,
)
HOURS = timedelta(hours=1)
CASES = {
    "ok": (SOURCE, WELL, ""),
    "rare": (SOURCE, replace(WELL, usual_s=30 * 86_400, newest_at=NOW - 240 * HOURS), "every 30 d; the newest is 10 d"),
    "silent": (
        SOURCE,
        replace(WELL, state="silent", newest_at=NOW - 80 * HOURS),
        "newest is 3 d old, and it publishes",
    ),
    "empty": (SOURCE, replace(WELL, state="empty"), "announces nothing at all"),
    "failing": (SOURCE, replace(WELL, state="failing", error="It answered 500.", errors=4), "It answered 500."),
    "gone": (SOURCE, replace(WELL, state="gone"), "410"),
    "late": (SOURCE, replace(WELL, next_at=NOW - 5 * HOURS), "visited 5 h ago, and nobody did"),
    "changed": (SOURCE, replace(WELL, notice="It calls itself 'Casino'."), "It calls itself 'Casino'."),
    "paused": (replace(SOURCE, is_paused=True), replace(WELL, state="failing", error="x"), ""),
    "new": (replace(SOURCE, added_at=NOW), SourceHealth(source_id="q1"), ""),
}


@pytest.mark.parametrize("state", CASES)
def test_each_trouble_of_a_source_has_a_name_and_a_reason(state):
    source, health, said = CASES[state]
    standing = standing_of(source, health, NOW)
    assert standing.state == state
    assert said in standing.text
    assert bool(standing.text) == bool(said)


def test_what_was_never_visited_is_late_once_it_waited_for_long():
    assert standing_of(SOURCE, SourceHealth(source_id="q1"), NOW).state == "late"


def test_a_failure_weighs_more_than_being_late_and_both_more_than_silence():
    late = replace(WELL, state="failing", error="x", next_at=NOW - 50 * HOURS)
    assert standing_of(SOURCE, late, NOW).state == "failing"
    assert standing_of(SOURCE, replace(late, state="silent"), NOW).state == "late"


@pytest.fixture
def desk(tmp_path: Path, store_url: str):
    settings = Settings({"desk.data": str(tmp_path), "store.url": store_url, "understand.deadline": 0.0})
    with Desk.open(settings) as opened:
        yield opened


def follow(desk: Desk, number: int, health: SourceHealth) -> Source:
    source = replace(SOURCE, id=f"q{number}", address=f"https://wire{number}.example/feed")
    with desk.store.unit() as unit:
        unit.sources.put(source)
        unit.sources.put_health(replace(health, source_id=source.id))
    return source


def parts(desk: Desk) -> dict[str, tuple[str, str]]:
    return {one.part: (one.state, one.text) for one in examine_health(desk)}


def test_a_desk_without_trouble_is_well(desk):
    follow(desk, 1, WELL)
    found = examine_health(desk)
    assert {one.state for one in found} == {"ok"}
    assert worst(found) == "ok"
    assert parts(desk)["sources"][1] == "Ok 1."


def test_a_source_in_trouble_is_told_by_name(desk):
    follow(desk, 1, WELL)
    source = follow(desk, 2, replace(WELL, state="silent", newest_at=NOW - 80 * HOURS))
    found = parts(desk)
    assert found["sources"] == ("warn", "Ok 1, silent 1.")
    assert found[f"source {source.address}"][1].startswith("silent. It answers, but its newest is 3 d old")
    assert worst(examine_health(desk)) == "warn"


def test_where_nobody_collects_that_is_told_once_and_is_bad(desk):
    for number in range(4):
        follow(desk, number, replace(WELL, next_at=NOW - 3 * HOURS))
    found = parts(desk)
    assert found["stage collect"] == ("bad", "4 sources to do, the first for 3 h.")
    assert not [part for part in found if part.startswith("source ")]


@pytest.mark.parametrize(
    ("hours", "state", "span"), [(0.1, "ok", "6 min"), (0.75, "warn", "45 min"), (3, "bad", "3 h")]
)
def test_a_capture_that_nobody_reads_makes_the_stage_late_and_then_bad(desk, hours, state, span):
    where, at = "https://a.example/1", datetime.now(UTC) - hours * HOURS
    one = Capture(id=Capture.make_id(where, b"x"), address=where, final_address=where, fetched_at=at, body=b"x")
    with desk.store.unit() as unit:
        unit.captures.put(one)
    assert parts(desk)["stage extract"] == (state, f"1 capture to do, the first for {span}.")


def test_visits_are_counted_by_outcome_and_failures_by_kind(desk):
    source = follow(desk, 1, WELL)
    failure = Failure(item=source.address, stage="collect", error="It answered 500.", kind="http", source_id=source.id)
    for outcome in (Collected(captures=(), health=replace(WELL, source_id=source.id)), failure, failure):
        with desk.store.unit() as unit:
            keep(unit, source, outcome, NOW)
    with desk.store.read() as unit:
        assert unit.gauges.visits() == {"failing": 2, "ok": 1}
        assert unit.gauges.failures_by_kind() == {"http": 1}


def test_a_monitor_reads_the_exit_code_and_the_rows(tmp_path):
    def ask():
        return CliRunner().invoke(infostreamer, ["--data", str(tmp_path), "health", "--json"])

    missing = ask()
    assert missing.exit_code == 1, "a folder that was misspelt is not a desk that is well"
    assert "There is no desk at" in str(missing.exception)
    assert list(tmp_path.iterdir()) == []
    Desk.open(Settings({"desk.data": str(tmp_path)})).close()
    assert ask().exit_code == 0
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as desk:
        follow(desk, 1, replace(WELL, state="failing", error="It answered 500.", errors=4))
        follow(desk, 2, WELL)
    answer = ask()
    assert answer.exit_code == 3
    rows = json.loads(answer.stdout)["health"]
    assert {"part", "state", "text", "age_s"} == set(rows[0])
    with Desk.open(Settings({"desk.data": str(tmp_path)})) as desk:
        follow(desk, 1, replace(WELL, next_at=NOW - 3 * HOURS))
    assert ask().exit_code == 1
