"""A larger reader of names: MiniLM fitted on all name data; its doubts and certainties train the small network."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import numpy as np
import torch
from minilm import MiniLM
from torch import Tensor, nn
from torch.nn import functional as F
from treebanks import Sample

from infostreamer.understand.pack.features import shape
from infostreamer.understand.pack.wordpiece import WordPieces

SHAPES = ("lower", "Title", "UPPER", "mixed", "digit", "mark")


def case_of(word: str) -> int:
    """The word's case as one of SHAPES: the encoder itself sees lower case only."""
    kinds = set(shape(word))
    if not kinds & {"X", "x"}:
        return 4 if "d" in kinds else 5
    if "X" not in kinds:
        return 0
    if "x" not in kinds:
        return 2 if len(word) > 1 else 1
    return 1 if word[0].isupper() else 3


class Teacher(nn.Module):
    """Words to scores of name tags: the state of a word's first piece and its case."""

    def __init__(self, weights: dict[str, Tensor], vocabulary: Sequence[str], names: int) -> None:
        super().__init__()
        self.encoder = MiniLM(weights)
        self.case = nn.Embedding(len(SHAPES), 64)
        self.mix = nn.Linear(3 * (384 + 64), 256)
        self.out = nn.Linear(256, names)
        rows = {piece: at for at, piece in enumerate(vocabulary)}
        self.cutter = WordPieces(rows)
        self.marks = rows["[CLS]"], rows["[SEP]"], rows["[UNK]"]

    def forward(self, samples: Sequence[Sample]) -> Tensor:
        """(B, longest, names) over the words of the samples."""
        first, last, unknown = self.marks
        ids, starts = [], []
        for sample in samples:
            line, begins = [first], []
            for word in sample.words:
                begins.append(len(line))
                line += list(self.cutter.of_word(word))[:8] or [unknown]
            ids.append([*line[:255], last])
            starts.append([min(each, 255) for each in begins])
        length, words = max(map(len, ids)), max(map(len, starts))
        grid = torch.zeros((len(ids), length), dtype=torch.long)
        mask = torch.zeros((len(ids), length), dtype=torch.bool)
        where = torch.zeros((len(ids), words), dtype=torch.long)
        cases = torch.full((len(ids), words), 5)
        for at, line in enumerate(ids):
            grid[at, : len(line)] = torch.tensor(line)
            mask[at, : len(line)] = True
            where[at, : len(starts[at])] = torch.tensor(starts[at])
            cases[at, : len(starts[at])] = torch.tensor([case_of(word) for word in samples[at].words])
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(grid, mask, 0.1)
        states = states.float()
        states = torch.gather(states, 1, where.clamp(max=length - 1)[..., None].expand(-1, -1, states.shape[-1]))
        x = torch.cat((states, self.case(cases)), -1)
        x = torch.cat((F.pad(x, (0, 0, 1, 0))[:, :-1], x, F.pad(x, (0, 0, 0, 1))[:, 1:]), -1)
        x = F.relu(self.mix(F.dropout(x, 0.15, self.training)))
        return self.out(F.dropout(x, 0.15, self.training))


def fit_teacher(
    teacher: Teacher, samples: Sequence[Sample], tags: Sequence[str], *, epochs: int, seed: int, copy, groups
):
    """Fit in place; `copy(sample, dice)` varies a sample, `groups(samples, words, dice)` makes the batches."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    # The pieces' own vectors stay: most are too rare here to move, and half of all weights are theirs.
    teacher.encoder.part("embeddings.word_embeddings.weight").requires_grad_(False)
    fitted = [each for each in teacher.encoder.parameters() if each.requires_grad]
    head = [each for name, each in teacher.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": fitted, "top": 1.5e-4}, {"params": head, "top": 1e-3}], weight_decay=0.01)
    index = {tag: at for at, tag in enumerate(tags)}
    per_epoch = len(list(groups(samples, 900, random.Random(0))))
    step, started = 0, time.time()
    teacher.train()
    for _ in range(epochs):
        for group in groups([copy(sample, dice) for sample in samples], 900, dice):
            done = step / per_epoch / epochs
            for each in optimizer.param_groups:
                each["lr"] = each["top"] * min(1, step / 60) * max(0.02, 1 - done)
            scores = teacher(group)
            gold = torch.full(scores.shape[:2], -100)
            for at, sample in enumerate(group):
                gold[at, : len(sample.names)] = torch.tensor([index[tag] for tag in sample.names])
            loss = F.cross_entropy(scores.flatten(0, 1), gold.flatten())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 100 == 0:
                print(
                    f"teacher {time.time() - started:5.0f} s  step {step}/{per_epoch * epochs} {loss.item():.3f}",
                    flush=True,
                )
    teacher.eval()


def label(teacher: Teacher, samples: Sequence[Sample], groups) -> dict[int, np.ndarray]:
    """Probabilities (words, tags) as float16 by the sample's identity."""
    found: dict[int, np.ndarray] = {}
    with torch.no_grad():
        for group in groups(samples, 1500, random.Random(0)):
            chances = teacher(group).softmax(-1).numpy().astype(np.float16)
            for at, sample in enumerate(group):
                found[id(sample)] = chances[at, : len(sample.words)]
    return found
