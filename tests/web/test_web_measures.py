"""What Prometheus is given tells of the whole desk, stands in the reference, and is what the example rules ask for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from infostreamer.model import Failure
from infostreamer.web import measures

ROOT = Path(__file__).parents[2]
BLOCK = 60_000_000


@pytest.fixture
def families(demo):
    return {family.name: family for family in text_string_to_metric_families(demo.get("/-/metrics").text)}


def values(family) -> dict[str, float]:
    return {",".join(one.labels.values()): one.value for one in family.samples}


def test_visits_are_counted_by_outcome_for_as_long_as_the_desk_lives(demo, families):
    visits = values(families["infostreamer_visits"])
    assert set(visits) <= {"ok", "silent", "empty", "failing", "gone"}
    assert sum(visits.values()) > len(demo.desk.sources())


def test_failures_are_counted_by_kind(demo):
    before = values(_family(demo, "infostreamer_failures_by_kind"))
    failure = Failure(item="aaaa", stage="extract", error="It took too long.", kind="timeout")
    with demo.desk.store.unit() as unit:
        unit.failures.put(failure)
        unit.failures.put(replace(failure, item="bbbb"))
    try:
        after = values(_family(demo, "infostreamer_failures_by_kind"))
        assert after["timeout"] == before.get("timeout", 0) + 2
    finally:
        with demo.desk.store.unit() as unit:
            unit.failures.clear(failure.id)
            unit.failures.clear(replace(failure, item="bbbb").id)


def _family(demo, name):
    found = text_string_to_metric_families(demo.get("/-/metrics").text)
    return next((family for family in found if family.name == name), Metric(name, "", "gauge"))


def test_memory_files_and_start_are_those_of_this_process(families):
    now = datetime.now(UTC).timestamp()
    memory = values(families["process_resident_memory_bytes"])[""]
    with open("/proc/self/status") as status:
        said = int(re.search(r"VmRSS:\s+(\d+) kB", status.read())[1]) * 1024
    assert memory == pytest.approx(said, rel=0.2)
    assert now - 86_400 < values(families["process_start_time_seconds"])[""] < now
    assert 3 <= values(families["process_open_fds"])[""] <= len(os.listdir("/proc/self/fd")) + 50


def test_what_the_process_started_counts_with_its_memory():
    before = {one.name: one for one in measures.process_metrics()}
    code = f"import sys; block = bytearray({BLOCK}); print(); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        after = {one.name: one for one in measures.process_metrics()}
        child.stdin.close()
    count, memory = "infostreamer_children", "infostreamer_children_resident_memory_bytes"
    assert after[count].samples[0].value == before[count].samples[0].value + 1
    assert after[memory].samples[0].value > before[memory].samples[0].value + BLOCK


def test_lags_room_and_backups_are_told(demo, families):
    assert set(values(families["infostreamer_stage_lag_seconds"]).values()) == {0}
    assert values(families["infostreamer_disk_free_bytes"])[""] > 0
    assert values(families["infostreamer_backups"]) == {"": 0}
    assert values(families["infostreamer_backup_failing"]) == {"": 0}


def test_every_metric_stands_in_the_reference_with_its_kind_and_help(demo, families):
    text = (ROOT / "docs/reference/metrics.md").read_text("utf-8")
    told = {row[0]: row[1:] for row in re.findall(r"^\| `(\w+)` \| (\w+) \| .*? \| (.*) \|$", text, re.MULTILINE)}
    for line in demo.get("/-/metrics").text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:]
            assert told[name][0] == kind
        if line.startswith("# HELP "):
            _, _, name, help_ = line.split(maxsplit=3)
            assert told[name][1] == help_


def test_the_example_rules_ask_only_for_what_is_measured():
    text = (ROOT / "docs/reference/metrics.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))
    rules = (ROOT / "deploy/prometheus/rules.yml").read_text("utf-8")
    asked = set(re.findall(r"\b((?:infostreamer|process)_\w+)", " ".join(re.findall(r"expr: (.*)", rules))))
    assert len(asked) >= 8
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked} <= told


def test_names_are_as_prometheus_wants_them(demo):
    for line in demo.get("/-/metrics").text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:]
            assert re.fullmatch(r"(infostreamer|process)_[a-z_]+[a-z]", name)
            assert name.endswith("_total") == (kind == "counter"), name
