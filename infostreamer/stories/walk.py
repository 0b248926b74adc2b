"""One epoch while it is walked: the stories at hand, as its reports found them and made them grow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from infostreamer.stories.board import LEAST_PRODUCT, Asked, Sought
from infostreamer.stories.entry import Entry, entry_of
from infostreamer.stories.features import Features
from infostreamer.stories.index import best_of
from infostreamer.stories.likeness import CLOSE_DAYS, Held, Measured, held_of
from infostreamer.stories.outline import Outline, founded_by, grown_by, is_open_to
from infostreamer.stories.weights import Weights


class Walk:
    """The candidates of one epoch, and the stories born in it. `entries`: report id -> what the board shall keep."""

    def __init__(
        self, sought: Sought, live: Sequence[Outline], known: Mapping[str, str], window: timedelta, weights: Weights
    ) -> None:
        self.outlines = {outline.story_id: outline for outline in sorted(live, key=lambda one: one.story_id)}
        self.rules, self.window, self.weights = sought.rules, window, weights
        self._named = sought.rules.named
        self.story_of: dict[str, str] = {}
        self.by_canonical: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        self.born = 0
        self._walked: list[tuple[str, dict[str, int]]] = []  # (story, shares) of the reports that came before
        self._by_print: dict[int, set[str]] = defaultdict(set)
        self._prints = {mark for asked in sought.asked for mark in asked.features.prints}
        self._held: dict[str, dict[tuple[int, ...], Held]] = defaultdict(dict)
        for outline in self.outlines.values():
            self._note(outline)
        self.story_of.update({report: story for report, story in known.items() if story in self.outlines})

    @property
    def touched(self) -> list[str]:
        """The stories that took a report, sorted."""
        return sorted({entry.story_id for entry in self.entries.values()})

    def join(self, story_id: str, asked: Asked) -> None:
        """Take the report into the story, founding it where it is new."""
        features, before = asked.features, self.outlines.get(story_id)
        self.born += before is None
        self.outlines[story_id] = (
            grown_by(before, features, self._named) if before else founded_by(story_id, features, self._named)
        )
        self._held.pop(story_id, None)
        self._note(self.outlines[story_id])
        self.entries[features.report_id] = entry_of(
            story_id, asked.shares, seq=features.seq, at=features.at, before=before
        )
        self._walked.append((story_id, asked.shares))

    def bar(self, asked: Asked, measured: Measured) -> int:
        """The least score that joins now; higher while few stories are live, unless report and story are of one day."""
        if measured.days is not None and measured.days <= CLOSE_DAYS:
            return self.weights.join
        missing = max(0, self.weights.cold_stories - asked.stories - self.born)
        return self.weights.join + self.weights.cold * missing // self.weights.cold_stories

    def held(self, story_id: str, asked: Asked) -> Held:
        """The story's terms ready for measuring."""
        held = self._held[story_id].get(asked.segments)
        if held is None:
            held = self._held[story_id][asked.segments] = held_of(self.outlines[story_id], asked.telling)
        return held

    def candidates(self, asked: Asked) -> list[str]:
        """The stories worth measuring, those it may join: found on the board, or with a report earlier in the epoch."""
        ours, best = asked.asks, {story_id: total for total, story_id in asked.found if story_id in self.outlines}
        for story_id, theirs in self._walked:
            total = sum([ours[term] * theirs[term] for term in ours.keys() & theirs.keys()])
            if total >= LEAST_PRODUCT:
                best[story_id] = max(total, best.get(story_id, 0))
        found = best_of(((total, story_id) for story_id, total in best.items()), self.weights.most_candidates)
        return [story_id for _, story_id in found if self.is_allowed(asked.features, story_id)]

    def sharing_prints(self, features: Features) -> list[tuple[str, int]]:
        """(story, fingerprints in common), most first, ties by id."""
        shared = Counter(story_id for mark in features.prints for story_id in self._by_print.get(mark, ()))
        return sorted(shared.items(), key=lambda item: (-item[1], item[0]))

    def is_allowed(self, features: Features, story_id: str) -> bool:
        """True when the story's window is open to the report and no editor forbids it."""
        outline = self.outlines[story_id]
        if not is_open_to(outline, features, self.window):
            return False
        return not self.rules.forbids(features.report_id, outline.report_ids, arrived=features.arrived)

    def _note(self, outline: Outline) -> None:
        for sketch in outline.sketches:
            for mark in self._prints.intersection(sketch.prints):
                self._by_print[mark].add(outline.story_id)
        self.story_of.update(dict.fromkeys(outline.report_ids, outline.story_id))
        self.by_canonical.update(dict.fromkeys(outline.canonicals, outline.story_id))
