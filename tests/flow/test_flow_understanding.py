"""A finder that broke off becomes a stored failure; the report, its other findings and its story are kept."""

from __future__ import annotations

from dataclasses import replace

from fakes.build import date, report

from infostreamer.flow.rooms import built_in
from infostreamer.flow.understanding import understood
from infostreamer.model import InformationStreamerError
from infostreamer.settings import Settings
from infostreamer.understand import Understood

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
