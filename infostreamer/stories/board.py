"""The live stories during one epoch: their outlines, who holds which word, and which stories are worth measuring."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

from infostreamer.stories.constraints import Constraints
from infostreamer.stories.features import Features
from infostreamer.stories.likeness import Held, held_of
from infostreamer.stories.outline import Outline, founded_by, grown_by, is_open_to
from infostreamer.stories.weigh import Telling
from infostreamer.stories.weights import Weights


class Board:
    """The live stories during one epoch, indexed by the words and fingerprints that the epoch's reports use."""

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
        self._held: dict[str, Held] = {}
        for outline in self.outlines.values():
            self.stories_with.update(self._index(outline).keys())
        self.telling = Telling(self.stories_with, len(self.outlines), weights.background)

    def join(self, story_id: str, features: Features) -> None:
        """Take the report into the story, founding it where it is new."""
        known = self.outlines.get(story_id)
        outline = grown_by(known, features) if known else founded_by(story_id, features)
        self.outlines[story_id] = outline
        self.touched.add(story_id)
        self._held.pop(story_id, None)
        self._index(outline)

    @property
    def bar(self) -> int:
        """The least score that joins now."""
        missing = max(0, self.weights.cold_stories - len(self.outlines))
        return self.weights.join + self.weights.cold * missing // self.weights.cold_stories

    def held(self, story_id: str) -> Held:
        """The story's terms ready for measuring."""
        if story_id not in self._held:
            self._held[story_id] = held_of(self.outlines[story_id], self.telling)
        return self._held[story_id]

    def sharing_prints(self, features: Features) -> list[tuple[str, int]]:
        """(story, fingerprints in common), most first, ties by id."""
        shared = Counter(story_id for mark in features.prints for story_id in self.by_print.get(mark, ()))
        return sorted(shared.items(), key=lambda item: (-item[1], item[0]))

    def candidates(self, features: Features) -> list[str]:
        """The stories with the largest raw products, most first: the only ones worth measuring exactly."""
        products: Counter[str] = Counter()
        for term, weight in features.terms.items():
            holders = self.by_term.get(term)
            if holders:
                factor = weight * self.telling.of(term) ** 2
                for story_id, story_weight in holders.items():
                    products[story_id] += factor * story_weight // len(self.outlines[story_id].report_ids)
        best = sorted(products.items(), key=lambda item: (-item[1], item[0]))[: self.weights.most_candidates]
        return [story_id for story_id, _ in best]

    def is_allowed(self, features: Features, story_id: str, rules: Constraints) -> bool:
        """True when the story's window is open to the report and no editor forbids it."""
        outline = self.outlines[story_id]
        if not is_open_to(outline, features, self.window):
            return False
        return not rules.forbids(features.report_id, outline.report_ids, arrived=features.arrived)

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
