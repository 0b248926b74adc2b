"""From a report to its Parse: quotations masked, long sentences cut, words read by the network."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infostreamer.model import Report
from infostreamer.understand.pack.lemmas import lemma_of
from infostreamer.understand.pack.parse import Parse, Sentence, Token
from infostreamer.understand.pack.tokens import split
from infostreamer.understand.pack.tree import heads_of
from infostreamer.understand.pack.viterbi import allowed, best
from infostreamer.understand.pack.weights import Labels, network, static
from infostreamer.understand.quotation import Quotation, find_quotations

Indices = NDArray[np.int64]
Scores = NDArray[np.float32]

_TOGETHER = 400  # sentences read in one go: bounds the memory of a very long report
_LONGEST = 120  # words the network reads together; arcs cost the square of it
_STAND_IN = "it"  # what the network reads in place of a masked quotation
_LEAST_WORDS = 4  # a shorter quotation is part of its clause and stays
_STOPS = frozenset(".!?…,;:")


@dataclass(frozen=True, slots=True)
class Word:
    """A place in the text and what the network reads there."""

    start: int
    end: int
    read: str
    is_masked: bool = False


def read(report: Report) -> Parse:
    """The Parse of an English report, or of one whose language is unknown; empty for others."""
    if report.language not in ("en", None) or not report.text.strip():
        return Parse()
    rows = [part for words in _sentences(report) for part in _parts(words)]
    found: list[Sentence] = []
    for at in range(0, len(rows), _TOGETHER):
        found += _read(report.text, rows[at : at + _TOGETHER])
    return Parse(tuple(found))


def _read(text: str, rows: Sequence[Sequence[Word]]) -> Iterator[Sentence]:
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
    parts = zip(row, tags.tolist(), heads.tolist(), relations.argmax(1).tolist(), entities, strict=True)
    tokens = tuple(
        _token(text, word, labels.tags[tag], head - 1, labels.relations[relation], labels.names[entity])
        for word, tag, head, relation, entity in parts
    )
    return Sentence(row[0].start, row[-1].end, tokens)


def _token(text: str, word: Word, tag: str, head: int, relation: str, entity: str) -> Token:
    if word.is_masked:
        is_said = relation in ("obj", "nsubj", "ccomp", "obl", "parataxis", "dep")
        return Token(word.start, word.end, "", "", "NOUN", head, "ccomp" if is_said else relation, "O")
    slice_ = text[word.start : word.end]
    return Token(word.start, word.end, slice_, lemma_of(slice_, tag), tag, head, relation, entity)


def _sentences(report: Report) -> Iterator[list[Word]]:
    """The words of every sentence by start; a sentence around quotations first, then what is quoted in it."""
    masks = [span for each in find_quotations(report.text, report.paragraphs) for span in _masked(report, each)]
    at = 0
    for start, end in _joined(report.sentences, masks):
        while at < len(masks) and masks[at][0] < start:
            at += 1
        inside = []
        while at < len(masks) and masks[at][1] <= end:
            inside.append(masks[at])
            at += 1
        yield from _around(report, start, end, inside)


def _around(report: Report, start: int, end: int, masks: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
    words, last = [], start
    for first, after in masks:
        words += _words(report.text, last, first)
        words.append(Word(first, after, _STAND_IN, is_masked=True))
        last = after
    words += _words(report.text, last, end)
    if any(not word.is_masked and word.read[0].isalnum() for word in words) or not masks:
        yield words
    for first, after in masks:
        for inner_start, inner_end in _inside(report, first + 1, after - 1):
            yield _words(report.text, inner_start, inner_end)


def _words(text: str, start: int, end: int) -> list[Word]:
    return [Word(first, after, text[first:after]) for first, after in split(text, start, end)]


def _masked(report: Report, quotation: Quotation) -> list[tuple[int, int]]:
    """The quotation's pieces with their marks, when it is a clause of its own; else nothing."""
    inner = " ".join(report.text[start:end] for start, end in quotation.inner)
    has_stop = inner.rstrip()[-1:] in _STOPS
    is_clause = len(inner.split()) >= _LEAST_WORDS and (has_stop or _follows_colon(report.text, quotation.start))
    return list(quotation.outer) if is_clause else []


def _follows_colon(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].rstrip()[-1:] in (":", ",")


def _joined(sentences: Sequence[tuple[int, int]], masks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences, those that one quotation runs across made one."""
    at = 0
    held: tuple[int, int] | None = None
    for start, end in sentences:
        if held is not None:
            start = held[0]
        while at < len(masks) and masks[at][1] <= end:
            at += 1
        is_open = at < len(masks) and masks[at][0] < end < masks[at][1]
        if is_open:
            held = (start, end)
            continue
        held = None
        yield start, end
    if held is not None:
        yield held[0], sentences[-1][1]


def _inside(report: Report, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences between the marks."""
    for at in range(max(0, bisect_right(report.sentences, (start, start)) - 1), len(report.sentences)):
        first, after = report.sentences[at]
        if first >= end:
            return
        if start < after:
            yield max(first, start), min(after, end)


def _parts(words: list[Word]) -> Iterator[list[Word]]:
    """The sentence, cut after a mark (or anywhere) where it is too long to be read together."""
    while len(words) > _LONGEST:
        stops = [at for at in range(_LONGEST // 2, _LONGEST) if words[at].read in (";", ":", ",", ".")]
        cut = (stops[-1] if stops else _LONGEST - 1) + 1
        yield words[:cut]
        words = words[cut:]
    if words:
        yield words
