"""Who said what, how many, when, and what happened, on the wire reports of `tests/quality/wire`.

    python bench/quality.py wire --data .                      every figure, dev, test and more apart
    python bench/quality_wire.py --show dev --kind quotes      every miss, report by report (reports 01-24)
    python bench/quality_wire.py --pin                         raise the floors to what is reached

The labels are part of the repository; `--data` is not looked at. Figures are micro F1 over the reports of a split.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from wire_gold import FOLDER, KINDS, SPLITS, Gold, Label, read_split, split_of
from wire_same import is_same_actor, overlap_f1
from wire_score import LOOSE, STRICT, Desk, Found, Outcome, compare, desk_of, score

from infostreamer.model import Event, Figure, Finding, Statement
from infostreamer.understand import understand

_NAMES = {
    "quotes": "quotes_without_speaker",
    "statements": "statements_without_speaker",
    "events": "events_without_status",
}
_STEPS = 10  # of confidence


def measure(data: Path) -> dict[str, Any]:
    """F1 per kind for "dev", "test" and "more"; the figure is the mean of the five kinds' F1 on the test reports."""
    splits = {split: measure_split(split) for split in SPLITS}
    mean = sum(splits["test"][kind]["f1"] for kind in KINDS) / len(KINDS)
    return {"digest": digest_of(), **splits, "figure": round(mean, 3)}


def measure_split(split: str) -> dict[str, Any]:
    """Precision, recall and F1 of the five kinds, then of looser readings, then accuracies within what was matched."""
    golds = read_split(split)
    runs = [(gold, understand(gold.report)) for gold in golds]
    outcomes = [score(gold, found) for gold, found in runs]
    rows: dict[str, Any] = {"reports": len(golds)}
    for kind in KINDS:
        rows[kind] = _f1(outcome[kind] for outcome in outcomes)
    for kind, right in LOOSE.items():
        rows[_NAMES[kind]] = _f1(compare(desk_of(gold, found), gold, found, kind, right) for gold, found in runs)
    return {**rows, "within_matches": _within(runs, outcomes), "precision_by_confidence": _calibration(outcomes)}


def digest_of(split: str = "all") -> str:
    """Sixteen hex digits that change with any label or text of the split."""
    paths = [path for path in sorted(FOLDER.glob("[0-9][0-9]_*.json")) if split in ("all", split_of(path))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def _f1(outcomes: Iterable[Outcome]) -> dict[str, float]:
    each = list(outcomes)
    right, missed, false = (sum(len(getattr(one, part)) for one in each) for part in ("pairs", "missed", "false"))
    precision, recall = right / max(right + false, 1), right / max(right + missed, 1)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "gold": right + missed}


def _within(runs: Sequence[tuple[Gold, list[Finding]]], outcomes: Sequence[dict[str, Outcome]]) -> dict[str, float]:
    """How often the further fields of matched findings are right."""
    tally: dict[str, list[bool]] = defaultdict(list)
    for (gold, found), outcome in zip(runs, outcomes, strict=True):
        desk = desk_of(gold, found)
        for label, match in (pair for kind in KINDS for pair in outcome[kind].pairs):
            for name, is_right in _details(desk, label, match):
                tally[name].append(is_right)
    return {name: round(sum(each) / len(each), 3) for name, each in sorted(tally.items())}


def _details(desk: Desk, label: Label, match: Found) -> Iterable[tuple[str, bool]]:
    payload = match.payload
    if isinstance(payload, Event):
        for part in ("agent", "patient", "place", "said_by"):
            given = getattr(payload, part), getattr(payload, f"{part}_who")
            yield f"event {part}", desk.is_actor(*given, label.any_of(part))
    if isinstance(payload, Figure):
        yield "figure of", is_same_actor(payload.of, label.any_of("of"))
    if isinstance(payload, Statement):
        stance = "says" if payload.stance == "believes" else payload.stance  # the labels know beliefs as "says"
        yield "statement stance", stance in label.any_of("stance")
        yield "statement content word F1 >= .9", overlap_f1(desk.text, match.spans, label.spans) >= 0.9


def _calibration(outcomes: Sequence[dict[str, Outcome]]) -> dict[str, dict[str, str]]:
    """Per kind and tenth of confidence: share that is right, of how many. Optional ones are left out."""
    table: dict[str, dict[str, str]] = {}
    for kind in KINDS:
        buckets: dict[int, list[bool]] = defaultdict(list)
        for outcome in outcomes:
            for each, is_right in [(found, True) for _, found in outcome[kind].pairs] + [
                (found, False) for found in outcome[kind].false
            ]:
                buckets[min(int(each.finding.confidence * _STEPS), _STEPS - 1)].append(is_right)
        table[kind] = {f"{low / _STEPS:.1f}": f"{sum(all_)}/{len(all_)}" for low, all_ in sorted(buckets.items())}
    return table


def show(split: str, kinds: Sequence[str], numbers: Sequence[str]) -> None:
    """Print every miss and every false finding of the split's reports."""
    for gold in read_split(split):
        if numbers and gold.name[:2] not in numbers:
            continue
        found = understand(gold.report)
        outcomes = score(gold, found)
        print(f"== {gold.name}")
        for kind in kinds:
            for label in outcomes[kind].missed:
                print(f"  {kind:10} missed {_words(gold.report.text, label.spans)}  {_wanted(label)}")
            for each in outcomes[kind].false:
                print(f"  {kind:10} false  {_words(gold.report.text, each.spans)}  {_given(each)}")


def _words(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return " … ".join(repr(text[slice(*span)]) for span in spans)


def _wanted(label: Label) -> str:
    idle = {"words", "trigger", "nth", "again", "cue"}
    return " ".join(
        f"{name}={value!r}" for name, value in label.fields.items() if name not in idle and value is not None
    )


_TOLD = [
    "speaker",
    "stance",
    "value",
    "high",
    "unit",
    "hedge",
    "of",
    "type",
    "did",
    "agent",
    "patient",
    "place",
    "status",
    "said_by",
]


def _given(found: Found) -> str:
    told = ((name, getattr(found.payload, name, None)) for name in _TOLD)
    return " ".join(f"{name}={value!r}" for name, value in told if value is not None)


def pin() -> None:
    """Raise the floors in `tests/quality/floors.json` to what is reached now, in hundredths; none is lowered."""
    path = FOLDER.parent / "floors.json"
    floors = json.loads(path.read_text("utf-8"))
    for split in SPLITS:
        rows, digest = measure_split(split), digest_of(split)
        for kind in KINDS:
            key = f"wire.{split}.{kind}"
            reached = math.floor(rows[kind]["f1"] * 100) / 100
            floors[key] = {"floor": max(reached, floors.get(key, {}).get("floor", 0.0)), "data": digest}
    path.write_text(json.dumps(dict(sorted(floors.items())), indent=2) + "\n", "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """List the errors of a split, or raise the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", choices=[*SPLITS, "all"], default="dev", help="whose errors (default dev)")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind; may be repeated")
    parser.add_argument("--report", action="append", default=[], metavar="NN", help="only this report; may be repeated")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is reached; list nothing")
    options = parser.parse_args(arguments)
    if options.pin:
        pin()
        return 0
    show(options.show, options.kind or list(STRICT), options.report)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
