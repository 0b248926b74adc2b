"""Words that a reader highlighted in stored copies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from infostreamer.desk import Desk
from infostreamer.model import PUBLIC, Keep, NotFound, Reader, Report
from infostreamer.web.addresses import report_path
from infostreamer.web.citations import sentence_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """Highlighted words as they stand in the report; `span` is REPORT:START-END, as it is dropped again."""

    item: str
    words: str
    path: str
    sentences: tuple[int, ...]  # that it touches, from 1
    language: str | None
    span: str


def highlights_in(desk: Desk, report: Report, reader: Reader) -> tuple[Highlight, ...]:
    """What the reader highlighted in this report, in reading order; nothing for whoever reads without a login."""
    kept = [] if reader == PUBLIC else desk.keeps(reader, "highlight")
    found = [one for keep in kept if (one := _shown(keep, report)) is not None]
    return tuple(sorted(found, key=lambda one: (one.sentences, one.span)))


def highlight_of(desk: Desk, keep: Keep) -> Highlight | None:
    """The words of a kept highlight; None where its report is gone or it is no highlight."""
    if keep.span is None:
        return None
    try:
        return _shown(keep, desk.report(keep.span.report_id))
    except NotFound:
        return None


def _shown(keep: Keep, report: Report) -> Highlight | None:
    span = keep.span
    if span is None or span.report_id != report.id or span.end > len(report.text):
        return None
    touched = tuple(_touched(report.sentences, span.start, span.end))
    return Highlight(
        item=keep.item,
        words=report.text[span.start : span.end],
        path=report_path(report.id, sentence_at(report, span.start)),
        sentences=touched,
        language=report.language,
        span=f"{span.report_id}:{span.start}-{span.end}",
    )


def _touched(sentences: Iterable[tuple[int, int]], start: int, end: int) -> Iterable[int]:
    return (number for number, (begin, stop) in enumerate(sentences, 1) if begin < end and start < stop)
