"""Texts -> the runs of words that two reports share, and what share of either's own words they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from infostreamer.model import Span
from infostreamer.stories.features import Read
from infostreamer.stories.masks import own_words

SHINGLE = 6  # words; shorter shared runs are idiom
LEAST_RUN = 8
LEAST_PIECE = 4  # words in a row that continue a run behind a word or two that were changed
MOST_GAP = 3  # words changed, put in or left out within one run
MOST_HOLDERS = 12  # texts per shingle that are looked up: what stands in more says nothing about who copied whom
MOST_CANDIDATES = 16
MOST_PLACES = 4  # of one shingle within one text
MOST_SHOWN = 6

Piece = tuple[int, int, int]  # our first word, their first word, words
_Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reuse:
    """What two reports share, seen from the one that may have taken it.

    `share`: per mille of its own words that stand in the other too; `words`: how many; `pieces` by position.
    """

    words: int
    share: int
    pieces: tuple[Piece, ...] = ()


NOTHING = Reuse(0, 0)


class Overlaps:
    """The reports of one story (by index), their own words, and what any two of them share.

    Texts with the same own words are one class and compared once. Only classes with a run of words in common are
    compared, and of those at most `MOST_CANDIDATES` per class: the earliest and those that share the rarest words.
    """

    def __init__(self, reads: Sequence[Read]) -> None:
        """`reads` in order of publication."""
        self.reads = tuple(reads)
        self.own = tuple(own_words(read) for read in reads)
        classes: dict[tuple[str | None, ...], int] = {}
        self.class_of = tuple(classes.setdefault(own.words, len(classes)) for own in self.own)
        self._members: list[list[int]] = [[] for _ in classes]
        for index, which in enumerate(self.class_of):
            self._members[which].append(index)
        self._numbers = _numbered(tuple(classes))
        self._sizes = [sum(number > 0 for number in numbers) for numbers in self._numbers]
        self._marks = [_marks(numbers) for numbers in self._numbers]
        self._places: dict[int, dict[_Key, list[int]]] = {}
        self._known: dict[tuple[int, int], tuple[Piece, ...]] = {}
        self._candidates = self._found()

    def size(self, index: int) -> int:
        """How many words are the report's own."""
        return self._sizes[self.class_of[index]]

    def partners(self, index: int) -> Iterator[int]:
        """Indices of other reports that share a run with this one: of each class of texts its first three members."""
        mine = self.class_of[index]
        for other in (mine, *sorted(self._candidates[mine])):
            yield from (member for member in self._members[other][:3] if member != index)

    def between(self, index: int, other: int) -> Reuse:
        """What report `index` shares with report `other`."""
        ours, theirs = self.class_of[index], self.class_of[other]
        size = self._sizes[ours]
        if ours == theirs:
            return Reuse(size, 1000, self._whole(ours)) if size else NOTHING
        pieces = self._pieces(ours, theirs)
        words = sum(length for _, _, length in pieces)
        return Reuse(words, min(1000, words * 1000 // max(1, size)), pieces)

    def spans(self, index: int, other: int, pieces: Sequence[Piece]) -> tuple[tuple[Span, Span], ...]:
        """The longest pieces as spans (in `index`, in `other`), at most six, longest first."""
        longest = sorted(pieces, key=lambda piece: (-piece[2], piece[0]))[:MOST_SHOWN]
        return tuple((self._span(index, at, n), self._span(other, place, n)) for at, place, n in longest)

    def _span(self, index: int, at: int, length: int) -> Span:
        places = self.own[index].at
        return Span(self.reads[index].report.id, places[at][0], places[at + length - 1][1])

    def _whole(self, which: int) -> tuple[Piece, ...]:
        numbers = self._numbers[which]
        stops = [-1, *(at for at, number in enumerate(numbers) if number == 0), len(numbers)]
        return tuple((a + 1, a + 1, b - a - 1) for a, b in pairwise(stops) if b - a > 1)

    def _found(self) -> list[set[int]]:
        """Class -> classes worth comparing with it, earlier and later ones."""
        holders: dict[_Key, list[int]] = defaultdict(list)
        found: list[set[int]] = [set() for _ in self._marks]
        for which, marks in enumerate(self._marks):
            lists = [holders[mark] for mark in dict.fromkeys(mark for _, mark in marks)]
            counts = Counter(chain.from_iterable(lists))
            rare = Counter(chain.from_iterable(each for each in lists if len(each) < 3))
            best = sorted(counts, key=lambda other: (-counts[other], other))[:MOST_CANDIDATES]
            best += sorted(rare, key=lambda other: (-rare[other], other))[: MOST_CANDIDATES // 4]
            for other in best:
                found[which].add(other)
                found[other].add(which)
            for each in lists:
                if len(each) < MOST_HOLDERS:
                    each.append(which)
        return found

    def _pieces(self, ours: int, theirs: int) -> tuple[Piece, ...]:
        if (ours, theirs) not in self._known:
            self._known[ours, theirs] = tuple(self._runs(ours, theirs))
        return self._known[ours, theirs]

    def _runs(self, ours: int, theirs: int) -> list[Piece]:
        """Pieces of shared runs, from left to right, no word of ours used twice."""
        places = self._index(theirs)
        mine, other = self._numbers[ours], self._numbers[theirs]
        pieces: list[Piece] = []
        used = 0
        for at, mark in self._marks[ours]:
            if at < used or mark not in places:
                continue
            run = max((_run(mine, at, other, place) for place in places[mark]), key=_words)
            if _words(run) >= LEAST_RUN:
                pieces += run
                used = run[-1][0] + run[-1][2]
        return pieces

    def _index(self, which: int) -> dict[_Key, list[int]]:
        if which not in self._places:
            places: dict[_Key, list[int]] = {}
            for at, mark in self._marks[which]:
                held = places.setdefault(mark, [])
                if len(held) < MOST_PLACES:
                    held.append(at)
            self._places[which] = places
        return self._places[which]


def _numbered(texts: Sequence[tuple[str | None, ...]]) -> list[tuple[int, ...]]:
    """Every word as a number, the same in all texts; 0 where others' words were taken out."""
    numbers: dict[str | None, int] = {None: 0}
    return [tuple(numbers.setdefault(word, len(numbers)) for word in words) for words in texts]


def _marks(numbers: tuple[int, ...]) -> list[tuple[int, _Key]]:
    """(position, words) of every run of `SHINGLE` words that nothing interrupts."""
    runs = zip(*(numbers[at:] for at in range(SHINGLE)), strict=False)
    return [(at, run) for at, run in enumerate(runs) if 0 not in run]


def _words(run: Sequence[Piece]) -> int:
    return sum(length for _, _, length in run)


def _run(ours: tuple[int, ...], at: int, theirs: tuple[int, ...], place: int) -> list[Piece]:
    """The run from here on: pieces in the same order with at most `MOST_GAP` words changed between them."""
    pieces: list[Piece] = []
    while True:
        length = _equal(ours, at, theirs, place)
        pieces.append((at, place, length))
        at, place = at + length, place + length
        step = _step(ours, at, theirs, place)
        if step is None:
            return pieces
        at, place = at + step[0], place + step[1]


_STEPS = sorted(
    ((a, b) for a in range(MOST_GAP + 1) for b in range(MOST_GAP + 1) if a + b), key=lambda step: (sum(step), step)
)


def _step(ours: tuple[int, ...], at: int, theirs: tuple[int, ...], place: int) -> tuple[int, int] | None:
    """The smallest gap behind which both go on with the same words; None where there is none."""
    for a, b in _STEPS:
        piece = ours[at + a : at + a + LEAST_PIECE]
        is_same = len(piece) == LEAST_PIECE and piece == theirs[place + b : place + b + LEAST_PIECE]
        if is_same and 0 not in ours[at : at + a + LEAST_PIECE] and 0 not in theirs[place : place + b]:
            return a, b
    return None


def _equal(ours: tuple[int, ...], at: int, theirs: tuple[int, ...], place: int) -> int:
    """How many words from here on are the same and nobody else's."""
    most = min(len(ours) - at, len(theirs) - place)
    for length in range(most):
        if ours[at + length] != theirs[place + length] or ours[at + length] == 0:
            return length
    return most
