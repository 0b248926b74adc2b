"""What reports tell of somebody as rows: words by and about them, what they did, who is named beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from infostreamer.desk.views import Beside, Told
from infostreamer.model import Span
from infostreamer.web.addresses import who_path
from infostreamer.web.citations import Notes, name_of
from infostreamer.web.times import When, edtf_words, published


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """One quote, statement or event. Its first note holds the whole sentence."""

    kind: str  # quote | statement | event
    words: str
    is_direct: bool
    speaker: str | None  # as the report names it
    cue: str | None
    date: str | None  # in words: when it was said, or happened
    edtf: str | None
    status: str | None  # of an event
    part: str  # of an event: agent | patient
    outlet: str
    others: tuple[str, ...]  # outlets that carry the same words
    published: When | None
    language: str | None
    story: str  # address
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """Somebody named in the same stories; the note is a sentence that names both."""

    path: str
    name: str
    kind: str
    stories: int
    sentences: int
    notes: tuple[int, ...]


def told_rows(found: Iterable[Told], notes: Notes) -> tuple[ToldRow, ...]:
    """Those that can be cited, in the order given."""
    rows = (_told(one, notes) for one in found)
    return tuple(row for row in rows if row.notes)


def _told(told: Told, notes: Notes) -> ToldRow:
    report, payload = told.report, told.finding.payload
    when = getattr(payload, "when", None) or getattr(payload, "date", None)
    return ToldRow(
        kind=told.finding.kind,
        words=told.finding.words(report.text),
        is_direct=told.finding.kind == "quote" and bool(getattr(payload, "direct", True)),
        speaker=getattr(payload, "speaker", None),
        cue=getattr(payload, "cue", None),
        date=edtf_words(when) if when else None,
        edtf=when,
        status=getattr(payload, "status", None),
        part=told.part,
        outlet=name_of(report),
        others=told.outlets[1:],
        published=published(report.published),
        language=report.language,
        story=f"/s/{told.story_id}",
        notes=notes.numbers(told.finding.spans),
    )


def beside_rows(found: Iterable[Beside], notes: Notes) -> tuple[BesideRow, ...]:
    """One row each, with the sentence that names both where there is one."""
    return tuple(
        BesideRow(
            path=who_path(one.who),
            name=one.who.name,
            kind=one.who.kind,
            stories=one.stories,
            sentences=one.sentences,
            notes=notes.numbers([one.sentence] if one.sentence else []),
        )
        for one in found
    )


def spans_of_beside(found: Sequence[Beside]) -> list[Span]:
    """What `beside_rows` cites."""
    return [one.sentence for one in found if one.sentence is not None]
