"""The pages of whoever runs the desk: what they count is what is there, and a failure can be tried again."""

from __future__ import annotations

import json

import pytest
from prometheus_client.parser import text_string_to_metric_families

from infostreamer.model import Failure
from infostreamer.web.exposition import Metric, Sample, exposition, gauge
from infostreamer.web.timings import Timings


def _read(site):
    answer = site.get("/-/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def _values(family):
    return {tuple(sorted(one.labels.items())): one.value for one in family.samples}


def test_metrics_count_what_is_on_the_desk(demo):
    families, counts = _read(demo), demo.desk.counts()
    for name in ("reports", "stories", "captures", "dossiers"):
        assert _values(families[f"infostreamer_{name}"]) == {(): counts[name]}
    assert sum(_values(families["infostreamer_sources"]).values()) == counts["sources"]
    assert _values(families["infostreamer_change_position"]) == {(): demo.desk.position()}
    assert _values(families["infostreamer_database_bytes"])[()] > 100_000
    assert set(_values(families["infostreamer_stage_waiting"]).values()) == {0}
    worked = _values(families["infostreamer_stage_worked_timestamp_seconds"])
    assert {key[0][1] for key in worked} == {"collect", "extract", "understand", "place", "build", "dossiers"}
    assert families["infostreamer_info"].samples[0].labels["schema"]


def test_metrics_count_requests_by_address_not_by_what_was_asked_for(demo):
    demo.get("/search?q=a")
    demo.get("/search?q=b")
    demo.get("/nothing/here/at/all")
    family = _read(demo)["infostreamer_http_request_duration_seconds"]
    counts = {
        (one.labels["route"], one.labels["status"]): one.value for one in family.samples if one.name.endswith("_count")
    }
    assert counts["/search", "2xx"] >= 2
    assert counts["other", "4xx"] >= 1
    assert not any("nothing" in route for route, _ in counts)
    buckets = [one.value for one in family.samples if one.name.endswith("_bucket") and one.labels["route"] == "/search"]
    assert buckets == sorted(buckets)
    assert buckets[-1] == counts["/search", "2xx"]


def test_a_bound_belongs_to_its_bucket():
    timings = Timings()
    for seconds in (0.005, 0.0051, 99.0):
        timings.add("GET", "/", 200, seconds)
    ((counts, total),) = timings.all().values()
    assert (counts[0], counts[1], counts[-1]) == (1, 1, 1)
    assert total == pytest.approx(99.0101)


def test_what_a_label_holds_cannot_break_out_of_it():
    evil = 'a"b\\c\nd'
    metric = Metric("x", "gauge", "One\nline \\ only.", (Sample(1.5, {"source": evil}),))
    text = exposition([metric, gauge("unknown", "Not known.", None)]).decode()
    (family,) = text_string_to_metric_families(text)
    assert _values(family) == {(("source", evil),): 1.5}
    assert "unknown" not in text


def test_stages_say_when_they_last_worked_and_what_waits(demo):
    page = json.loads(demo.get("/-/jobs.json").text)
    stages = {stage["name"]: stage for stage in page["stages"]}
    assert list(stages) == ["collect", "extract", "understand", "place", "build", "dossiers"]
    for name, stage in stages.items():
        assert stage["worked"], name
        assert (stage["state"], stage["waiting"]) == ("done", 0), name
    assert stages["understand"]["position"] == demo.desk.counts()["reports"]
    html = demo.get("/-/jobs").text
    assert "nothing waits" in html
    assert html.count("<h1>") == 1


def test_what_waits_is_counted_with_its_age(demo):
    with demo.desk.store.unit() as unit:
        position, version = unit.cursors.get("extract")
        unit.cursors.set("extract", 0, version)
    try:
        page = json.loads(demo.get("/-/jobs.json").text)
        stage = next(stage for stage in page["stages"] if stage["name"] == "extract")
        assert stage["state"] == "behind"
        assert stage["waiting"] == demo.desk.counts()["captures"]
        assert stage["oldest"]["iso"]
        assert "behind" in demo.get("/-/jobs").text
    finally:
        with demo.desk.store.unit() as unit:
            unit.cursors.set("extract", position, version)


def test_a_failure_is_tried_again_by_hand(demo):
    desk = demo.desk
    failures = [
        Failure(item="aaaa", stage="extract", error="It took too long.", address="https://a.example/x"),
        Failure(item="bbbb", stage="build", error="This is a fault of the program."),
    ]
    with desk.store.unit() as unit:
        for failure in failures:
            unit.failures.put(failure)
    try:
        page = demo.get("/-/jobs").text
        assert f"/-/failures/{failures[0].id}/retry" in page
        assert f"/-/failures/{failures[1].id}/retry" not in page
        answer = demo.post(f"/-/failures/{failures[0].id}/retry", {})
        assert (answer.status, answer.headers["location"]) == (303, "/-/jobs?retried=1")
        with desk.store.read() as unit:
            assert [one.item for one in unit.failures.due(desk.now(), "extract")] == ["aaaa"]
        assert demo.post(f"/-/failures/{failures[1].id}/retry", {}).status == 422
        assert demo.post("/-/failures/gone/retry", {}).status == 404
    finally:
        with desk.store.unit() as unit:
            for failure in failures:
                unit.failures.clear(failure.id)


def test_a_source_that_failed_is_visited_at_the_next_pass(demo):
    desk = demo.desk
    source, health, _ = next(row for row in desk.sources() if row[1].next_at)
    failure = Failure(item=source.address, stage="collect", error="Nobody answers.", source_id=source.id)
    with desk.store.unit() as unit:
        unit.failures.put(failure)
    assert demo.post(f"/-/failures/{failure.id}/retry", {}).status == 303
    with desk.store.unit() as unit:
        assert source.id in {one.id for one in unit.sources.due(desk.now())}
        unit.failures.clear(failure.id)
        unit.sources.put_health(health)


def test_health_of_sources_and_versions_with_their_twins(demo):
    sources = json.loads(demo.get("/-/sources.json").text)
    assert len(sources["rows"]) == demo.desk.counts()["sources"]
    assert sum(count for _, count in sources["states"]) == len(sources["rows"])
    versions = dict(json.loads(demo.get("/-/versions.json").text)["versions"])
    assert {"infostreamer", "schema", "database", "python", "stage understand"} <= set(versions)
    assert "names/" in versions["stage understand"]
    for path in ("/-/sources", "/-/versions"):
        assert demo.get(path).text.count("<h1>") == 1


def test_who_is_at_work_is_said(demo):
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    with demo.desk.store.unit() as unit:
        token = unit.jobs.claim("backup", holder="elsewhere:12:ab", now=now, until=now + timedelta(minutes=2))
    try:
        holders = json.loads(demo.get("/-/jobs.json").text)["holders"]
        assert len(holders) == 1
        assert (holders[0]["job"], holders[0]["holder"]) == ("backup", "elsewhere:12:ab")
        assert not holders[0]["is_over"]
    finally:
        with demo.desk.store.unit() as unit:
            unit.jobs.finish("backup", token)
