"""Captures -> stories in one go, on values alone: the same stage functions without a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from infostreamer.flow.extracting import NAME as EXTRACT
from infostreamer.flow.rooms import Rooms, built_in
from infostreamer.flow.telling import Teller, told_at_once
from infostreamer.flow.understanding import understood
from infostreamer.model import Capture, Failure, Finding, Published, Report, Story
from infostreamer.settings import Settings

Progress = Callable[[str, int, int], None]
"""(stage, done, of how many), for a progress bar; it cannot change anything."""

_BATCH = 16
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """Everything derived from a handful of documents. `findings`: report id -> what was found in it."""

    reports: tuple[Report, ...]  # in order of seq
    findings: dict[str, tuple[Finding, ...]]
    stories: tuple[Story, ...]  # in order of their first report
    failures: tuple[Failure, ...]


def compile_captures(
    captures: Sequence[Capture],
    *,
    settings: Settings | None = None,
    rooms: Rooms | None = None,
    published: Published | None = None,
    progress: Progress | None = None,
) -> Compiled:
    """Stories with every finding from the captures.

    Reports count as arrived in order of publication, those without a time last, ties in the order handed in; the same
    text at the same address counts once. A program that calls this guards its own start with `if __name__ ==
    "__main__"`, as always with processes: documents are read in processes that can be stopped.

    Args:
        captures: what was received.
        settings: default: every setting's default.
        rooms: the stage functions; default: this package's with all plug-ins.
        published: when reports were published that do not say so themselves.
        progress: told after each step.
    """
    used = settings or Settings()
    doors = rooms or built_in(used)
    tell = progress or _tell_nobody
    read, failures = _extract(captures, doors, tell)
    reports = _numbered([_dated(report, published) for report in read])
    findings = _understand(reports, doors, tell, failures)
    stories = _stories([doors.read(report, findings[report.id]) for report in reports], used, doors, tell)
    if doors.teller is not None:
        stories = [_told(doors.teller, story, reports, failures) for story in stories]
    return Compiled(reports=tuple(reports), findings=findings, stories=tuple(stories), failures=tuple(failures))


def _extract(captures: Sequence[Capture], rooms: Rooms, tell: Progress) -> tuple[list[Report], list[Failure]]:
    reports: list[Report] = []
    failures: list[Failure] = []
    for at in range(0, len(captures), _BATCH):
        batch = captures[at : at + _BATCH]
        for capture, outcome in zip(batch, rooms.extract(batch), strict=True):
            if isinstance(outcome, Failure):
                failures.append(replace(outcome, item=capture.address, stage=EXTRACT))
            else:
                reports.append(outcome)
        tell("extract", at + len(batch), len(captures))
    return reports, failures


def _understand(
    reports: Sequence[Report], rooms: Rooms, tell: Progress, failures: list[Failure]
) -> dict[str, tuple[Finding, ...]]:
    """Report id -> findings; what went wrong is added to `failures`."""
    findings: dict[str, tuple[Finding, ...]] = {}
    for at in range(0, len(reports), _BATCH):
        for outcome in understood(rooms, reports[at : at + _BATCH]):
            findings[outcome.report.id] = outcome.findings
            failures += [outcome.failure] if outcome.failure else []
        tell("understand", min(at + _BATCH, len(reports)), len(reports))
    return findings


def _dated(report: Report, published: Published | None) -> Report:
    return report if published is None or _is_dated(report) else replace(report, published=published)


def _is_dated(report: Report) -> bool:
    return report.published is not None and report.published.precision != "unknown"


def _numbered(reports: Sequence[Report]) -> list[Report]:
    once = list({report.id: report for report in reversed(reports)}.values())[::-1]
    ordered = sorted(once, key=_arrival)
    latest: dict[str, str] = {}
    numbered = []
    for seq, report in enumerate(ordered, 1):
        numbered.append(replace(report, seq=seq, previous_id=latest.get(report.canonical)))
        latest[report.canonical] = report.id
    return numbered


def _arrival(report: Report) -> datetime:
    return report.published.at if report.published and _is_dated(report) else _LATEST


def _stories(reads: Sequence[Any], settings: Settings, rooms: Rooms, tell: Progress) -> list[Story]:
    placements: dict[str, list[tuple[Any, Any]]] = {}  # story id -> [(read, placement)]
    outlines: dict[str, Any] = {}
    story_of: dict[str, str] = {}
    size, window_days = settings["stories.epoch"], settings["stories.window_days"]
    board = rooms.board(window_days)
    for at in range(0, len(reads), size):
        epoch = reads[at : at + size]
        for segment in board.missing(epoch):
            board.load(segment, ())
        sought = board.seek(epoch)
        known = {partner: story_of[partner] for partner in sought.partners if partner in story_of}
        live = [outlines[one] for one in sorted({*sought.story_ids, *known.values()})]
        placed = rooms.place_epoch(epoch, live, window_days=window_days, sought=sought, known=known)
        outlines.update({outline.story_id: outline for outline in placed.outlines})
        board.take(placed.entries, at + size)
        by_id = {read.report.id: read for read in epoch}
        for placement in placed.placements:
            placements.setdefault(placement.story_id, []).append((by_id[placement.report_id], placement))
            story_of[placement.report_id] = placement.story_id
    return [
        _build(story_id, members, rooms, tell, (done, len(placements)))
        for done, (story_id, members) in enumerate(placements.items(), 1)
    ]


def _build(
    story_id: str, members: Sequence[tuple[Any, Any]], rooms: Rooms, tell: Progress, at: tuple[int, int]
) -> Story:
    reads = [read for read, _ in members]
    reasons = {placement.report_id: tuple(placement.reasons) for _, placement in members}
    story = rooms.build_story(story_id, reads, reasons=reasons, owners={}, judgements=(), previous=None)
    tell("stories", *at)
    return story


def _told(teller: Teller, story: Story, reports: Sequence[Report], failures: list[Failure]) -> Story:
    """With what the language model makes of it; without, where it gives nothing: the failure is added."""
    members = {report.id: report for report in reports if report.id in set(story.report_ids)}
    told = told_at_once(teller, story, members)
    if isinstance(told, Story):
        return told
    failures.append(told)
    return story


def _tell_nobody(_stage: str, _done: int, _of: int) -> None:
    return None
