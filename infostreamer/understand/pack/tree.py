"""From scores of arcs to one tree: each word's best head, repaired by Chu-Liu and Edmonds where that is no tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]


def heads_of(scores: Scores) -> Heads:
    """Heads (n,) of the n words: 0 the root, else 1 + index of the head. One root, no cycle.

    Args:
        scores: (n, n + 1), column 0 the root.
    """
    size = len(scores)
    scores = scores.copy()
    scores[np.arange(size), np.arange(1, size + 1)] = -np.inf
    best: Heads = scores.argmax(1)
    if (best == 0).sum() == 1 and not _cycle(best):
        return best
    root = int((scores[:, 0] - scores[:, 1:].max(1, initial=-np.inf)).argmax())
    scores[:, 0] = -np.inf
    scores[root] = -np.inf
    scores[root, 0] = 0
    return _arborescence(scores)


def _cycle(heads: Heads) -> list[int]:
    """Words of one cycle; empty when every word hangs on the root. Words and heads are counted from 1 here."""
    state = [0] * (len(heads) + 1)
    for first in range(1, len(heads) + 1):
        at, path = first, []
        while at and state[at] == 0:
            state[at] = first + len(heads) + 1
            path.append(at)
            at = int(heads[at - 1])
        if at and state[at] == first + len(heads) + 1:
            return path[path.index(at) :]
    return []


def _arborescence(scores: Scores) -> Heads:
    """Break cycle after cycle: the member whose change costs least gets a head from outside that does not lead back.

    Choosing the cheapest way out of each cycle is Chu and Liu's step; words outside keep their best head. Every step
    lets one more word hang on the root, so it ends after as many steps as there are words.
    """
    heads: Heads = scores.argmax(1)
    while cycle := _cycle(heads):
        below = _leading_to(heads, set(cycle))
        free = np.ones(len(scores) + 1, bool)
        free[list(below)] = False
        members = np.array(cycle) - 1
        gains = np.where(free, scores[members], -np.inf) - scores[members, heads[members]][:, None]
        member, head = np.unravel_index(int(gains.argmax()), gains.shape)
        heads[members[member]] = head
    return heads


def _leading_to(heads: Heads, cycle: set[int]) -> set[int]:
    """The cycle and every word whose path of heads runs into it."""
    inside, outside = set(cycle), {0}
    for first in range(1, len(heads) + 1):
        at, path = first, []
        while at not in inside and at not in outside:
            path.append(at)
            at = int(heads[at - 1])
            if at in path:
                break
        (inside if at in inside else outside).update(path)
    return inside
