"""Another sentence encoder in place of the embedded vectors: the setting understand.encoder."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from infostreamer.model import ConfigurationError
from infostreamer.understand.pack.vectors import Encoder, Rows, means
from infostreamer.understand.pack.weights import read_static


def load_encoder(folder: str) -> Encoder:
    """The encoder of a folder: a vectors.npz as the pack has one, or a model of sentence-transformers.

    Raises:
        ConfigurationError: the folder is not there, holds neither, or sentence-transformers is missing for it.
    """
    path = Path(folder).expanduser()
    if (path / "vectors.npz").is_file():
        return _static(path / "vectors.npz")
    if (path / "modules.json").is_file():
        return _sentence_transformer(path)
    raise ConfigurationError(
        f"understand.encoder: {folder!r} holds no sentence encoder; give a folder with vectors.npz or with a "
        "sentence-transformers model (modules.json)."
    )


def _static(path: Path) -> Encoder:
    try:
        with path.open("rb") as file:
            known = read_static(file)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"understand.encoder: {path} cannot be read as vectors: {error}.") from error
    return lambda texts: means(known, texts)


def _sentence_transformer(path: Path) -> Encoder:
    try:
        module: Any = importlib.import_module("sentence_transformers")
    except ImportError as error:
        raise ConfigurationError(
            "understand.encoder: this model needs sentence-transformers; `pip install sentence-transformers`."
        ) from error
    try:
        model = module.SentenceTransformer(str(path), device="cpu", local_files_only=True)
    except Exception as error:  # a broken folder breaks in whatever way its format breaks
        raise ConfigurationError(f"understand.encoder: {path} cannot be loaded: {error}.") from error

    def encode(texts: Sequence[str]) -> Rows:
        return np.asarray(model.encode(list(texts), normalize_embeddings=True), np.float32)

    return encode
