"""The stored copy of one report: its text sentence by sentence, what was used from it, versions, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import PUBLIC, Finding, Link, NotFound, Reader, Report, Span, Story, finding_to_json
from infostreamer.web.addresses import outside, report_path, story_path
from infostreamer.web.citations import name_of, sentence_at
from infostreamer.web.outcomes import Outcome, outcome
from infostreamer.web.pages.story import ImageRow
from infostreamer.web.parts.highlights import Highlight, highlights_in
from infostreamer.web.parts.notes import NoteRow, note_row
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond
from infostreamer.web.times import When, moment, published

_ORDER = ("event", "quote", "statement", "stance", "figure", "date", "name", "credit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text: a sentence with its number (from 1), or what stands between sentences (`number` None)."""

    number: int | None
    text: str
    is_used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding for the list: its words, what it says in short, and the sentence it stands in."""

    kind: str
    words: str
    details: tuple[tuple[str, str], ...]
    sentence: int | None
    maker: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version of the same publication."""

    id: str
    path: str
    number: int
    fetched: When | None
    title: str | None
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The exact bytes behind the report."""

    sha256: str
    size: int  # bytes
    status: int | None  # of HTTP; None for a file
    mime: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The stored copy."""

    SCHEMA: ClassVar[str] = "infostreamer/report/1"
    TEMPLATE: ClassVar[str] = "report.html"
    id: str
    capture_id: str
    title: str | None
    text: str  # positions everywhere count its code points
    sentences: tuple[tuple[int, int], ...]
    title_pieces: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    outlet: str
    byline: tuple[str, ...]
    published: When | None
    modified: When | None
    fetched: When | None
    language: str | None
    kind: str
    address: str
    canonical: str
    original: str | None
    source: str | None
    via: str | None
    is_charset_guessed: bool
    stories: tuple[tuple[str, str], ...]  # (address, headline)
    used: int  # sentences that a line of a story rests on
    versions: Outcome[tuple[VersionRow, ...]]
    findings: Outcome[tuple[tuple[str, tuple[Found, ...]], ...]]
    images: tuple[ImageRow, ...]
    links: tuple[Link, ...]
    received: Outcome[Received | None]
    archives: tuple[tuple[str, str], ...]  # (archive, address of its look-up), opened by the reader alone
    people: tuple[NoteRow, ...]  # notes on any version of it, as the reader may see them
    highlights: tuple[Highlight, ...]  # of this reader
    unread: tuple[str, ...]  # what could not be looked for in this language, a sentence each


def show(request: Request) -> Response:
    """GET /r/{id} and /r/{id}@{n}: the n-th version of that publication, from 1."""
    desk: Desk = request.app.state.desk
    report_id, _, number = request.path_params["id"].partition("@")
    return respond(
        request, read(desk, numbered(desk, report_id, number) if number else report_id, reader=reader_of(request))
    )


def numbered(desk: Desk, report_id: str, number: str) -> str:
    """The id of a version of the publication that a report belongs to.

    Raises:
        NotFound: no such report, or it has no such version.
    """
    versions = desk.versions(report_id)
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
    if not 1 <= at <= len(versions):
        raise NotFound(f"That publication has versions 1 to {len(versions)}, and no version {number[:20]!r}.")
    return versions[at - 1].id


def read(desk: Desk, report_id: str, *, reader: Reader = PUBLIC) -> ReportPage:
    """The stored copy of a report, by its id or at least 8 digits of it.

    Raises:
        NotFound: no such report.
    """
    report = desk.report(report_id)
    story_id = desk.story_of(report.id)
    stories = _story_or_none(desk, story_id) if story_id else []
    used = used_sentences(report, stories)
    pieces = pieces_of(report, used)
    return ReportPage(
        id=report.id,
        capture_id=report.capture_id,
        title=report.title,
        text=report.text,
        sentences=report.sentences,
        title_pieces=pieces[0],
        paragraphs=pieces[1],
        outlet=name_of(report),
        byline=report.byline,
        published=published(report.published),
        modified=moment(report.modified),
        fetched=moment(report.fetched_at),
        language=report.language,
        kind=report.kind,
        address=report.address,
        canonical=report.canonical,
        original=outside(report.canonical) or outside(report.address),
        source=f"/source/{report.source_id}" if report.source_id else None,
        via=report.via_outlet,
        is_charset_guessed=report.is_charset_guessed,
        stories=tuple((story_path(story), story.headline.text) for story in stories),
        used=len(used),
        versions=outcome(lambda: _versions(desk, report)),
        findings=outcome(lambda: found_in(report, desk.findings([report.id]).get(report.id, ()))),
        images=tuple(_images(report)),
        links=tuple(link for link in report.links if outside(link.address)),
        received=outcome(lambda: _received(desk, report)),
        archives=archives_of(outside(report.canonical) or outside(report.address)),
        people=tuple(
            note_row(desk, note, reader, place=place) for note, place in desk.notes_on_report(report, reader=reader)
        ),
        highlights=highlights_in(desk, report, reader),
        unread=_unread(report),
    )


