"""Members -> "rewrites" edges without a credit: the same names, figures and quotations in the same order, reworded.

Cautious on purpose: two outlets at one press conference share names and quotations too, but each also has what the
other lacks. A rewrite has next to nothing of its own: see the four bounds below.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from infostreamer.model import Edge, Evidence, Figure, Name, Quote, fold
from infostreamer.stories.evidence import own_reporting
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.text.words import stem, stopwords, words_of

FEWEST_ANCHORS = 8
HELD_ANCHORS = 850  # per mille of the younger's distinct anchors that the elder has
HELD_WORDS = 550  # per mille of the younger's distinct content stems that the elder has
IN_ORDER = 600  # per mille of the younger's anchors in the longest common subsequence
MOST_ANCHORS = 120
MOST_ELDERS = 12  # only the earliest reports of a story can be what a bare rewrite rests on


@dataclass(frozen=True, slots=True)
class _Trace:
    anchors: tuple[str, ...]
    stems: frozenset[str]


def rewording_edges(group: Group, *, known: Collection[str]) -> list[Edge]:
    """For each report in `known`'s complement: an edge to the earliest elder that holds nearly all it says."""
    reads = [read for read in group.current if read.report.kind != "opinion"]
    traces = {read.report.id: _trace(read) for read in reads}
    edges = []
    for at, younger in enumerate(reads):
        if younger.report.id in known or own_reporting(younger, group).is_strong:
            continue
        for elder in reads[: min(at, MOST_ELDERS)]:
            score = _holds(traces[younger.report.id], traces[elder.report.id])
            if score and group.keys[elder.report.id] != group.keys[younger.report.id]:
                edges.append(_edge(younger, elder, traces[younger.report.id], score))
                break
    return edges


def _edge(younger: Read, elder: Read, trace: _Trace, score: int) -> Edge:
    name = elder.report.outlet or elder.report.host or "an earlier report"
    text = (
        f"It has nearly every name, figure and quotation of {name}, published earlier, in the same order "
        f"({len(trace.anchors)} of them, {score // 10} % in order), and nothing of its own."
    )
    return Edge(
        from_id=younger.report.id, to=elder.report.id, kind="rewrites", evidence=Evidence(text=text, score=score)
    )


def _holds(younger: _Trace, elder: _Trace) -> int:
    """Per mille of the younger's anchors in order in the elder; 0 where any bound is missed."""
    ours, theirs = set(younger.anchors), set(elder.anchors)
    if len(ours) < FEWEST_ANCHORS or len(ours & theirs) * 1000 < HELD_ANCHORS * len(ours):
        return 0
    if len(younger.stems & elder.stems) * 1000 < HELD_WORDS * max(1, len(younger.stems)):
        return 0
    in_order = _longest_common(younger.anchors, elder.anchors) * 1000 // len(younger.anchors)
    return in_order if in_order >= IN_ORDER else 0


def _trace(read: Read) -> _Trace:
    text, start = read.report.body, read.report.body_start
    found = [(finding.start, _anchor(finding.payload, finding.words(read.report.text))) for finding in read.findings]
    anchors = [anchor for at, anchor in sorted(found, key=lambda pair: pair[0]) if anchor and at >= start]
    stop = stopwords("en")
    stems = frozenset(stem(word) for word in words_of(text) if word not in stop)
    return _Trace(tuple(anchors or _plain_anchors(text))[:MOST_ANCHORS], stems)


def _anchor(payload: object, words: str) -> str | None:
    if isinstance(payload, Name) and payload.type != "nationality":
        return fold(payload.canonical)
    if isinstance(payload, Quote):
        return " ".join(words_of(words)[:8])
    return re.sub(r"\D", "", words) or fold(words) if isinstance(payload, Figure) else None


def _plain_anchors(text: str) -> list[str]:
    """Without findings: numbers and capitalised words that do not begin a sentence."""
    return [fold(found) for found in re.findall(r"(?<=[a-z,] )[A-Z]\w+|\d[\d.,]*\d|\d", text)]


def _longest_common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for our in ours:
        diagonal = 0
        for at, their in enumerate(theirs, 1):
            above = row[at]
            row[at] = diagonal + 1 if our == their else max(above, row[at - 1])
            diagonal = above
    return row[-1]
