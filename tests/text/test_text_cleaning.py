"""Cleaning, paragraphs, sentences, languages."""

from __future__ import annotations

import itertools
import time

import pytest
from fakes.pace import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.text import clean_text, language_of, split_paragraphs, split_sentences

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


def sentences(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


def test_cleaning_removes_what_cannot_be_stored_or_seen():
    assert clean_text("a\x00b\ud800\u202ec\r\nd\u2029e\xa0f\xadg\ufeff") == "ab\ufffdc\nd\n\ne fg"
    assert clean_text("e\u0301") == "é"


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(raw: str):
    once = clean_text(raw)
    assert clean_text(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


def test_paragraphs_are_blocks_between_blank_lines():
    text = "  One\nline \n \n\nTwo\n\n\n"
    assert [text[start:end] for start, end in split_paragraphs(text)] == ["One\nline", "Two"]


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Dorn met Gen. Ivo Kalen at 5 p.m. on Monday near St. Anna.",
        "J. K. Marlow paid $1.5 million to Brell & Co. of Haven.",
        "The U.S. Army left, e.g. on No. 7 and Art. 5 grounds.",
        "“Stop!” he said and left.",
        "It rose by 3.5 per cent vs. 2 per cent.",
    ],
)
def test_abbreviations_initials_and_decimals_do_not_end_a_sentence(whole: str):
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left the U.S. The end came.", ["He left the U.S.", "The end came."]),
        ("“It is late. Go.” She went.", ["“It is late.", "Go.”", "She went."]),
        ("Why? No! Yes…", ["Why?", "No!", "Yes…"]),
        ("No stop\n\nNext one.", ["No stop", "Next one."]),
        ("Первый г. Минск. Второй!", ["Первый г. Минск.", "Второй!"]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]):
    assert sentences(text, "ru" if "П" in text else "en") == expected


@given(ANY_TEXT)
def test_every_visible_character_is_in_exactly_one_sentence(text: str):
    spans = split_sentences(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert all("\n\n" not in text[start:end] for start, end in spans)


@pytest.mark.parametrize("unit", ["x.", "A. ", "?”", "\n ", ".)", " ", "e.g. "])
def test_hostile_input_takes_linear_time(unit: str):
    begun = time.process_time()
    split_sentences(unit * (200_000 // len(unit)))
    assert time.process_time() - begun < seconds(5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The council met on Monday to discuss the new bridge over the river.", "en"),
        ("Совет собрался в понедельник, чтобы обсудить новый мост через реку.", "ru"),
        ("Рада зібралася в понеділок, щоб обговорити новий міст через річку.", "uk"),
        ("Савет сабраўся ў панядзелак, каб абмеркаваць новы мост праз раку.", "be"),
        ("Rada zebrała się w poniedziałek, aby omówić nowy most przez rzekę.", "pl"),
        ("Short one", None),
        ("12 345 67 89 10", None),
        ("", None),
    ],
)
def test_language_is_told_or_left_open(text: str, code: str | None):
    assert language_of(text) == code


@settings(max_examples=30)
@given(ANY_TEXT)
def test_language_never_fails(text: str):
    assert language_of(text) is None or len(language_of(text) or "") == 2
