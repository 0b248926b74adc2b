"""All training and test sentences, and the copies of them that make the network robust."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import named
from treebanks import Sample, read_archive, sentences

from infostreamer.text.sentences import split_sentences
from infostreamer.understand.pack.tokens import split


def collect(data: Path, own: Path) -> dict[str, list[Sample]]:
    """The parts by name: "train", and the tests "gum-news", "ewt-test", "uner-test"."""
    ewt = read_archive(data / "training/ud_english_ewt.tar.xz", r"\.conllu$")
    gum = read_archive(data / "training/gum_open_genres.tar.xz", r"^gum/dep/")
    held = [*sentences(ewt.pop("ewt/en_ewt-ud-test.conllu"))]
    held_ids = {sample.id for sample in held} | {sample.document for sample in held}
    seen = {sample.id: sample for text in ewt.values() for sample in sentences(text)}
    web = [sample for id_, sample in seen.items() if id_ not in held_ids and sample.document not in held_ids]
    names = {sample.id: sample.names for sample in named.uner(data / "names/uner-ewt/en_ewt-ud-dev.iob2")}
    web = [replace(sample, names=_fitting(sample, names.get(sample.id, []))) for sample in web]
    news = [each for path, text in gum.items() if "_news_" in path for each in named.gum(text, path)]
    other = [each for path, text in gum.items() if "_news_" not in path for each in named.gum(text, path)]
    wiki = named.wikigold(data / "names/wikigold/data/wikigold/CONLL-format/data/wikigold.conll.txt")
    return {
        "train": [*web, *other, *wiki, *named.own(own)],
        "gum-news": news,
        "ewt-test": held,
        "silver": [each for path in open_reports(data) for each in unlabelled(path)],
        "uner-test": named.uner(data / "names/uner-ewt/en_ewt-ud-test.iob2"),
    }


def open_reports(data: Path) -> list[Path]:
    """Documents of re3d whose licences are open: public domain, OGL, CC BY, CC BY-SA."""
    parts = ("Australian Department of Foreign Affairs", "CENTCOM", "UK Government", "US State Department", "Wikipedia")
    return [data / "events/re3d" / part / "documents.json" for part in parts]


def unlabelled(path: Path) -> Iterator[Sample]:
    """The sentences of a file of documents, cut into words by the tokeniser that runs later."""
    for line in path.read_text("utf-8-sig").splitlines():
        text = json.loads(line)["text"] if line.strip() else ""
        for start, end in split_sentences(text, "en"):
            words = [text[first:after] for first, after in split(text, start, end)]
            if 3 <= len(words) <= 100:
                yield Sample(words=words, document=path.parent.name)


def _fitting(sample: Sample, names: list[str]) -> list[str]:
    return names if len(names) == len(sample.words) else []


def damaged(sample: Sample, dice: random.Random) -> Sample:
    """Now and then a copy as headlines and posts are written: no stop, Title Case, ALL CAPITALS, all lower-case."""
    chance = dice.random()
    if chance < 0.05:
        return replace(sample, words=[word.lower() for word in sample.words])
    if chance < 0.09:
        return replace(sample, words=[word.upper() for word in sample.words])
    if chance < 0.16:
        return replace(sample, words=[word[:1].upper() + word[1:] for word in sample.words])
    if (
        chance < 0.24
        and len(sample.words) > 3
        and sample.words[-1] in ".!?"
        and len(sample.words) - 1 not in sample.heads
    ):
        return replace(
            sample, words=sample.words[:-1], tags=sample.tags[:-1], heads=sample.heads[:-1],
            relations=sample.relations[:-1], names=sample.names[:-1],
            soft=None if sample.soft is None else sample.soft[:-1],
        )  # fmt: skip
    return sample


def spans_of(names: list[str]) -> list[tuple[int, int, str]]:
    """(first, after last, type) of every mention in BIO tags."""
    found = []
    for at, tag in enumerate([*names, "O"]):
        if not tag.startswith("I-") and found and found[-1][1] < 0:
            found[-1] = (found[-1][0], at, found[-1][2])
        if tag.startswith("B-"):
            found.append((at, -1, tag[2:]))
    return [each for each in found if each[1] > 0]


def mentions_by_type(samples: Iterable[Sample]) -> dict[str, list[list[str]]]:
    """All mentions of the samples as word lists, by type, sorted: what mentions are swapped for."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for sample in samples:
        for first, after, kind in spans_of(sample.names):
            found.setdefault(kind, set()).add(tuple(sample.words[first:after]))
    return {kind: [list(each) for each in sorted(texts)] for kind, texts in sorted(found.items())}


def swapped(sample: Sample, pool: dict[str, list[list[str]]], dice: random.Random) -> Sample:
    """The sentence with its persons, organisations and places exchanged for others; only its names are kept."""
    words, names, at = [], [], 0
    for first, after, kind in spans_of(sample.names):
        words += sample.words[at:first]
        names += sample.names[at:first]
        new = dice.choice(pool[kind]) if kind != "other" and dice.random() < 0.8 else sample.words[first:after]
        words += new
        names += [f"B-{kind}", *[f"I-{kind}"] * (len(new) - 1)]
        at = after
    return Sample(words=words + sample.words[at:], names=names + sample.names[at:], document=sample.document)
