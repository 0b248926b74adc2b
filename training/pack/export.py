"""The fitted network as the files that ship: int8 matrices with a scale per column, everything else float32."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from fit import Labels
from model import NAMES, PARSE, TRUNK, Reader


def write_network(net: Reader, labels: Labels, lists: Mapping[str, int], path: Path) -> None:
    """network.npz, loadable without pickles."""
    stored: dict[str, np.ndarray] = {}
    for name, value in sorted(net.state_dict().items()):
        array = value.detach().float().numpy()
        if array.ndim == 2 and not name.startswith("tables.") and name != "arc":
            array = array.T
        if array.ndim < 2:
            stored[name] = array
            continue
        axis = tuple(range(array.ndim - 1))
        scale = np.maximum(np.abs(array).max(axis, keepdims=True), 1e-8) / 127
        stored[name] = np.clip(np.round(array / scale), -127, 127).astype(np.int8)
        stored[f"{name}/scale"] = scale.astype(np.float32)
    about = {
        "tags": labels.tags, "relations": labels.relations, "names": labels.names,
        "distances": {"trunk": TRUNK, "parse": PARSE, "names": NAMES},
    }  # fmt: skip
    listed = "\n".join(f"{word} {bits}" for word, bits in lists.items())
    stored["lists"] = np.frombuffer(listed.encode("utf-8"), np.uint8)
    stored["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    np.savez_compressed(path, **stored)


def write_vectors(pieces: list[str], rows: np.ndarray, scale: float, path: Path) -> None:
    """vectors.npz."""
    text = np.frombuffer("\n".join(pieces).encode("utf-8"), np.uint8)
    np.savez_compressed(path, pieces=text, rows=rows, scale=np.float32(scale))
