"""How well names are found: span and type F1 for person, organisation and place on open gold data.

`python bench/quality.py names --data ../shared/data`; the figure is the mean over the news sets. Three readings of the
same run are compared: rules alone, the embedded tagger alone, and both as the product joins them. The scores of the
product's confidence are in "calibration": for each tenth of confidence, how many were right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from names_gold import NEWS, SETS, Document, Name

from infostreamer.model import Name as Payload
from infostreamer.model import Report
from infostreamer.text.sentences import split_paragraphs
from infostreamer.understand import pack
from infostreamer.understand.names import NAMES
from infostreamer.understand.pack.parse import Parse

KINDS = ("person", "organisation", "place")
Scored = tuple[int, int, str, float]


class _Silent:
    """A reader that says nothing, so that the rules stand alone."""

    def read(self, report: Report) -> Parse:
        """An empty Parse."""
        return Parse()


def measure(data: Path) -> dict[str, object]:
    """Precision, recall and F1 per type and over all, for each set and each reading; calibration; the figure."""
    systems = {"rules": rules_alone, "tagger": tagger_alone, "both": both}
    documents = {name: list(read(data)) for name, read in SETS.items()}
    found = {name: {each: [read(document) for document in documents[each]] for each in documents}
             for name, read in systems.items()}  # fmt: skip
    rows = {
        system: {name: scores(documents[name], each) for name, each in answers.items()}
        for system, answers in found.items()
    }
    pooled = [
        (document, each) for name in NEWS for document, each in zip(documents[name], found["both"][name], strict=True)
    ]
    means = {system: _mean(row[name]["all"]["f1"] for name in NEWS) for system, row in rows.items()}
    return {**rows, "calibration": calibration(pooled), "news": means, "figure": means["both"]}


def report_of(document: Document) -> Report:
    """The document as the finders read it."""
    return Report(
        id=document.id, capture_id="c", address="a", canonical="a", host=None, outlet=None, title=None, byline=(),
        published=None, language="en", kind="report", text=document.text, body_start=0,
        paragraphs=split_paragraphs(document.text), sentences=document.sentences,
    )  # fmt: skip


def both(document: Document) -> list[Scored]:
    """Names as the product finds them."""
    return [
        (each.start, each.end, each.payload.type, each.confidence)
        for each in NAMES.find(report_of(document), ())
        if isinstance(each.payload, Payload) and each.payload.type in KINDS
    ]


def rules_alone(document: Document) -> list[Scored]:
    """Names without the embedded tagger."""
    pack.use(_Silent())
    try:
        return both(document)
    finally:
        pack.use(None)


def tagger_alone(document: Document) -> list[Scored]:
    """Names as the embedded tagger labels them."""
    found: list[Scored] = []
    for sentence in pack.parse(report_of(document)).sentences:
        for token in sentence.tokens:
            kind = token.entity[2:]
            if token.entity[:1] == "I" and found:
                found[-1] = (found[-1][0], token.end, kind, 1.0)
            elif token.entity != "O":
                found.append((token.start, token.end, kind, 1.0))
    return [each for each in found if each[2] in KINDS]


def scores(documents: Sequence[Document], found: Sequence[Sequence[Scored]]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 per type and over all."""
    tally: Counter[tuple[str, str]] = Counter()
    for document, each in zip(documents, found, strict=True):
        ours = {name[:3] for name in each if not is_open(document, name)}
        for what, names in (("right", ours & document.names), ("found", ours), ("gold", document.names)):
            tally.update((what, kind) for _, _, kind in names)
    rows = {kind: _f1(*(tally[what, kind] for what in ("right", "found", "gold"))) for kind in KINDS}
    totals = [sum(tally[what, kind] for kind in KINDS) for what in ("right", "found", "gold")]
    return rows | {"all": _f1(*totals)}


def is_open(document: Document, name: Scored | Name) -> bool:
    """True where the set leaves open what the words are and marks no name of ours."""
    is_inside = any(start < name[1] and name[0] < end for start, end in document.open)
    return is_inside and name[:3] not in document.names


def calibration(pairs: Iterable[tuple[Document, Sequence[Scored]]]) -> dict[str, str]:
    """Per tenth of confidence: share of names found that are right, and how many there were."""
    right: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for document, found in pairs:
        for start, end, kind, confidence in found:
            if is_open(document, (start, end, kind)):
                continue
            bucket = min(9, int(confidence * 10))
            count[bucket] += 1
            right[bucket] += (start, end, kind) in document.names
    return {f"{at / 10:.1f}": f"{right[at] / count[at]:.2f} of {count[at]}" for at in sorted(count)}


def differences(document: Document, found: Sequence[Scored]) -> list[tuple[str, str, str]]:
    """(kind of error, words found or missed, what it should be) of one document."""
    ours = {name[:3] for name in found if not is_open(document, name)}
    rows = []
    for start, end, kind in sorted(ours - document.names):
        rows.append((_fault((start, end, kind), document.names), document.text[start:end],
                     _beside(document, start, end)))  # fmt: skip
    for start, end, kind in sorted(document.names - ours):
        if not any(start < after and first < end for first, after, _ in ours):
            rows.append((f"missed {kind}", document.text[start:end], _beside(document, start, end)))
    return rows


def _fault(name: Name, gold: frozenset[Name]) -> str:
    start, end, kind = name
    same = next((each for each in gold if each[:2] == (start, end)), None)
    if same is not None:
        return f"{same[2]} read as {kind}"
    if any(start < after and first < end for first, after, _ in gold):
        return f"boundary of {kind}"
    return f"false {kind}"


def _beside(document: Document, start: int, end: int) -> str:
    return " ".join(document.text[max(0, start - 40) : end + 40].split())


def _f1(right: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "gold": gold}


def _mean(values: Iterable[float]) -> float:
    row = list(values)
    return round(sum(row) / len(row), 3)


Reading = Callable[[Document], list[Scored]]
