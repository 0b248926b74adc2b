"""Dates still to come, and roles as reported: each from its sentence, and rather none than a wrong one."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.model import Date, Span
from infostreamer.stories import build_story
from infostreamer.stories.roles import Given, held_of

PUBLISHED = "2031-11-10T09:00+01:00"


def _ahead(body: str, *dates: tuple[str, str]):
    report = b.report(f"Police closed the bridge at Mirsk on Monday, the town said. {body}", title="Bridge closed",
                      outlet="Herald", published=PUBLISHED)  # fmt: skip
    found = [
        b.finding(
            report,
            words,
            Date(
                value=value,
                start=value[:10] if len(value) >= 10 else f"{value}-01"[:10],
                precision="day" if len(value) == 10 else "month",
            ),
        )
        for words, value in dates
    ]
    return [(one.when, one.line.text) for one in build_story("s", [b.read(report, *found)], reasons={}).ahead]


def test_a_date_to_come_is_told_with_its_sentence():
    sentence = "The trial will open on 3 December before the Mirsk City Court."
    assert _ahead(sentence, ("3 December", "2031-12-03")) == [("2031-12-03", sentence)]


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        ("The bridge was opened on 3 October after long repairs in Mirsk.", "3 October", "2031-10-03"),
        ("The bridge will not open on 3 December as the town had planned.", "3 December", "2031-12-03"),
        ("The town cancelled the fair that was to open on 3 December.", "3 December", "2031-12-03"),
        ("He will be heard on 3 December before the Mirsk City Court.", "3 December", "2031-12-03"),
        ("\"It will open on 3 December,\" the mayor of Mirsk told the paper.", "3 December", "2031-12-03"),
    ],
)  # fmt: skip
def test_what_is_past_called_off_leaning_or_only_said_is_no_date_to_come(sentence, words, value):
    assert _ahead(sentence, (words, value)) == []


def test_of_two_sentences_with_one_date_the_plainer_stands():
    plain = "The trial will open on 3 December in Mirsk."
    long = "The trial of the former dispatcher Anton Belov will open on 3 December before the Mirsk City Court."
    report = b.report(f"{long} {plain}", title="Trial set", outlet="Herald", published=PUBLISHED)
    value = Date(value="2031-12-03", start="2031-12-03")
    reads = [b.read(report, *(b.finding(report, "3 December", value, nth=nth) for nth in (0, 1)))]
    assert [one.line.text for one in build_story("s", reads, reasons={}).ahead] == [plain]


def _given(role: str, on: int = 1, outlet: str = "Herald") -> Given:
    from datetime import UTC, datetime

    return Given(role, Span("r", on, on + 9), outlet, datetime(2031, 3, on, tzinfo=UTC))


def test_roles_are_dated_by_the_first_and_last_publication_that_gives_them():
    (held,) = held_of(
        [_given("Interior Minister", 5, "Wire"), _given("the Interior Minister", 2), _given("Minister", 9)]
    )
    assert (held.role, held.since.day, held.until.day) == ("Interior Minister", 2, 9)
    assert set(held.outlets) == {"Wire", "Herald"}
    assert held.citations


@pytest.mark.parametrize(
    "role", ["wife", "his lawyer", "the man detained at the airport on Monday", "a man who was seen", "organiser"]
)
def test_a_role_that_says_nothing_without_its_sentence_is_left_out(role):
    assert held_of([_given(role)]) == ()


def test_the_role_given_last_stands_first():
    assert [one.role for one in held_of([_given("mayor", 2), _given("deputy of the city council", 8)])] == [
        "deputy of the city council",
        "mayor",
    ]
