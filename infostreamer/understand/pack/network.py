"""The trained network in NumPy: hashed words and static vectors in, scores of tags, heads, relations and names out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infostreamer.understand.pack.features import TABLES, Features

Array = NDArray[np.float32]
Rows = NDArray[np.int64]

_HEADS = 4  # of every attention layer
_BATCH = 1600  # words, padding included, that go through the layers together
_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one sentence of n words: tags (n, tags), arcs (n, n + 1; 0 the root), names (n, name tags).

    `states` (n + 1, width) are what `Network.relations` needs, the root first.
    """

    tags: Array
    arcs: Array
    names: Array
    states: Array


class Network:
    """The layers in the order of training/pack/model.py; weights by the names used there."""

    def __init__(
        self, weights: Mapping[str, Array], distances: Mapping[str, Sequence[int]], features: Features
    ) -> None:
        """`distances`: of each stack of windows ("trunk", "parse", "names"), how far its layers look."""
        self._weights = weights
        self._features = features
        self._distances = distances

    def read(self, sentences: Sequence[Sequence[str]], static: Mapping[str, Array]) -> list[Scores]:
        """Scores of every sentence, in order. `static`: the static vector of every word that occurs.

        The words of all sentences stand in one matrix without padding; only attention pads, in groups of like length.
        """
        layout = Layout.of([len(sentence) for sentence in sentences])
        if not layout.words:
            return []
        entries, index = self._enter(sentences, static)
        x = entries[[index[word] for sentence in sentences for word in sentence]]
        for at, distance in enumerate(self._distances["trunk"]):
            x = self._window(f"trunk.{at}", x, layout, distance)
        parsed = self._branch("parse", "look", x, layout)
        named = self._branch("names", "names_look", x, layout)
        return list(self._scores(parsed, named, layout))

    def relations(self, states: Sequence[Array], heads: Sequence[Rows]) -> list[Array]:
        """Scores (n, relations) per sentence, for words whose heads (0 the root, else 1 + index) are known.

        Args:
            states: per sentence (n + 1, width), the root first, as `read` gives them.
            heads: per sentence (n,).
        """
        if not states:
            return []
        sizes = [len(each) for each in heads]
        firsts = np.cumsum([0, *(size + 1 for size in sizes)])
        words = np.concatenate([first + 1 + np.arange(size) for first, size in zip(firsts, sizes, strict=False)])
        chosen = np.concatenate([first + each for first, each in zip(firsts, heads, strict=False)])
        together = np.concatenate(states)
        dep = _with_one(np.maximum(self._linear("label_dep", together[words]), 0))
        head = _with_one(np.maximum(self._linear("label_head", together), 0))[chosen]
        label = self._weights["label"]
        mixed = (dep @ label.reshape(label.shape[0], -1)).reshape(len(dep), label.shape[1], label.shape[2])
        scores = np.matmul(mixed, head[:, :, None])[:, :, 0]
        return np.split(scores, np.cumsum(sizes)[:-1])

    def _enter(self, sentences: Sequence[Sequence[str]], static: Mapping[str, Array]) -> tuple[Array, dict[str, int]]:
        """One row per distinct word, and the row of each: the first layer sees no neighbours."""
        index: dict[str, int] = {}
        for sentence in sentences:
            for word in sentence:
                index.setdefault(word, len(index))
        rows = np.array([self._features.rows_of(word) for word in index], np.int64).reshape(len(index), len(TABLES))
        tables = [self._weights[f"tables.{name}.weight"] for name in TABLES if f"tables.{name}.weight" in self._weights]
        parts = [table[rows[:, at]] for at, table in enumerate(tables)]
        vectors = np.array([static[word] for word in index], np.float32).reshape(len(index), -1)
        x = np.concatenate((parts[0] + parts[1], *parts[2:], vectors), 1)
        return self._norm("enter_norm", self._linear("enter", x)), index

    def _scores(self, parsed: Array, named: Array, layout: Layout) -> Iterator[Scores]:
        tags, names = self._linear("tag", parsed), self._linear("name", named)
        root = self._weights["root"][None]
        dep = np.maximum(self._linear("arc_dep", parsed), 0) @ self._weights["arc"]
        heads = np.maximum(self._linear("arc_head", np.concatenate((root, parsed))), 0)
        biases = self._linear("arc_bias", heads)[:, 0]
        for first, after in layout.spans:
            head, bias = heads[first : after + 1].copy(), biases[first : after + 1].copy()
            head[0], bias[0] = heads[0], biases[0]  # the row before the sentence's own gives way to the root
            states = np.concatenate((root, parsed[first:after]))
            yield Scores(tags[first:after], dep[first:after] @ head.T + bias, names[first:after], states)

    def _branch(self, stack: str, look: str, x: Array, layout: Layout) -> Array:
        for at, distance in enumerate(self._distances[stack]):
            x = self._window(f"{stack}.{at}", x, layout, distance)
            if at == 1:
                x = self._attend(look, x, layout)
        return x

    def _window(self, name: str, x: Array, layout: Layout, distance: int) -> Array:
        width = x.shape[1]
        near = np.zeros((len(x), 3 * width), np.float32)
        near[distance:, :width] = x[:-distance]
        near[layout.before < distance, :width] = 0
        near[:, width : 2 * width] = x
        near[:-distance, 2 * width :] = x[distance:]
        near[layout.behind < distance, 2 * width :] = 0
        mixed = self._linear(f"{name}.mix", near)
        np.maximum(mixed, 0, out=mixed)
        mixed += x
        return self._norm(f"{name}.norm", mixed)

    def _attend(self, name: str, x: Array, layout: Layout) -> Array:
        width = x.shape[1]
        qkv = self._linear(f"{name}.qkv", x)
        qkv[:, :width] *= np.float32((width // _HEADS) ** -0.5)
        seen = np.empty_like(x)
        for places, is_word in layout.groups:
            batch, length = places.shape
            q, k, v = qkv[places].reshape(batch, length, 3, _HEADS, width // _HEADS).transpose(2, 0, 3, 1, 4)
            scores = np.matmul(q, k.swapaxes(2, 3))
            scores += np.where(is_word, np.float32(0), _NEVER)[:, None, None, :]
            scores -= scores.max(3, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(3, keepdims=True)
            seen[places[is_word]] = np.matmul(scores, v).swapaxes(1, 2).reshape(batch, length, width)[is_word]
        return self._norm(f"{name}.norm", x + self._linear(f"{name}.out", seen))

    def _linear(self, name: str, x: Array) -> Array:
        weight = self._weights[f"{name}.weight"]
        flat: Array = x.reshape(-1, x.shape[-1]) @ weight
        flat += self._weights[f"{name}.bias"]
        return flat.reshape(*x.shape[:-1], weight.shape[1])

    def _norm(self, name: str, x: Array) -> Array:
        x = x - x.mean(-1, keepdims=True)
        spread = np.einsum("...i,...i->...", x, x)[..., None] / np.float32(x.shape[-1])
        x *= 1 / np.sqrt(spread + np.float32(1e-5))
        x *= self._weights[f"{name}.weight"]
        x += self._weights[f"{name}.bias"]
        return x


def _with_one(x: Array) -> Array:
    return np.concatenate((x, np.ones((len(x), 1), np.float32)), 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where sentences stand in a matrix of all their words.

    Attributes:
        words: rows in all.
        spans: first and after-last row of every sentence.
        before, behind: for every word, how many words of its sentence stand before and behind it.
        groups: sentences of like length as (rows (sentences, longest), whether a word stands there); the rows of
            places without a word are 0.
    """

    words: int
    spans: tuple[tuple[int, int], ...]
    before: Rows
    behind: Rows
    groups: tuple[tuple[Rows, NDArray[np.bool_]], ...]

    @staticmethod
    def of(sizes: Sequence[int]) -> Layout:
        """The layout of sentences of these numbers of words."""
        ends = np.cumsum(sizes, dtype=np.int64) if sizes else np.zeros(0, np.int64)
        firsts = ends - np.array(sizes, np.int64)
        words = int(ends[-1]) if sizes else 0
        before = np.arange(words) - np.repeat(firsts, sizes)
        behind = np.repeat(ends, sizes) - 1 - np.arange(words)
        groups = []
        for group in _groups(sizes):
            steps = np.arange(max(sizes[at] for at in group))
            is_word = steps < np.array([[sizes[at]] for at in group])
            groups.append((np.where(is_word, firsts[group][:, None] + steps, 0), is_word))
        spans = tuple(zip(firsts.tolist(), ends.tolist(), strict=True))
        return Layout(words, spans, before, behind, tuple(groups))


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of sentences of like length, about _BATCH words each when padded; empty sentences are in none."""
    group: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda each: (lengths[each], each)):
        if not lengths[at]:
            continue
        if group and ((len(group) + 1) * lengths[at] > _BATCH or lengths[at] > 1.25 * lengths[group[0]] + 4):
            yield group
            group = []
        group.append(at)
    if group:
        yield group
