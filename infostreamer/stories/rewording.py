"""Members -> "rewrites" edges without a credit: the same names, numbers and quotations in other words and any order.

Cautious on purpose: two outlets at one press conference share names and quotations too, but each also has what the
other lacks. A rewrite has next to nothing of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from infostreamer.model import Edge, Evidence, Report, Span
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.held import Held
from infostreamer.stories.order import delay
from infostreamer.stories.traces import NUMBER, Anchor, Trace, has, is_spoken, sound_of, trace_of

LEAST_WITH_SETTING = 7  # anchors from which one place or body that the elder does not name is forgiven
OF_ITS_OWN = 10  # one anchor that the elder lacks is forgiven for so many
FEWEST = 5  # anchors; fewer are in any two reports of one happening
FEWEST_IN_ALL = 16  # anchors and telling words
FEWEST_ABROAD = 5  # anchors of a translation
WHOLE = 800  # per mille of the elder's sentences that a translation with so few anchors has
MANY_ABROAD = 7
ANY_ORDER_ABROAD = 8
IN_ORDER = 700  # per mille of a translation's anchors in the same order
# Telling words in common, and per mille of the younger's: two who were there share names and figures, but few of these.
TOLD_AGAIN = ((10, 200), (8, 400))
CLEARLY = 3  # telling words by which a later elder must be nearer than an earlier one
LATEST = timedelta(days=14)  # whoever writes the same story weeks later has it from everywhere
MANY = 10  # anchors, none of them its own: then fewer telling words are enough
TOLD_DENSELY = (7, 150)
BEYOND_CHANCE = 12  # anchors
FEWEST_ALIKE, TOLD_ALIKE, SHARE_ALIKE = 6, 20, 500  # or anchors, telling words, per mille that they are
MOST_HOLDERS = 40  # what more reports have tells nothing about who has it from whom
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Match:
    parent: int
    held: int  # anchors
    of: int
    telling: int  # words in common
    share: int  # per mille of the younger's telling words that they are
    is_translation: bool

    @property
    def is_beyond_chance(self) -> bool:
        """So many anchors, and not one of its own, that no common announcement explains it."""
        is_told_alike = self.of >= FEWEST_ALIKE and self.telling >= TOLD_ALIKE and self.share >= SHARE_ALIKE
        return self.held == self.of and (self.of >= BEYOND_CHANCE or is_told_alike)


def rewording_edges(held: Held, *, known: Collection[tuple[str, str]], cites: Sequence[Edge]) -> list[Edge]:
    """For each report without a known parent: an edge to the elder that holds nearly all it says."""
    derived = {held.index[origin] for origin, _ in known}
    cited = {(held.index[edge.from_id], held.index[edge.to]) for edge in cites if edge.to in held.index}
    traces = [trace_of(read) for read in held.reads]
    candidates = _candidates(traces)
    edges = []
    for index, read in enumerate(held.reads):
        if index in derived or read.report.kind == "opinion":
            continue
        match = _best(held, traces, index, candidates[index], cited, derived)
        if match is not None:
            derived.add(index)
            edges.append(_edge(held, index, match, traces))
    return edges


def _candidates(traces: Sequence[Trace]) -> list[list[int]]:
    """Per report those that share at least half of its anchors with it, by index."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, trace in enumerate(traces):
        for sound in trace.sounds:
            if len(holders[sound]) < MOST_HOLDERS:
                holders[sound].append(index)
    found = []
    for trace in traces:
        ours = {sound for anchor in trace.anchors if (sound := sound_of(anchor.text))}
        counts = Counter(other for sound in ours for other in holders[sound])
        found.append(sorted(other for other, count in counts.items() if count * 2 >= len(ours)))
    return found


def _best(
    held: Held,
    traces: Sequence[Trace],
    index: int,
    others: Sequence[int],
    cited: Collection[tuple[int, int]],
    derived: Collection[int],
) -> _Match | None:
    """The elder that holds most anchors, then clearly more of the words; of equals the earliest."""
    best: _Match | None = None
    for other in others:
        is_cited = (index, other) in cited
        if other == index or held.is_one_outlet(index, other) or not (is_cited or _may_be_elder(held, index, other)):
            continue
        match = _match(held, traces, index, other, is_cited=is_cited)
        if match is not None and not (_is_source(held, other) or other in derived or match.is_beyond_chance):
            continue  # both may have it from the same announcement
        if match is not None and (best is None or _is_nearer(match, best, margin=int(other in derived))):
            best = match
    return best


