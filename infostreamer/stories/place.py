"""An epoch of reports + live stories -> which story each report belongs to, and why.

The rule, in order: (1) a decision of an editor; (2) a new version of a known publication joins its story; (3) a
near-copy joins the story of the report it copies; (4) the most alike open story, if alike enough; (5) a new story.
Every score is a whole number and ties go to the smaller story id, so that any machine gives the same answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt

from infostreamer.model import Judgement, content_id
from infostreamer.stories.constraints import Constraints, constraints_of
from infostreamer.stories.features import EMPHASIS, NAME, Emphasis, Features, Read, features_of
from infostreamer.stories.outline import Outline, founded_by, grown_by, is_open_to
from infostreamer.stories.weigh import BACKGROUND_STORIES, SCALE, Telling, log2_fixed

__all__ = ["Outline", "Placed", "Placement", "Read", "Weights", "place_epoch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was tuned on the development sets with bench/quality_stories.py; one set for every desk. Per mille."""

    join: int = 165  # least score that joins
    cold: int = 75  # added to it while few stories are live: region and season still look like the happening
    cold_stories: int = 40
    names_part: int = 400  # of the likeness by names and by other words apart: what names make up, the words the rest
    all_part: int = 800  # of the likeness: names and words taken together in one cosine; the rest the two apart
    name_times: int = 150  # per cent: how much a name weighs beside another word where they are taken together
    both_part: int = 300  # of the score: the geometric mean of names and words, which wants both alike
    background: int = BACKGROUND_STORIES
    emphasis: Emphasis = EMPHASIS
    per_doubling: int = 10  # taken off per doubling of the days between the report and the story's reports
    days_apart: int = 280  # per mille of the score lost per doubling of the days between what the leads date …
    most_apart: int = 800  # … but no more: another happening of the same kind stays apart, however alike its words
    same_people: int = 2  # … and nothing when they share as many persons: a case that goes on
    same_names: int = (
        20  # added per shared person after the first, at most three times: one minister is in many stories
    )
    copied: int = 400  # share of fingerprints from which a report is a near-copy
    fewest_prints: int = 8
    most_candidates: int = 24


WEIGHTS = Weights()
SAME_DAYS = 2  # leads that date within two days of each other may tell of one happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One report's story, the score (per mille of likeness) and the reasons an editor reads."""

    report_id: str
    story_id: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The epoch placed: one placement per report in the epoch's order; the outlines it touched, by story id."""

    placements: tuple[Placement, ...]
    outlines: tuple[Outline, ...]


def place_epoch(
    epoch: Sequence[Read],
    live: Sequence[Outline],
    *,
    judgements: Sequence[Judgement] = (),
    window_days: int = 14,
    weights: Weights = WEIGHTS,
) -> Placed:
    """The story of every report of one epoch, walked in `seq` order.

    Args:
        epoch: the reports placed together; their order and partition are part of the definition.
        live: outlines of the stories that may still take reports; any order.
        judgements: what editors decided; undone ones are ignored, their order does not matter.
        window_days: a story whose reports are further away than this takes no report.
    """
    board = _Board(live, [features_of(read, weights.emphasis) for read in epoch], timedelta(days=window_days), weights)
    rules = constraints_of(judgements)
    ordered = sorted(zip(epoch, board.epoch, strict=True), key=lambda pair: (pair[1].seq, pair[1].report_id))
    placed = {features.report_id: _place_one(read, features, board, rules) for read, features in ordered}
    touched = sorted(board.touched)
    return Placed(
        placements=tuple(placed[read.report.id] for read in epoch),
        outlines=tuple(board.outlines[story_id] for story_id in touched),
    )


def _place_one(read: Read, features: Features, board: _Board, rules: Constraints) -> Placement:
    placement = (
        _decided(features, board, rules)
        or _same_publication(read, features, board, rules)
        or _near_copy(features, board, rules)
        or _most_alike(features, board, rules)
    )
    if placement is None:
        story_id = content_id("story", features.report_id)
        placement = Placement(report_id=features.report_id, story_id=story_id, score=0, reasons=("first report of it",))
    board.join(placement.story_id, features)
    return placement


