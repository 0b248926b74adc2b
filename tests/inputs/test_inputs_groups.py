"""What is taken in by thousands is held by megabytes: files and lines in groups, documents read in groups."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from doors import NOW

from infostreamer.collect import jsonl_groups, path_groups, read_jsonl, read_paths
from infostreamer.collect.lines import GROUP_BYTES
from infostreamer.desk import Desk
from infostreamer.flow import extracting
from infostreamer.settings import Settings

SAID = "The harbour of Varan was closed on Monday, 9 November 2026, the mayor Ana Ruus said. "


def test_lines_come_in_groups_of_some_megabytes() -> None:
    lines = [json.dumps({"text": f"{number} " + "x" * 1_000_000}) for number in range(40)] + ["broken"]
    groups = list(jsonl_groups(lines, now=NOW))
    assert len(groups) == 3
    assert all(sum(len(one.body) for one in captures) < GROUP_BYTES + 1_100_000 for captures, _ in groups)
    assert sum(len(captures) for captures, _ in groups) == 40
    assert read_jsonl(lines, now=NOW)[1] == [failure for _, failures in groups for failure in failures]


def test_files_come_in_groups_of_some_megabytes(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_bytes(b"%d" % number + b" word" * 1_600_000)
    groups = list(path_groups([tmp_path, tmp_path / "none"], now=NOW))
    assert [len(captures) for captures, _ in groups] == [3, 2]
    assert [one.address for captures, _ in groups for one in captures] == [
        one.address for one in read_paths([tmp_path], now=NOW)[0]
    ]
    assert len(groups[-1][1]) == 1


def test_documents_are_read_in_groups_and_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps({"title": f"Ferry {number}", "text": f"{SAID * 3} Number {number}."}) for number in range(6)]
    desks = []
    for number, held in enumerate((extracting._HELD_BYTES, 1)):
        monkeypatch.setattr(extracting, "_HELD_BYTES", held)
        with Desk.open(Settings({"desk.data": str(tmp_path / str(number))}), clock=lambda: NOW) as desk:
            assert desk.take_in_jsonl(lines).taken_in == 6
            with desk.store.read() as unit:
                desks.append([report.id for report in unit.reports.after(0, 100)])
    assert len(desks[0]) == 6
    assert desks[0] == desks[1]
