"""Which placed reports share telling words with a report: candidates among hundreds of thousands of live stories.

One list of (report, share) per word and segment of time, only ever added to. A search adds up products of whole
numbers, so its answer does not depend on the order of addition, nor on how stories are divided among shards: the best
of the shards' best are the best of all.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any, Protocol
from zlib import crc32

import numpy as np

from infostreamer.stories.entry import Entry

Found = tuple[int, str]
"""(sum of products, story id)"""

_SHARE_BITS = 8
_MASK = (1 << _SHARE_BITS) - 1
_MOST_ROWS = 1 << (32 - _SHARE_BITS)
_LONG_AGO, _FAR_AHEAD = -(1 << 62), 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What one report asks: segments to look at, moments (seconds, both ends included), its terms and shares."""

    segments: tuple[int, ...]
    since: int = _LONG_AGO
    until: int = _FAR_AHEAD
    terms: tuple[tuple[str, int], ...]


class Searcher(Protocol):
    """The stories of one shard, here or in a process of its own."""

    def add(self, segment: int, entries: Sequence[Entry]) -> None:
        """Take the entries in."""

    def drop(self, segment: int) -> None:
        """Forget a segment."""

    def clear(self) -> None:
        """Forget everything."""

    def search(self, queries: Sequence[Query], most: int, least: int) -> list[list[Found]]:
        """As `Index.search`."""


def shard_of(story_id: str, shards: int) -> int:
    """The shard that holds the story: the same on every machine."""
    return crc32(story_id.encode()) % shards


def best_of(found: Iterable[Found], most: int) -> list[Found]:
    """The largest sums, ties by story id."""
    return sorted(found, key=lambda one: (-one[0], one[1]))[:most]


class Index:
    """The entries of one shard, by segment."""

    def __init__(self) -> None:
        self._segments: dict[int, _Segment] = {}

    def add(self, segment: int, entries: Sequence[Entry]) -> None:
        """Take the entries in."""
        held = self._segments.setdefault(segment, _Segment())
        for entry in entries:
            held.add(entry)

    def drop(self, segment: int) -> None:
        """Forget a segment."""
        self._segments.pop(segment, None)

    def clear(self) -> None:
        """Forget everything."""
        self._segments.clear()

    def search(self, queries: Sequence[Query], most: int, least: int) -> list[list[Found]]:
        """For each query the stories whose best report has a sum of at least `least`, `most` of them, best first."""
        return [self._best(query, most, least) for query in queries]

    def _best(self, query: Query, most: int, least: int) -> list[Found]:
        best: dict[str, int] = {}
        for segment in query.segments:
            held = self._segments.get(segment)
            for total, story_id in held.search(query, most, least) if held else ():
                best[story_id] = max(total, best.get(story_id, 0))
        return best_of(((total, story_id) for story_id, total in best.items()), most)


class _Segment:
    """Postings: term -> report number and share in one 32-bit number; a lone one is kept without a list."""

    def __init__(self) -> None:
        self._postings: dict[str, array[int] | int] = {}
        self._times = array("q")
        self._story = array("i")
        self._ids: list[str] = []
        self._number: dict[str, int] = {}
        self._sums = np.zeros(0, dtype=np.int32)

    def add(self, entry: Entry) -> None:
        row = len(self._times)
        if row >= _MOST_ROWS:
            raise OverflowError("A segment of the index holds 16 million reports; make stories.window_days smaller.")
        self._times.append(_LONG_AGO if entry.at is None else entry.at)
        self._story.append(self._numbered(entry.story_id))
        postings, first = self._postings, row << _SHARE_BITS
        for term, share in zip(entry.terms.split(" "), entry.shares, strict=False):
            held = postings.get(term)
            if held is None:
                postings[intern(term)] = first | share
            elif isinstance(held, int):
                postings[term] = array("I", (held, first | share))
            else:
                held.append(first | share)

    def _numbered(self, story_id: str) -> int:
        number = self._number.get(story_id)
        if number is None:
            number = self._number[story_id] = len(self._ids)
            self._ids.append(story_id)
        return number

    def search(self, query: Query, most: int, least: int) -> list[Found]:
        rows, sums = self._rows(query, least)
        if not len(rows):
            return []
        times = np.frombuffer(self._times, dtype=np.int64)[rows]
        is_open = ((times >= query.since) & (times <= query.until)) | (times == _LONG_AGO)
        return self._stories(rows[is_open], sums[is_open], most)

    def _rows(self, query: Query, least: int) -> tuple[Any, Any]:
        """Numbers of the reports with a sum of at least `least`, and the sums."""
        packed, factors = self._gathered(query)
        if not len(packed):
            return packed, packed
        if len(self._sums) < len(self._times):
            self._sums = np.zeros(len(self._times) * 3 // 2 + 64, dtype=np.int32)
        rows = packed >> _SHARE_BITS
        np.add.at(self._sums, rows, (packed & _MASK).astype(np.int32) * factors)
        reached = np.unique(rows[self._sums[rows] >= least])
        sums = self._sums[reached]
        self._sums[rows] = 0
        return reached, sums

    def _gathered(self, query: Query) -> tuple[Any, Any]:
        """The postings of the query's terms in a row, and beside each the share that the query gives its term."""
        lists, factors, lone, lone_factors = [], [], [], []
        for term, share in query.terms:
            held = self._postings.get(term)
            if isinstance(held, int):
                lone.append(held)
                lone_factors.append(share)
            elif held is not None:
                lists.append(np.frombuffer(held, dtype=np.uint32))
                factors.append(share)
        lists.append(np.array(lone, dtype=np.uint32))
        repeated = np.repeat(np.array(factors, dtype=np.int32), [len(one) for one in lists[:-1]])
        return np.concatenate(lists), np.concatenate([repeated, np.array(lone_factors, dtype=np.int32)])

    def _stories(self, rows: Any, sums: Any, most: int) -> list[Found]:
        """The best stories by their best report; enough of the best reports are looked at, with all that tie."""
        wanted = most * 4
        while True:
            is_cut = len(sums) > wanted
            floor = np.partition(sums, len(sums) - wanted)[len(sums) - wanted] if is_cut else 0
            best: dict[int, int] = {}
            kept = sums >= floor
            for row, total in zip(rows[kept].tolist(), sums[kept].tolist(), strict=True):
                number = self._story[row]
                best[number] = max(total, best.get(number, 0))
            if len(best) >= most or not is_cut:
                return best_of(((total, self._ids[number]) for number, total in best.items()), most)
            wanted *= 8
