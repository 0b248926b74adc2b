"""Cited words in their place: each stretch of a report once, however many of the words stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from infostreamer.model import Report, Span
from infostreamer.web.addresses import original_at, report_path
from infostreamer.web.citations import name_of, sentence_at
from infostreamer.web.times import When, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a passage. `kind`: cited, near (the rest of its sentences) or far (the sentences before and after)."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences of one report with the cited words marked, the sentence before and the one after."""

    report_id: str
    outlet: str
    title: str | None
    published: When | None
    language: str | None
    sentence: int | None  # the first one with cited words, from 1
    pieces: tuple[Piece, ...]
    stored: str
    original: str | None


def passages_of(spans: Iterable[Span], reports: Mapping[str, Report]) -> tuple[Passage, ...]:
    """The passages in the order in which they are first cited; spans that cannot be shown are left out."""
    cited: dict[str, list[Span]] = {}
    for span in spans:
        report = reports.get(span.report_id)
        if report is not None and span.end <= len(report.text):
            cited.setdefault(span.report_id, []).append(span)
    return tuple(passage for report_id, some in cited.items() for passage in _of_report(reports[report_id], some))


def _of_report(report: Report, spans: list[Span]) -> list[Passage]:
    """One passage for all words whose surroundings touch; the one that was cited first comes first."""
    groups: list[tuple[int, int, list[Span]]] = []
    for span in sorted(spans):
        start, end = _around(report, span)
        if groups and start <= groups[-1][1]:
            first, last, held = groups.pop()
            groups.append((first, max(last, end), [*held, span]))
        else:
            groups.append((start, end, [span]))
    groups.sort(key=lambda group: min(spans.index(span) for span in group[2]))
    return [_passage(report, start, end, held) for start, end, held in groups]


def _around(report: Report, span: Span) -> tuple[int, int]:
    """From the sentence before to the sentence after; the title is no surroundings of the body."""
    first, last = sentence_at(report, span.start), sentence_at(report, span.end - 1)
    if first is None or last is None:
        return span.start, span.end
    start, end = report.sentences[first - 1][0], report.sentences[last - 1][1]
    if first >= 2 and report.sentences[first - 2][0] >= report.body_start:
        start = report.sentences[first - 2][0]
    if last < len(report.sentences) and start >= report.body_start:
        end = report.sentences[last][1]
    return min(start, span.start), max(end, span.end)


def _passage(report: Report, start: int, end: int, spans: list[Span]) -> Passage:
    sentence = sentence_at(report, spans[0].start)
    return Passage(
        report_id=report.id,
        outlet=name_of(report),
        title=report.title,
        published=published(report.published),
        language=report.language,
        sentence=sentence,
        pieces=tuple(_pieces(report, start, end, spans)),
        stored=report_path(report.id, sentence),
        original=original_at(report, report.text[spans[0].start : spans[0].end]),
    )


def _pieces(report: Report, start: int, end: int, spans: list[Span]) -> list[Piece]:
    """The text from start to end, cut where its kind changes."""
    kinds = ["far"] * (end - start)
    for first, last in report.sentences:
        if not any(first < span.end and span.start < last for span in spans):
            continue
        kinds[max(0, first - start) : last - start] = ["near"] * (min(last, end) - max(first, start))
    for span in spans:
        kinds[span.start - start : span.end - start] = ["cited"] * (span.end - span.start)
    pieces, begin = [], 0
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] != kinds[begin]:
            pieces.append(Piece(text=report.text[start + begin : start + at], kind=kinds[begin]))
            begin = at
    return pieces