def _is_source(held: Held, index: int) -> bool:
    """True for a report that shows reporting of its own, and for a release: what others tell alike may be from it."""
    return held.own_at(index).is_strong or held.reads[index].report.kind == "release"


def _may_be_elder(held: Held, index: int, other: int) -> bool:
    return held.is_before(other, index) and held.lag(other, index) <= LATEST


def _is_nearer(one: _Match, other: _Match, *, margin: int) -> bool:
    """More anchors (of what is a copy itself, by more than one), or clearly more of the words."""
    if one.held != other.held:
        return one.held > other.held + margin
    is_abroad = one.is_translation and other.is_translation
    return not is_abroad and one.telling > other.telling + CLEARLY


def _match(held: Held, traces: Sequence[Trace], index: int, other: int, *, is_cited: bool) -> _Match | None:
    ours, theirs = traces[index], traces[other]
    is_translation = held.reads[index].report.language != held.reads[other].report.language
    anchors = _outside_own(held, index, other, ours.anchors, is_cited=is_cited)
    anchors = [anchor for anchor in anchors if is_spoken(anchor)] if is_translation else anchors
    if len(anchors) < (FEWEST_ABROAD if is_translation else FEWEST):
        return None
    lacking = [anchor for anchor in anchors if not has(theirs, anchor, is_translation=is_translation)]
    settings = min(1, sum(anchor.is_setting for anchor in lacking))  # a rewrite says in which country the town lies
    if len(lacking) - settings > len(anchors) // OF_ITS_OWN or (settings and len(anchors) < LEAST_WITH_SETTING):
        return None
    is_told_again = (
        _is_translated(held, traces, index, other, anchors) if is_translation else _is_reworded(ours, theirs)
    )
    if not is_told_again:
        return None
    telling = len(ours.telling & theirs.telling)
    share = telling * 1000 // max(1, len(ours.telling))
    return _Match(other, len(anchors) - len(lacking), len(anchors), telling, share, is_translation)


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


def _is_reworded(ours: Trace, theirs: Trace) -> bool:
    """The words in which it is told are the elder's too, more of them than the matter alone brings."""
    shared = len(ours.telling & theirs.telling)
    share = shared * 1000 // max(1, len(ours.telling))
    bounds = (*TOLD_AGAIN, *([TOLD_DENSELY] if len(ours.anchors) >= MANY else []))
    is_much = shared + len(ours.anchors) >= FEWEST_IN_ALL
    return is_much and any(shared >= least and share >= least_share for least, least_share in bounds)


def _is_translated(held: Held, traces: Sequence[Trace], index: int, other: int, anchors: Sequence[Anchor]) -> bool:
    """The same order, and many anchors or about as many sentences."""
    theirs = {sound_of(anchor.text): at for at, anchor in enumerate(reversed(traces[other].anchors))}
    order = [-theirs[sound] for anchor in anchors if (sound := sound_of(anchor.text)) in theirs]
    in_order = _longest_rise(order) * 1000 >= IN_ORDER * len(order)
    sentences = [len(held.reads[at].report.sentences) for at in (index, other)]
    is_whole = sentences[0] * 1000 >= WHOLE * sentences[1]
    ours = {sound_of(anchor.text) for anchor in anchors}
    unseen = {sound for sound in theirs if sound and not sound.startswith(NUMBER)} & traces[index].sounds - ours
    count = len(anchors) + len(unseen)  # the elder's names that stand there too, though no finder knew them there
    return count >= ANY_ORDER_ABROAD or (in_order and (count >= MANY_ABROAD or is_whole))


def _longest_rise(row: Sequence[int]) -> int:
    """Length of the longest part (with gaps) that only rises."""
    tails: list[int] = []
    for value in row:
        at = bisect_right(tails, value - 1)
        tails[at : at + 1] = [value]
    return len(tails)


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
