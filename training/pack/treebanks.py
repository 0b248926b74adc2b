"""Treebanks in CoNLL-U: words, tags, heads, relations, lemmas, and GUM's entities reduced to names."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

# Subtypes that carry meaning for the finders; all others are reduced to their universal relation.
SUBTYPES = {
    "nsubj:pass", "nsubj:outer", "csubj:pass", "aux:pass", "obl:agent", "obl:unmarked", "nmod:poss", "nmod:unmarked",
    "nmod:desc", "acl:relcl", "advcl:relcl", "compound:prt", "det:predet", "cc:preconj",
}  # fmt: skip


@dataclass
class Sample:
    """One sentence. Empty `tags` or `names`: not labelled for that task."""

    words: list[str]
    tags: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # index of the head, -1 root
    relations: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)  # no space after the word
    id: str = ""
    document: str = ""
    text: str = ""
    soft: np.ndarray | None = None  # (words, name tags): what a larger reader thinks of the names


def read_archive(path: Path, wanted: str) -> dict[str, str]:
    """Text of the archive's files whose path matches, by path, sorted."""
    with tarfile.open(path) as archive:
        members = sorted((each for each in archive if each.isfile()), key=lambda each: each.name)
        return {
            each.name: archive.extractfile(each).read().decode("utf-8")  # type: ignore[union-attr]
            for each in members
            if re.search(wanted, each.name)
        }


def sentences(text: str, document: str = "") -> Iterator[Sample]:
    """Every sentence of one CoNLL-U text."""
    rows: list[list[str]] = []
    head: dict[str, str] = {}
    glued_ranges: dict[int, int] = {}
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            name, _, value = line[1:].partition("=")
            head[name.strip()] = value.strip()
            document = value.strip() if name.strip() == "newdoc id" else document
        elif line:
            fields = line.split("\t")
            if fields[0].isdigit():
                rows.append(fields)
            elif "-" in fields[0]:
                first, last = map(int, fields[0].split("-"))
                glued_ranges[first] = last if "SpaceAfter=No" in fields[9] else -last
        elif rows:
            yield _sample(rows, head, glued_ranges, document)
            rows, head, glued_ranges = [], {}, {}


def relation(name: str) -> str:
    """The relation as the network knows it."""
    return name if name in SUBTYPES else name.split(":")[0]


def _sample(rows: list[list[str]], head: dict[str, str], ranges: dict[int, int], document: str) -> Sample:
    glued = ["SpaceAfter=No" in row[9] for row in rows]
    for first, last in ranges.items():
        for at in range(first, abs(last)):
            glued[at - 1] = True
        glued[abs(last) - 1] = last > 0
    return Sample(
        words=[row[1].replace(" ", "") for row in rows], tags=[row[3] for row in rows],
        heads=[int(row[6]) - 1 for row in rows], relations=[relation(row[7]) for row in rows],
        lemmas=[row[2] for row in rows], glued=glued, id=head.get("sent_id", ""), document=document,
        text=head.get("text", ""),
    )  # fmt: skip


Mention = tuple[int, int, str, tuple[int, ...]]  # first word, after the last, GUM's entity type, words of the head


def gum_mentions(text: str) -> Iterator[list[Mention]]:
    """Per sentence of a GUM file: its annotated mentions, as they close."""
    for block in text.split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if re.match(r"\d+\t", line)]
        if rows:
            yield _mentions(rows)


def _mentions(rows: list[list[str]]) -> list[Mention]:
    found: list[Mention] = []
    open_: list[tuple[str, int, str, tuple[int, ...]]] = []
    for at, row in enumerate(rows):
        misc = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for mark in re.findall(r"\([^()]+|[^()]*\)", misc):
            if mark.startswith("("):
                parts = mark[1:].split("-")
                span = next((part for part in parts[2:] if re.fullmatch(r"\d+(,\d+)*", part)), "1")
                open_.append((parts[0], at, parts[1], tuple(at + int(each) - 1 for each in span.split(","))))
                continue
            group = mark[:-1]
            matching = [index for index, each in enumerate(open_) if not group or each[0] == group]
            if matching:
                _, first, kind, head = open_.pop(matching[-1])
                found.append((first, at + 1, kind, head))
    return found
