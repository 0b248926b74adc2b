"""What messages say of a story: the exact sentences with who published them, and where the story stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from infostreamer.deliver.addresses import original_at
from infostreamer.deliver.quoting import Quotable, sentences_at
from infostreamer.deliver.sheet import UNREVIEWED
from infostreamer.desk.decisions import SOMEBODY
from infostreamer.model import Report, Span, Story
from infostreamer.model.alert import Cited
from infostreamer.text.words import words_of

MOST_CITED = 4
"""Sentences shown with one fact."""
REPEATED = 600
"""Per mille of a sentence's words from which on a text that has them quotes it."""


def cited_at(report: Report, span: Span) -> Cited:
    """The whole sentences that hold the words, exactly as stored; the words themselves where they stand in none."""
    numbers = sentences_at(report, span)
    start = min(span.start, report.sentences[numbers[0]][0]) if numbers else span.start
    end = max(span.end, report.sentences[numbers[-1]][1]) if numbers else span.end
    words = report.text[start:end]
    return Cited(outlet=name_of(report), words=words, span=Span(report.id, start, end), link=original_at(report, words))


def cited_of(spans: Sequence[Span], reports: Mapping[str, Report]) -> tuple[Cited, ...]:
    """The sentences behind a fact, each once, those of reports that are held; at most four."""
    held = [span for span in spans if span.report_id in reports and span.end <= len(reports[span.report_id].text)]
    found = {cited.span: cited for cited in (cited_at(reports[span.report_id], span) for span in held)}
    return tuple(found.values())[:MOST_CITED]


def name_of(report: Report) -> str:
    """How the outlet is called: its name, else its host, else the file."""
    return report.shown_outlet


def quotable_of(cited: Iterable[Cited], reports: Mapping[str, Report], quotable: Quotable) -> frozenset[Span]:
    """Which of these sentences may be quoted: those that every export of their story may quote, and headlines."""
    return frozenset(
        one.span
        for one in cited
        if (report := reports.get(one.span.report_id)) is not None and quotable.holds(report, one.span)
    )


def state_line(story: Story, *, is_reviewed: bool = False) -> str:
    """ "24 reports, 6 independent · 5 contested or denied · machine-compiled, not reviewed"."""
    count = len([member for member in story.members if not member.is_superseded])
    most = story.independent_at_most
    independent = str(story.independent) if most <= story.independent else f"{story.independent} to {most}"
    parts = [f"{count} {'report' if count == 1 else 'reports'}, {independent} independent"]
    if story.originals_missing:
        parts.append(f"original missing: {', '.join(story.originals_missing)}")
    if story.contested:
        parts.append(f"{len(story.contested)} contested or denied")
    return " · ".join([*parts, f"reviewed by {SOMEBODY}" if is_reviewed else UNREVIEWED])


def quoted_in(text: str, cited: Sequence[Cited]) -> tuple[Cited, ...]:
    """Those of the sentences that the text repeats, in whole or to a good part; a figure's few words repeat none."""
    told = set(words_of(text))
    return tuple(one for one in cited if _share(told, set(words_of(one.words))) >= REPEATED)


def _share(told: set[str], sentence: set[str]) -> int:
    return 1000 * len(told & sentence) // len(sentence) if sentence else 0
