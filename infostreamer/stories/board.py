"""The live stories from epoch to epoch: a cache of what was placed that says which stories an epoch has to read.

A board is a function of the reports placed in full epochs: one that grew with them, one read back from the store and
one divided into shards give the same answers. The epoch still open is placed beside it and leaves no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby

from infostreamer.model import Judgement
from infostreamer.stories.census import DAY_S, UNDATED, Calendar, Census
from infostreamer.stories.constraints import Constraints, constraints_of
from infostreamer.stories.entry import Entry, entries_of, seconds_of, shares_of
from infostreamer.stories.features import Features, Read, features_of, moment_of
from infostreamer.stories.index import Found, Index, Query, Searcher, best_of, shard_of
from infostreamer.stories.marks import asked_marks, kept_marks
from infostreamer.stories.outline import Outline
from infostreamer.stories.weigh import Telling
from infostreamer.stories.weights import WEIGHTS, Weights

MOST_POSTINGS = 12_000
"""How many (story, word) pairs one search looks at, rarest words first: what keeps its cost from growing."""

LEAST_PRODUCT = 4_000
"""The least sum of products of shares worth measuring: a cosine of 0.06."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One report of an epoch: what it looks like, and the stories that share most with it, best first."""

    features: Features
    shares: dict[str, int]  # what the index is to keep
    asks: dict[str, int]  # what it looks for there
    segments: tuple[int, ...]
    telling: Telling
    stories: int  # live ones that began in these segments
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """An epoch with its candidates.

    Attributes:
        asked: one for each report, in the epoch's order.
        rules: what editors decided.
        partners: ids of reports whose stories matter too: earlier versions, and what editors put together.
    """

    asked: tuple[Asked, ...]
    rules: Constraints
    partners: tuple[str, ...]

    @property
    def story_ids(self) -> tuple[str, ...]:
        """The stories that have to be at hand, besides those of the partners; sorted."""
        return tuple(sorted({story_id for one in self.asked for _, story_id in one.found}))


@dataclass(slots=True)
class Board:
    """The live stories of one desk. `position`: up to which report (seq) its epochs are full."""

    window_days: int
    weights: Weights = WEIGHTS
    shards: Sequence[Searcher] = field(default_factory=lambda: (Index(),))
    position: int = 0
    _census: Census = field(init=False)
    _held: dict[int, int] = field(default_factory=dict, init=False)  # segment -> entries, in order of last use

    def __post_init__(self) -> None:
        self._census = Census(self.weights.background)
        self._census.move_to(self.position)

    def restart(self, position: int) -> None:
        """Forget everything: the epochs are full up to `position`, and what is wanted has to be loaded."""
        for shard in self.shards:
            shard.clear()
        self._held.clear()
        self.position = position
        self._census = Census(self.weights.background)
        self._census.move_to(position)

    @property
    def calendar(self) -> Calendar:
        """How time is cut."""
        return Calendar(self.window_days)

    def missing(self, epoch: Sequence[Read], most: int | None = None) -> tuple[int, ...]:
        """The segments that the epoch looks at and that are not at hand, sorted; `load` each before `seek`.

        Args:
            epoch: the reports to be placed.
            most: let go of segments that were not looked at for longest while more entries than this are held.
        """
        wanted = {segment for read in epoch for segment in self.calendar.open_to(seconds_of(moment_of(read.report)))}
        for segment in sorted(wanted & self._held.keys()):
            self._held[segment] = self._held.pop(segment)  # the order of last use
        for segment in [segment for segment in self._held if segment not in wanted]:
            if most is not None and sum(self._held.values()) > most:
                self._drop(segment)
        return tuple(sorted(wanted - self._held.keys()))

    def bounds_of(self, segment: int) -> tuple[int, int] | None:
        """The segment's first moment and the first after it, in seconds since 1970; None: reports without a time."""
        return self.calendar.bounds_of(segment)

    def load(self, segment: int, entries: Sequence[Entry]) -> None:
        """Take in a segment as the store has it, at once or in parts and in any order."""
        self._held.setdefault(segment, 0)
        self._add(segment, entries)

    def take(self, entries: Sequence[Entry], position: int) -> None:
        """Take in the entries of an epoch that is full and ends at `position`."""
        dated = sorted(((self.calendar.segment_of(entry.at), entry) for entry in entries), key=lambda one: one[0])
        for segment, group in groupby(dated, key=lambda one: one[0]):
            if segment in self._held:
                self._add(segment, [entry for _, entry in group])
        self.position = position
        self._census.move_to(position)

    def seek(self, epoch: Sequence[Read], judgements: Sequence[Judgement] = ()) -> Sought:
        """The epoch's reports with the stories worth measuring."""
        rules = constraints_of(judgements)
        asked = [self._asked(features_of(read, self.weights.emphasis)) for read in epoch]
        found = self._search([self._query(one) for one in asked])
        previous = [read.report.previous_id for read in epoch if read.report.previous_id]
        together = [other for read in epoch for other in rules.together(read.report.id)]
        return Sought(
            asked=tuple(_with_found(one, each) for one, each in zip(asked, found, strict=True)),
            rules=rules,
            partners=tuple(sorted({*previous, *together})),
        )

    def _add(self, segment: int, entries: Sequence[Entry]) -> None:
        self._census.add(segment, entries)
        self._held[segment] += len(entries)
        for number, shard in enumerate(self.shards):
            ours = [entry for entry in entries if shard_of(entry.story_id, len(self.shards)) == number]
            if ours:
                shard.add(segment, ours)

    def _drop(self, segment: int) -> None:
        del self._held[segment]
        self._census.drop(segment)
        for shard in self.shards:
            shard.drop(segment)

    def _asked(self, features: Features) -> Asked:
        segments = self.calendar.open_to(seconds_of(features.at))
        telling = self._census.telling(segments)
        words, about = shares_of(features.terms, telling), (features.language, features.marks)
        return Asked(
            features=features,
            shares=words | shares_of(kept_marks(*about), telling),
            asks=words | shares_of(asked_marks(*about), telling),
            segments=segments,
            telling=telling,
            stories=self._census.stories(segments),
        )

    def _query(self, asked: Asked) -> Query:
        terms, room = [], MOST_POSTINGS
        for holders, term in sorted((asked.telling.holders(term), term) for term in asked.asks):
            if room <= 0:
                break
            room -= holders
            terms.append((term, asked.asks[term]))
        at = seconds_of(asked.features.at)
        if at is None:
            return Query(segments=asked.segments, terms=tuple(terms))
        reach = self.window_days * DAY_S
        return Query(segments=asked.segments, terms=tuple(terms), since=at - reach, until=at + reach)

    def _search(self, queries: Sequence[Query]) -> list[list[Found]]:
        most = self.weights.most_candidates
        if len(self.shards) == 1:
            return self.shards[0].search(queries, most, LEAST_PRODUCT)
        with ThreadPoolExecutor(len(self.shards)) as threads:
            answers = list(threads.map(lambda shard: shard.search(queries, most, LEAST_PRODUCT), self.shards))
        return [best_of((one for part in parts for one in part), most) for parts in zip(*answers, strict=True)]


def board_beside(live: Sequence[Outline], window_days: int, weights: Weights) -> Board:
    """A board of these stories alone, whatever their times."""
    board = Board(window_days, weights)
    board.load(UNDATED, entries_of(sorted(live, key=lambda one: one.story_id)))
    return board


def _with_found(asked: Asked, found: Sequence[Found]) -> Asked:
    return replace(asked, found=tuple(found))
