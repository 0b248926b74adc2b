"""Nouns for store tests: an invented outlet, nothing that really happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from infostreamer.model import Capture, Lead, Line, Member, Published, Report, Span, Story, content_id

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)


def report(
    body: str = "Water rose in the valley.", *, title: str = "Dam breaks", where: str = "/dam", **rest: Any
) -> Report:
    text = f"{title}\n\n{body}"
    start = len(title) + 2
    canonical = f"https://wire.example{where}"
    plain = Report(
        id=Report.make_id(canonical, text),
        capture_id="c1",
        address=canonical,
        canonical=canonical,
        host="wire.example",
        outlet="The Wire",
        title=title,
        byline=("Ana Ribe",),
        published=Published(at=NOON),
        language="en",
        kind="report",
        text=text,
        body_start=start,
        paragraphs=((start, len(text)),),
        sentences=((0, len(title)), (start, len(text))),
    )
    return replace(plain, **rest)


def capture(body: bytes = b"<p>Water</p>", *, address: str = "https://wire.example/dam", **rest: Any) -> Capture:
    plain = Capture(
        id=Capture.make_id(address, body),
        address=address,
        final_address=address,
        fetched_at=NOON,
        body=body,
        source_id="s1",
        headers=(("etag", '"7"'),),
        lead=Lead(address=address, title="Dam", published=NOON),
    )
    return replace(plain, **rest)


def story(*members: Report, **rest: Any) -> Story:
    first = members[0]
    line = Line(text="Dam breaks", kind="headline", citations=(Span(first.id, 0, 10),), maker="t/1", check="verified")
    plain = Story(
        id=content_id("story", first.id),
        headline=line,
        last_at=NOON,
        changed_seq=1,
        members=tuple(Member(report_id=one.id, role="unknown") for one in members),
    )
    return replace(plain, **rest)