class _Board:
    """The live stories during one epoch: outlines, and an index over the words that the epoch's reports use."""

    def __init__(self, live: Sequence[Outline], epoch: list[Features], window: timedelta, weights: Weights) -> None:
        self.outlines = {outline.story_id: outline for outline in sorted(live, key=lambda one: one.story_id)}
        self.epoch, self.window, self.weights = epoch, window, weights
        self.touched: set[str] = set()
        self.stories_with: Counter[str] = Counter()
        self.by_term: dict[str, dict[str, int]] = defaultdict(dict)
        self.by_print: dict[int, set[str]] = defaultdict(set)
        self.story_of: dict[str, str] = {}
        self.by_canonical: dict[str, str] = {}
        self._vocabulary = {term for features in epoch for term in features.terms}
        self._prints = {mark for features in epoch for mark in features.prints}
        self._lengths: dict[str, tuple[int, int]] = {}
        for outline in self.outlines.values():
            self.stories_with.update(self._index(outline).keys())
        self.telling = Telling(self.stories_with, len(self.outlines), weights.background)

    def join(self, story_id: str, features: Features) -> None:
        """Take the report into the story, founding it where it is new."""
        known = self.outlines.get(story_id)
        outline = grown_by(known, features) if known else founded_by(story_id, features)
        self.outlines[story_id] = outline
        self.touched.add(story_id)
        self._lengths.pop(story_id, None)
        self._index(outline)

    @property
    def bar(self) -> int:
        """The least score that joins now."""
        missing = max(0, self.weights.cold_stories - len(self.outlines))
        return self.weights.join + self.weights.cold * missing // self.weights.cold_stories

    def lengths(self, story_id: str) -> tuple[int, int]:
        """Squared lengths of the story's weighted names and of its other words."""
        if story_id not in self._lengths:
            self._lengths[story_id] = squares(self.outlines[story_id].terms, self.telling)
        return self._lengths[story_id]

    def _index(self, outline: Outline) -> dict[str, int]:
        """Put the story into the index and give its terms; set intersection, as this runs over all live stories."""
        held = dict(outline.terms)
        for term in self._vocabulary.intersection(held):
            self.by_term[term][outline.story_id] = held[term]
        for sketch in outline.sketches:
            for mark in self._prints.intersection(sketch.prints):
                self.by_print[mark].add(outline.story_id)
        self.story_of.update(dict.fromkeys(outline.report_ids, outline.story_id))
        self.by_canonical.update(dict.fromkeys(outline.canonicals, outline.story_id))
        return held


def _decided(features: Features, board: _Board, rules: Constraints) -> Placement | None:
    """The story an editor merged it into, where a partner is placed; or a story of its own after a split."""
    for partner in rules.together(features.report_id):
        if partner in board.story_of:
            return _placement(features, board.story_of[partner], 1000, ("an editor put them together",))
    if rules.is_split_off(features.report_id):
        story_id = content_id("story", features.report_id)
        return _placement(features, story_id, 1000, ("an editor split it off",))
    return None


def _same_publication(read: Read, features: Features, board: _Board, rules: Constraints) -> Placement | None:
    previous = board.story_of.get(read.report.previous_id or "")
    story_id = previous or board.by_canonical.get(features.canonical)
    if story_id is None or rules.keeps_apart(features.report_id, board.outlines[story_id].report_ids):
        return None
    return _placement(features, story_id, 1000, ("new version of a report in this story",))


def _near_copy(features: Features, board: _Board, rules: Constraints) -> Placement | None:
    """The story of the report whose words it mostly repeats."""
    if len(features.prints) < board.weights.fewest_prints:
        return None
    shared = Counter(story_id for mark in features.prints for story_id in board.by_print.get(mark, ()))
    for story_id, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:8]:
        share, outlet = _best_sketch(features, board.outlines[story_id])
        is_alike = count * 1000 >= board.weights.copied * len(features.prints) and share >= board.weights.copied
        is_alike = is_alike and not _apart(features, board.outlines[story_id], board.weights)
        if is_alike and _is_allowed(features, board, story_id, rules):
            reason = f"nearly the same words as {outlet or 'an earlier report'} ({share // 10} %)"
            return _placement(features, story_id, share, (reason, *_shared_names(features, board.outlines[story_id])))
    return None


def _best_sketch(features: Features, outline: Outline) -> tuple[int, str | None]:
    """The largest share (per mille) of fingerprints in common with one member, of the smaller set; and its outlet."""
    best: tuple[int, str | None] = (0, None)
    for sketch in outline.sketches:
        common = len(features.prints.intersection(sketch.prints))
        share = common * 1000 // max(1, min(len(features.prints), len(sketch.prints)))
        if share > best[0] and len(sketch.prints) >= WEIGHTS.fewest_prints:
            best = (share, sketch.outlet)
    return best


def _most_alike(features: Features, board: _Board, rules: Constraints) -> Placement | None:
    candidates = [
        story_id for story_id in _candidates(features, board) if _is_allowed(features, board, story_id, rules)
    ]
    scored = [(_score(features, board, story_id), story_id) for story_id in candidates]
    if not scored:
        return None
    score, story_id = min(scored, key=lambda item: (-item[0], item[1]))
    if score < board.bar:
        return None
    return _placement(features, story_id, score, _reasons(features, board, story_id))


def _candidates(features: Features, board: _Board) -> list[str]:
    """The stories with the largest raw products, most first: the only ones worth measuring exactly."""
    products: Counter[str] = Counter()
    for term, weight in features.terms.items():
        holders = board.by_term.get(term)
        if holders:
            factor = weight * board.telling.of(term) ** 2
            for story_id, story_weight in holders.items():
                products[story_id] += factor * story_weight // len(board.outlines[story_id].report_ids)
    best = sorted(products.items(), key=lambda item: (-item[1], item[0]))[: board.weights.most_candidates]
    return [story_id for story_id, _ in best]


