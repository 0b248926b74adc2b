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
        """Scores of every sentence, in order. `static`: the static vector of every word that occurs."""
        entries, index = self._enter(sentences, static)
        found: list[Scores | None] = [None] * len(sentences)
        for group in _groups([len(sentence) for sentence in sentences]):
            longest = max(len(sentences[at]) for at in group)
            x = np.zeros((len(group), longest, entries.shape[1]), np.float32)
            mask = np.zeros((len(group), longest, 1), np.float32)
            for line, at in enumerate(group):
                x[line, : len(sentences[at])] = entries[[index[word] for word in sentences[at]]]
                mask[line, : len(sentences[at])] = 1
            for line, scores in enumerate(self._scores(x, mask)):
                found[group[line]] = _cut(scores, len(sentences[group[line]]))
        return [scores for scores in found if scores is not None]

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

    def _scores(self, x: Array, mask: Array) -> Iterator[Scores]:
        for at, distance in enumerate(self._distances["trunk"]):
            x = self._window(f"trunk.{at}", x, mask, distance)
        parsed = self._branch("parse", "look", x, mask)
        named = self._branch("names", "names_look", x, mask)
        tags, names, arcs = self._linear("tag", parsed), self._linear("name", named), self._arcs(parsed, mask)
        root = np.broadcast_to(self._weights["root"], (len(x), 1, x.shape[2]))
        states = np.concatenate((root, parsed), 1)
        return (Scores(*parts) for parts in zip(tags, arcs, names, states, strict=True))

    def _branch(self, stack: str, look: str, x: Array, mask: Array) -> Array:
        for at, distance in enumerate(self._distances[stack]):
            x = self._window(f"{stack}.{at}", x, mask, distance)
            if at == 1:
                x = self._attend(look, x, mask)
        return x

    def _window(self, name: str, x: Array, mask: Array, distance: int) -> Array:
        x = x * mask
        batch, length, width = x.shape
        near = np.zeros((batch, length, 3 * width), np.float32)
        near[:, distance:, :width] = x[:, :-distance]
        near[:, :, width : 2 * width] = x
        near[:, :-distance, 2 * width :] = x[:, distance:]
        mixed = self._linear(f"{name}.mix", near)
        np.maximum(mixed, 0, out=mixed)
        mixed += x
        return self._norm(f"{name}.norm", mixed)

    def _attend(self, name: str, x: Array, mask: Array) -> Array:
        batch, length, width = x.shape
        qkv = self._linear(f"{name}.qkv", x).reshape(batch, length, 3, _HEADS, width // _HEADS).transpose(2, 0, 3, 1, 4)
        scores = np.matmul(qkv[0] * np.float32((width // _HEADS) ** -0.5), qkv[1].swapaxes(2, 3))
        scores += np.where(mask[:, None, None, :, 0] > 0, np.float32(0), _NEVER)
        scores -= scores.max(3, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(3, keepdims=True)
        seen = np.matmul(scores, qkv[2]).swapaxes(1, 2).reshape(batch, length, width)
        return self._norm(f"{name}.norm", x + self._linear(f"{name}.out", seen))

    def _arcs(self, parsed: Array, mask: Array) -> Array:
        batch, _, width = parsed.shape
        heads = np.concatenate((np.broadcast_to(self._weights["root"], (batch, 1, width)), parsed), 1)
        dep = np.maximum(self._linear("arc_dep", parsed), 0)
        head = np.maximum(self._linear("arc_head", heads), 0)
        scores = np.matmul(dep @ self._weights["arc"], head.swapaxes(1, 2))
        scores += self._linear("arc_bias", head).swapaxes(1, 2)
        scores[:, :, 1:] += np.where(mask[:, None, :, 0] > 0, np.float32(0), _NEVER)
        return np.asarray(scores, np.float32)

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


def _cut(scores: Scores, size: int) -> Scores:
    """The sentence's own part of a padded batch."""
    return Scores(
        scores.tags[:size], scores.arcs[:size, : size + 1], scores.names[:size], scores.states[: size + 1]
    )  # fmt: skip


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of sentences of like length, about _BATCH words each when padded; empty sentences with the shortest."""
    group: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda each: (lengths[each], each)):
        if group and ((len(group) + 1) * lengths[at] > _BATCH or lengths[at] > 1.5 * lengths[group[0]] + 4):
            yield group
            group = []
        group.append(at)
    if group:
        yield group
