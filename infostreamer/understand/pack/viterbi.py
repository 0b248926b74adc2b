"""The best sequence of name tags in which no I- follows anything but its own B- or I-."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
_NEVER = np.float32(-1e9)


def allowed(tags: Sequence[str]) -> Scores:
    """(tags, tags): 0 where the second may follow the first, else a score that nothing makes up for."""
    grid = np.zeros((len(tags), len(tags)), np.float32)
    for after, tag in enumerate(tags):
        if tag.startswith("I-"):
            grid[:, after] = [0 if before[1:] == tag[1:] else _NEVER for before in tags]
    return grid


def best(scores: Sequence[Scores], grid: Scores) -> list[list[int]]:
    """Indices of tags for every sentence; all sentences go through the positions together, the longest first.

    Args:
        scores: per sentence (words, tags).
        grid: as `allowed` gives it; a sentence starts as after the first tag, which must be "O".
    """
    order = sorted(range(len(scores)), key=lambda at: -len(scores[at]))
    sizes = [len(scores[at]) for at in order]
    longest = sizes[0] if sizes else 0
    padded = np.zeros((len(order), longest, len(grid)), np.float32)
    for line, at in enumerate(order):
        padded[line, : sizes[line]] = scores[at]
    pointers = np.zeros((longest, len(order), len(grid)), np.int64)
    state = np.zeros((len(order), len(grid)), np.float32)
    final = np.zeros_like(state)
    for at in range(longest):
        alive = sum(size > at for size in sizes)
        steps = (state[:alive, :, None] + grid) if at else np.broadcast_to(grid[0], (alive, *grid.shape))
        pointers[at, :alive] = steps.argmax(1)
        state = steps.max(1) + padded[:alive, at]
        final[:alive] = state
    found: list[list[int]] = [[] for _ in order]
    for line, (at, size) in enumerate(zip(order, sizes, strict=True)):
        tag = int(final[line].argmax())
        for position in range(size - 1, -1, -1):
            found[at].append(tag)
            tag = int(pointers[position, line, tag])
        found[at].reverse()
    return found
