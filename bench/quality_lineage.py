"""Who copied, rewrote, carries or cites whom, and how many independent origins there are: `tests/quality/lineage`.

    python bench/quality.py lineage --data .                    every figure, dev and test apart
    python bench/quality_lineage.py --cache /tmp/lineage        every error of the dev stories; what was read is kept
    python bench/quality_lineage.py --mode given --case 03      only case 03, its reports put together by the gold
    python bench/quality_lineage.py --pin                       raise the floors to what is reached

Modes: "given" (the gold says which reports belong together: lineage alone), "folder" (each case compiled for itself, as
`infostreamer compile` does) and "streamed" (all reports of the half in one stream, errors of placing included).
The gold is part of the repository; `--data` is not looked at. An edge is right with its kind and both ends.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from lineage_gold import FOLDER, SPLITS, Case, key_of, read_cases, split_of
from lineage_score import Outcome, score

from infostreamer.extract import extract_isolated
from infostreamer.flow.oneshot import Compiled, compile_captures
from infostreamer.flow.rooms import Rooms, built_in
from infostreamer.model import Finding, Report
from infostreamer.model.codec import finding_from_json, finding_to_json
from infostreamer.settings import Settings
from infostreamer.stories.outline import Outline
from infostreamer.stories.place import Placed, Placement

MODES = ("given", "folder", "streamed")
WORST = 10
PINNED = ("count_exact", "both_exact", "roles")


@dataclass
class Reading:
    """Report -> findings, each report once; kept in `folder` under a key of its text and of the finders."""

    understand: Callable[[Report], Sequence[Finding]]
    version: str
    folder: Path | None = None

    def __post_init__(self) -> None:
        self._read: dict[str, Sequence[Finding]] = {}

    def __call__(self, report: Report) -> Sequence[Finding]:
        """The findings."""
        key = hashlib.sha256(f"{self.version} {report.id} {report.byline} {report.published}".encode()).hexdigest()
        if key not in self._read:
            self._read[key] = self._kept(key, report)
        return self._read[key]

    def _kept(self, key: str, report: Report) -> Sequence[Finding]:
        if self.folder is None:
            return self.understand(report)
        path = self.folder / f"{key[:24]}.json"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            rows = [finding_to_json(finding) for finding in self.understand(report)]
            path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        return [finding_from_json(row) for row in json.loads(path.read_text("utf-8"))]


def measure(data: Path) -> dict[str, Any]:
    """All figures of both halves in the three modes; the figure is the edge F1 of the test half, folder by folder."""
    doors = doors_of(None)
    rows: dict[str, Any] = {"digest": digest_of()}
    for split in SPLITS:
        cases = read_cases(split)
        rows[split] = {"stories": sum(len(case.stories) for case in cases)}
        rows[split] |= {mode: figures_of(outcomes_of(cases, mode, doors)) for mode in MODES}
    rows["worst"] = [_told(outcome) for outcome in worst(outcomes_of(read_cases("dev"), "folder", doors))]
    return {**rows, "figure": rows["test"]["folder"]["edges"]["f1"]}


def digest_of(split: str = "all") -> str:
    """Sixteen hex digits that change with any report or label of the split."""
    paths = [path for path in sorted(FOLDER.glob("[0-9][0-9]_*.json")) if split in ("all", split_of(path.stem))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def doors_of(cache: Path | None) -> Rooms:
    """The product's own stage functions; what is understood is remembered."""
    rooms = built_in(Settings())
    reading = Reading(rooms.understand, rooms.understood_by, cache)
    extract = partial(extract_isolated, is_isolated=False)  # our own pages: nothing to be guarded against
    return replace(rooms, extract=extract, understand=reading, understand_many=None)


def outcomes_of(cases: Sequence[Case], mode: str, doors: Rooms) -> list[Outcome]:
    """One outcome per case."""
    if mode == "streamed":
        merged = {host: owner for case in cases for host, owner in case.owners.items()}
        made = _compiled([capture for case in cases for capture in case.captures], doors, merged)
        return [score(case, made.reports, made.stories) for case in cases]
    outcomes = []
    for case in cases:
        used = replace(doors, place_epoch=_as_given(case)) if mode == "given" else doors
        made = _compiled(case.captures, used, case.owners)
        outcomes.append(score(case, made.reports, made.stories))
    return outcomes


def _compiled(captures: Sequence[Any], doors: Rooms, owners: dict[str, str]) -> Compiled:
    def build(*args: Any, **rest: Any) -> Any:
        return doors.build_story(*args, **{**rest, "owners": owners})

    made = compile_captures(captures, rooms=replace(doors, build_story=build))
    if made.failures:
        raise ValueError(f"{made.failures[0].item}: {made.failures[0].error}")
    return made


