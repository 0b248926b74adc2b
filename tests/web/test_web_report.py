"""A stored copy: its versions by number, the bytes behind it, and where archives can be asked."""

from __future__ import annotations

import json

import pytest

from infostreamer.model import sha256_hex
from infostreamer.web.pages.report import archives_of


@pytest.fixture(scope="module")
def edited(demo):
    """A publication in two versions, taken in one after the other."""
    for homes in (240, 420):
        text = f"The river flooded {homes} homes in Upper Brod on Friday, the mayor of the town said."
        line = {"url": "https://dawn.example/flood", "outlet": "Dawn", "title": "River floods homes", "text": text}
        demo.desk.take_in_jsonl([json.dumps(line)])
    return next(report for report in demo.desk.newest_reports(limit=200) if report.previous_id is not None)


def test_a_version_is_addressed_by_its_number(demo, edited) -> None:
    report = edited
    versions = demo.desk.versions(report.id)
    shown = [json.loads(demo.get(f"/r/{report.id}@{number}.json").text)["id"] for number in (1, 2)]
    assert shown == [versions[0].id, versions[1].id]
    assert json.loads(demo.get(f"/r/{report.id[:8]}@1.json").text)["id"] == versions[0].id


def test_a_version_that_is_none_is_not_found_in_one_sentence(demo, edited) -> None:
    report = edited
    for number in ("0", "9999", "x", "-1", "١"):
        answer = demo.get(f"/r/{report.id}@{number if number.isascii() else '%D9%A1'}")
        assert answer.status == 404
        assert "has versions 1 to" in answer.text


def test_the_page_gives_the_hash_of_the_bytes_received(demo) -> None:
    report = demo.desk.newest_reports(limit=1)[0]
    page = json.loads(demo.get(f"/r/{report.id}.json").text)
    (capture,) = demo.desk.captures_of([report])
    assert page["received"]["value"]["sha256"] == sha256_hex(capture.body)
    assert page["received"]["value"]["size"] == len(capture.body)


def test_archives_are_linked_never_asked() -> None:
    assert archives_of(None) == ()
    assert dict(archives_of("https://dawn.example/a?b=1#c"))["Wayback Machine"].endswith(
        "/*/https://dawn.example/a?b=1"
    )
