"""The files of the pack, read once: network, labels, static vectors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import IO

import numpy as np
from numpy.typing import NDArray

from infostreamer.understand.pack.features import Features
from infostreamer.understand.pack.network import Network
from infostreamer.understand.pack.wordpiece import WordPieces

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Static:
    """Pieces and their int8 rows; row * scale is the vector."""

    pieces: WordPieces
    rows: NDArray[np.int8]
    scale: np.float32

    def of_word(self, word: str) -> Array:
        """The mean of the word's pieces, (width,); zeros where no piece covers it."""
        at = list(self.pieces.of_word(word[:30]))
        if not at:
            return np.zeros(self.rows.shape[1], np.float32)
        vector: Array = self.rows[at].astype(np.float32).mean(0) * self.scale
        return vector


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of the network's classes, in the order of its scores."""

    tags: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]


@lru_cache(maxsize=1)
def static() -> Static:
    """The static vectors of the pack."""
    with resources.files(__package__).joinpath("vectors.npz").open("rb") as file:
        return read_static(file)


def read_static(file: IO[bytes]) -> Static:
    """Static vectors from an .npz with `pieces` (UTF-8, one per line), `rows` (int8) and `scale`.

    Raises:
        ValueError, KeyError: it holds something else.
    """
    with np.load(file, allow_pickle=False) as stored:
        pieces = bytes(stored["pieces"]).decode("utf-8").split("\n")
        vocabulary = {piece: at for at, piece in enumerate(pieces)}
        return Static(WordPieces(vocabulary), stored["rows"], np.float32(stored["scale"]))


@lru_cache(maxsize=1)
def network() -> tuple[Network, Labels]:
    """The network with its labels; int8 matrices become float32 again, column by column."""
    with resources.files(__package__).joinpath("network.npz").open("rb") as file, np.load(file) as stored:
        about = json.loads(bytes(stored["about"]))
        weights = {
            name: stored[name].astype(np.float32) * (stored.get(f"{name}/scale", 1))
            for name in stored.files
            if name not in ("about", "lists") and not name.endswith("/scale")
        }
        lists = _lists(bytes(stored["lists"]).decode("utf-8")) if "lists" in stored.files else {}
    labels = Labels(*(tuple(about[kind]) for kind in ("tags", "relations", "names")))
    return Network(weights, about["distances"], Features(lists)), labels


def _lists(text: str) -> dict[str, int]:
    """Lower-case word -> bits, from lines "word bits"."""
    rows = (line.rsplit(" ", 1) for line in text.split("\n") if line)
    return {word: int(bits) for word, bits in rows}
