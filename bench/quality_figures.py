"""How well figures are found: amounts of the recognizers' specs, MEANTIME's values, and whether hedges are kept.

python bench/quality_figures.py ../shared/data
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from quality_dates import read_tokens
from specs_figures import measure_specs

from infostreamer.model import Figure, Report
from infostreamer.understand.dates import DATES
from infostreamer.understand.figures import FIGURES

_DURATIONS = frozenset(["second", "minute", "hour", "day", "week", "month", "year", "decade"])

# Own sentences: what stands before the number bounds or softens it, and has to come out as given with its bound.
HEDGED = {
    "at_least": ["more than", "at least", "over", "no fewer than", "upwards of", "well over", "in excess of",
                 "just over", "a minimum of", "not less than"],
    "at_most": ["up to", "as many as", "fewer than", "less than", "no more than", "under", "at most", "a maximum of",
                "just under"],
    "about": ["about", "around", "some", "nearly", "almost", "roughly", "approximately", "an estimated", "close to"],
}  # fmt: skip
_FRAMES = ["Police said {} 1,200 people left.", "{} 40 soldiers were killed.", "It cost {} $3 million.",
           "He waited {} five hours."]  # fmt: skip


def measure(data: Path) -> dict[str, Any]:
    """Spec shares, MEANTIME precision, recall and F1 by overlap with the right type, share of hedges kept."""
    specs = measure_specs(data)
    return {"recognizers_specs": specs, "meantime_values": _meantime(data), "hedges_kept": hedges_kept(),
            "figure": specs["all"]["ours"]["f1"]}  # fmt: skip


def figures_in(text: str, identity: str = "bench") -> list[tuple[int, int, Figure]]:
    """The figures of a bare text."""
    report = Report(
        id=identity, capture_id="", address="", canonical="", host=None, outlet=None, title=None, byline=(),
        published=None, language="en", kind="report", text=text, body_start=0, paragraphs=((0, len(text)),),
        sentences=((0, len(text)),),
    )  # fmt: skip
    found = FIGURES.find(report, DATES.find(report, ()))
    return [(each.start, each.end, each.payload) for each in found if isinstance(each.payload, Figure)]


def hedges_kept() -> float:
    """Share of the own sentences whose figure has the hedge as given and the bound it means."""
    kept = total = 0
    for bound, hedges in HEDGED.items():
        for hedge in hedges:
            for frame in _FRAMES:
                text = frame.format(hedge)
                text = text[:1].upper() + text[1:]
                total += 1
                figures = [each for _, _, each in figures_in(text)]
                kept += any((each.hedge or "").lower() == hedge and each.bound == bound for each in figures)
    return round(kept / total, 3)


def _meantime(data: Path) -> dict[str, float]:
    tally: Counter[str] = Counter()
    for path in sorted((data / "events/meantime/intra-doc_annotation").rglob("*.xml")):
        text, root, places = read_tokens(path)
        golds = []
        for value in root.iter("VALUE"):
            anchors = [places[one.get("t_id")] for one in value.iter("token_anchor") if one.get("t_id") in places]
            if anchors:
                golds.append((anchors[0][0], anchors[-1][1], value.get("type")))
        found = [each for each in figures_in(text, path.stem) if each[2].unit not in _DURATIONS]
        tally["gold"] += len(golds)
        tally["found"] += len(found)
        tally["right"] += sum(any(_is_same(gold, each) for each in found) for gold in golds)
        tally["precise"] += sum(any(_is_same(gold, each) for gold in golds) for each in found)
    precision, recall = tally["precise"] / max(tally["found"], 1), tally["right"] / max(tally["gold"], 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def _is_same(gold: tuple[int, int, str | None], found: tuple[int, int, Figure]) -> bool:
    unit = found[2].unit or ""
    kind = "PERCENT" if unit == "%" else "MONEY" if len(unit) == 3 and unit.isupper() else "QUANTITY"
    return found[0] < gold[1] and gold[0] < found[1] and kind == gold[2]


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1])), indent=1))
