"""Parts of the pack on their own: trees, tag sequences, lemmas, word pieces, vectors."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.understand.pack.lemmas import lemma_of
from infostreamer.understand.pack.tree import heads_of
from infostreamer.understand.pack.vectors import embed
from infostreamer.understand.pack.viterbi import allowed, best
from infostreamer.understand.pack.wordpiece import WordPieces


def scores_of(size, columns, seed):
    return np.random.default_rng(seed).normal(size=(size, columns)).astype(np.float32)


@given(st.integers(1, 25), st.integers(0, 10_000))
@settings(deadline=None)
def test_any_scores_give_one_root_and_no_cycle(size, seed):
    heads = heads_of(scores_of(size, size + 1, seed))
    assert (heads == 0).sum() == 1
    for at in range(1, size + 1):
        steps = 0
        while at and steps <= size:
            at, steps = int(heads[at - 1]), steps + 1
        assert at == 0


@given(st.integers(1, 4), st.integers(0, 10_000))
@settings(deadline=None)
def test_best_heads_that_form_a_tree_are_kept(size, seed):
    scores = scores_of(size, size + 1, seed)
    free = scores.copy()
    free[np.arange(size), np.arange(1, size + 1)] = -np.inf
    greedy = free.argmax(1)
    heads = heads_of(scores)
    if (greedy == 0).sum() == 1 and (heads == greedy).all():
        assert heads.tolist() == greedy.tolist()


@given(st.integers(0, 500))
@settings(deadline=None, max_examples=30)
def test_the_best_tag_sequence_is_the_best_allowed_one(seed):
    tags = ["O", "B-a", "I-a", "B-b", "I-b"]
    sentences = [scores_of(size, 5, seed + size) for size in (3, 0, 4, 1)]
    found = best(sentences, allowed(tags))
    for scores, ours in zip(sentences, found, strict=True):
        every = itertools.product(range(5), repeat=len(scores))
        fitting = [each for each in every if is_allowed([tags[at] for at in each])]
        wanted = max(fitting, key=lambda each: sum(scores[at, tag] for at, tag in enumerate(each)))
        assert tuple(ours) == wanted


def is_allowed(tags):
    return all(not tag.startswith("I-") or (at > 0 and tags[at - 1][1:] == tag[1:]) for at, tag in enumerate(tags))


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("said", "VERB", "say"), ("says", "VERB", "say"), ("was", "AUX", "be"), ("n't", "PART", "not"),
        ("soldiers", "NOUN", "soldier"), ("cities", "NOUN", "city"), ("women", "NOUN", "woman"),
        ("abducted", "VERB", "abduct"), ("upgraded", "VERB", "upgrade"), ("planning", "VERB", "plan"),
        ("denied", "VERB", "deny"), ("fought", "VERB", "fight"), ("worse", "ADJ", "bad"), ("Minsk", "PROPN", "Minsk"),
        ("Police", "NOUN", "police"), ("news", "NOUN", "news"), ("them", "PRON", "they"), ("ran", "VERB", "run"),
    ],
)  # fmt: skip
def test_lemmas(word, tag, lemma):
    assert lemma_of(word, tag) == lemma


def test_word_pieces_take_the_longest_match_first_and_leave_out_what_is_not_covered():
    pieces = WordPieces({"un": 0, "##able": 1, "##a": 2, "cafe": 3, "!": 4})
    assert pieces.of_text("Unable Café!") == [0, 1, 3, 4]
    assert pieces.of_text("漢字 zebra \x00") == []
    assert pieces.of_word("u" * 1000) == ()


PARAPHRASES = [
    ("The court sentenced the activist to nine years in prison.", "A judge jailed the campaigner for nine years."),
    (
        "At least 12 people died when a bus fell into a river.",
        "A bus plunged into the river, killing 12 people.",
    ),
    (
        "The central bank raised interest rates by half a point.",
        "Interest rates were raised half a point by the bank.",
    ),
    ("Fire destroyed a warehouse near the port overnight.", "A blaze gutted a storage building at the harbour."),
]


def test_paraphrases_are_more_alike_than_anything_else():
    left, right = embed([one for one, _ in PARAPHRASES]), embed([other for _, other in PARAPHRASES])
    likeness = left @ right.T
    assert (likeness.argmax(1) == np.arange(len(PARAPHRASES))).all()
    assert likeness.diagonal().min() > 0.4


def test_vectors_have_length_one_and_unknown_script_has_none():
    rows = embed(["Snow fell.", "", "漢字", "Snow fell."])
    assert rows.shape == (4, 256)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1).round(4).tolist() == [1.0, 0.0, 0.0, 1.0]
    assert (rows[0] == rows[3]).all()


@given(st.text(max_size=100))
@settings(deadline=None)
def test_any_text_has_a_vector_without_trouble(text):
    assert np.isfinite(embed([text])).all()
