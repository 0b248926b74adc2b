"""Static vectors: each word piece alone through the encoder, reduced by PCA, weighted by rank, as int8 rows.

The approach is that of model2vec (Tulkens and van Dongen 2024), in own code.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import torch
from minilm import MiniLM

DIMENSIONS = 256
_COMMON = 1e-3  # how fast the weight of frequent pieces falls (smooth inverse frequency)


def keep(piece: str) -> bool:
    """Latin letters, digits and marks; no slots left unused and no other scripts, which the encoder hardly knows."""
    word = piece.removeprefix("##")
    if piece.startswith("["):
        return piece == "["
    return all(not letter.isalpha() or "LATIN" in unicodedata.name(letter, "") for letter in word)


def distil(weights: dict[str, torch.Tensor], vocabulary: list[str]) -> tuple[list[str], np.ndarray, float]:
    """(pieces, int8 rows, scale): row * scale is the weighted vector of the piece."""
    encoder = MiniLM(weights).eval()
    rows = [at for at, piece in enumerate(vocabulary) if keep(piece)]
    first, last = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
    states = []
    with torch.no_grad():
        for at in range(0, len(rows), 1024):
            ids = torch.tensor([[first, row, last] for row in rows[at : at + 1024]])
            states.append(encoder(ids, torch.ones_like(ids, dtype=torch.bool)).mean(1))
    vectors = torch.cat(states).double().numpy()
    vectors -= vectors.mean(0)
    _, basis = np.linalg.eigh(vectors.T @ vectors)
    reduced = vectors @ basis[:, ::-1][:, :DIMENSIONS]
    # The vocabulary is sorted by frequency; Zipf's law gives the probability of a rank.
    ranks = np.arange(2, len(rows) + 2)
    probability = 1 / ranks / (1 / ranks).sum()
    reduced *= (_COMMON / (_COMMON + probability))[:, None]
    scale = np.percentile(np.abs(reduced), 99.98) / 127
    return (
        [vocabulary[row] for row in rows],
        np.clip(np.round(reduced / scale), -127, 127).astype(np.int8),
        float(scale),
    )
