"""Whether what a text tells happened: MEANTIME's certainty, polarity and time, and UDS-IH2's factuality.

    python bench/quality.py status --data ../shared/data

MEANTIME: every verb or noun marked as an event of the world, mapped to happened, planned, speculated (possible,
probable, after "if") and denied (negated). UDS-IH2: the verbs of the dev part of EWT, happened (value above 0) or not.
What is measured is the reading of the words (`status.py`, `status_tree.py`), whatever type the event has; the
baseline says "happened" always.
"""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from event_reports import articles, f1, report_of
from events_meantime import mentions_of
from lxml import etree

from infostreamer.model import Report
from infostreamer.understand.clauses import groups_of
from infostreamer.understand.event_syntax import Tree
from infostreamer.understand.pack import parse
from infostreamer.understand.pipeline import understand
from infostreamer.understand.status import standing_of_verb, status_of_noun
from infostreamer.understand.status_tree import standing_in
from infostreamer.understand.tokens import Reading, read

_OURS = {"alleged": "happened", "attempted": "happened", "general": "happened", "threatened": "planned",
         "open": "planned", "conditional": "speculated", "negated": "denied"}  # fmt: skip
Pairs = list[tuple[str, str]]  # gold, ours


def measure(data: Path) -> dict[str, Any]:
    """F1 per class and macro F1 for each set, with the baseline's; the figure is the mean of the two macro F1."""
    meantime, uds = list(_meantime(data)), list(_uds(data))
    rows = {"meantime": _table(meantime), "uds": _table(uds)}
    for name, pairs in (("meantime", meantime), ("uds", uds)):
        rows[name]["always_happened"] = _table([(gold, "happened") for gold, _ in pairs])["macro"]
    return {**rows, "figure": round((rows["meantime"]["macro"] + rows["uds"]["macro"]) / 2, 3)}


def _table(pairs: Pairs) -> dict[str, Any]:
    classes = sorted({gold for gold, _ in pairs})
    rows: dict[str, Any] = {}
    for name in classes:
        right = sum(gold == ours == name for gold, ours in pairs)
        rows[name] = f1(right, sum(ours == name for _, ours in pairs), sum(gold == name for gold, _ in pairs))
    macro = sum(row["f1"] for row in rows.values()) / max(1, len(rows))
    return {**rows, "macro": round(macro, 3), "accuracy": round(sum(a == b for a, b in pairs) / max(1, len(pairs)), 3)}


def _meantime(data: Path) -> Iterator[tuple[str, str]]:
    for gold, ours, _ in meantime_cases(data):
        yield gold, ours


def meantime_cases(data: Path) -> Iterator[tuple[str, str, str]]:
    """(gold, ours, the sentence with the mention marked)."""
    for article in articles(data):
        report = report_of(article.text, article.sentences, article.created)
        reading = read(report, understand(report))
        for span, mention, _ in mentions_of(article):
            gold = _gold(mention)
            ours = standing_at(reading, span[0])
            if gold is not None and ours is not None:
                start, end = next(one for one in article.sentences if one[0] <= span[0] < one[1])
                marked = f"{article.text[start : span[0]]}[{article.text[slice(*span)]}]{article.text[span[1] : end]}"
                yield gold, _OURS.get(ours, ours), marked


def _gold(mention: etree._Element) -> str | None:
    certainty, polarity, time = (mention.get(name) for name in ("certainty", "polarity", "time"))
    if polarity == "NEG":
        return "denied"
    if "IF_CLAUSE" in (mention.get("special_cases") or "") or certainty in {"POSSIBLE", "PROBABLE"}:
        return "speculated"
    if certainty != "CERTAIN":
        return None
    return {"NON_FUTURE": "happened", "FUTURE": "planned"}.get(time or "")


def standing_at(reading: Reading, start: int) -> str | None:
    """What is read of the verb or noun that starts there: by the rules, and where the tree doubts it, by the tree."""
    ruled = _by_rules(reading, start)
    parsed = _by_tree(reading, start)
    return parsed if ruled in {"happened", "general"} and parsed is not None else ruled


@lru_cache(maxsize=2)
def _trees(report: Report) -> list[Tree]:
    return [Tree(sentence) for sentence in parse(report).sentences]


def _by_tree(reading: Reading, start: int) -> str | None:
    places = ((tree, tree.at(start)) for tree in _trees(reading.report))
    found = next(((tree, index) for tree, index in places if index >= 0 and tree.tokens[index].tag == "VERB"), None)
    return standing_in(*found, is_title=False) if found is not None else None


def _by_rules(reading: Reading, start: int) -> str | None:
    """None inside quotations and for words of other kinds."""
    for at, sentence in enumerate(reading.sentences):
        if not sentence.start <= start < sentence.end:
            continue
        groups = groups_of(reading)[at]
        index = next((i for i, group in enumerate(groups) if sentence.tokens[group.main].start == start), None)
        if index is not None:
            return standing_of_verb(sentence.tokens, groups, index, is_title=sentence.is_title)
        position = next((i for i, token in enumerate(sentence.tokens) if token.start == start), None)
        if position is not None and sentence.tokens[position].tag == "X":
            return status_of_noun(sentence.tokens, groups, position, stance=None) or "open"
    return None


def _uds(data: Path) -> Iterator[tuple[str, str]]:
    for gold, ours, _ in uds_cases(data):
        yield gold, ours


def uds_cases(data: Path) -> Iterator[tuple[str, str, str]]:
    """(happened or not, ours, the sentence with the verb marked) for the verbs of EWT's dev part."""
    notes = _annotations(data)
    for number, (text, words) in enumerate(_sentences(data), 1):
        values = notes.get(f"ewt-dev-{number}", {})
        places = _places(text, words)
        reading = read(report_of(text, [(0, len(text))]), ()) if values else None
        for position, value in values.items():
            if reading is None or position > len(words) or words[position - 1][1] != "VERB":
                continue
            start, end = places[position - 1]
            ours = standing_at(reading, start)
            real = {"happened", "alleged", "general", "attempted"}
            marked = f"{text[:start]}[{text[start:end]}]{text[end:]}"
            yield "happened" if value > 0 else "not", "happened" if ours in real or ours is None else "not", marked


def _annotations(data: Path) -> dict[str, dict[int, float]]:
    path = next((data / "factuality").rglob("normalized/**/factuality.zip"))
    with zipfile.ZipFile(path) as archive:
        sentences = json.loads(archive.read("factuality.json"))["data"]
    return {
        sentence: {
            int(re.findall(r"\d+", name)[-1]): one["factuality"]["factual"]["value"] for name, one in notes.items()
        }
        for sentence, notes in sentences.items()
    }


def _sentences(data: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each sentence of EWT's dev part: its text, and its words with their tags."""
    with tarfile.open(data / "training/ud_english_ewt.tar.xz") as archive:
        member = next(one for one in archive if one.name.endswith("en_ewt-ud-dev.conllu"))
        content = (archive.extractfile(member) or BytesIO()).read().decode()
    for block in content.split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        text = re.search(r"^# text = (.*)$", block, re.MULTILINE)
        if text:
            yield text[1], [(row[1], row[3]) for row in rows if row[0].isdigit()]


def _places(text: str, words: list[tuple[str, str]]) -> list[tuple[int, int]]:
    places, at = [], 0
    for word, _ in words:
        found = text.find(word, at)
        start = found if found >= 0 else at
        at = start + len(word)
        places.append((start, at))
    return places
