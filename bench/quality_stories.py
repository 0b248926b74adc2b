"""Story clustering: BCubed F1 of streaming placement on news_cluster and ECB+, beside a TF-IDF single pass.

Usage: python bench/quality_stories.py DATA_FOLDER. Reports come in order of publication (ECB+ names no
dates: in the order of the hash of their names, which mixes its topics); no look-ahead, one set of weights for both.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from infostreamer.model import Published, Report
from infostreamer.stories.place import Outline, Read, Weights, place_epoch
from infostreamer.text.sentences import split_paragraphs, split_sentences

EPOCH = 16
DEFAULT_DAYS = 14  # the setting stories.window_days
WIDE_DAYS = 365  # the sets hold pages dated months apart, and the peer has no window at all


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


def with_findings(labelled: Sequence[Labelled]) -> list[Labelled]:
    """The same reports understood."""
    from infostreamer.understand import understand

    return [
        Labelled(Read(report=one.read.report, findings=tuple(understand(one.read.report))), one.gold)
        for one in labelled
    ]


def placed(labelled: Sequence[Labelled], *, weights: Weights, window_days: int) -> list[str]:
    """Our story id of every report, epoch after epoch."""
    outlines: dict[str, Outline] = {}
    stories: list[str] = []
    for at in range(0, len(labelled), EPOCH):
        epoch = [one.read for one in labelled[at : at + EPOCH]]
        result = place_epoch(epoch, list(outlines.values()), window_days=window_days, weights=weights)
        outlines.update({outline.story_id: outline for outline in result.outlines})
        stories += [placement.story_id for placement in result.placements]
    return stories


def single_pass(labelled: Sequence[Labelled], threshold: float) -> list[str]:
    """The peer: scikit-learn TF-IDF (fitted on the whole set, which favours it), join the nearest centroid."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(
        [one.read.report.text for one in labelled]
    )
    centroids: list[Any] = []
    answer: list[str] = []
    for row in rows:
        dense = row.toarray()[0]
        scores = [float(dense @ centroid / np.linalg.norm(centroid)) for centroid in centroids]
        best = int(np.argmax(scores)) if scores else -1
        if best >= 0 and scores[best] >= threshold:
            centroids[best] = centroids[best] + dense
        else:
            centroids.append(dense)
            best = len(centroids) - 1
        answer.append(str(best))
    return answer


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


def measure(data: Path, *, is_understood: bool = False, has_peer: bool = True) -> dict[str, Any]:
    """BCubed precision, recall and F1 per set with both windows, the peer's, and our placements per second.

    The figure is the lower F1 of the two sets as a desk places by default.
    """
    figures: dict[str, Any] = {}
    for name, (folder, load) in SETS.items():
        labelled = load(data / folder)
        labelled = with_findings(labelled) if is_understood else labelled
        gold = [one.gold for one in labelled]
        for key, window_days in ((name, WIDE_DAYS), (f"{name}, default window", DEFAULT_DAYS)):
            began = time.process_time()
            found = placed(labelled, weights=Weights(), window_days=window_days)
            figures[key] = _row(gold, found) | {"reports_per_s": round(len(gold) / (time.process_time() - began))}
        if has_peer:
            figures[f"{name}, tf-idf"] = _best_peer(labelled, gold)
    return figures | {"figure": min(figures[f"{name}, default window"]["f1"] for name in SETS)}


def _best_peer(labelled: Sequence[Labelled], gold: Sequence[str]) -> dict[str, Any]:
    """The peer at its best threshold for this set, which favours it again."""
    rows = [_row(gold, single_pass(labelled, at / 100)) | {"threshold": at / 100} for at in (10, 15, 20, 25, 30, 35)]
    return max(rows, key=lambda row: float(row["f1"]))


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
    parser.add_argument("--understood", action="store_true", help="place with the findings of every finder")
    parser.add_argument("--no-peer", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.data, is_understood=asked.understood, has_peer=not asked.no_peer)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
