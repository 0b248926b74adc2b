"""A finder that broke off becomes a stored failure; the report, its other findings and its story are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from fakes.build import date, report

from infostreamer.extract import extract_isolated
from infostreamer.flow import Flow
from infostreamer.flow.rooms import built_in
from infostreamer.flow.understanding import understood
from infostreamer.model import Capture, InformationStreamerError, encode
from infostreamer.model.capture import REPORT_MIME
from infostreamer.settings import Settings
from infostreamer.store import open_store
from infostreamer.understand import Understood, understand

SUBJECT = report("Ana Ribe left on 7 May 2026.")
FOUND = date(SUBJECT, "7 May 2026", value="2026-05-07")


def test_what_the_others_found_is_kept_beside_the_failure() -> None:
    trouble = InformationStreamerError("Finder odd/1 broke off.")
    rooms = replace(
        built_in(Settings()), understand_many=lambda reports: [Understood((FOUND,), (trouble,)) for _ in reports]
    )
    (outcome,) = understood(rooms, [SUBJECT])
    assert outcome.findings == (FOUND,)
    assert outcome.failure is not None
    assert (outcome.failure.item, outcome.failure.stage) == (SUBJECT.id, "understand")
    assert outcome.failure.error == "Finder odd/1 broke off."


def test_without_a_deadline_reports_are_read_in_this_process() -> None:
    rooms = built_in(Settings({"understand.deadline": 0.0}))
    assert rooms.understand_many is None
    (outcome,) = understood(rooms, [SUBJECT])
    assert outcome.failure is None
    assert "2026-05-07" in [getattr(finding.payload, "value", None) for finding in outcome.findings]


def test_a_room_that_breaks_is_a_failure_of_the_report() -> None:
    def broken(_report: object) -> list[object]:
        raise InformationStreamerError("Finder odd/1 broke off.")

    (outcome,) = understood(replace(built_in(Settings()), understand=broken, understand_many=None), [SUBJECT])
    assert outcome.findings == ()
    assert outcome.failure is not None


def test_the_desk_goes_on_and_the_story_is_built(tmp_path: Path) -> None:
    trouble = InformationStreamerError("Finder odd/1 broke off.")
    rooms = replace(
        built_in(Settings()),
        extract=lambda captures: extract_isolated(captures, is_isolated=False),
        understand_many=lambda reports: [Understood(tuple(understand(each)), (trouble,)) for each in reports],
    )
    body = encode({"url": "https://gazette.example/1", "title": "Ana Ribe leaves", "text": SUBJECT.text})
    address = "https://gazette.example/1"
    capture = Capture(
        id=Capture.make_id(address, body), address=address, final_address=address, body=body, mime=REPORT_MIME,
        fetched_at=datetime(2026, 5, 8, tzinfo=UTC),
    )  # fmt: skip
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite3")
    Flow(store, settings=Settings(), rooms=rooms).take_in([capture])
    with store.read() as unit:
        failures, stories = unit.failures.all(), unit.stories.all()
        findings = unit.findings.of([report_id for story in stories for report_id in story.report_ids])
    store.close()
    assert [failure.error for failure in failures] == ["Finder odd/1 broke off."]
    assert failures[0].again_at is None
    assert len(stories) == 1
    assert all(found for found in findings.values())
