"""Words of the pack: every visible character in exactly one of them, whatever the text."""

import time

import pytest
from fakes.pace import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.understand.pack.tokens import split


def words(text):
    return [text[start:end] for start, end in split(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don't know.", ["They", "do", "n't", "know", "."]),
        ("Zelenskyy's cannot", ["Zelenskyy", "'s", "can", "not"]),
        ("She’ll say it isn’t", ["She", "’ll", "say", "it", "is", "n’t"]),
        ("well-known F-16 pilots", ["well", "-", "known", "F-16", "pilots"]),
        ("the non-binding U.S. vote", ["the", "non-binding", "U.S.", "vote"]),
        ("about 1,200 at 10:30 p.m.", ["about", "1,200", "at", "10:30", "p.m."]),
        ("Mr. O'Brien of St. Louis.", ["Mr.", "O'Brien", "of", "St.", "Louis", "."]),
        ("(see https://x.example/a?b=1).", ["(", "see", "https://x.example/a?b=1", ")", "."]),
        ("see wire.example.org, not Org.", ["see", "wire.example.org", ",", "not", "Org", "."]),
        ("@desk posted #news…", ["@desk", "posted", "#news", "…"]),
        ("$5bn -- or 3%", ["$", "5", "bn", "--", "or", "3", "%"]),
    ],
)
def test_words_as_the_treebanks_cut_them(text, expected):
    assert words(text) == expected


MIXED = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("abcdefXYZ .,'’“”\"-–\n\t0123456789\x00\u0301\u200d\u202e🙂👩🏽‍🚒אבгд漢字")
    ),
    max_size=300,
)


@given(MIXED)
@settings(deadline=None)
def test_every_visible_character_is_in_exactly_one_word(text):
    places = list(split(text, 0, len(text)))
    covered = [at for start, end in places for at in range(start, end)]
    assert covered == sorted(set(covered))
    assert {at for at, letter in enumerate(text) if not letter.isspace()} == set(covered)
    assert all(start < end for start, end in places)


@pytest.mark.parametrize("piece", ["a", "1,", "@a.", "www.", "🙂", "n't"])
def test_a_line_of_a_million_characters_takes_little_time(piece):
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    count = sum(1 for _ in split(text, 0, len(text)))
    assert count >= 1
    assert time.process_time() - started < seconds(20)
