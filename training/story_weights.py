"""Learns infostreamer/stories/data/weights.json: how much each likeness counts when a report is placed.

Usage: python training/story_weights.py --data DATA_FOLDER [--write | --check]; STORIES_CACHE=FOLDER as for the bench.

The streams of both development sets are replayed with every set of weights that is tried, in several orders and at
three bars around the one tried, so that luck with one order or bar counts for nothing. What is climbed is the mean
BCubed F1 of both sets, one weight at a time. To see whether what is learned holds for happenings never seen, it is
also learned on the happenings of one half and measured on those of the other; only numbers leave this script.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import quality_stories as bench

from infostreamer.stories.features import NAME, Features, features_of
from infostreamer.stories.likeness import CLOSE_DAYS, days_apart
from infostreamer.stories.told import to_unit
from infostreamer.stories.weigh import Telling
from infostreamer.stories.weights import WEIGHTS

TARGET = Path(__file__).parents[1] / "infostreamer" / "stories" / "data" / "weights.json"
START = {
    "join": 160, "undated": 0, "close": 0, "per_doubling": 10, "together": 600, "words": 100, "both": 300, "heads": 0,
    "people": 0, "figures": 0,
}  # fmt: skip
STEPS = {
    "join": 12, "undated": 12, "close": 8, "per_doubling": 3, "words": 60, "both": 60, "heads": 40, "people": 40,
    "figures": 25,
}  # fmt: skip
BARS = (-8, 0, 8)
LEAST_GAIN = 0.0003
ROUNDS = 4
Numbers = Mapping[str, int]


@dataclass(frozen=True)
class Stream:
    """One set in one order: what every two reports have in common (reports x reports), days as numbers."""

    features: list[Features]
    gold: list[str]
    half: np.ndarray  # 0 or 1: of the happening's topic
    shared: dict[str, np.ndarray]  # products of names, words, heads, who, figures
    days: np.ndarray  # NaN without a time


def stream_of(labelled: list[Any]) -> Stream:
    """The reports' features compared; words are as telling as they are in the end."""
    features = [features_of(one.read) for one in labelled]
    holding = Counter(term for one in features for term in one.terms)
    telling = Telling(holding, len(features), WEIGHTS.background)
    whole = [_weighed(_level(one.terms), telling) for one in features]
    vectors = {
        "names": [{term: weight for term, weight in one.items() if term[0] == NAME} for one in whole],
        "words": [{term: weight for term, weight in one.items() if term[0] != NAME} for one in whole],
        "heads": [_weighed(one.heads, telling) for one in features],
        "who": [dict(one.who) for one in features],
        "figures": [dict(to_unit(Counter(one.figures.keys()))) for one in features],
    }
    topics = [one.gold.removesuffix("ecbplus").removesuffix("ecb") for one in labelled]
    return Stream(
        features=features,
        gold=[one.gold for one in labelled],
        half=np.array([sha256(topic.encode()).digest()[0] % 2 for topic in topics]),
        shared={name: _products(rows) for name, rows in vectors.items()},
        days=np.array([one.at.timestamp() / 86_400 if one.at else np.nan for one in features]),
    )


