"""Sentence vectors for likeness: the weighted mean of the word pieces' static vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from infostreamer.understand.pack.weights import Static, static

Rows = NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Rows]

_configured: Encoder | None = None


def embed(texts: Sequence[str]) -> Rows:
    """One row of length 1 per text, (texts, 256); a text without any known word gives zeros.

    The dot product of two rows is the texts' likeness, -1 to 1. English only: other scripts have no pieces. Rows are
    sums of whole numbers before the one division, so they are the same on every machine. With the setting
    understand.encoder the rows are that encoder's, and as wide as it makes them.
    """
    return means(static(), texts) if _configured is None else _configured(texts)


def use(encoder: Encoder | None) -> None:
    """Embed with this from now on, for the whole process; None goes back to the static vectors."""
    global _configured
    _configured = encoder


def means(known: Static, texts: Sequence[str]) -> Rows:
    """The texts' vectors by these static vectors, (texts, width), each of length 1 or all zeros."""
    sums = np.zeros((len(texts), known.rows.shape[1]), np.int64)
    for at, text in enumerate(texts):
        pieces = known.pieces.of_text(text)
        if pieces:
            sums[at] = known.rows[pieces].sum(0, dtype=np.int64)
    lengths = np.sqrt((sums * sums).sum(1, dtype=np.int64).astype(np.float64))
    rows: Rows = (sums / np.maximum(lengths, 1)[:, None]).astype(np.float32)
    return rows
