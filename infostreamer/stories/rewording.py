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
from infostreamer.stories.sounds import NUMBER, QUOTE, sound_of
from infostreamer.stories.traces import Anchor, Trace, has, is_spoken, trace_of

# What is enough to know a report again: anchors at least; of these, per mille that the elder may lack; telling words
# in common, and per mille of the younger's that they are. Two who were there share names and figures, but few words.
TOLD_AGAIN = ((3, 0, 15, 450), (5, 0, 10, 200), (6, 0, 7, 150), (10, 100, 10, 200), (8, 150, 12, 300))
LEAST_WITH_SETTING = 7  # anchors from which one place or body that the elder does not name is forgiven
WHOLE = 800  # per mille of the elder's sentences that a translation with few anchors has
FEWEST_ABROAD, MANY_ABROAD, ANY_ORDER_ABROAD = 5, 6, 7  # anchors of a whole translation, of one in order, of any
FEWEST_CITED = 4
IN_ORDER = 700  # per mille of a translation's anchors in the same order
NUMBERS_ABROAD, NAMES_ABROAD = 100, 250  # per mille of a translation's anchors that may be lacking
CLEARLY = 3  # telling words by which a later elder must be nearer than an earlier one
LATEST = timedelta(days=14)  # whoever writes the same story weeks later has it from everywhere
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
    rooted = _rooted(held, known)
    cited = {(held.index[edge.from_id], held.index[edge.to]) for edge in cites if edge.to in held.index}
    traces = [trace_of(read) for read in held.reads]
    candidates = _candidates(traces)
    edges = []
    for index, read in enumerate(held.reads):
        if index in derived or read.report.kind == "opinion":
            continue
        match = _best(held, traces, index, candidates[index], cited, derived, rooted)
        if match is not None:
            derived.add(index)
            rooted |= {index} if match.parent in rooted else set()
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
    rooted: Collection[int],
) -> _Match | None:
    """The elder that holds most anchors, then clearly more of the words; of equals the earliest."""
    best: _Match | None = None
    for other in others:
        is_cited = (index, other) in cited
        if other == index or held.is_one_outlet(index, other) or not (is_cited or _may_be_elder(held, index, other)):
            continue
        match = _match(held, traces, index, other, is_cited=is_cited)
        if match is not None and not (other in rooted or match.is_beyond_chance):
            continue  # both may have it from the same announcement
        if match is not None and (best is None or _is_nearer(match, best, margin=int(other in derived))):
            best = match
    return best


def _rooted(held: Held, known: Collection[tuple[str, str]]) -> set[int]:
    """Members with reporting of their own, releases, and what hangs on these or on an original that is not held."""
    reads = enumerate(held.reads)
    rooted = {index for index, read in reads if held.own_at(index).is_strong or read.report.kind == "release"}
    pairs = sorted((held.index[origin], held.index[to]) for origin, to in known if to in held.index)
    rooted |= {held.index[origin] for origin, to in known if to not in held.index}
    grown = 0
    while grown != len(rooted):
        grown = len(rooted)
        rooted |= {origin for origin, to in pairs if to in rooted}
    return rooted


def _may_be_elder(held: Held, index: int, other: int) -> bool:
    is_wire = held.is_world_agency(index) and not held.is_agency(other)  # an agency has nothing from a paper
    return not is_wire and held.is_before(other, index) and held.lag(other, index) <= LATEST


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
    lacking = [anchor for anchor in anchors if not has(theirs, anchor, is_translation=is_translation)]
    telling = len(ours.telling & theirs.telling)
    share = telling * 1000 // max(1, len(ours.telling))
    is_told_again = (
        _is_translated(held, traces, index, other, anchors, lacking, is_cited=is_cited)
        if is_translation
        else _is_reworded(anchors, lacking, telling, share)
    )
    if not is_told_again:
        return None
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


def _is_reworded(anchors: Sequence[Anchor], lacking: Sequence[Anchor], telling: int, share: int) -> bool:
    """Nobody and no quotation of its own, hardly a place or number, and the elder's words besides."""
    if any(anchor.is_person or anchor.text.startswith(QUOTE) for anchor in lacking):
        return False
    settings = sum(anchor.is_setting for anchor in lacking)
    forgiven = min(1, settings) if len(anchors) >= LEAST_WITH_SETTING else 0  # in which country the town lies
    missing = len(lacking) - forgiven
    return any(
        len(anchors) >= least and missing * 1000 <= lack * len(anchors) and telling >= words and share >= part
        for least, lack, words, part in TOLD_AGAIN
    )


def _is_translated(
    held: Held,
    traces: Sequence[Trace],
    index: int,
    other: int,
    anchors: Sequence[Anchor],
    lacking: Sequence[Anchor],
    *,
    is_cited: bool,
) -> bool:
    """The elder's numbers and names, in the same order, or many of them, or in about as many sentences.

    Few are enough where the text says itself whose report it is.
    """
    numbers = sum(anchor.text.startswith(NUMBER) for anchor in lacking)
    if numbers * 1000 > NUMBERS_ABROAD * len(anchors) or len(lacking) * 1000 > NAMES_ABROAD * len(anchors):
        return False
    theirs = {sound_of(anchor.text): at for at, anchor in enumerate(reversed(traces[other].anchors))}
    ours = {sound_of(anchor.text) for anchor in anchors}
    unseen = {sound for sound in theirs if sound and not sound.startswith(NUMBER)} & traces[index].sounds - ours
    count = len(anchors) - len(lacking) + len(unseen)  # the elder's names also where no finder knew them
    order = [-theirs[sound] for anchor in anchors if (sound := sound_of(anchor.text)) in theirs]
    in_order = _longest_rise(order) * 1000 >= IN_ORDER * len(order)
    sentences = [len(held.reads[at].report.sentences) for at in (index, other)]
    is_whole = sentences[0] * 1000 >= WHOLE * sentences[1]
    least = ANY_ORDER_ABROAD if not in_order else FEWEST_ABROAD if is_whole else MANY_ABROAD
    return count >= (min(least, FEWEST_CITED) if is_cited and not lacking else least)


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
