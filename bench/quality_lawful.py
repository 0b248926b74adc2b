"""Is every line lawful? The independent checker of the tests over stories of news_cluster, ECB+, MEANTIME and the demo.

Stories are built from the gold groups of the two clustering sets, of every MEANTIME article by itself, and as the
product places the demo wire. The checker (tests/lawful) shares no code with the package.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import quality_dates
import quality_stories

from infostreamer.collect import read_jsonl
from infostreamer.deliver import compiled_to_json
from infostreamer.flow.oneshot import compile_captures
from infostreamer.model import Story
from infostreamer.stories.build import build_story
from infostreamer.stories.features import Read

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
NOW = datetime(2026, 11, 19, tzinfo=UTC)
MOST_SHOWN = 10


def measure(data: Path, *, most: int | None = None) -> dict[str, Any]:
    """Lines, breaches and withheld lines per set; the figure is the share of lawful lines over all.

    Args:
        most: at most so many reports of each set (whole groups), for a quick look.
    """
    sets = {name: _grouped(data, name, most) for name in quality_stories.SETS}
    sets["meantime"] = _meantime(data, most)
    rows = {name: _row(*built) for name, built in sets.items()}
    lines, broken = sum(row["lines"] for row in rows.values()), sum(row["breaches"] for row in rows.values())
    return {**rows, "figure": round(1 - broken / lines, 5) if lines else None}


def _row(stories: Sequence[Story], whole: dict[str, Any]) -> dict[str, Any]:
    from lawful.checker import counted, faults

    found = faults(whole)
    by = Counter(writer for story in stories for writer, count in story.withheld_by for _ in range(count))
    return {
        "stories": len(stories),
        "lines": counted(whole),
        "breaches": len(found),
        "withheld": dict(by),
        "first_breaches": found[:MOST_SHOWN],
    }


def _grouped(data: Path, name: str, most: int | None) -> tuple[list[Story], dict[str, Any]]:
    folder, load = quality_stories.SETS[name]
    groups: dict[str, list[Read]] = defaultdict(list)
    labelled = load(data / folder)
    wanted = {one.gold for one in labelled[:most]}
    few = [one for one in labelled if one.gold in wanted][:most]
    for one in quality_stories.understood(f"{name}_{len(few)}", few):
        groups[one.gold].append(one.read)
    stories = [build_story(f"story-{gold}", reads, reasons={}) for gold, reads in sorted(groups.items())]
    reads = [read for members in groups.values() for read in members]
    found = {read.report.id: read.findings for read in reads}
    return stories, _as_json(compiled_to_json([read.report for read in reads], found, stories, ()))


def _meantime(data: Path, most: int | None) -> tuple[list[Story], dict[str, Any]]:
    """Each article by itself, through the whole path."""
    rows = []
    for path in sorted((data / "events/meantime/intra-doc_annotation").rglob("*.xml"))[:most]:
        text, _, created = quality_dates.read_article(path)
        day = getattr(created, "at", created)
        rows.append(
            {"url": f"https://wire.example/{path.stem}", "text": text, "published": day.isoformat() if day else None}
        )
    captures, _ = read_jsonl([json.dumps({key: value for key, value in row.items() if value}) for row in rows], now=NOW)
    done = compile_captures(captures)
    whole = compiled_to_json(done.reports, done.findings, done.stories, done.failures)
    return list(done.stories), _as_json(whole)


def _as_json(whole: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(whole))
    return kept