def _as_given(case: Case) -> Callable[..., Placed]:
    """A placing that looks the story up in the gold."""
    story_of = {key: f"story {at}" for at, story in enumerate(case.stories) for key in story.members}

    def place(epoch: Sequence[Any], live: Sequence[Outline], **_: Any) -> Placed:
        rows = [(read.report.id, story_of[key_of(read.report.address)]) for read in epoch]
        made = (Placement(report_id=report, story_id=story, score=0, reasons=()) for report, story in rows)
        return Placed(placements=tuple(made), outlines=())

    return place


def figures_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Edge F1 (also with kind and direction left out), and shares of right counts, roles, origins, whole stories."""
    stories, reports = sum(one.stories for one in outcomes), sum(one.reports for one in outcomes)
    share: Callable[[int, int], float] = lambda wrong, of: round(1 - wrong / max(of, 1), 3)  # noqa: E731
    return {
        "edges": _f1(sum(one.right for one in outcomes), _all(outcomes, "missed"), _all(outcomes, "false")),
        "edges_any_kind": _f1(*(sum(one.pairs[at] for one in outcomes) for at in range(3))),
        "count_exact": share(sum(one.wrong_least for one in outcomes), stories),
        "at_most_exact": share(sum(one.wrong_most for one in outcomes), stories),
        "both_exact": share(_all(outcomes, "counts"), stories),
        "origins_exact": share(sum(one.wrong_origins for one in outcomes), stories),
        "roles": share(_all(outcomes, "roles"), reports),
        "stories_whole": share(sum(one.split for one in outcomes), stories),
    }


def _all(outcomes: Iterable[Outcome], part: str) -> int:
    return sum(len(getattr(one, part)) for one in outcomes)


def _f1(right: int, missed: int, false: int) -> dict[str, float]:
    precision, recall = right / max(right + false, 1), right / max(right + missed, 1)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "gold": right + missed}


def worst(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The ten with most errors, those without any left out."""
    return sorted((one for one in outcomes if one.errors), key=lambda one: (-one.errors, one.name))[:WORST]


def _told(outcome: Outcome) -> dict[str, Any]:
    parts = ("missed", "false", "counts", "roles")
    return {"story": outcome.name, **{part: getattr(outcome, part) for part in parts if getattr(outcome, part)}}


def show(outcomes: Sequence[Outcome]) -> None:
    """Every error, story by story, then the figures."""
    for one in outcomes:
        if one.errors:
            print(f"== {one.name}{'  (not put together as the gold does)' if one.split else ''}")
        for part in ("missed", "false", "counts", "roles"):
            for line in getattr(one, part):
                print(f"  {part:7} {line}")
    print(figures_of(outcomes))


def pin() -> None:
    """Raise the floors in `tests/quality/floors.json` to what is reached now, in hundredths; lower none of the data."""
    path = FOLDER.parent / "floors.json"
    floors, doors = json.loads(path.read_text("utf-8")), doors_of(None)
    for split in SPLITS:
        for mode in ("given", "folder"):
            rows = figures_of(outcomes_of(read_cases(split), mode, doors))
            for name, reached in (("edges", rows["edges"]["f1"]), *((name, rows[name]) for name in PINNED)):
                key, digest = f"lineage.{split}.{mode}.{name}", digest_of(split)
                held = floors.get(key, {})
                before = held["floor"] if held.get("data") == digest else 0.0
                floors[key] = {"floor": max(math.floor(reached * 100) / 100, before), "data": digest}
    path.write_text(json.dumps(dict(sorted(floors.items())), indent=2) + "\n", "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """List the errors of the dev stories in one mode. Those of the test stories are for nobody to tune on."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mode", choices=MODES, default="folder", help="who puts reports together (default folder)")
    parser.add_argument("--case", action="append", default=[], metavar="NN", help="only this case; may be repeated")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep there what was read, for the next run")
    parser.add_argument("--figures", choices=SPLITS, help="no errors, only the figures of this half, all modes")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is reached; list nothing")
    options = parser.parse_args(arguments)
    if options.pin:
        pin()
        return 0
    doors = doors_of(options.cache)
    if options.figures:
        for mode in MODES:
            print(mode, figures_of(outcomes_of(read_cases(options.figures), mode, doors)))
        return 0
    cases = [case for case in read_cases("dev") if not options.case or case.name[:2] in options.case]
    show(outcomes_of(cases, options.mode, doors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
