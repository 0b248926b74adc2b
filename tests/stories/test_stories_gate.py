"""The gate: how far the cited words bear out a line in other words."""

from __future__ import annotations

import pytest

from infostreamer.stories.gate import LEAST, strange_words, support

SOURCE = [
    "Police in Mirsk detained 160 protesters on 3 June 2024, the ministry said. The mayor did not attend the hearing.",
    "Unemployment rose to 8.7 percent in the fourth quarter.",
]


@pytest.mark.parametrize(
    "text",
    [
        SOURCE[0],
        "Police detained 160 protesters in Mirsk on 3 June 2024.",
        "Police in Mirsk arrested one hundred and sixty protesters.",
        "The mayor did not attend.",
        "In the fourth quarter unemployment rose to 8.7 %.",
    ],
)
def test_what_is_borne_out_is_let_through(text):
    assert support(text, SOURCE) >= LEAST


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Police in Dravin detained 160 protesters.", "another town"),
        ("Police in Mirsk detained 16 protesters.", "another number"),
        ("The mayor did attend the hearing.", "a lost negation"),
        ("Police in Mirsk did not detain 160 protesters.", "a negation brought in"),
        ("Unemployment fell to 8.7 percent.", "the contrary"),
        ("Unemployment rose to 8.7 percent in the fifth quarter.", "another ordinal"),
        ("", "nothing"),
        ("— the of —", "nothing that says something"),
    ],
)
def test_what_is_not_borne_out_is_held_back(text, what):
    assert support(text, SOURCE) < LEAST, what


def test_the_score_is_a_whole_number_that_does_not_depend_on_the_order_of_the_sources():
    text = "Police detained 160 protesters in Dravin, unemployment rose."
    assert isinstance(support(text, SOURCE), int)
    assert 0 <= support(text, SOURCE) == support(text, SOURCE) <= 1000
    assert support("Police in Dravin, Mirsk, Corran, Vran, Tarvost and Hruva fell.", SOURCE) == 0


def test_forms_of_a_word_are_no_strange_words():
    assert strange_words("Police detain a protester in Mirsk", SOURCE) == []
    assert strange_words("Police tortured the protesters", SOURCE) == ["tortured"]