def _level(terms: Mapping[str, int]) -> dict[str, int]:
    """As outline.py adds them up: a long report weighs as much as a short one."""
    whole = max(1, sum(terms.values()))
    return {term: max(1, weight * 10_000 // whole) for term, weight in terms.items()}


def _weighed(terms: Mapping[str, int], telling: Telling) -> dict[str, int]:
    return {term: weight * telling.of(term) for term, weight in terms.items()}


def _products(vectors: Sequence[Mapping[str, int]]) -> np.ndarray:
    place = {key: at for at, key in enumerate(sorted({key for vector in vectors for key in vector}))}
    rows = csr_matrix(
        (
            [float(weight) for vector in vectors for weight in vector.values()],
            (
                [at for at, vector in enumerate(vectors) for _ in vector],
                [place[key] for vector in vectors for key in vector],
            ),
        ),
        shape=(len(vectors), max(1, len(place))),
    )
    return np.asarray((rows @ rows.T).todense())


@dataclass
class _Story:
    """What `days_apart` looks at."""

    days: list[str]
    people: set[str]
    heads: list[tuple[str, int]]


class Replay:
    """One pass over a stream with one set of weights; as stories/place.py but for near-copies and rounding."""

    def __init__(self, stream: Stream, numbers: Numbers, shift: int) -> None:
        """Nothing placed. `shift` is added to the bar."""
        self.stream, self.numbers, self.bar = stream, numbers, numbers["join"] + shift
        count = len(stream.gold)
        self.sums = {name: np.zeros((count, count)) for name in stream.shared}  # story x report
        self.squares = {name: np.zeros(count) for name in stream.shared}
        self.first, self.last = np.full(count, np.nan), np.full(count, np.nan)
        self.stories: list[_Story] = []

    def run(self) -> np.ndarray:
        """The story of each report."""
        answer = []
        for at in range(len(self.stream.gold)):
            answer.append(self._best(at))
            self._join(at, answer[-1])
        return np.array(answer)

    def _best(self, at: int) -> int:
        """The story it joins; a new one's number where none is alike enough."""
        live = len(self.stories)
        if not live:
            return 0
        scores = self._likeness(at, live) + self._by_time(at, live)
        for story in np.argsort(-scores)[:4]:
            scores[story] *= 1 - days_apart(self.stream.features[at], self.stories[story], WEIGHTS) / 1000
        best = int(np.argmax(scores))
        cold = WEIGHTS.cold * max(0, WEIGHTS.cold_stories - live) / WEIGHTS.cold_stories
        return best if scores[best] >= self.bar + cold else live

    def _likeness(self, at: int, live: int) -> np.ndarray:
        numbers, times = self.numbers, (WEIGHTS.name_times / 100) ** 2
        by = {name: self._parts(name, at, live) for name in self.sums}
        cosine = {name: _cosine(*parts) for name, parts in by.items()}
        together = _cosine(*(ours * times + other for ours, other in zip(by["names"], by["words"], strict=True)))
        return (
            together * numbers["together"]
            + cosine["words"] * numbers["words"]
            + np.sqrt(cosine["names"] * cosine["words"]) * numbers["both"]
            + cosine["heads"] * numbers["heads"]
            + cosine["who"] * numbers["people"]
            + cosine["figures"] * numbers["figures"]
        )

    def _parts(self, name: str, at: int, live: int) -> tuple[Any, Any, Any]:
        return self.sums[name][:live, at], self.stream.shared[name][at, at], self.squares[name][:live]

    def _by_time(self, at: int, live: int) -> np.ndarray:
        day, first, last = self.stream.days[at], self.first[:live], self.last[:live]
        gap = np.floor(np.maximum(0, np.maximum(first - day, day - last)))
        moved = np.where(gap <= CLOSE_DAYS, self.numbers["close"], 0) - np.log2(1 + gap) * self.numbers["per_doubling"]
        moved = np.where(gap > bench.DEFAULT_DAYS, -10_000, moved)
        return np.where(np.isnan(gap), -self.numbers["undated"], moved)

    def _join(self, at: int, story: int) -> None:
        features, day = self.stream.features[at], self.stream.days[at]
        if story == len(self.stories):
            self.stories.append(_Story([], set(), []))
            self.first[story] = self.last[story] = day
        self.first[story], self.last[story] = min(self.first[story], day), max(self.last[story], day)
        held = self.stories[story]
        held.days.extend(features.days)
        held.people |= features.people
        held.heads.extend(features.heads.items())
        for name, shared in self.stream.shared.items():
            self.squares[name][story] += 2 * self.sums[name][story, at] + shared[at, at]
            self.sums[name][story] += shared[at]


def _cosine(product: Any, ours: Any, theirs: Any) -> np.ndarray:
    return np.clip(product / np.maximum(1e-9, np.sqrt(ours * theirs)), 0, 1)


def f1_of(stream: Stream, found: np.ndarray, half: int | None) -> float:
    """BCubed F1 over the reports of one half, or of all."""
    gold = np.array(stream.gold)
    alike, together = gold[:, None] == gold[None, :], found[:, None] == found[None, :]
    common = (alike & together).sum(1)
    kept = np.ones(len(gold), bool) if half is None else stream.half == half
    precision, recall = (common / together.sum(1))[kept].mean(), (common / alike.sum(1))[kept].mean()
    return float(2 * precision * recall / (precision + recall))


def worth(streams: list[list[Stream]], numbers: Numbers, half: int | None = None) -> list[float]:
    """Mean F1 of each set over its orders and the bars."""
    return [
        float(np.mean([f1_of(one, Replay(one, numbers, bar).run(), half) for one in orders for bar in BARS]))
        for orders in streams
    ]


def climb(streams: list[list[Stream]], numbers: dict[str, int], half: int | None = None) -> dict[str, int]:
    """The best weights found, one at a time, in steps that halve where nothing helps any more."""
    steps, best = dict(STEPS), sum(worth(streams, numbers, half)) / len(streams)
    for _ in range(ROUNDS):
        before = best
        for name in STEPS:
            for step in (steps[name], -steps[name]):
                while True:
                    tried = numbers | {name: max(0, numbers[name] + step)}
                    gained = sum(worth(streams, tried, half)) / len(streams) if tried != numbers else 0.0
                    if gained <= best + LEAST_GAIN:
                        break
                    numbers, best = tried, gained
        print(f"{best:.4f} {numbers}", file=sys.stderr, flush=True)
        if best == before:
            steps = {name: max(1, step // 2) for name, step in steps.items()}
    return numbers


def learned() -> dict[str, int]:
    """The weights as they are."""
    return dict(json.loads(TARGET.read_text("utf-8"))["learned"])


def to_thousand(numbers: Mapping[str, int]) -> dict[str, int]:
    """The same decisions with cosines that add up to 1,000."""
    cosines = ("together", "words", "both", "heads", "people", "figures")
    whole = sum(numbers[name] for name in cosines)
    scaled = {name: round(number * 1000 / whole) for name, number in numbers.items()}
    return scaled | {"together": scaled["together"] + 1000 - sum(scaled[name] for name in cosines)}


def main() -> None:
    """Learn, measure on happenings left out, and with --write keep what was learned on all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="write weights.json; without, halves are left out first")
    parser.add_argument("--orders", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="only say what the present weights are worth")
    asked = parser.parse_args()
    streams = []
    for name, (folder, load) in bench.SETS.items():
        labelled = bench.understood(name, load(asked.data / folder))
        streams.append([stream_of(order) for order in islice(bench.orders(labelled), asked.orders)])
    start = learned()
    print("now", worth(streams, start), flush=True)
    if asked.check:
        return
    for half in (0, 1) if not asked.write else ():
        halves = climb(streams, START, half)
        before, after = worth(streams, START, 1 - half), worth(streams, halves, 1 - half)
        print(f"learned without half {1 - half}, measured on it: {before} -> {after}", halves, flush=True)
    best = to_thousand(climb(streams, start))
    print("learned on all:", worth(streams, best), best)
    if asked.write:
        kept = json.loads(TARGET.read_text("utf-8")) | {"learned": best}
        TARGET.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
