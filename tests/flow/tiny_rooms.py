"""Rooms small enough to hold in one's head, with the awkward habits that the flow has to cope with.

A capture's body is "canonical|title|body". Placing weighs words by how many reports of the epoch have them, so where
an epoch begins and ends matters, and the place of a report changes as an open epoch grows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from infostreamer.flow import Rooms
from infostreamer.model import (
    Capture,
    Change,
    Failure,
    Finding,
    Line,
    Member,
    Name,
    Published,
    Report,
    Span,
    Story,
    content_id,
)

START = datetime(2031, 5, 1, 8, tzinfo=UTC)


def capture(text: str, *, minutes: int = 0, address: str | None = None, source_id: str | None = None) -> Capture:
    """A capture of "canonical|title|body"."""
    where, body = address or "https://wire.example/" + text.split("|")[0], text.encode()
    return Capture(
        id=Capture.make_id(where, body),
        address=where,
        final_address=where,
        fetched_at=START + timedelta(minutes=minutes),
        body=body,
        source_id=source_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyRead:
    report: Report
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyOutline:
    story_id: str
    last_at: datetime | None
    seq: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyEntry:
    seq: int
    at: int | None
    story_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TinySought:
    story_ids: tuple[str, ...]
    partners: tuple[str, ...] = ()


class TinyBoard:
    """Knows the stories of all reports of full epochs, in one stretch of time."""

    def __init__(self) -> None:
        self.stories: set[str] | None = None

    def restart(self, position: int) -> None:
        self.stories = None

    def missing(self, epoch: Any, most: int | None = None) -> tuple[int, ...]:
        return (0,) if self.stories is None else ()

    def bounds_of(self, segment: int) -> None:
        return None

    def load(self, segment: int, entries: Any) -> None:
        self.take(entries, 0)

    def take(self, entries: Any, position: int) -> None:
        self.stories = (self.stories or set()) | {entry.story_id for entry in entries}

    def seek(self, epoch: Any, judgements: Any = ()) -> TinySought:
        return TinySought(story_ids=tuple(sorted(self.stories or ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyPlacement:
    report_id: str
    story_id: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyPlaced:
    placements: tuple[TinyPlacement, ...]
    outlines: tuple[TinyOutline, ...]
    entries: tuple[TinyEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyCollected:
    captures: tuple[Capture, ...]
    health: Any
    failures: tuple[Failure, ...] = ()
    suggested: tuple[str, ...] = ()


def extract(captures: Any) -> list[Report | Failure]:
    return [_extract(one) for one in captures]


def _extract(one: Capture) -> Report | Failure:
    parts = one.body.decode().split("|")
    if len(parts) != 3:
        return Failure(item=one.address, stage="extract", error="There is no article in it.", kind="unreadable")
    canonical, title, body = parts
    text = f"{title}\n\n{body}"
    start = len(title) + 2
    return Report(
        id=Report.make_id(canonical, text),
        capture_id=one.id,
        address=one.address,
        canonical=canonical,
        host="wire.example",
        outlet="The Wire",
        title=title,
        byline=(),
        published=Published(at=START, basis="given"),
        language="en",
        kind="report",
        text=text,
        body_start=start,
        paragraphs=((start, len(text)),),
        sentences=((0, len(title)), (start, len(text))),
        source_id=one.source_id,
        fetched_at=one.fetched_at,
    )


def understand(report: Report) -> list[Finding]:
    if "poison" in report.text:
        raise ZeroDivisionError("a fault")
    payload = Name(type="other", canonical=report.title or "", who=content_id("who", report.title))
    return [Finding.of(report.id, ((0, len(report.title or "")),), payload, maker="tiny/1", confidence=1.0)]


def _words(report: Report) -> set[str]:
    return set(report.text.split())


def place_epoch(epoch: Any, live: Any, *, judgements: Any = (), **_: Any) -> TinyPlaced:
    """The story sharing the heaviest words, where heavy is rare within this epoch; with a judgement, none."""
    spread = Counter(word for read in epoch for word in _words(read.report))
    outlines = {outline.story_id: outline for outline in live}
    touched: dict[str, TinyOutline] = {}
    placements = []
    for read in epoch:
        words, best = _words(read.report), (0, "")
        for story_id in sorted(outlines):
            score = sum(len(epoch) + 1 - spread[word] for word in words & set(outlines[story_id].words))
            best = max(best, (score, story_id))
        story_id = best[1] if best[0] > 2 * len(epoch) and not judgements else content_id("story", read.report.id)
        known = outlines.get(story_id)
        grown = TinyOutline(
            story_id=story_id,
            last_at=START,
            seq=read.report.seq or 0,
            words=tuple(sorted(words | set(known.words if known else ()))),
        )
        outlines[story_id] = touched[story_id] = grown
        reason = (f"score {best[0]}",)
        placements.append(TinyPlacement(report_id=read.report.id, story_id=story_id, score=best[0], reasons=reason))
    return TinyPlaced(
        placements=tuple(placements),
        outlines=tuple(touched[key] for key in sorted(touched)),
        entries=tuple(
            TinyEntry(seq=read.report.seq or 0, at=None, story_id=one.story_id)
            for read, one in zip(epoch, placements, strict=True)
        ),
    )


def build_story(story_id: str, members: Any, *, reasons: Any, owners: Any, judgements: Any, previous: Any) -> Story:
    first = members[0].report
    headline = Line(
        text=first.title or "",
        kind="headline",
        citations=(Span(first.id, 0, len(first.title or "")),),
        maker="tiny/1",
        check="verified",
    )
    return Story(
        id=story_id,
        headline=headline,
        members=tuple(
            Member(report_id=read.report.id, role="unknown", of=read.report.owner, reasons=reasons[read.report.id])
            for read in members
        ),
        revision=len(members),
        last_at=START + timedelta(minutes=members[-1].report.seq or 0),
        changed_seq=members[-1].report.seq or 0,
    )


def changes_between(before: Story | None, after: Story) -> list[Change]:
    known = set(before.report_ids) if before else set()
    return [Change(noun="story", id=after.id, what="new-report") for item in after.report_ids if item not in known]


def gather(dossier: Any, stories: Any, texts: Any, *, known: Any) -> Any:
    found = [
        story.id
        for story in stories
        if story.id in known or any(dossier.question in texts[item] for item in story.report_ids)
    ]
    return replace(dossier, story_ids=tuple(sorted(found)))


def rooms(**changed: Any) -> Rooms:
    """The tiny rooms, some of them replaced."""
    doors: dict[str, Any] = {
        "collect": None,
        "known": lambda health, pages, purged: (health, pages),
        "extract": extract,
        "understand": understand,
        "read": lambda report, findings: TinyRead(report=report, findings=findings),
        "outline": TinyOutline,
        "entry": TinyEntry,
        "board": lambda window_days: TinyBoard(),
        "place_epoch": place_epoch,
        "build_story": build_story,
        "changes_between": changes_between,
        "gather": gather,
        "understood_by": "tiny/1",
    }
    return Rooms(**{**doors, **changed})


WIRE = tuple(
    f"a{number % 11}|{title} {number % 7}|{body} {number % 5} {'again' if number % 3 else 'later'}"
    for number, (title, body) in enumerate(
        [
            ("Dam breaks", "water valley village"),
            ("Minister quits", "parliament vote letter"),
            ("Strike ends", "port crane wages"),
            ("Dam inquiry", "water valley engineers"),
            ("Vote held", "parliament ballots letter"),
        ]
        * 6
    )
)
"""Thirty captures: eleven addresses, most of them edited, five subjects that overlap in words."""
