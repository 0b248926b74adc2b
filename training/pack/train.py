"""Trains the embedded pack: `python training/pack/train.py --data ../shared/data --out infostreamer/understand/pack`.

Writes network.npz, vectors.npz, lemmas.tsv and CARD.json (digests of all data, versions, sizes, scores), from which
`card.py` writes the tables of CARD.md. See training/README.md for what must be installed and how long it takes.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import hashlib
import json
import platform
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import card
import export
import fit
import gazetteer
import lemmatise
import minilm
import numpy as np
import quoted
import samples
import score
import static
import teacher
import torch
from treebanks import Sample

from infostreamer.understand.pack.features import Features
from infostreamer.understand.pack.wordpiece import WordPieces

HERE = Path(__file__).resolve().parent
LONGEST = 100  # words: the few longer sentences are left out of training
EPOCHS, TEACHER_EPOCHS, SEED = 11, 2, 20261122


def main() -> None:
    """Read, distil, teach, fit, export, score."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with training/, names/ and events/")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pack")
    parser.add_argument("--names", type=Path, default=HERE.parent / "names", help="folder of our annotated sentences")
    parser.add_argument("--keep", type=Path, help="folder for intermediate results, used again when they are there")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    keep_memory()
    torch.use_deterministic_algorithms(True)
    started = time.time()
    parts = samples.collect(options.data, options.names)
    weights, vocabulary = minilm.read(minilm.folder())
    pieces, rows, scale = static.distil(weights, vocabulary)
    export.write_vectors(pieces, rows, scale, options.out / "vectors.npz")
    rules = lemmatise.learn(parts["train"], lemmatise.irregular())
    lemmatise.write(rules, options.out / "lemmas.tsv")
    labels = fit.Labels(parts["train"])
    lists = gazetteer.lists()
    train = [each for each in parts["train"] if len(each.words) <= LONGEST]
    train += quoted.masked(train, random.Random(SEED))
    pool = samples.mentions_by_type(train)
    teach(train, parts, labels, pool, weights, vocabulary, options.keep)
    inputs = fit.Inputs(Features(lists), WordPieces({piece: at for at, piece in enumerate(pieces)}), rows, scale)
    ours = [each for each in train if each.names and not each.tags and each.text]  # our guideline, our kind of text
    net = fit.fit([*train, *ours, *parts["silver"]], labels, inputs, epochs=options.epochs, seed=SEED, pool=pool)
    export.write_network(net, labels, lists, options.out / "network.npz")
    scores = {name: tested(net, parts[name], labels, inputs) for name in ("gum-news", "ewt-test", "uner-test")}
    about = {
        "seed": SEED, "epochs": options.epochs, "seconds": round(time.time() - started), "versions": versions(),
        "sentences": {name: len(part) for name, part in parts.items()}, "scores": scores,
        "digests": digests(options.data, options.names),
        "files": {name: (options.out / name).stat().st_size for name in ("network.npz", "vectors.npz", "lemmas.tsv")},
    }  # fmt: skip
    (options.out / "CARD.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    card.write(about, options.out / "CARD.md")
    print(json.dumps(scores, indent=1))


def keep_memory() -> None:
    """Let the C library keep freed memory: handing every batch back to the kernel takes a third of the time."""
    libc = ctypes.util.find_library("c")
    if libc and platform.system() == "Linux":
        for option, value in ((-4, 0), (-1, 2**31 - 1)):  # M_MMAP_MAX, M_TRIM_THRESHOLD
            ctypes.CDLL(libc).mallopt(option, value)


def teach(
    train: Sequence[Sample], parts: dict[str, list[Sample]], labels: fit.Labels, pool: Any,
    weights: dict[str, torch.Tensor], vocabulary: list[str], keep: Path | None,
) -> None:  # fmt: skip
    """Fit the larger reader on all named sentences, and set `soft` of every training sentence to what it thinks."""
    reader = teacher.Teacher(weights, vocabulary, len(labels.names))
    kept = keep / "teacher.pt" if keep else None
    if kept is not None and kept.is_file():
        reader.load_state_dict(torch.load(kept))
        reader.eval()
    else:
        named = [each for each in train if each.names]

        def copy(sample: Sample, dice: random.Random) -> Sample:
            return samples.damaged(samples.swapped(sample, pool, dice) if dice.random() < 0.2 else sample, dice)

        teacher.fit_teacher(
            reader, named, labels.names, epochs=TEACHER_EPOCHS, seed=SEED, copy=copy, groups=fit.batches
        )  # fmt: skip
        if kept is not None:
            torch.save(reader.state_dict(), kept)
    for part in (train, parts["silver"]):
        chances = teacher.label(reader, part, fit.batches)
        for sample in part:
            sample.soft = chances[id(sample)]
    for name in ("gum-news", "uner-test"):
        chances = teacher.label(reader, parts[name], fit.batches)
        found = [
            Sample(words=each.words, names=score.whole([labels.names[at] for at in chances[id(each)].argmax(-1)]))
            for each in parts[name]
        ]
        print("teacher", name, score.names(parts[name], found), flush=True)


def tested(net: Any, part: Sequence[Sample], labels: fit.Labels, inputs: fit.Inputs) -> dict[str, Any]:
    """Tags, attachment and names on gold words, as far as the part is labelled."""
    found = score.predict(net, part, labels, inputs)
    parsed = score.attachment(part, found) if part[0].tags else {}
    return {**parsed, **({"names": score.names(part, found)} if part[0].names else {})}


def versions() -> dict[str, str]:
    """What the result depends on besides the data."""
    return {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__}


def digests(data: Path, names: Path) -> dict[str, str]:
    """SHA-256 of every file that was read, by its path below the data folder."""
    files = [
        *sorted((data / "training").glob("*.tar.xz")), *sorted((data / "names/uner-ewt").glob("*.iob2")),
        *sorted((data / "names/wikigold").rglob("*.txt")), *samples.open_reports(data),
    ]  # fmt: skip
    found = {path.relative_to(data).as_posix(): digest(path) for path in files}
    own = hashlib.sha256("".join(f"{path.name} {digest(path)}\n" for path in sorted(names.glob("*.txt"))).encode())
    model = minilm.folder() / "model.safetensors"
    return {**found, "training/names/*.txt": own.hexdigest(), "all-MiniLM-L6-v2 model.safetensors": digest(model)}


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
