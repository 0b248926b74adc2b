"""Story clustering: BCubed of streaming placement on news_cluster and ECB+, beside peers in the same run.

Usage: python bench/quality.py stories --data DATA_FOLDER, or python bench/quality_stories.py DATA_FOLDER [--errors].
Reports come in order of publication (ECB+ names no dates: in the order of the hash of their names, which mixes its
topics, and in two shuffled orders more); no look-ahead, one set of weights, the default settings.
STORIES_CACHE=FOLDER keeps what was understood, so that the next run only places.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import stories_peers as peers

from infostreamer.model import Published, Report
from infostreamer.model.codec import finding_from_json, finding_to_json
from infostreamer.settings import Settings
from infostreamer.stories.board import Board
from infostreamer.stories.place import Outline, Read, place_epoch
from infostreamer.stories.weights import WEIGHTS, Weights
from infostreamer.text.sentences import split_paragraphs, split_sentences

EPOCH: int = Settings()["stories.epoch"]
DEFAULT_DAYS: int = Settings()["stories.window_days"]
ORDERS = 3


@dataclass(frozen=True)
class Labelled:
    """A report and the happening it is about."""

    read: Read
    gold: str


def news_cluster(folder: Path) -> list[Labelled]:
    """383 articles on 69 happenings, in order of publication."""
    rows = [(path.name, json.loads(path.read_text("utf-8"))) for path in sorted((folder / "data").glob("*.json"))]
    rows.sort(key=lambda row: (row[1].get("date_publish") or "", row[0]))
    return [_labelled(name, row, str(row["newsCluster"]["Event"]), seq) for seq, (name, row) in enumerate(rows, 1)]


def ecbplus(folder: Path) -> list[Labelled]:
    """ECB+: `10ecb` and `10ecbplus` are similar but different happenings."""
    rows = [(path, json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*/*.json"))]
    rows.sort(key=lambda row: sha256(row[0].name.encode()).hexdigest())
    return [_labelled(path.name, row, path.parent.name, seq) for seq, (path, row) in enumerate(rows, 1)]


def _labelled(name: str, row: dict[str, Any], gold: str, seq: int) -> Labelled:
    title, body = row.get("title") or "", row.get("text") or row.get("description") or ""
    body = "\n\n".join(line.strip() for line in body.splitlines() if line.strip())
    text = f"{title}\n\n{body}" if title else body
    raw = row.get("date_publish")
    published = _published(raw)
    outlet = row.get("source_domain") if raw else None
    report = Report(
        id=Report.make_id(name, text), capture_id=name, address=f"file:{name}", canonical=f"file:{name}",
        host=outlet, outlet=outlet, title=title or None, byline=(), published=published, language="en", kind="report",
        text=text, body_start=len(title) + 2 if title else 0, paragraphs=split_paragraphs(text),
        sentences=split_sentences(text), seq=seq,
    )  # fmt: skip
    return Labelled(Read(report=report), gold)


def _published(raw: str | None) -> Published | None:
    """ISO dates only; a few ECB+ files hold a date in words, which counts as none."""
    try:
        return Published(at=datetime.fromisoformat(raw or "").replace(tzinfo=UTC))
    except ValueError:
        return None


def understood(name: str, labelled: Sequence[Labelled]) -> list[Labelled]:
    """The same reports with their findings; from the cache where there is one."""
    from infostreamer.understand import understand

    folder = os.environ.get("STORIES_CACHE")
    kept = Path(folder) / f"stories_{name}.json" if folder else None
    if kept and kept.is_file():
        rows = json.loads(kept.read_text("utf-8"))
        found = [tuple(finding_from_json(one) for one in row) for row in rows]
    else:
        found = [tuple(understand(one.read.report)) for one in labelled]
        if kept:
            kept.write_text(json.dumps([[finding_to_json(one) for one in row] for row in found]), "utf-8")
    return [
        Labelled(Read(report=one.read.report, findings=each), one.gold)
        for one, each in zip(labelled, found, strict=True)
    ]


def orders(labelled: Sequence[Labelled]) -> Iterator[list[Labelled]]:
    """The stream as given, then others as good: the reports of one day, or all that are undated, shuffled."""
    yield list(labelled)
    for seed in range(1, ORDERS):
        chance = random.Random(seed)
        drawn = sorted(labelled, key=lambda one: (_day(one.read.report), chance.random()))
        yield [
            Labelled(replace(one.read, report=replace(one.read.report, seq=seq)), one.gold)
            for seq, one in enumerate(drawn, 1)
        ]


def _day(report: Report) -> str:
    return report.published.at.date().isoformat() if report.published else ""


def placed(labelled: Sequence[Labelled], weights: Weights = WEIGHTS, window_days: int = DEFAULT_DAYS) -> list[str]:
    """Our story id of every report, epoch after epoch, as `infostreamer compile` places them."""
    board = Board(window_days, weights)
    outlines: dict[str, Outline] = {}
    story_of: dict[str, str] = {}
    for at in range(0, len(labelled), EPOCH):
        epoch = [one.read for one in labelled[at : at + EPOCH]]
        for segment in board.missing(epoch):
            board.load(segment, ())
        sought = board.seek(epoch)
        known = {partner: story_of[partner] for partner in sought.partners if partner in story_of}
        live = [outlines[one] for one in sorted({*sought.story_ids, *known.values()})]
        result = place_epoch(epoch, live, window_days=window_days, weights=weights, sought=sought, known=known)
        outlines.update({outline.story_id: outline for outline in result.outlines})
        board.take(result.entries, at + EPOCH)
        story_of.update({placement.report_id: placement.story_id for placement in result.placements})
    return [story_of[one.read.report.id] for one in labelled]


def bcubed(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 averaged over items (Bagga and Baldwin 1998; Amigó et al. 2009)."""
    of_gold, of_found = _members(gold), _members(found)
    precision = recall = 0.0
    for label, story in zip(gold, found, strict=True):
        common = len(of_gold[label] & of_found[story])
        precision += common / len(of_found[story])
        recall += common / len(of_gold[label])
    precision, recall = precision / len(gold), recall / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _members(labels: Sequence[str]) -> dict[str, set[int]]:
    members: dict[str, set[int]] = defaultdict(set)
    for at, label in enumerate(labels):
        members[label].add(at)
    return members