def _received(desk: Desk, report: Report) -> Received | None:
    found = desk.captures_of([report])
    if not found:
        return None
    return Received(sha256=found[0].sha256, size=len(found[0].body), status=found[0].status or None, mime=found[0].mime)


def archives_of(address: str | None) -> tuple[tuple[str, str], ...]:
    """Where public web archives say what they hold of a page. Nothing is asked here: the reader follows the link."""
    if address is None:
        return ()
    plain = address.split("#", 1)[0]
    return (
        ("Wayback Machine", f"https://web.archive.org/web/*/{plain}"),
        ("archive.today", f"https://archive.ph/{plain}"),
    )


def _unread(report: Report) -> tuple[str, ...]:
    from infostreamer.understand import unread  # not at import: its word lists would slow down the start of the desk

    return unread(report)


def _story_or_none(desk: Desk, story_id: str) -> list[Story]:
    try:
        return [desk.story(story_id)]
    except NotFound:
        return []


def spans_of(story: Story) -> list[Span]:
    """Every citation that a story's page shows."""
    lines = [
        story.headline,
        *story.alternates,
        *story.abstract,
        *story.lines,
        *story.told,
        *(at.line for at in story.timeline),
    ]
    spans = [span for line in lines for span in line.citations]
    spans += [version.citation for series in story.figures for version in series.versions]
    spans += [span for matter in story.contested for side in matter.sides for span in side.citations]
    spans += [span for edge in story.edges for span in (*edge.evidence.from_spans, *edge.evidence.to_spans)]
    spans += [span for fact in story.facts for span in fact.line.citations]
    spans += [account.citation for fact in story.facts for account in fact.accounts]
    return spans + [span for who in story.who for span in who.citations[:1]]


def used_sentences(report: Report, stories: Iterable[Story]) -> frozenset[int]:
    """The numbers of the sentences that some line of these stories rests on."""
    used: set[int] = set()
    for span in (span for story in stories for span in spans_of(story) if span.report_id == report.id):
        first = sentence_at(report, span.start)
        last = sentence_at(report, span.end - 1) or first
        if first and last:
            used.update(range(first, last + 1))
    return frozenset(used)


def pieces_of(report: Report, used: frozenset[int]) -> tuple[tuple[Piece, ...], tuple[tuple[Piece, ...], ...]]:
    """The title's pieces and the pieces of each paragraph of the body; joined they are the stored text."""
    blocks = [block for block in report.paragraphs if block[0] >= report.body_start]
    if not blocks and report.body:
        blocks = [(report.body_start, len(report.text))]
    title = _block(report, 0, len(report.text[: report.body_start].rstrip()), used)
    return title, tuple(_block(report, start, end, used) for start, end in blocks)


def _block(report: Report, start: int, end: int, used: frozenset[int]) -> tuple[Piece, ...]:
    pieces, at = [], start
    for number, (first, last) in enumerate(report.sentences, 1):
        if first < at or first >= end:
            continue
        last = min(last, end)
        if first > at:
            pieces.append(Piece(number=None, text=report.text[at:first]))
        pieces.append(Piece(number=number, text=report.text[first:last], is_used=number in used))
        at = last
    if at < end:
        pieces.append(Piece(number=None, text=report.text[at:end]))
    return tuple(pieces)


def _versions(desk: Desk, report: Report) -> tuple[VersionRow, ...]:
    versions = desk.versions(report.id)
    return tuple(
        VersionRow(
            id=version.id,
            path=report_path(version.id),
            number=number,
            fetched=moment(version.fetched_at),
            title=version.title,
            is_shown=version.id == report.id,
        )
        for number, version in enumerate(versions, 1)
    )


def found_in(report: Report, findings: Sequence[Finding]) -> tuple[tuple[str, tuple[Found, ...]], ...]:
    """Findings by kind, each kind in the order of the text."""
    kinds: dict[str, list[Found]] = {kind: [] for kind in _ORDER}
    for finding in sorted(findings, key=lambda finding: (finding.start, finding.id)):
        kinds.setdefault(finding.kind, []).append(_found(report, finding))
    return tuple((kind, tuple(rows)) for kind, rows in kinds.items() if rows)


_LEFT_OUT = {"who", "agent_who", "patient_who", "place_who", "said_by_who"}


def _found(report: Report, finding: Finding) -> Found:
    payload = finding_to_json(finding)["payload"]
    details = tuple(
        (name.replace("_", " "), f"{value:.10g}" if isinstance(value, float) else str(value))
        for name, value in payload.items()
        if value not in (None, "") and name not in _LEFT_OUT and not isinstance(value, dict | list | bool)
    )
    return Found(
        kind=finding.kind,
        words=finding.words(report.text),
        details=details,
        sentence=sentence_at(report, finding.start),
        maker=finding.maker,
        confidence=finding.confidence,
    )


def _images(report: Report) -> list[ImageRow]:
    return [
        ImageRow(
            outlet=name_of(report),
            address=outside(image.address),
            credit=image.credit,
            licence=image.licence,
            caption=image.caption,
            alt=image.alt,
        )
        for image in report.images
    ]
