"""Addresses and words."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.model import BadInput
from infostreamer.text.urls import host_of, normalise
from infostreamer.text.words import shingles, stems, stopwords, tokens, winnow, words_of

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("HTTP://WWW.Courier.Example:80/a b?utm_source=x&id=1#top", "http://www.courier.example/a%20b?id=1"),
        ("www.courier.example", "https://www.courier.example/"),
        ("https://courier.example?fbclid=1", "https://courier.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("https://münster.example/ü", "https://xn--mnster-3ya.example/%C3%BC"),
        ("https://courier.example/a%2fb", "https://courier.example/a%2Fb"),
    ],
)
def test_one_page_has_one_spelling(address: str, expected: str):
    assert normalise(address) == expected
    assert normalise(expected) == expected


def test_relative_addresses_join_their_page():
    assert normalise("../b?x=1", "https://courier.example/news/a/") == "https://courier.example/news/b?x=1"


@pytest.mark.parametrize(
    "address", ["mailto:a@b.example", "javascript:alert(1)", "", "http://", "http://[", "ftp://x/y", "a b"]
)
def test_what_is_no_web_address_is_refused_in_one_sentence(address: str):
    with pytest.raises(BadInput) as refused:
        normalise(address)
    assert "\n" not in str(refused.value)


@given(ANY_TEXT)
def test_any_text_is_an_address_or_bad_input(text: str):
    try:
        once = normalise(text)
    except BadInput:
        return
    assert normalise(once) == once
    assert "#" not in once


@given(ANY_TEXT)
def test_hosts_never_fail(text: str):
    host = host_of(text)
    assert host is None or (host == host.lower() and not host.startswith("www."))


def test_hosts_lose_www_and_nothing_else():
    assert host_of("https://www.Courier.example:8080/x") == "courier.example"
    assert host_of("www.courier.example") == "courier.example"
    assert host_of("no address") is None


def test_words_are_folded_and_possessives_cut():
    assert words_of("Kalen’s café – don't RUN!") == ["kalen", "cafe", "don't", "run"]


def test_inflected_forms_meet():
    assert len(set(stems("arrest arrests arrested arresting"))) == 1
    assert len(set(stems("мост моста мосту мостом"))) == 1
    assert len(set(stems("arrest arrestee"))) == 2


@given(ANY_TEXT)
def test_tokens_stand_where_they_say(text: str):
    spans = tokens(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))


def test_hashes_do_not_depend_on_the_process():
    code = "from infostreamer.text.words import shingles; print(shingles('a b c d'.split(), 3))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, env={"PYTHONHASHSEED": seed}, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert all(0 <= value < 2**63 for value in shingles(["a", "b", "c", "d"], 3))


@given(st.lists(st.sampled_from("abcdefgh"), min_size=12, max_size=40), st.integers(0, 10), st.integers(0, 10))
def test_shared_runs_are_always_seen(words: list[str], before: int, after: int):
    """Winnowing's guarantee: a shared run of window + n - 1 words shares a fingerprint."""
    n, window = 3, 4
    shared = words[: n + window - 1]
    one = winnow(shingles(["x"] * before + shared + ["y"] * after, n), window)
    two = winnow(shingles(["p"] * after + shared + ["q"] * before, n), window)
    assert one & two


def test_stopwords_are_per_language():
    assert "the" in stopwords("en")
    assert "и" in stopwords("ru")
    assert stopwords("xx") == frozenset()


def test_a_host_longer_than_any_is_none():
    """It would not fit an index of PostgreSQL, and no report behind it could be read."""
    longest, longer = f"{'a' * 60}." * 4 + "a" * 9, f"{'a' * 60}." * 4 + "a" * 10
    assert host_of(f"https://{longest}/x") == longest
    assert host_of(f"https://{longer}/x") is None
    assert normalise(f"https://{longest}/x")
    with pytest.raises(BadInput, match="253"):
        normalise(f"https://{longer}/x")
