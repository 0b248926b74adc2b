"""How much of a report may be quoted in what leaves the desk: at most some of its sentences, never all of it.

What may be quoted of a report depends on its story alone, not on the form that is asked for, so that nobody gets more
of a report by taking every form there is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Report, Span, Story

MOST = 50
"""Per cent of a report's words beyond which it is never quoted, whatever the settings say."""

_LEADING = 2  # lines of the abstract that are quoted before what is contested


@dataclass(frozen=True, slots=True)
class Budget:
    """The larger of the two holds for each report: a share of its words, or a number of sentences."""

    percent: int = 25  # of the words of the body
    sentences: int = 3


@dataclass(frozen=True, slots=True)
class Quotable:
    """The sentences that may be quoted, as (report id, number from 0); headlines always may."""

    sentences: frozenset[tuple[str, int]]

    def holds(self, report: Report, span: Span) -> bool:
        """True when every sentence that the words stand in may be quoted."""
        touched = sentences_at(report, span)
        return bool(touched) and all((report.id, number) in self.sentences for number in _counted(report, touched))


def quotable(stories: Iterable[Story], reports: Mapping[str, Report], budget: Budget) -> Quotable:
    """What may be quoted of the reports of these stories: cited sentences in reading order, until the budget is used.

    Args:
        stories: each decides about its own reports.
        reports: by id; what is missing is not quoted.
        budget: how much of one report.
    """
    allowed: set[tuple[str, int]] = set()
    used: dict[str, list[int]] = {}
    for span in _in_order(stories, reports):
        report = reports[span.report_id]
        fresh = [number for number in sentences_at(report, span) if (report.id, number) not in allowed]
        taken = used.setdefault(report.id, [])
        if fresh and _fits(report, [*taken, *_counted(report, fresh)], budget):
            taken += _counted(report, fresh)
            allowed.update((report.id, number) for number in fresh)
    return Quotable(frozenset(allowed))


def _in_order(stories: Iterable[Story], reports: Mapping[str, Report]) -> Iterator[Span]:
    """What is quoted first: the words that lines are drawn from, then those that only name a speaker or bear out."""
    told = [(text, spans) for story in stories for text, spans in told_in_order(story)]
    for text, spans in told:
        yield from drawn_from(text, spans, reports)
    for _, spans in told:
        yield from (span for span in spans if span.report_id in reports)


def told_in_order(story: Story) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Every text of a story with its citations, the first to be quoted first.

    Headline, the first lines of the abstract, both sides of what is contested, what an outlet corrects or withdraws,
    then the rest.
    """
    for line in (story.headline, *story.abstract[:_LEADING]):
        yield line.text, line.citations
    for matter in story.contested:  # the denial first: it is what a message tells
        yield from ((side.says, side.citations) for side in reversed(matter.sides))
    for member in story.members:  # an outlet's own word that it was wrong
        yield from ((span.report_id, (span,)) for span in (member.corrected, member.withdrawn) if span is not None)
    for line in (
        *story.abstract[_LEADING:],
        *story.lines,
        *(moment.line for moment in story.timeline),
        *story.alternates,
    ):
        yield line.text, line.citations
    for series in story.figures:
        yield from ((version.words, (version.citation,)) for version in series.versions)
    for fact in story.facts:
        yield fact.line.text, fact.line.citations


def drawn_from(text: str, spans: Sequence[Span], reports: Mapping[str, Report]) -> tuple[Span, ...]:
    """The citations whose words stand in the text; the first one where it was worded anew."""
    held = tuple(span for span in spans if span.report_id in reports)
    flat = " ".join(text.split())
    drawn = tuple(span for span in held if _words_at(span, reports) in flat)
    own = {span.report_id for span in held[:1]}
    return tuple(span for span in drawn if span.report_id in own) or held[:1]


def _words_at(span: Span, reports: Mapping[str, Report]) -> str:
    return " ".join(reports[span.report_id].text[span.start : span.end].split())


def sentences_at(report: Report, span: Span) -> tuple[int, ...]:
    """The numbers (from 0) of the sentences that these words touch; none when they stand outside all of them."""
    if span.end > len(report.text):
        return ()
    first = max(bisect_right(report.sentences, span.start, key=lambda sentence: sentence[0]) - 1, 0)
    touched = []
    for number in range(first, len(report.sentences)):
        start, end = report.sentences[number]
        if start >= span.end:
            break
        if end > span.start:
            touched.append(number)
    return tuple(touched)


def _counted(report: Report, numbers: Iterable[int]) -> list[int]:
    """Without the headline, which names a report and is not part of its body."""
    return [number for number in numbers if report.sentences[number][0] >= report.body_start]


def _fits(report: Report, numbers: list[int], budget: Budget) -> bool:
    body = [number for number, (start, _) in enumerate(report.sentences) if start >= report.body_start]
    whole, words = _words(report, body), _words(report, numbers)
    if not numbers or words * 100 > whole * MOST:
        return not numbers
    return len(numbers) <= budget.sentences or words * 100 <= whole * budget.percent


def _words(report: Report, numbers: Iterable[int]) -> int:
    return sum(len(report.text[slice(*report.sentences[number])].split()) for number in numbers)
