"""Fitting the network: batches of like length, one loss per task, an average of the late weights."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import torch
from model import Reader
from samples import damaged, swapped
from torch import Tensor
from torch.nn import functional as F
from treebanks import Sample

from infostreamer.understand.pack.features import TABLES, Features
from infostreamer.understand.pack.wordpiece import WordPieces


class Labels:
    """The names of the classes, and indices back."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.tags = sorted({tag for sample in samples for tag in sample.tags})
        self.relations = sorted({each for sample in samples for each in sample.relations})
        kinds = ("person", "organisation", "place", "nationality", "other")
        self.names = ["O", *(f"{mark}-{kind}" for kind in kinds for mark in "BI")]


class Inputs:
    """What is known of a word: its rows in the tables, and the mean of its pieces' static vectors, float32."""

    def __init__(self, features: Features, pieces: WordPieces, rows: np.ndarray, scale: float) -> None:
        self.features, self.pieces, self.rows, self.scale = features, pieces, rows, scale
        self.of = lru_cache(maxsize=200_000)(self._of)

    def _of(self, word: str) -> np.ndarray:
        at = list(self.pieces.of_word(word[:30]))
        if not at:
            return np.zeros(self.rows.shape[1], np.float32)
        return self.rows[at].astype(np.float32).mean(0) * np.float32(self.scale)


def batch_of(samples: Sequence[Sample], inputs: Inputs) -> tuple[Tensor, Tensor, Tensor]:
    """(rows, static, mask) of sentences padded to the longest."""
    length = max(len(sample.words) for sample in samples)
    rows = np.zeros((len(samples), length, len(TABLES)), np.int64)
    vectors = np.zeros((len(samples), length, inputs.rows.shape[1]), np.float32)
    mask = np.zeros((len(samples), length, 1), np.float32)
    for at, sample in enumerate(samples):
        size = len(sample.words)
        rows[at, :size] = [inputs.features.rows_of(word) for word in sample.words]
        vectors[at, :size] = [inputs.of(word) for word in sample.words]
        mask[at, :size] = 1
    return torch.from_numpy(rows), torch.from_numpy(vectors), torch.from_numpy(mask)


def targets(samples: Sequence[Sample], labels: Labels, length: int) -> tuple[Tensor, ...]:
    """(tags, heads, relations, names), -100 where nothing is known; heads count from 1, 0 is the root."""
    grids = torch.full((4, len(samples), length), -100)
    maps = [{name: at for at, name in enumerate(each)} for each in (labels.tags, labels.relations, labels.names)]
    for at, sample in enumerate(samples):
        for grid, values, table in (
            (0, sample.tags, maps[0]),
            (2, sample.relations, maps[1]),
            (3, sample.names, maps[2]),
        ):
            if values:
                grids[grid, at, : len(values)] = torch.tensor([table[value] for value in values])
        if sample.heads:
            grids[1, at, : len(sample.heads)] = torch.tensor(sample.heads) + 1
    return tuple(grids)


def batches(samples: Sequence[Sample], words: int, dice: random.Random) -> Iterator[list[Sample]]:
    """Batches of about `words` words, sentences of like length together, in random order."""
    order = sorted(samples, key=lambda sample: len(sample.words) + dice.random() * 4)
    groups, group = [], []
    for sample in order:
        if group and (len(group) + 1) * len(sample.words) > words:
            groups.append(group)
            group = []
        group.append(sample)
    groups.append(group)
    dice.shuffle(groups)
    yield from groups


def loss_of(net: Reader, samples: Sequence[Sample], labels: Labels, inputs: Inputs) -> Tensor:
    """The sum of the tasks' losses over the batch, each a mean over its labelled words."""
    rows, vectors, mask = batch_of(samples, inputs)
    tags, heads, relations, names = targets(samples, labels, rows.shape[1])
    has_trees, has_names = bool((tags >= 0).any()), bool((names >= 0).any())
    with torch.autocast("cpu", torch.bfloat16):
        parsed, named = net.states(rows, vectors, mask)
        scores = [(net.name(named), names, 1.5)] if has_names else []
        if has_trees:
            labelled = net.labels(parsed, heads.clamp(min=0))
            scores += [(net.tag(parsed), tags, 1.0), (net.arcs(parsed, mask), heads, 1.0), (labelled, relations, 0.7)]
    total = parsed.new_zeros((), dtype=torch.float32)
    for each, wanted, weight in scores:
        total = total + weight * F.cross_entropy(each.float().flatten(0, 1), wanted.flatten())
    if any(sample.soft is not None for sample in samples):
        total = total + 1.5 * _distilled(net.name(named.float()), samples)
    return total


def _distilled(scores: Tensor, samples: Sequence[Sample]) -> Tensor:
    """Cross entropy against the larger reader's chances, mean over its words."""
    wanted = torch.zeros_like(scores)
    for at, sample in enumerate(samples):
        if sample.soft is not None:
            wanted[at, : len(sample.soft)] = torch.from_numpy(sample.soft.astype(np.float32))
    return -(wanted * scores.log_softmax(-1)).sum() / wanted.sum()


def fit(
    samples: Sequence[Sample], labels: Labels, inputs: Inputs, *, epochs: int, seed: int,
    pool: dict[str, list[list[str]]], words: int = 1200, peak: float = 2e-3,
) -> Reader:  # fmt: skip
    """A network fitted by `epochs` passes over the samples, `words` at a time; the average of its late weights."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    net = Reader(len(labels.tags), len(labels.relations), len(labels.names))
    optimizer = torch.optim.AdamW(net.parameters(), lr=peak, weight_decay=0.02, betas=(0.9, 0.98))
    average = {name: value.detach().clone() for name, value in net.state_dict().items()}
    per_epoch = len(list(batches(samples, words, random.Random(seed))))
    started, step = time.time(), 0
    net.train()
    for epoch in range(epochs):
        for group in batches([_copy(sample, pool, dice) for sample in samples], words, dice):
            done = step / per_epoch / epochs
            for each in optimizer.param_groups:
                each["lr"] = peak * min(1, (step + 1) / 100) * max(0.02, 1 - done)
            loss = loss_of(net, group, labels, inputs)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            step += 1
            keep = min(0.995, step / (step + 20))
            for name, value in net.state_dict().items():
                average[name].lerp_(value, 1 - keep)
            if step % 200 == 0:
                print(f"{time.time() - started:5.0f} s  pass {epoch}  step {step}  loss {loss.item():.3f}", flush=True)
    net.load_state_dict(average)
    return net.eval()


def _copy(sample: Sample, pool: dict[str, list[list[str]]], dice: random.Random) -> Sample:
    """The sentence as it goes into one pass: often with other names, now and then in other capitals."""
    has_names = any(tag != "O" for tag in sample.names)
    if has_names and dice.random() < (0.08 if sample.tags else 0.3):
        sample = swapped(sample, pool, dice)
    return damaged(sample, dice)
