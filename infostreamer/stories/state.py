"""Where a story stands: what was last reported, what is denied of it, what is expected next; three lines at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from infostreamer.model import Line, Moment, Span
from infostreamer.stories.denials import denials_about
from infostreamer.stories.facts import Facts, covers
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.happening import is_long_before, is_of_days_before, last_day
from infostreamer.stories.headline import MAKER, is_repeated
from infostreamer.stories.passages import is_vague, leans, sentences_of, stands_alone
from infostreamer.stories.subject import Subject, in_language
from infostreamer.stories.trimming import capitalised, trimmed
from infostreamer.stories.unfit import is_judging

MOST_STATE = 3
OPEN = ("planned", "threatened")
LATEST = timedelta(days=3)  # a plan reported longer before the last report may have been carried out or dropped
NEAR_THE_TOP = 5  # sentences of the youngest reports in which the news is looked for
SAID_AGAIN = 500  # per mille of a line's words that another line has


def state_of(facts: Facts, subject: Subject) -> list[Line]:
    """Newest first: what happened, with what is denied and what comes next in its place among the three."""
    news, denied, ahead = _news(facts, subject), _denied(facts, subject), _ahead(facts, subject)
    last = [*_first_new(denied, ()), *_first_new(ahead, ())]
    lines: list[Line] = []
    for line in news:
        if len(lines) + len(last) < MOST_STATE and not _is_there(line, [*lines, *last]):
            lines.append(line)
    lines += [line for at, line in enumerate(last) if not _is_there(line, [*lines, *last[:at]])]
    return [replace(line, kind="state") for line in lines[:MOST_STATE]]


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
    ]


def reported(facts: Facts, moment: Moment) -> str:
    """When the report that tells of it was published: an undated happening stands there among the dated ones."""
    at = moment_of(facts.group.report(moment.line.citations[0].report_id))
    return at.isoformat() if at else "9999"


def _last_of(moments: Iterable[Moment]) -> date | None:
    """Without any date of publication: the last day that anything happened on."""
    return max((day for moment in moments if (day := last_day(moment.when)) is not None), default=None)


def _news(facts: Facts, subject: Subject) -> Iterator[Line]:
    newest = sorted(
        moments_about(facts, subject), key=lambda one: (_published(facts, one), one.when or ""), reverse=True
    )
    happened = [one for one in newest if one.status == "happened" and _is_ours(facts, subject, one)]
    yield from (one.line for one in happened if not _tells_of_old_days(facts, one.line))
    for read in reversed(in_language(facts.reporting, subject.language)):
        for whole in sentences_of(read)[:NEAR_THE_TOP]:
            span = trimmed(read.report, whole)
            text = read.report.text[span.start : span.end]
            is_alone = stands_alone(text) and not leans(read, span.start, span.end)
            is_news = subject.is_about(text) and not is_judging(text) and _tells(read, span)
            if is_alone and is_news and not is_vague(read, span.start, span.end):
                yield Line(
                    text=capitalised(" ".join(text.split())), kind="state", citations=(span,), maker=MAKER,
                    check="verified", first_report_id=span.report_id,
                )  # fmt: skip


def _tells_of_old_days(facts: Facts, line: Line) -> bool:
    span = line.citations[0]
    read = next(one for one in facts.group.arrived if one.report.id == span.report_id)
    inside = [one for one in read.findings if span.start <= one.start < span.end]
    return any(is_of_days_before(read, one) for one in inside) or is_judging(line.text)


def _tells(read: Read, span: Span) -> bool:
    """Something is found in it that happened, or is said or counted: no caption, no comment."""
    kinds = ("event", "statement", "quote", "figure")
    return any(one.kind in kinds and span.start <= one.start < span.end for one in read.findings)


def _denied(facts: Facts, subject: Subject) -> list[Line]:
    return [line for _, line in denials_about(facts, subject, ())][::-1]


def _ahead(facts: Facts, subject: Subject) -> list[Line]:
    """What is planned or threatened and can still come, as the latest reports have it."""
    last = max((at for read in facts.sources if (at := moment_of(read.report))), default=None)
    found = []
    for moment in moments_about(facts, subject):
        day = last_day(moment.when)
        at = moment_of(facts.group.report(moment.line.citations[0].report_id))
        is_late = last is not None and (at is None or at < last - LATEST)
        is_over = last is not None and day is not None and day < last.date()
        if moment.status in OPEN and not is_late and not is_over and _is_ours(facts, subject, moment):
            found.append(moment)
    return [one.line for one in sorted(found, key=lambda one: _published(facts, one), reverse=True)]


def _published(facts: Facts, moment: Moment) -> str:
    """Like `reported`, but unknown times come first: they may be the oldest."""
    at = moment_of(facts.group.report(moment.line.citations[0].report_id))
    return at.isoformat() if at else ""


def _is_ours(facts: Facts, subject: Subject, moment: Moment) -> bool:
    return facts.group.report(moment.line.citations[0].report_id).language == subject.language


def _first_new(lines: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not _is_there(line, others)][:1]


def _is_there(line: Line, others: Sequence[Line]) -> bool:
    return is_repeated(line.text, [one.text for one in others], limit=SAID_AGAIN)
