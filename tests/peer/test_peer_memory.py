"""Bombs: at most 256 MB and 10 s each, in the desk's process and in the one that reads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from peer.behaviours import TABLE, hostile_peer

MOST_MB = 256
MOST_S = 10.0
NAMES = [row.name for row in TABLE.values() if row.group == "bomb"] + [
    "infinite-body",
    "infinite-chunks",
    "sends-10-gb",
    "header-flood",
    "header-line-flood",
    "trailers-forever",
    "many-headers",
    "robots-bomb",
    "robots-huge",
    "zip-as-feed",
]


@pytest.fixture(scope="module")
def measured():
    with hostile_peer(TABLE[name] for name in NAMES) as peer:
        asked = {"addresses": [[name, peer.address(name)] for name in NAMES], "hosts": peer.hosts}
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("measure.py"))],
            input=json.dumps(asked), capture_output=True, text=True, timeout=240, start_new_session=True,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", NAMES)
def test_a_bomb_costs_little(name, measured):
    row = measured[name]
    assert row["said"] == ([TABLE[name].kind] if TABLE[name].kind else [])
    assert 0 < row["desk_mb"] <= MOST_MB
    assert row["reader_mb"] <= MOST_MB
    assert row["seconds"] <= 3 * MOST_S  # three times as long on a machine that is busy with other tests
