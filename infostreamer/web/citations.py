"""Citations: the numbered notes of one page, each the exact words with the sentence before and after."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from infostreamer.model import Line, Report, Span, Verdict
from infostreamer.web.addresses import original_at, report_path
from infostreamer.web.times import When, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a citation number opens. `exact` is the cited slice; `pre` and `post` complete its sentence."""

    number: int
    report_id: str
    start: int
    end: int
    outlet: str
    title: str | None
    published: When | None
    language: str | None
    sentence: int | None  # 1 is the first sentence of the report (its title where it has one)
    before: str | None
    pre: str
    exact: str
    post: str
    after: str | None
    stored: str  # address of the stored copy at the sentence
    original: str | None  # address of the publisher's page at the words
    address: str  # as captured
    fetched_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedLine:
    """A derived line ready to show: its anchor on the page and the numbers of its notes (at least one)."""

    anchor: str
    text: str
    kind: str
    label: str | None
    notes: tuple[int, ...]
    language: str | None
    maker: str
    check: str
    is_new: bool = False
    date: str | None = None
    is_direct: bool = False
    status: str | None = None
    verdict: Verdict | None = None  # what a person decided about it
    venue: str | None = None  # where it was said, as given: "in an interview with Nortava TV"
    handle: str | None = None  # of a cited post, with its @
    via: str | None = None  # second-hand: who reported the words, as given


class Notes:
    """Collects the citations of one page in order of appearance; the same words get the same number."""

    def __init__(self, reports: Mapping[str, Report], *, new_reports: Iterable[str] = ()) -> None:
        """Notes over these reports; lines that rest on a report of `new_reports` alone are marked new."""
        self._reports = reports
        self._new = frozenset(new_reports)
        self._notes: dict[Span, Note] = {}
        self._lines = 0
        self.withheld = 0  # lines without one readable citation: never shown

    def all(self) -> tuple[Note, ...]:
        """Every note so far, by number."""
        return tuple(self._notes.values())

    def number(self, span: Span) -> int | None:
        """The number of the note for these words; None when the words cannot be shown."""
        known = self._notes.get(span)
        if known is None:
            report = self._reports.get(span.report_id)
            if report is None or span.end > len(report.text):
                return None
            known = self._notes[span] = note_of(report, span, number=len(self._notes) + 1)
        return known.number

    def numbers(self, spans: Iterable[Span]) -> tuple[int, ...]:
        """The numbers of these citations, in order, each once."""
        found = (self.number(span) for span in spans)
        return tuple(dict.fromkeys(number for number in found if number is not None))

    def line(self, line: Line, *, date: str | None = None, is_direct: bool = False) -> CitedLine | None:
        """The line with its numbers; None, and counted as withheld, when not one citation can be shown."""
        numbers = self.numbers(line.citations) if line.check != "withheld" else ()
        if not numbers:
            self.withheld += 1
            return None
        self._lines += 1
        cited = [self._reports[span.report_id] for span in line.citations if span.report_id in self._reports]
        return CitedLine(
            anchor=f"l{self._lines}",
            text=line.text,
            kind=line.kind,
            label=line.label,
            notes=numbers,
            language=cited[0].language,
            maker=line.maker,
            check=line.check,
            is_new=all(report.id in self._new for report in cited),
            date=date,
            is_direct=is_direct,
            verdict=line.verdict,
        )

    def lines(self, lines: Iterable[Line]) -> tuple[CitedLine, ...]:
        """These lines with their numbers, without those that cannot be shown."""
        return tuple(cited for cited in map(self.line, lines) if cited is not None)


def sentence_at(report: Report, position: int) -> int | None:
    """The number (from 1) of the sentence that holds this position; None between sentences."""
    index = bisect_right(report.sentences, position, key=lambda sentence: sentence[0]) - 1
    if index < 0 or position >= report.sentences[index][1]:
        return None
    return index + 1


def note_of(report: Report, span: Span, *, number: int) -> Note:
    """The note for these words of this report."""
    sentence = sentence_at(report, span.start)
    last = sentence_at(report, span.end - 1) or sentence
    start, end = _bounds(report, span, sentence, last)
    exact = report.text[span.start : span.end]
    is_body = start >= report.body_start  # the title is no context for the body, nor the other way round
    return Note(
        number=number,
        report_id=report.id,
        start=span.start,
        end=span.end,
        outlet=name_of(report),
        title=report.title,
        published=published(report.published),
        language=report.language,
        sentence=sentence,
        before=_sentence(report, sentence - 1) if sentence and start > report.body_start else None,
        pre=report.text[start : span.start],
        exact=exact,
        post=report.text[span.end : end],
        after=_sentence(report, last + 1) if last and is_body else None,
        stored=report_path(report.id, sentence),
        original=original_at(report, exact),
        address=report.canonical,
        fetched_at=report.fetched_at.isoformat(timespec="seconds") if report.fetched_at else None,
    )


def _bounds(report: Report, span: Span, first: int | None, last: int | None) -> tuple[int, int]:
    start = report.sentences[first - 1][0] if first else span.start
    end = report.sentences[last - 1][1] if last else span.end
    return min(start, span.start), max(end, span.end)


def _sentence(report: Report, number: int) -> str | None:
    if not 1 <= number <= len(report.sentences):
        return None
    start, end = report.sentences[number - 1]
    return report.text[start:end]


def name_of(report: Report) -> str:
    """How the outlet is called: its name, else its host, else the file."""
    return report.shown_outlet


def outlet_of(outlet: str | None, report: Report | None) -> str:
    """The outlet as a story names it, else as its report does."""
    return outlet or (name_of(report) if report else "unknown outlet")
