"""What happened in a story, and of it what was reported last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from infostreamer.model import Event, Finding, Line, Moment, Span
from infostreamer.stories.facts import Facts, covers
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.happening import is_long_before, is_of_days_before, is_rhetoric, last_day
from infostreamer.stories.headline import MAKER
from infostreamer.stories.passages import can_be_listed, is_vague, leans, sentences_of, stands_alone
from infostreamer.stories.subject import Subject, in_language
from infostreamer.stories.trimming import capitalised, trimmed
from infostreamer.stories.unfit import is_judging

MOST_CLOSE = 4  # telling stems beyond which a sentence is no nearer to the subject
NEAR_THE_TOP = 5  # sentences of a report in which its news is looked for


@dataclass(frozen=True, slots=True)
class _News:
    """`rank`: the day it was published, whether it is no history, whether a finder saw it happen, how near it is."""

    line: Line
    rank: tuple[str, bool, bool, int, str]


def latest(facts: Facts, subject: Subject) -> list[Line]:
    """What happened, of the latest day first, and of one day what is nearest to the subject; leads behind events."""
    found = [*_happened(facts, subject), *_leads(facts, subject)]
    return [one.line for one in sorted(found, key=lambda one: one.rank, reverse=True)]


def _happened(facts: Facts, subject: Subject) -> Iterator[_News]:
    """Among undated reports, what has a year of its own is what went before."""
    reads = {read.report.id: read for read in facts.group.arrived}
    for moment in moments_about(facts, subject):
        line = moment.line
        is_news = moment.status == "happened" and not _tells_of_old_days(reads[line.citations[0].report_id], line)
        if is_news and is_ours(facts, subject, line):
            day = published(facts, line)[:10]
            is_history = not day and (moment.when or "")[:4].isdigit()
            close = min(subject.closeness(line.text), MOST_CLOSE)
            yield _News(line, (day, not is_history, True, close, moment.when or ""))


def _leads(facts: Facts, subject: Subject) -> Iterator[_News]:
    for read in reversed(in_language(facts.reporting, subject.language)):
        for whole in sentences_of(read)[:NEAR_THE_TOP]:
            span = trimmed(read.report, whole)
            line = Line(
                text=capitalised(" ".join(read.report.text[span.start : span.end].split())), kind="state",
                citations=(span,), maker=MAKER, check="verified", first_report_id=span.report_id,
            )  # fmt: skip
            if _is_lead(read, span, line.text, subject):
                close = min(subject.closeness(line.text), MOST_CLOSE)
                yield _News(line, (published(facts, line)[:10], True, False, close, ""))


def _is_lead(read: Read, span: Span, text: str, subject: Subject) -> bool:
    """It stands alone and tells of the subject what happened, is said or is counted; no plan, comment or caption."""
    is_alone = stands_alone(text) and not leans(read, span.start, span.end) and not is_vague(read, span.start, span.end)
    return (
        is_alone
        and subject.is_about(text)
        and not (is_judging(text) or is_rhetoric(text))
        and _tells(_inside(read, span))
    )


def _tells(inside: Iterable[Finding]) -> bool:
    inside = list(inside)
    events = [one.payload for one in inside if isinstance(one.payload, Event)]
    is_open = bool(events) and not any(event.status in ("happened", "alleged") for event in events)
    return not is_open and any(one.kind in ("event", "statement", "quote", "figure") for one in inside)


def _tells_of_old_days(read: Read, line: Line) -> bool:
    return any(is_of_days_before(read, one) for one in _inside(read, line.citations[0]))


def _inside(read: Read, span: Span) -> Iterator[Finding]:
    return (one for one in read.findings if span.start <= one.start < span.end)


def moments_about(facts: Facts, subject: Subject) -> list[Moment]:
    """Happenings of the story itself: those long before it, beside it, and tolls since overtaken, are left out."""
    overtaken = facts.tolls[1]
    began = facts.began or _last_of(facts.timeline)
    return [
        moment
        for moment in facts.timeline
        if not is_long_before(moment.when, began)
        and not any(covers(moment.line.citations[0], span) for span in overtaken)
        and subject.is_about(moment.line.text)
        and not is_judging(moment.line.text)
        and can_be_listed(moment.line.text)
    ]


def reported(facts: Facts, moment: Moment) -> str:
    """When the report that tells of it was published: an undated happening stands there among the dated ones."""
    at = moment_of(facts.group.report(moment.line.citations[0].report_id))
    return at.isoformat() if at else "9999"


def _last_of(moments: Iterable[Moment]) -> date | None:
    """Without any date of publication: the last day that anything happened on."""
    return max((day for moment in moments if (day := last_day(moment.when)) is not None), default=None)


def published(facts: Facts, line: Line) -> str:
    """When its report was published, ISO; empty where unknown: it may be the oldest."""
    at = moment_of(facts.group.report(line.citations[0].report_id))
    return at.isoformat() if at else ""


def is_ours(facts: Facts, subject: Subject, line: Line) -> bool:
    """True for a line in the language that most reports are written in."""
    return facts.group.report(line.citations[0].report_id).language == subject.language
