"""Scores of a fitted network on gold words: tags, attachment, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import torch
from fit import Inputs, Labels, batch_of
from model import Reader
from samples import spans_of
from treebanks import Sample

from infostreamer.understand.pack.viterbi import allowed, best


def predict(net: Reader, samples: Sequence[Sample], labels: Labels, inputs: Inputs) -> list[Sample]:
    """The samples with predicted tags, heads (greedy), relations and names."""
    found: list[Sample] = []
    order = sorted(range(len(samples)), key=lambda at: len(samples[at].words))
    for at in range(0, len(order), 24):
        group = [samples[index] for index in order[at : at + 24]]
        rows, vectors, mask = batch_of(group, inputs)
        with torch.no_grad():
            parsed, named = net.states(rows, vectors, mask)
            tags = net.tag(parsed).argmax(-1)
            heads = net.arcs(parsed, mask).argmax(-1)
            relations = net.labels(parsed, heads).argmax(-1)
            chances = net.name(named).numpy()
            names = best(
                [chances[line, : len(sample.words)] for line, sample in enumerate(group)], allowed(labels.names)
            )
        for line, sample in enumerate(group):
            size = len(sample.words)
            found.append(Sample(
                words=sample.words, tags=[labels.tags[each] for each in tags[line, :size]],
                heads=[int(each) - 1 for each in heads[line, :size]],
                relations=[labels.relations[each] for each in relations[line, :size]],
                names=[labels.names[each] for each in names[line]],
            ))  # fmt: skip
    back = {index: at for at, index in enumerate(order)}
    return [found[back[index]] for index in range(len(samples))]


def whole(names: list[str]) -> list[str]:
    """BIO tags with an I- after nothing of its kind read as a B-."""
    fixed: list[str] = []
    for tag in names:
        broken = tag.startswith("I-") and (not fixed or fixed[-1][1:] != tag[1:])
        fixed.append("B" + tag[1:] if broken else tag)
    return fixed


def attachment(gold: Sequence[Sample], found: Sequence[Sample]) -> dict[str, float]:
    """UPOS accuracy, UAS and LAS over all words but punctuation (tags: all words)."""
    tally: Counter[str] = Counter()
    for theirs, ours in zip(gold, found, strict=True):
        for at, tag in enumerate(theirs.tags):
            tally["words"] += 1
            tally["upos"] += tag == ours.tags[at]
            if tag == "PUNCT":
                continue
            is_head = theirs.heads[at] == ours.heads[at]
            tally["scored"] += 1
            tally["uas"] += is_head
            tally["las"] += is_head and theirs.relations[at] == ours.relations[at]
    return {
        "upos": round(tally["upos"] / tally["words"], 4), "uas": round(tally["uas"] / tally["scored"], 4),
        "las": round(tally["las"] / tally["scored"], 4),
    }  # fmt: skip


def names(gold: Sequence[Sample], found: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 per type and over person, organisation and place ("all")."""
    tally: Counter[tuple[str, str]] = Counter()
    for theirs, ours in zip(gold, found, strict=True):
        right, guess = set(spans_of(theirs.names)), set(spans_of(ours.names))
        for kind in ("person", "organisation", "place", "nationality", "other"):
            mine = {each for each in guess if each[2] == kind}
            wanted = {each for each in right if each[2] == kind}
            for group in (kind, "all") if kind in ("person", "organisation", "place") else (kind,):
                tally[group, "right"] += len(mine & wanted)
                tally[group, "found"] += len(mine)
                tally[group, "gold"] += len(wanted)
    rows = {}
    for kind in ("person", "organisation", "place", "nationality", "other", "all"):
        right, guess, wanted = (tally[kind, each] for each in ("right", "found", "gold"))
        precision, recall = right / max(guess, 1), right / max(wanted, 1)
        f1 = 2 * right / max(guess + wanted, 1)
        rows[kind] = {"p": round(precision, 3), "r": round(recall, 3), "f1": round(f1, 3)}
    return rows
