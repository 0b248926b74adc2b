"""S6: what one more report costs a desk that holds 1,000 to 100,000 of them, from capture to stored story.

The stages that look at one report or one story alone (reading a page, the finders, writing a story's lines) are left
out: they do not know how much else there is. What is measured: keeping the capture and the report with full text,
placing it among the live stories, keeping the story, the log and the cursors, on SQLite. A fixed loop is timed beside
each turn and the figures are those of the fastest moment: the machine does other things too. The desk is left in the
folder that BENCH_DESK names, an empty one, for `bench/speed_memory.py`.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from stories_stream import START, Happening, Stream, pace_ms

from infostreamer.flow import Flow, Rooms
from infostreamer.flow.rooms import built_in
from infostreamer.model import Capture, Finding, Line, Member, Name, Report, Span, Story, decode, encode
from infostreamer.settings import Settings
from infostreamer.store import open_store

SIZES = (1_000, 5_000, 20_000, 100_000)
A_DAY = 4_000  # reports: with the default window the live stories are those of the last weeks
_BATCH = 160
_TURNS = 8


def measure(count: int) -> dict[str, object]:
    """Milliseconds of CPU per report at each size up to `count` (100,000 by default), and each over the first."""
    sizes = [size for size in SIZES if size <= (count or SIZES[-1])] + ([count] if count and count not in SIZES else [])
    captures = _captures()
    turns: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.environ.get("BENCH_DESK") or scratch
        store = open_store(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")
        flow = Flow(store, settings=Settings(), rooms=_rooms())
        kept = 0
        for size in sizes:
            while kept < size:
                kept += _take(flow, captures, min(_BATCH * 4, size - kept))
            sys.stderr.write(
                f"{kept} reports, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most\n"
            )
            turns[str(size)] = [_turn(flow, list(islice(captures, _BATCH))) for _ in range(_TURNS)]
            kept += _TURNS * _BATCH
        with store.read() as unit:
            stories = unit.stories.count()
        store.close()
    fastest = min(pace for each in turns.values() for _, pace in each)
    found = {size: round(median(ms * fastest / pace for ms, pace in each), 2) for size, each in turns.items()}
    first = found[str(sizes[0])]
    times = {size: round(each / first, 2) for size, each in found.items()}
    return {"ms_per_report": found, "times_the_first": times, "stories": stories, "reports_a_day": A_DAY}


def _turn(flow: Flow, captures: Sequence[Capture]) -> tuple[float, float]:
    """(CPU milliseconds per report, milliseconds that a fixed loop takes now)."""
    before, started = pace_ms(), process_time()
    flow.take_in(captures)
    took = process_time() - started
    return took / len(captures) * 1000, (before + pace_ms()) / 2


def _take(flow: Flow, captures: Iterator[Capture], number: int) -> int:
    flow.take_in(list(islice(captures, number)))
    return number


def _captures() -> Iterator[Capture]:
    """Reports in order of publication: half about one of the last 2,000 happenings, half about a new one."""
    stream, draw = Stream(), random.Random(3)
    recent: list[Happening] = []
    for seq in range(1, 10_000_000):
        if not recent or draw.random() < 0.5:
            recent = [*recent[-1999:], next(stream.happenings(1, first=seq))]
        moment = START + timedelta(days=seq / A_DAY)
        report, _ = stream.report(draw.choice(recent), seq, moment)
        body = encode(replace(report, seq=None))
        identity = Capture.make_id(report.address, body)
        yield Capture(id=identity, address=report.address, final_address=report.address, fetched_at=moment, body=body)


def _rooms() -> Rooms:
    """The product's rooms, but for those that look at one report or one story alone."""
    return replace(
        built_in(Settings()),
        extract=lambda captures: [decode(capture.body, Report) for capture in captures],
        understand=_names,
        understand_many=None,
        build_story=_story,
    )


def _names(report: Report) -> Sequence[Finding]:
    words = {word for word in report.text.replace(".", "").split() if word[:1].isupper() and len(word) > 8}
    found = []
    for word in sorted(words)[:10]:
        start = report.text.index(word)
        payload = Name(type="person", canonical=word, who=word)
        found.append(Finding.of(report.id, ((start, start + len(word)),), payload, maker="stream/1", confidence=1.0))
    return found


def _story(story_id: str, members: Any, **given: Any) -> Story:
    first, reasons = members[0].report, given["reasons"]
    span = Span(first.id, 0, len(first.title))
    return Story(
        id=story_id,
        headline=Line(text=first.title, kind="headline", citations=(span,), maker="stream/1", check="verified"),
        members=tuple(
            Member(report_id=one.report.id, role="unknown", reasons=reasons[one.report.id]) for one in members
        ),
        revision=len(members),
        last_at=max(one.report.published.at for one in members),
        changed_seq=max(one.report.seq or 0 for one in members),
    )