SETS: dict[str, tuple[str, Callable[[Path], list[Labelled]]]] = {
    "news_cluster": ("clustering/news_cluster", news_cluster),
    "ecbplus": ("clustering/ecbplus", ecbplus),
}


def measure(data: Path, *, has_peers: bool = True) -> dict[str, Any]:
    """BCubed precision, recall and F1 per set, the peers', and our placements per second.

    "mean of orders": over the order given and shuffled ones. The figure is the lower F1 of the two sets as a desk
    places by default, in the order given.
    """
    figures: dict[str, Any] = {}
    for name, (folder, load) in SETS.items():
        bare = load(data / folder)
        labelled = understood(name, bare)
        gold = [one.gold for one in labelled]
        began = time.process_time()
        found = placed(labelled)
        figures[name] = _row(gold, found) | {"reports_per_s": round(len(gold) / (time.process_time() - began))}
        figures[f"{name}, mean of orders"] = _mean(labelled)
        figures[f"{name}, without findings"] = _row(gold, placed(bare))
        figures[f"{name}, errors"] = errors(labelled, found)
        if has_peers:
            figures |= {f"{name}, {peer}": row for peer, row in _peers(labelled, gold).items()}
    return figures | {"figure": min(figures[name]["f1"] for name in SETS)}


def _mean(labelled: Sequence[Labelled]) -> dict[str, float]:
    rows = [_row([one.gold for one in stream], placed(stream)) for stream in orders(labelled)]
    return {key: round(sum(row[key] for row in rows) / len(rows), 4) for key in ("f1", "precision", "recall")}


def _peers(labelled: Sequence[Labelled], gold: Sequence[str]) -> dict[str, Any]:
    """Each peer at its best threshold for this set, which favours it."""
    rows: dict[str, Any] = {}
    reads = [one.read for one in labelled]
    for name, peer in peers.PEERS.items():
        answers = peer(reads)
        scored = [_row(gold, found) | {"threshold": threshold} for threshold, found in answers]
        rows[name] = max(scored, key=lambda row: float(row["f1"]), default="not installed here")
    return rows


def errors(labelled: Sequence[Labelled], found: Sequence[str]) -> dict[str, Any]:
    """How many happenings are split or glued together, and the ten that cost most, by reports lost."""
    gold_of, stories_of = defaultdict(Counter), defaultdict(Counter)
    for one, story in zip(labelled, found, strict=True):
        gold_of[story][one.gold] += 1
        stories_of[one.gold][story] += 1
    split = sorted((sum(c.values()) - max(c.values()), gold, list(c.values())) for gold, c in stories_of.items())
    glued = sorted(((sum(c.values()) - max(c.values()), dict(c)) for c in gold_of.values()), key=lambda row: row[0])
    return {
        "split": sum(lost > 0 for lost, *_ in split),
        "glued": sum(lost > 0 for lost, _ in glued),
        "worst split": [f"{gold}: {sorted(parts, reverse=True)}" for lost, gold, parts in split[:-11:-1] if lost],
        "worst glued": [parts for lost, parts in glued[:-11:-1] if lost],
    }


def _row(gold: Sequence[str], found: Sequence[str]) -> dict[str, Any]:
    precision, recall, f1 = bcubed(gold, found)
    return {
        "f1": round(f1, 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "stories": len(set(found)),
        "gold": len(set(gold)),
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--no-peers", action="store_true")
    asked = parser.parse_args()
    print(json.dumps(measure(asked.data, has_peers=not asked.no_peers), indent=1))


if __name__ == "__main__":
    main()
