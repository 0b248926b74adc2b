"""Members -> "rewrites" edges without a credit: the same names, numbers and quotations in other words and any order.

Cautious on purpose: two outlets at one press conference share names and quotations too, but each also has what the
other lacks. A rewrite has next to nothing of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from infostreamer.model import Edge, Evidence, Report, Span
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.held import Held
from infostreamer.stories.order import delay
from infostreamer.stories.traces import Anchor, Trace, has, is_spoken, sound_of, trace_of

FEWEST = 6  # anchors; fewer are in any two reports of one happening
OF_ITS_OWN = 10  # one anchor that the elder lacks is forgiven for so many
HELD_WORDS = 350  # per mille of the younger's content stems that the elder has (a translation has none)
FEWEST_CITED = 4  # anchors, where the text itself says whom it has them from
FEWEST_ABROAD = 8  # anchors of a translation
MOST_HOLDERS = 40  # what more reports have tells nothing about who has it from whom
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Match:
    parent: int
    held: int  # anchors
    of: int
    is_translation: bool


def rewording_edges(held: Held, *, known: Collection[tuple[str, str]], cites: Sequence[Edge]) -> list[Edge]:
    """For each report without a known parent: an edge to the elder that holds nearly all it says."""
    derived = {origin for origin, _ in known}
    cited = {(held.index[edge.from_id], held.index[edge.to]) for edge in cites if edge.to in held.index}
    traces = [trace_of(read) for read in held.reads]
    candidates = _candidates(traces)
    edges = []
    for index, read in enumerate(held.reads):
        if read.report.id in derived or read.report.kind == "opinion":
            continue
        match = _best(held, traces, index, candidates[index], cited)
        if match is not None:
            edges.append(_edge(held, index, match, traces))
    return edges


def _candidates(traces: Sequence[Trace]) -> list[list[int]]:
    """Per report those that share at least three anchors with it, by index."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, trace in enumerate(traces):
        for sound in trace.sounds:
            if len(holders[sound]) < MOST_HOLDERS:
                holders[sound].append(index)
    found = []
    for trace in traces:
        counts = Counter(other for sound in trace.sounds for other in holders[sound])
        found.append(sorted(other for other, count in counts.items() if count >= 3))
    return found


def _best(
    held: Held, traces: Sequence[Trace], index: int, others: Sequence[int], cited: Collection[tuple[int, int]]
) -> _Match | None:
    """The elder that holds most anchors, the earliest of equals."""
    best: _Match | None = None
    for other in others:
        is_cited = (index, other) in cited
        if other == index or held.is_one_outlet(index, other) or not (is_cited or held.is_before(other, index)):
            continue
        match = _match(held, traces, index, other, is_cited=is_cited)
        if match is not None and (best is None or match.held > best.held):
            best = match
    return best


def _match(held: Held, traces: Sequence[Trace], index: int, other: int, *, is_cited: bool) -> _Match | None:
    ours, theirs = traces[index], traces[other]
    is_translation = held.reads[index].report.language != held.reads[other].report.language
    anchors = _outside_own(held, index, other, ours.anchors, is_cited=is_cited)
    anchors = [anchor for anchor in anchors if is_spoken(anchor)] if is_translation else anchors
    least = FEWEST_CITED if is_cited else FEWEST_ABROAD if is_translation else FEWEST
    if len(anchors) < least:
        return None
    lacking = [anchor for anchor in anchors if not has(theirs, anchor, is_translation=is_translation)]
    settings = min(1, sum(anchor.is_setting for anchor in lacking))  # a rewrite says in which country the town lies
    if len(lacking) - settings > len(anchors) // OF_ITS_OWN:
        return None
    if not is_translation and _words_held(held, index, other) < HELD_WORDS:
        return None
    return _Match(other, len(anchors) - len(lacking), len(anchors), is_translation)


def _outside_own(held: Held, index: int, other: int, anchors: Sequence[Anchor], *, is_cited: bool) -> Sequence[Anchor]:
    """The anchors that are to be explained: all, or those outside the one paragraph that a rewriter added.

    Nobody's rewrite is a report that has a dateline, that says openly whom it cites beside its own reporting, or whose
    elder shows no reporting itself.
    """
    own, report = held.own_at(index), held.reads[index].report
    if not own.is_enough or own.is_credited:
        return anchors
    is_added = own.spans and dateline_of(report) is None
    if not is_added or is_cited or not held.own_at(other).is_strong:
        return ()
    start, end = next(
        (pair for pair in report.paragraphs if pair[0] <= own.spans[0].start < pair[1]),
        (report.body_start, len(report.text)),
    )
    return [anchor for anchor in anchors if not start <= anchor.start < end]


def _words_held(held: Held, index: int, other: int) -> int:
    ours = held.vocabulary(index)
    return len(ours & held.vocabulary(other)) * 1000 // max(1, len(ours))


def _edge(held: Held, index: int, match: _Match, traces: Sequence[Trace]) -> Edge:
    ours, theirs = held.reads[index].report, held.reads[match.parent].report
    later = delay(theirs, ours)
    when = f", {later}" if later else ""
    manner = "in translation" if match.is_translation else "in other words"
    words = (
        f"It tells the report of {held.name(match.parent)} again {manner}{when}: {match.held} of its {match.of} names, "
        "numbers and quotations stand there, and next to nothing is its own."
    )
    pairs = _side_by_side(held, index, match, traces)
    evidence = Evidence(
        text=words,
        from_spans=tuple(one for one, _ in pairs),
        to_spans=tuple(other for _, other in pairs),
        score=match.held * 1000 // match.of,
    )
    return Edge(from_id=ours.id, to=theirs.id, kind="rewrites", evidence=evidence)


def _side_by_side(held: Held, index: int, match: _Match, traces: Sequence[Trace]) -> list[tuple[Span, Span]]:
    """The sentences that have most in common: in the younger, and in the elder."""
    ours, theirs = held.reads[index].report, held.reads[match.parent].report
    mine, other = _by_sentence(ours, traces[index]), _by_sentence(theirs, traces[match.parent])
    rows = []
    for at, sounds in mine.items():
        common, best = max(((len(sounds & held_there), -place) for place, held_there in other.items()), default=(0, 0))
        rows += [(-common, at, -best)] if common > 1 else []
    return [
        (Span(ours.id, *ours.sentences[at]), Span(theirs.id, *theirs.sentences[place]))
        for _, at, place in sorted(rows)[:MOST_SHOWN]
    ]


def _by_sentence(report: Report, trace: Trace) -> dict[int, frozenset[str]]:
    """Index of a sentence -> its names and numbers as they sound."""
    found: dict[int, set[str]] = defaultdict(set)
    starts = [start for start, _ in report.sentences]
    for anchor in trace.anchors:
        at = bisect_right(starts, anchor.start) - 1
        if at >= 0 and (sound := sound_of(anchor.text)):
            found[at].add(sound)
    return {at: frozenset(sounds) for at, sounds in found.items()}
