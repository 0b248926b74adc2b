"""Dates of a report."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Date
from infostreamer.understand.dates import DATES


def test_days_are_resolved_against_the_reports_own_day_in_its_own_zone():
    subject = report("Today it began. He said so on May 22.", published="2023-05-25T00:30+03:00")
    assert [each.payload.value for each in DATES.find(subject, ()) if isinstance(each.payload, Date)] == [
        "2023-05-25",
        "2023-05-22",
    ]


def test_a_report_without_a_day_has_no_invented_year():
    subject = report("Today it began. He said so on May 22.")
    assert [each.payload.value for each in DATES.find(subject, ()) if isinstance(each.payload, Date)] == [
        None,
        "XXXX-05-22",
    ]


def test_a_publication_known_only_by_its_year_resolves_nothing():
    dated = report("Today it began.", published="2023-01-01T00:00+00:00")
    from dataclasses import replace

    assert dated.published is not None
    vague = replace(dated, published=replace(dated.published, precision="year"))
    assert [each.payload.value for each in DATES.find(vague, ()) if isinstance(each.payload, Date)] == [None]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("USA TODAY reported it on Tuesday.", ["on Tuesday"]),
        ("With 3:08 left to play the Lakers led.", []),
        ("It happened this Thursday, Dec. 28, 2017.", ["this Thursday, Dec. 28, 2017"]),
    ],
)
def test_outlets_and_game_clocks_are_no_dates(text: str, words: list[str]) -> None:
    subject = report(text)
    assert [found.words(subject.text).removeprefix("on ") for found in DATES.find(subject, ())] == [
        each.removeprefix("on ") for each in words
    ]
