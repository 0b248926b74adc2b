"""S2: reports placed per second of one core among 300,000 live stories, beside a TF-IDF single pass over as many.

The live stories stand in a SQLite store, as on a desk; the index of them is read from there. Placing counts from a
report with its findings to its placement, with the outlines and entries of every full epoch saved; the time that
features take (the words of the report, whatever the number of stories) is also given alone.
"""

from __future__ import annotations

import gc
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any

from stories_stream import START, Happening, Stream, pace_ms

import infostreamer.stories.board as board_room
from infostreamer.model import decode, encode
from infostreamer.store import open_store
from infostreamer.store.entries import EntryRow
from infostreamer.store.outlines import OutlineRow
from infostreamer.stories.board import Board
from infostreamer.stories.entry import entry_of, shares_of
from infostreamer.stories.features import NAME, Read, features_of
from infostreamer.stories.outline import founded_by
from infostreamer.stories.place import Entry, Outline, place_epoch
from infostreamer.stories.weigh import Telling
from infostreamer.stories.weights import WEIGHTS
from infostreamer.text.words import stem

LIVE = 300_000
DAYS = 7
EPOCH = 16
ASKED = 3200
_BATCH = 5000


def measure(count: int) -> dict[str, object]:
    """Placed reports per CPU second with `count` live stories (300,000 by default), memory, start-up time, peers."""
    live = count or LIVE
    stream = Stream()
    happenings = list(stream.happenings(live))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")
        bags = _fill(store, stream, happenings)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        reads = _asked(stream, happenings)
        del happenings
        gc.collect()
        gc.freeze()  # what made the stream is no part of a desk
        before = _memory_mb()
        ours = _Placing(store, live, DAYS)
        started = process_time()
        ours.load(reads[:1])
        load_s, held_mb = process_time() - started, _memory_mb() - before
        placed = ours.run(reads)
        recall = _recall(ours, reads[:: len(reads) // 100])
        store.close()
    texts = [" ".join(read.report.text.split()) for read in reads[:64]]
    return {
        "live_stories": live,
        "reports": len(reads),
        **placed,
        "recall_of_candidates": recall,
        "index_mb": held_mb,
        "load_cpu_s": round(load_s, 1),
        "store_mb": size // 1_000_000,
        "peer_tfidf": _tfidf(bags, texts, placed["per_cpu_s"]),
    }


def _fill(store: Any, stream: Stream, happenings: Sequence[Happening]) -> list[str]:
    """One report of each happening in the store as a story of one; gives their words for the peer."""
    template = features_of(Read(report=stream.report(happenings[0], 1, START)[0]))
    pairs = [stream.words_of(happening) for happening in happenings]
    holders = Counter(term for names, words in pairs for term in {*(NAME + stem(n) for n in names), *map(stem, words)})
    telling, rows, draw = Telling(holders, len(pairs)), [], random.Random(4)
    for at, (names, words) in enumerate(pairs):
        terms = dict.fromkeys(map(stem, words), 1000) | dict.fromkeys(map(stem, words[:12]), 2600)
        terms |= dict.fromkeys((NAME + stem(name) for name in names), 2000)
        seq, moment = at + 1, START + timedelta(days=DAYS * at / len(pairs))
        given = {name: name.title() for name in names}
        features = replace(
            template, report_id=f"r{seq}", canonical=f"c{seq}", seq=seq, at=moment, terms=dict(sorted(terms.items())),
            names=given, people=frozenset(given), prints=frozenset(draw.getrandbits(62) for _ in range(90)),
        )  # fmt: skip
        outline = founded_by(f"{at:016x}", features)
        entry = entry_of(outline.story_id, shares_of(features.terms, telling), seq=seq, at=moment, before=None)
        rows.append((OutlineRow(outline.story_id, encode(outline).decode()), entry))
        if len(rows) == _BATCH or at + 1 == len(pairs):
            _save(store, [row for row, _ in rows], [entry for _, entry in rows])
            rows = []
    return [" ".join((*names, *words)) for names, words in pairs]


def _save(store: Any, outlines: Sequence[OutlineRow], entries: Sequence[Entry]) -> None:
    with store.unit() as unit:
        unit.outlines.put_all(outlines)
        unit.entries.put_all([EntryRow(one.seq, one.at, encode(one).decode()) for one in entries])


def _asked(stream: Stream, happenings: Sequence[Happening]) -> list[Read]:
    """Reports of the hour after: three in five about a live story, some stories far more often than others."""
    draw, live = random.Random(2), len(happenings)
    fresh = iter(list(stream.happenings(ASKED, first=live)))
    reads = []
    for at in range(ASKED):
        is_known = draw.random() < 0.6
        happening = happenings[int(live * draw.random() ** 4)] if is_known else next(fresh)
        moment = START + timedelta(days=DAYS, seconds=at)
        report, findings = stream.report(happening, live + at + 1, moment)
        reads.append(Read(report=report, findings=findings))
    return reads


@dataclass
class _Clock:
    """The function, and the CPU seconds spent in it."""

    function: Any
    seconds: float = 0.0

    def __call__(self, *given: Any) -> Any:
        started = process_time()
        result = self.function(*given)
        self.seconds += process_time() - started
        return result


@dataclass
class _Placing:
    """The loop of the desk's place stage: a board, and outlines read from the store."""

    store: Any
    position: int
    window_days: int

    def __post_init__(self) -> None:
        self.board = Board(self.window_days, position=self.position)

    def load(self, epoch: Sequence[Read]) -> None:
        with self.store.read() as unit:
            for segment in self.board.missing(epoch):
                rows: list[Any] = [None]
                while rows:
                    rows = unit.entries.between(self.board.bounds_of(segment), after=rows[-1])
                    self.board.load(segment, [decode(row.noun, Entry) for row in rows])

    def run(self, reads: Sequence[Read]) -> dict[str, Any]:
        """CPU time of all epochs and of the features in it; `machine_ms`: of a fixed loop meanwhile, least and mean."""
        paces, spent, joined, total_s = [], _Clock(board_room.features_of), 0, 0.0
        board_room.features_of = spent  # type: ignore[assignment]
        for at in range(0, len(reads), EPOCH):
            if at % (EPOCH * 20) == 0:
                paces.append(pace_ms())
            started = process_time()
            joined += self.epoch(reads[at : at + EPOCH])
            total_s += process_time() - started
        board_room.features_of = spent.function
        return {
            "per_cpu_s": round(len(reads) / total_s),
            "per_cpu_s_without_features": round(len(reads) / (total_s - spent.seconds)),
            "ms_features": round(spent.seconds / len(reads) * 1000, 2),
            "ms_placing": round((total_s - spent.seconds) / len(reads) * 1000, 2),
            "machine_ms": [round(min(paces), 1), round(sum(paces) / len(paces), 1)],
            "joined": round(joined / len(reads), 2),
        }

    def epoch(self, epoch: Sequence[Read]) -> int:
        """How many joined a story."""
        self.load(epoch)
        sought = self.board.seek(epoch)
        with self.store.read() as unit:
            live = [decode(noun, Outline) for noun in unit.outlines.of(sought.story_ids)]
        placed = place_epoch(epoch, live, window_days=self.window_days, sought=sought)
        _save(self.store, [OutlineRow(one.story_id, encode(one).decode()) for one in placed.outlines], placed.entries)
        self.position += len(epoch)
        self.board.take(placed.entries, self.position)
        return sum(one.score > 0 for one in placed.placements)


def _recall(ours: _Placing, reads: Sequence[Read]) -> float:
    """Share of reports placed alike when every posting is looked at and the best 1,000 stories are measured."""
    wide = replace(WEIGHTS, most_candidates=1000)
    board = ours.board
    same = 0
    for read in reads:
        answers = []
        for weights in (WEIGHTS, wide):
            board.weights = weights
            if weights is wide:
                kept, board_room.MOST_POSTINGS = board_room.MOST_POSTINGS, 10**9
            sought = board.seek([read])
            if weights is wide:
                board_room.MOST_POSTINGS = kept
            with ours.store.read() as unit:
                live = [decode(noun, Outline) for noun in unit.outlines.of(sought.story_ids)]
            placed = place_epoch([read], live, window_days=DAYS, weights=weights, sought=sought)
            answers.append(placed.placements[0].story_id)
        board.weights = WEIGHTS
        same += answers[0] == answers[1]
    return round(same / len(reads), 3)


def _memory_mb() -> int:
    """Resident now."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def _tfidf(bags: Sequence[str], texts: Sequence[str], ours: float) -> dict[str, object] | str:
    """The nearest of as many sparse vectors for each text, 16 at a time; updating them is not even counted."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError:
        return "scikit-learn is not installed"
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    stories = vectorizer.fit_transform(bags).T.tocsr()
    started = process_time()
    for at in range(0, len(texts), EPOCH):
        (vectorizer.transform(texts[at : at + EPOCH]) @ stories).argmax(axis=1)
    per_s = len(texts) / (process_time() - started)
    return {"per_cpu_s": round(per_s, 1), "ours_times": round(ours / per_s, 1)}
