"""From a report to its Parse by the embedded network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from infostreamer.model import Report
from infostreamer.understand.pack.lemmas import lemma_of
from infostreamer.understand.pack.parse import Parse, Sentence, Token
from infostreamer.understand.pack.tree import heads_of
from infostreamer.understand.pack.viterbi import allowed, best
from infostreamer.understand.pack.weights import Labels, network, static
from infostreamer.understand.pack.words import Word, rows_of

Indices = NDArray[np.int64]
Scores = NDArray[np.float32]

_TOGETHER = 3000  # words read in one go: bounds the memory of a very long report
_ADDRESS = re.compile(r"://|\w@|^[@#]|\w\.[A-Za-z]{2,}$")
_MOST = 30_000  # words of a report that are read, about 2.5 s; what `bounds` lets through has no more


def read(report: Report) -> Parse:
    """The Parse of an English report, or of one whose language is unknown; empty for others.

    Sentences after the first 30,000 words are left out.
    """
    if report.language not in ("en", None) or not report.text.strip():
        return Parse()
    found: list[Sentence] = []
    for rows in _portions(rows_of(report)):
        found += read_rows(report.text, rows)
    return Parse(tuple(found))


def _portions(rows: Sequence[Sequence[Word]]) -> Iterator[list[Sequence[Word]]]:
    """The rows in portions of about _TOGETHER words, up to _MOST words in all."""
    portion: list[Sequence[Word]] = []
    words = total = 0
    for row in rows:
        if portion and words + len(row) > _TOGETHER:
            yield portion
            portion, words = [], 0
        if total + len(row) > _MOST:
            break
        portion.append(row)
        words, total = words + len(row), total + len(row)
    if portion:
        yield portion


def read_rows(text: str, rows: Sequence[Sequence[Word]]) -> Iterator[Sentence]:
    """One sentence of tokens per row of words; no row may be empty."""
    known, (layers, labels) = static(), network()
    vectors = {word: known.of_word(word) for word in {word.read for row in rows for word in row}}
    scores = layers.read([[word.read for word in row] for row in rows], vectors)
    heads = [heads_of(each.arcs) for each in scores]
    relations = layers.relations([each.states for each in scores], heads)
    entities = best([each.names for each in scores], allowed(labels.names))
    for row, each, head, relation, entity in zip(rows, scores, heads, relations, entities, strict=True):
        yield _sentence(text, row, each.tags.argmax(1), head, relation, entity, labels)


def _sentence(
    text: str, row: Sequence[Word], tags: Indices, heads: Indices, relations: Scores, entities: Sequence[int],
    labels: Labels,
) -> Sentence:  # fmt: skip
    """One sentence of tokens; only the root's relation is "root"."""
    root = labels.relations.index("root")
    relations[heads > 0, root] = -np.inf
    relations[heads == 0, root] = np.inf
    names = _tidied(text, row, [labels.names[entity] for entity in entities])
    parts = zip(row, tags.tolist(), heads.tolist(), relations.argmax(1).tolist(), names, strict=True)
    tokens = tuple(
        _token(text, word, labels.tags[tag], head - 1, labels.relations[relation], name)
        for word, tag, head, relation, name in parts
    )
    return Sentence(row[0].start, row[-1].end, tokens)


def _tidied(text: str, row: Sequence[Word], names: list[str]) -> list[str]:
    """Web and mail addresses and handles are no names, and none runs on after a line break or one of these."""
    for at, word in enumerate(row):
        if _ADDRESS.search(word.read):
            names[at] = "O"
        elif names[at].startswith("I-") and (names[at - 1] == "O" or "\n" in text[row[at - 1].end : word.start]):
            names[at] = f"B-{names[at][2:]}"
    return names


def _token(text: str, word: Word, tag: str, head: int, relation: str, entity: str) -> Token:
    if word.is_masked:
        is_said = relation in ("obj", "nsubj", "ccomp", "obl", "parataxis", "dep")
        return Token(word.start, word.end, "", "", "NOUN", head, "ccomp" if is_said else relation, "O")
    slice_ = text[word.start : word.end]
    return Token(word.start, word.end, slice_, lemma_of(slice_, tag), tag, head, relation, entity)
