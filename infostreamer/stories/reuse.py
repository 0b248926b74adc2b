"""Texts -> the runs of words that a younger report shares with an elder one, and what share of it they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Span
from infostreamer.stories.features import Read
from infostreamer.stories.masks import OwnWords, own_words
from infostreamer.text.words import shingles

SHINGLE = 6  # words; shorter shared runs are idiom
LEAST_RUN = 8
MOST_HOLDERS = 12  # a run that stands in more reports than this is boilerplate of the whole story


@dataclass(frozen=True, slots=True)
class Reuse:
    """`share`: per mille of the younger's own words that also stand, in runs of eight or more, in the elder."""

    younger: int
    elder: int
    share: int
    runs: tuple[tuple[Span, Span], ...]  # (in the younger, in the elder), longest first


def reuses(reads: Sequence[Read]) -> list[Reuse]:
    """Every pair (by index in `reads`, elder before younger in the sequence) that shares a run.

    `reads` must be in order of publication. Work grows with the words shared, not with the number of pairs.
    """
    own = [own_words(read) for read in reads]
    holders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    found: list[Reuse] = []
    for younger, words in enumerate(own):
        marks = _marks(words)
        starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for at, mark in marks:
            for elder, place in holders.get(mark, ()):
                starts[elder].append((at, place))
        for elder in sorted(starts):
            reuse = _reuse(reads, own, younger, elder, starts[elder])
            if reuse is not None:
                found.append(reuse)
        for at, mark in marks:
            if len(holders[mark]) < MOST_HOLDERS:
                holders[mark].append((younger, at))
    return found


def _marks(own: OwnWords) -> list[tuple[int, int]]:
    """(position, hash) of every shingle that no quotation interrupts."""
    words = own.words
    marks: list[tuple[int, int]] = []
    start = 0
    for end in range(len(words) + 1):
        if end == len(words) or words[end] is None:
            piece = [word for word in words[start:end] if word is not None]
            if len(piece) >= SHINGLE:
                marks += [(start + at, mark) for at, mark in enumerate(shingles(piece, SHINGLE))]
            start = end + 1
    return marks


def _reuse(
    reads: Sequence[Read], own: Sequence[OwnWords], younger: int, elder: int, starts: list[tuple[int, int]]
) -> Reuse | None:
    runs = _runs(own[younger], own[elder], starts)
    words = sum(length for _, _, length in runs)
    share = words * 1000 // max(1, own[younger].count)
    if not runs:
        return None
    longest = sorted(runs, key=lambda run: (-run[2], run[0]))[:6]
    spans = tuple(
        (_span(reads[younger], own[younger], at, length), _span(reads[elder], own[elder], place, length))
        for at, place, length in longest
    )
    return Reuse(younger, elder, min(share, 1000), spans)


def _runs(ours: OwnWords, theirs: OwnWords, starts: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Maximal shared runs (our position, their position, words), greedy from left to right, no word used twice."""
    runs: list[tuple[int, int, int]] = []
    used = 0
    for at, place in sorted(starts):
        if at < used:
            continue
        length = SHINGLE
        while _goes_on(ours, at + length, theirs, place + length):
            length += 1
        if length >= LEAST_RUN:
            runs.append((at, place, length))
            used = at + length
    return runs


def _goes_on(ours: OwnWords, at: int, theirs: OwnWords, place: int) -> bool:
    if at >= len(ours.words) or place >= len(theirs.words):
        return False
    return ours.words[at] is not None and ours.words[at] == theirs.words[place]


def _span(read: Read, own: OwnWords, at: int, length: int) -> Span:
    return Span(read.report.id, own.at[at][0], own.at[at + length - 1][1])