def squares(terms: Iterable[tuple[str, int]], telling: Telling) -> tuple[int, int]:
    """Squared lengths (names, other words) of weighted terms."""
    names = words = 0
    for term, weight in terms:
        square = (weight * telling.of(term)) ** 2
        if term.startswith(NAME):
            names += square
        else:
            words += square
    return names, words


def likeness(features: Features, board: _Board, story_id: str) -> int:
    """Cosines of the names, of the other words and of both together, per mille, blended by the weights."""
    names = words = 0
    for term, weight in features.terms.items():
        held = board.by_term[term].get(story_id, 0)
        if held:
            product = weight * held * board.telling.of(term) ** 2
            if term.startswith(NAME):
                names += product
            else:
                words += product
    weights = board.weights
    ours, theirs = squares(features.terms.items(), board.telling), board.lengths(story_id)
    by_names, by_words = _cosine(names, ours[0], theirs[0]), _cosine(words, ours[1], theirs[1])
    apart = (by_names * weights.names_part + by_words * (1000 - weights.names_part)) // 1000
    times = weights.name_times**2
    own, their = (lengths[0] * times + lengths[1] * 10_000 for lengths in (ours, theirs))
    together = _cosine(names * times + words * 10_000, own, their)
    blended = (apart * (1000 - weights.all_part) + together * weights.all_part) // 1000
    return (blended * (1000 - weights.both_part) + isqrt(by_names * by_words) * weights.both_part) // 1000


def _cosine(product: int, ours: int, theirs: int) -> int:
    """Per mille; 0 when a side is empty."""
    return product * 1000 // max(1, isqrt(ours * theirs))


def _score(features: Features, board: _Board, story_id: str) -> int:
    outline, weights = board.outlines[story_id], board.weights
    people = len(features.people.intersection(outline.people))
    gap = log2_fixed(1 + _days_between(features, outline)) * weights.per_doubling // SCALE
    score = likeness(features, board, story_id) + min(max(0, people - 1), 3) * weights.same_names - gap
    return score * (1000 - _apart(features, outline, weights)) // 1000


def _days_between(features: Features, outline: Outline) -> int:
    """Whole days between the report and the nearest end of the story; 0 inside it or when unknown."""
    if features.at is None or outline.first_at is None or outline.last_at is None:
        return 0
    if outline.first_at <= features.at <= outline.last_at:
        return 0
    return min(abs(features.at - outline.first_at), abs(features.at - outline.last_at)).days


def _apart(features: Features, outline: Outline, weights: Weights) -> int:
    """Per mille of the score that is lost because the report's lead tells of other days than the story's leads."""
    if len(features.people.intersection(outline.people)) >= weights.same_people:
        return 0
    gap = min((abs(our - their) for our in _ordinals(features.days) for their in _ordinals(outline.days)), default=0)
    if gap <= SAME_DAYS:
        return 0
    return min(log2_fixed(gap) * weights.days_apart // SCALE, weights.most_apart)


def _ordinals(days: Sequence[str]) -> list[int]:
    return [date.fromisoformat(day).toordinal() for day in days]


def _is_allowed(features: Features, board: _Board, story_id: str, rules: Constraints) -> bool:
    outline = board.outlines[story_id]
    if not is_open_to(outline, features, board.window):
        return False
    return not rules.forbids(features.report_id, outline.report_ids, arrived=features.arrived)


def _reasons(features: Features, board: _Board, story_id: str) -> tuple[str, ...]:
    outline = board.outlines[story_id]
    same_events = [event for event in features.events if event in outline.events][:2]
    events = tuple(f"same event: {event}" for event in same_events)
    alike = likeness(features, board, story_id)
    return (*_shared_names(features, outline), *events, *_shared_words(features, board, story_id), _hundredths(alike))


def _shared_names(features: Features, outline: Outline) -> tuple[str, ...]:
    shared = [given for folded, given, _ in outline.names if folded in features.names][:4]
    return (f"same names: {', '.join(shared)}",) if shared else ()


def _shared_words(features: Features, board: _Board, story_id: str) -> tuple[str, ...]:
    shared = [
        (-weight * board.telling.of(term), term)
        for term, weight in features.terms.items()
        if story_id in board.by_term.get(term, {})
    ]
    return (
        (f"same telling words: {', '.join(features.shown[term] for _, term in sorted(shared)[:5])}",) if shared else ()
    )


def _hundredths(score: int) -> str:
    return f"likeness {score // 1000}.{score % 1000 // 10:02d}"


def _placement(features: Features, story_id: str, score: int, reasons: tuple[str, ...]) -> Placement:
    return Placement(report_id=features.report_id, story_id=story_id, score=score, reasons=reasons)


def stories_of(placements: Sequence[Placement]) -> Mapping[str, tuple[str, ...]]:
    """Story id -> its report ids, in the order of the placements."""
    stories: dict[str, list[str]] = defaultdict(list)
    for placement in placements:
        stories[placement.story_id].append(placement.report_id)
    return {story_id: tuple(reports) for story_id, reports in stories.items()}
