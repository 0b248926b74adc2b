"""Does the source support the line? The gate on SummEdits' news (first half), against published systems.

Laban et al. 2023, "LLMs as Factual Reasoners": every summary is either consistent with its document or edited so that
it is not. The threshold is learned on all documents but one and used on that one; balanced accuracy over all.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infostreamer.stories.gate import LEAST, support

PUBLISHED = {"SummaCConv": 61.9, "GPT-4": 83.3, "human": 90.0}
Row = tuple[str, int, bool]  # document, score, consistent


def measure(data: Path) -> dict[str, Any]:
    """Balanced accuracy with a threshold from the other documents, and at the product's own threshold."""
    raw = json.loads((data / "faithfulness/summedits_news_first_half.json").read_text("utf-8"))
    began = time.perf_counter()
    rows = [(one["doc"], support(one["summary"], [one["doc"]]), one["label"] == 1) for one in raw]
    took = time.perf_counter() - began
    decided = [(score >= threshold(rows, doc), label) for doc, score, label in rows]
    by_kind: dict[str, list[bool]] = {}
    for one, (is_let, _) in zip(raw, decided, strict=True):
        for kind in one["edit_types"]:
            by_kind.setdefault(kind, []).append(not is_let)
    return {
        "summaries": len(rows),
        "documents": len({doc for doc, _, _ in rows}),
        "summaries_per_s": round(len(rows) / took),
        "caught_by_kind_of_edit": {kind: f"{sum(caught)} of {len(caught)}" for kind, caught in sorted(by_kind.items())},
        "published_balanced_accuracy": PUBLISHED,
        "at_the_product_s_threshold": balanced([(score >= LEAST, label) for _, score, label in rows]),
        "figure": balanced(decided),
    }


def threshold(rows: Sequence[Row], held_out: str) -> int:
    """The threshold that separates the other documents best; the lowest of equals."""
    others = [(score, label) for doc, score, label in rows if doc != held_out]
    return max(
        sorted({score for score, _ in others}),
        key=lambda least: balanced([(score >= least, label) for score, label in others]),
    )


def balanced(decided: Sequence[tuple[bool, bool]]) -> float:
    """The mean of the share of consistent ones let through and of the share of others held back."""
    let = [is_let for is_let, label in decided if label]
    held = [not is_let for is_let, label in decided if not label]
    return round((sum(let) / len(let) + sum(held) / len(held)) / 2, 3)
