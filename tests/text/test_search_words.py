"""Search words looked up between blanks are those of the text as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.text import search_words as words
from infostreamer.text.search_words import search_words
from infostreamer.text.words import stem, words_of

SPACES = " \t\n\x1c\x1f\x85\xa0\u2003\u2028\u3000\u00b4\u00a8"
SOME = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("aßİıΣςﬁ½é’ʼ'“-.sA1" + SPACES + "\u0301\u0345\u200c"))
)


@given(SOME)
def test_they_are_those_of_the_text_folded_and_cut_as_a_whole(text):
    assert search_words(text) == [stem(word)[:64] for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“Arrested,” they said.", ["arrest", "they", "said"]),
        ("the minister’s half-brother's", ["the", "minister", "half", "brother"]),
        ("Straße  ÉTÉ\u00a0x", ["strass", "ete", "x"]),
        ("", []),
    ],
)
def test_words_of_some_texts(text, found):
    assert search_words(text) == found


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(words, "_MOST_REMEMBERED", 5)
    long = "x" * 500
    for number in range(50):
        search_words(f"word{number}")
    assert search_words(long) == ["x" * 64]
    assert len(words._CHUNKS) <= 6
    assert long not in words._CHUNKS
