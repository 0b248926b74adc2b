"""Fingerprints: the same on every machine and in every release, as they are stored."""

from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from infostreamer.text.words import shingles, winnow


def one_by_one(words, n):
    """The definition, a run of words at a time."""
    values = [int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") for word in words]
    width, found = min(n, len(values)), []
    for at in range(len(values) - width + 1):
        joined = 0
        for value in values[at : at + width]:
            joined = ((joined ^ value) * 0x9E3779B97F4A7C15 + (joined >> 29)) % 2**64
        found.append(joined % 2**63)
    return found


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=40), st.integers(1, 8))
def test_a_run_of_words_has_one_hash_for_ever(words, n):
    assert shingles(words, n) == one_by_one(words, n)


@given(st.lists(st.integers(0, 2**63 - 1), max_size=40), st.integers(1, 8))
def test_every_window_leaves_its_smallest_hash(hashes, window):
    every = {min(hashes[at : at + window]) for at in range(max(1, len(hashes) - window + 1))} if hashes else set()
    assert winnow(hashes, window) == every
