"""How well names are found: span and type F1 for person, organisation and place on open gold data.

python bench/quality_names.py ../shared/data
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from infostreamer.model import Name, Report
from infostreamer.text.sentences import split_paragraphs
from infostreamer.understand.names import NAMES

TYPES = {"PER": "person", "ORG": "organisation", "LOC": "place"}
_TIGHT_LEFT, _TIGHT_RIGHT = set(",.;:!?)]}%'’”"), set("([{$“")

Sentence = list[tuple[str, str]]  # word, BIO tag


def measure(data: Path) -> dict[str, object]:
    """Precision, recall and F1 per type and over all, for each set that is there; the figure is the mean over all."""
    sets = {
        "wikigold": data / "names/wikigold/data/wikigold/CONLL-format/data/wikigold.conll.txt",
        "uner-ewt-test": data / "names/uner-ewt/en_ewt-ud-test.iob2",
    }
    rows = {name: _score(path) for name, path in sets.items() if path.is_file()}
    return {**rows, "figure": round(sum(row["all"]["f1"] for row in rows.values()) / max(1, len(rows)), 3)}


def _score(path: Path) -> dict[str, dict[str, float]]:
    tally: Counter[tuple[str, str]] = Counter()
    for document in documents(path):
        gold, found = compare(document)
        for kind in TYPES.values():
            ours, theirs = {each for each in found if each[2] == kind}, {each for each in gold if each[2] == kind}
            tally["right", kind] += len(ours & theirs)
            tally["found", kind] += len(ours)
            tally["gold", kind] += len(theirs)
    rows: dict[str, object] = {
        kind: _f1(*(tally[what, kind] for what in ("right", "found", "gold"))) for kind in TYPES.values()
    }
    totals = [sum(tally[what, kind] for kind in TYPES.values()) for what in ("right", "found", "gold")]
    return rows | {"all": _f1(*totals)}


def _f1(right: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def documents(path: Path) -> Iterator[list[Sentence]]:
    """Documents of sentences; where the file marks none, 20 sentences at a time."""
    document: list[Sentence] = []
    sentence: Sentence = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        fields = line.split("\t") if "\t" in line else line.split()
        if line.startswith("# newdoc") or line.startswith("-DOCSTART-") or (not line.strip() and len(document) >= 20):
            if document:
                yield document
            document = []
        if not line.strip() and sentence:
            document.append(sentence)
            sentence = []
        elif line.strip() and not line.startswith(("#", "-DOCSTART-")):
            word, tag = (fields[1], fields[2]) if fields[0].isdigit() and len(fields) > 2 else (fields[0], fields[-1])
            sentence.append((word, tag))
    if document:
        yield document


def compare(document: list[Sentence]) -> tuple[set[tuple[int, int, str]], set[tuple[int, int, str]]]:
    """Gold and found (start, end, type) of one document."""
    text, sentences, gold = _lay_out(document)
    found = {
        (each.start, each.end, each.payload.type)
        for each in NAMES.find(_report(text, sentences), ())
        if isinstance(each.payload, Name)
    }
    return gold, found


def _lay_out(document: list[Sentence]) -> tuple[str, list[tuple[int, int]], set[tuple[int, int, str]]]:
    text, sentences, gold = "", [], set()
    for sentence in document:
        start = len(text)
        open_at, kind, last = -1, "", len(text)
        for word, tag in [*sentence, ("", "O")]:
            type_ = tag.split("-")[-1] if tag != "O" else ""
            if open_at >= 0 and (not type_ or tag.startswith("B-") or type_ != kind):
                gold.add((open_at, last, TYPES.get(kind, "other")))
                open_at = -1
            if word and len(text) > start and word[0] not in _TIGHT_LEFT and text[-1] not in _TIGHT_RIGHT:
                text += " "
            if type_ and open_at < 0:
                open_at, kind = len(text), type_
            text += word
            last = len(text)
        sentences.append((start, len(text)))
        text += "\n\n"
    return text, sentences, gold


def _report(text: str, sentences: list[tuple[int, int]]) -> Report:
    return Report(
        id="r", capture_id="c", address="a", canonical="a", host=None, outlet=None, title=None, byline=(),
        published=None, language="en", kind="report", text=text, body_start=0, paragraphs=split_paragraphs(text),
        sentences=tuple(sentences),
    )  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1])), indent=1))
