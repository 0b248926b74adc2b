"""Small worlds from literals: reports and findings in one line each, as valid as the real ones.

`report("text…", outlet="The Courier", published="2026-11-10T09:00+02:00")`, then `name(report, "Ivan Dorn")`,
`quote(report, "We saw nothing", speaker="Ivan Dorn")`: each finds its words in the text and fails when they are absent.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from infostreamer.model import (
    Credit,
    Date,
    Event,
    Figure,
    Finding,
    Judgement,
    Name,
    Published,
    Quote,
    Report,
    Span,
    Stance,
    Statement,
    content_id,
    fold,
)
from infostreamer.stories import Read
from infostreamer.text.sentences import split_paragraphs, split_sentences

_SEQ = count(1)
MAKER = "fake/1"


def report(
    body: str, *, title: str | None = None, outlet: str | None = None, published: str | None = None,
    address: str | None = None, seq: int | None = None, byline: tuple[str, ...] = (), **more: Any,
) -> Report:  # fmt: skip
    """A report whose text is the title, a blank line and the body."""
    text = f"{title}\n\n{body}" if title else body
    host = f"{fold(outlet).replace(' ', '')}.example" if outlet else None
    canonical = address or f"https://{host or 'nowhere.example'}/{content_id('page', text)}"
    fields: dict[str, Any] = {
        "id": Report.make_id(canonical, text), "capture_id": content_id("capture", text), "address": canonical,
        "canonical": canonical, "host": host, "outlet": outlet, "title": title, "byline": byline,
        "published": Published(at=datetime.fromisoformat(published)) if published else None, "language": "en",
        "kind": "report", "text": text, "body_start": len(title) + 2 if title else 0,
        "paragraphs": split_paragraphs(text), "sentences": split_sentences(text), "seq": seq or next(_SEQ),
    }  # fmt: skip
    return Report(**(fields | more))


def span(report: Report, words: str, *, nth: int = 0) -> Span:
    """Where the words stand for the nth time."""
    at = -1
    for _ in range(nth + 1):
        at = report.text.index(words, at + 1)
    return Span(report.id, at, at + len(words))


def finding(report: Report, words: str | tuple[str, ...], payload: Any, *, nth: int = 0) -> Finding:
    """A finding over these words (several pieces for a split quotation)."""
    pieces = (words,) if isinstance(words, str) else words
    spans = tuple(span(report, piece, nth=nth) for piece in pieces)
    return Finding.of(report.id, tuple((one.start, one.end) for one in spans), payload, maker=MAKER, confidence=0.9)


def key(kind: str, canonical: str) -> str:
    """The mention key of a canonical name."""
    return content_id("who", kind, fold(canonical))


def name(report: Report, words: str, *, type: Any = "person", canonical: str | None = None, role: str | None = None,
         nth: int = 0) -> Finding:  # fmt: skip
    """A mention of a name."""
    full = canonical or words
    return finding(report, words, Name(type=type, canonical=full, role=role, who=key(type, full)), nth=nth)


def quote(report: Report, words: str | tuple[str, ...], *, speaker: str | None = None) -> Finding:
    """A direct quotation."""
    return finding(report, words, Quote(**_speaker(report, speaker)))


def statement(report: Report, words: str, *, speaker: str | None = None, stance: str = "says") -> Finding:
    """Reported speech."""
    return finding(report, words, Statement(stance=stance, **_speaker(report, speaker)))


def _speaker(report: Report, speaker: str | None) -> dict[str, Any]:
    if speaker is None:
        return {}
    return {"speaker": speaker, "who": key("person", speaker), "speaker_span": span(report, speaker)}


def stance(report: Report, words: str, *, speaker: str, verb: str, target: str) -> Finding:
    """Somebody denies, confirms … something."""
    return finding(report, words, Stance(speaker=speaker, verb=verb, target=target, who=key("person", speaker)))


def figure(report: Report, words: str, value: float, *, of: str, **more: Any) -> Finding:
    """A number that counts something."""
    return finding(report, words, Figure(value=value, of=of, **more))


def event(report: Report, words: str, *, did: str, type: str = "COERCE", **more: Any) -> Finding:
    """Who did what to whom."""
    return finding(report, words, Event(type=type, did=did, **more))


def date(report: Report, words: str, value: str) -> Finding:
    """A temporal expression."""
    return finding(report, words, Date(value=value))


def credit(report: Report, words: str, *, to: str, type: str) -> Finding:
    """A credit to an original, an agency, an outlet …"""
    return finding(report, words, Credit(to=to, type=type))


def read(report: Report, *findings: Finding) -> Read:
    """The report with these findings, in order of the text."""
    return Read(report=report, findings=tuple(sorted(findings, key=lambda one: (one.start, one.end, one.id))))


def judgement(kind: Any, *items: str, undone: str | None = None) -> Judgement:
    """What an editor decided."""
    undone_at = datetime.fromisoformat(undone) if undone else None
    return Judgement(id=content_id("judgement", kind, *items), kind=kind, items=items, undone_at=undone_at)
