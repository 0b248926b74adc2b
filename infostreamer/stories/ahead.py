"""Reports of a story -> the dates that they give as still to come, each with the sentence that gives it.

A date counts where its sentence looks ahead, it lies behind the day of publication, and nothing is called off there. A
plan is told as what a report planned; whether its day has passed since is for the reader's calendar to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from infostreamer.model import Date, Line, Moment, Span
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.happening import is_rhetoric
from infostreamer.stories.passages import is_fit, is_vague, leans, sentence_at, stands_alone
from infostreamer.stories.trimming import capitalised, trimmed
from infostreamer.text.edtf import precision_of
from infostreamer.text.tense import looks_ahead

MAKER = "ahead/1"
MOST = 20
_TOO_VAGUE = ("year", "decade", "century", "recurring", "part of day", "unknown")
_MORE = re.compile(r"(?:Another|A further|Ещё|Еще)\b")  # than the sentence before told of
_CALLED_OFF = re.compile(
    r"\b(?:not|never|won['’]t|cancel\w*|called off|postpone\w*|put off|scrap\w*|drop\w*)\b(?!.*\bbut\b)[^,;]*$",
    re.IGNORECASE | re.DOTALL,
)


def ahead_of(sources: Sequence[Read]) -> tuple[Moment, ...]:
    """Moments of status planned, by the first instant of their date; one for each date: its plainest sentence."""
    best: dict[str, tuple[tuple[int, str, int], Moment]] = {}
    for read in sources:
        for when, span in _dates(read):
            text = capitalised(" ".join(read.report.text[span.start : span.end].split()))
            rank = (len(text), read.report.id, span.start)
            if when not in best or rank < best[when][0]:
                best[when] = (rank, _moment(when, text, span))
    return tuple(best[when][1] for when in sorted(best))[:MOST]


def _dates(read: Read) -> Iterator[tuple[str, Span]]:
    report, at = read.report, moment_of(read.report)
    if at is None:
        return
    for finding in read.findings:
        date = finding.payload
        if not isinstance(date, Date) or not date.value or date.precision in _TOO_VAGUE:
            continue
        sentence = sentence_at(report, finding.start)
        is_later = (date.start or "")[:10] > at.date().isoformat()
        if sentence is None or not is_later or not _looks_ahead(read, finding.start, finding.end, sentence):
            continue
        yield date.value, trimmed(report, Span(report.id, *sentence))


def _looks_ahead(read: Read, start: int, end: int, sentence: tuple[int, int]) -> bool:
    text = read.report.text[slice(*sentence)]
    is_whole = is_fit(read, *sentence) and stands_alone(text) and not leans(read, *sentence)
    if not is_whole or _MORE.match(text) or is_vague(read, *sentence) or is_rhetoric(text):
        return False
    before = read.report.text[sentence[0] : start]
    return looks_ahead(read.report.text, start, end) and not _CALLED_OFF.search(before)


def _moment(when: str, text: str, span: Span) -> Moment:
    line = Line(
        text=text, kind="event", citations=(span,), maker=MAKER, check="verified", first_report_id=span.report_id
    )
    return Moment(when=when, precision=precision_of(when), line=line, status="planned")
