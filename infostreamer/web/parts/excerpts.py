"""The exact words of a span, with the way to the stored copy: for tables where a numbered note would be too much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from infostreamer.model import Report, Span
from infostreamer.web.addresses import report_path
from infostreamer.web.citations import name_of, sentence_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Words as a stored report has them. `start` and `end` count code points of its text, half-open.

    `pre` and `post` complete the sentences that the words stand in.
    """

    words: str
    pre: str
    post: str
    report_id: str
    start: int
    end: int
    outlet: str
    sentence: int | None
    language: str | None
    stored: str  # address of the stored copy at the sentence


def excerpt_of(span: Span, reports: Mapping[str, Report]) -> Excerpt | None:
    """The words at the span; None when they cannot be shown."""
    report = reports.get(span.report_id)
    if report is None or span.end > len(report.text):
        return None
    sentence, last = sentence_at(report, span.start), sentence_at(report, span.end - 1)
    start = report.sentences[sentence - 1][0] if sentence else span.start
    end = report.sentences[last - 1][1] if last else span.end
    return Excerpt(
        words=report.text[span.start : span.end],
        pre=report.text[start : span.start],
        post=report.text[span.end : max(end, span.end)],
        report_id=report.id,
        start=span.start,
        end=span.end,
        outlet=name_of(report),
        sentence=sentence,
        language=report.language,
        stored=report_path(report.id, sentence),
    )


def excerpts_of(spans: Iterable[Span], reports: Mapping[str, Report]) -> tuple[Excerpt, ...]:
    """Every span whose words can be shown."""
    found = (excerpt_of(span, reports) for span in spans)
    return tuple(excerpt for excerpt in found if excerpt is not None)
