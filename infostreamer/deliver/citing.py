"""Citations -> the numbered notes of one sheet, with no more words than may be quoted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from infostreamer.deliver.addresses import original_at, report_path
from infostreamer.deliver.quoting import Quotable, drawn_from, sentences_at
from infostreamer.deliver.sheet import Note, Place
from infostreamer.model import Line, Report, Span, sha256_hex
from infostreamer.text.links import outside
from infostreamer.text.when import published


class Citing:
    """Collects the notes of one sheet in order of appearance; words of the same sentences get the same number."""

    def __init__(self, reports: Mapping[str, Report], quotable: Quotable, place: Place) -> None:
        """Notes over these reports."""
        self.reports = reports
        self.place = place
        self._quotable = quotable
        self._notes: dict[Span, Note] = {}

    def all(self) -> tuple[Note, ...]:
        """Every note so far, by number."""
        return tuple(self._notes.values())

    def number(self, span: Span) -> int | None:
        """The number of the note for the sentences that hold these words; None when their report is not held."""
        report = self.reports.get(span.report_id)
        if report is None or span.end > len(report.text):
            return None
        whole = whole_sentences(report, span)
        if whole not in self._notes:
            may_quote = self._quotable.holds(report, span)
            number = len(self._notes) + 1
            self._notes[whole] = note_of(report, whole, number=number, place=self.place, may_quote=may_quote)
        return self._notes[whole].number

    def numbers(self, spans: Iterable[Span]) -> tuple[int, ...]:
        """The numbers of these citations, in order, each once."""
        found = (self.number(span) for span in spans)
        return tuple(dict.fromkeys(number for number in found if number is not None))

    def may_quote(self, text: str, spans: Sequence[Span]) -> bool:
        """True when the words that the text is drawn from may be quoted."""
        drawn = drawn_from(text, spans, self.reports)
        return bool(drawn) and all(self._quotable.holds(self.reports[span.report_id], span) for span in drawn)

    def language(self, line: Line) -> str | None:
        """The language of the words that the line is drawn from."""
        cited = (self.reports[span.report_id] for span in line.citations if span.report_id in self.reports)
        return next((report.language for report in cited), None)


def outlet_of(report: Report) -> str:
    """How the outlet is called: its name, else its host, else the file."""
    return report.shown_outlet


def home_of(report: Report) -> str | None:
    """The publisher's page of this report; None when it has no web address."""
    return outside(report.canonical) or outside(report.address)


def text_hash(report: Report) -> str:
    """SHA-256 of the stored text as UTF-8, 64 hex digits."""
    return sha256_hex(report.text.encode("utf-8", "surrogatepass"))


def whole_sentences(report: Report, span: Span) -> Span:
    """The sentences that these words stand in; the words themselves where they stand outside all sentences."""
    touched = sentences_at(report, span)
    if not touched:
        return span
    return Span(report.id, report.sentences[touched[0]][0], report.sentences[touched[-1]][1])


def note_of(report: Report, span: Span, *, number: int, place: Place, may_quote: bool) -> Note:
    """The note for these words of this report."""
    touched = sentences_at(report, span)
    sentence, words = (touched[0] + 1 if touched else None), report.text[span.start : span.end]
    return Note(
        number=number,
        report_id=report.id,
        start=span.start,
        end=span.end,
        outlet=outlet_of(report),
        title=report.title,
        byline=report.byline,
        published=published(report.published),
        language=report.language,
        sentence=sentence,
        quote=words if may_quote else "",
        is_withheld=not may_quote,
        original=original_at(report, words) if may_quote else home_of(report),
        stored=place.site + report_path(report.id, sentence),
        address=report.canonical,
        fetched_at=report.fetched_at,
        sha256=text_hash(report),
    )
