"""Credits: whom the report names as its origin."""

from __future__ import annotations

import time

import pytest
from fakes.build import report
from fakes.pace import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.model import Credit, Link
from infostreamer.understand.credits import CREDITS
from infostreamer.understand.names import NAMES


def credits_in(body: str, **fields: object) -> list[tuple[str, str, str | None]]:
    subject = report(body, **fields)  # type: ignore[arg-type]
    found = CREDITS.find(subject, NAMES.find(subject, ()))
    return [
        (each.payload.to, each.payload.type, each.payload.address) for each in found if isinstance(each.payload, Credit)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He left.\n\nOriginal Source: www.courier.example",
            ("www.courier.example", "original", "https://www.courier.example/"),
        ),
        ("HAVEN, Nov 3 (Varpress) - The council met.", ("Varpress", "agency", None)),
        ("MINSK (AFP) — Police came.", ("AFP", "agency", None)),
        ("This article was first published by Lantern Daily.", ("Lantern Daily", "original", None)),
        ("He left.\n\nPhoto: Kremlin.ru / CC BY 4.0", ("Kremlin.ru / CC BY 4.0", "photo", None)),
        ("The Haven Times reported that he left.", ("Haven Times", "outlet", None)),
        ("He told the Kyiv Independent so.", ("Kyiv Independent", "outlet", None)),
        ("He left, according to Reuters.", ("Reuters", "agency", None)),
        ("— with reporting by Radio Liberty", ("Radio Liberty", "outlet", None)),
        ("By Anna Kerr\n\nHe left.", ("Anna Kerr", "author", None)),
        (
            "All is well, according to a statement published by the Ministry of Health.",
            ("Ministry of Health", "release", None),
        ),
        ("HAVEN, N.J. (WABC) -- The council met.", ("WABC", "outlet", None)),
        ("A man in Haven. (Anna Kerr, File/AP)", ("Anna Kerr, File/AP", "photo", None)),
        ("A man in Haven. ©Anna Kerr (AFP/File)", ("Anna Kerr (AFP/File)", "photo", None)),
        ("The story first appeared in The Lantern in 2014.", ("The Lantern", "original", None)),
        ("Harbour.example reported that he left.", ("Harbour.example", "outlet", "https://harbour.example/")),
    ],
)
def test_the_one_credited_as_given(text: str, expected: tuple[str, str, str | None]):
    assert credits_in(text) == [expected]


def test_a_linked_name_brings_its_address():
    links = (Link("https://lantern.example/a", "Lantern Daily"),)
    assert credits_in("This article was first published by Lantern Daily.", links=links) == [
        ("Lantern Daily", "original", "https://lantern.example/a")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The song first appeared in 2014 and sold well.",
        "Image: The mayor at the port.",
        "Photo: The house in which the mayor was born",
        "A poll (Reuters/Ipsos) said so.",
        "He spoke to a crowd (AP) on Monday.",
        "He told Anna Kerr so.",
        "The source of the river is high.",
        "They reported a theft.",
        "By Monday it was over.",
    ],
)
def test_prose_without_a_medium_is_no_credit(text: str):
    assert credits_in(text) == []


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_credits_never_fail(text: str):
    assert all(to for to, _, _ in credits_in(text))


@pytest.mark.parametrize(
    "unit", ["Source: ", "(a) - ", "first published by ", "reporting by A ", "x" * 50 + " (", "(A B/", "© A B ", "A.b "]
)
def test_hostile_input_takes_linear_time(unit: str):
    subject = report(unit * (200_000 // len(unit)))
    names = NAMES.find(subject, ())
    begun = time.process_time()
    CREDITS.find(subject, names)
    assert time.process_time() - begun < seconds(5)
