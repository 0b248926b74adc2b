"""Sentences that an abstract may be made of, each with what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from infostreamer.model import Event, Finding, Span, Statement
from infostreamer.stories.facts import Facts, covers, is_article
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.happening import is_of_days_before, is_rhetoric
from infostreamer.stories.headline import leading
from infostreamer.stories.passages import is_vague, leans, sentences_of, stands_alone
from infostreamer.stories.subject import Subject, content_of, in_language
from infostreamer.stories.trimming import trimmed
from infostreamer.stories.unfit import is_judging

SHORT_LEAD = 15  # words: a shorter opening in which nothing is found only leads up to the news
MOST_SOURCES = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence; `order`: of its report among those read, by publication."""

    span: Span
    text: str
    worth: int
    order: int
    place: int  # among the sentences of its report that may be shown
    closeness: int
    at: datetime | None = None
    tells: bool = True  # something happened, is said or counted in it
    is_vague: bool = False  # "The company said …": fine behind a line that names it, never the first
    is_older: bool = False


def candidates_of(facts: Facts, subject: Subject) -> list[Candidate]:
    """What may be told; judgements and guesses, and what others copied, only where there is nothing else."""
    best = _read_from(facts, subject)
    return (
        _told(facts, subject, best, is_strict=True)
        or _told(facts, subject, best, is_strict=False)
        or _told(facts, subject, facts.group.current[:MOST_SOURCES], is_strict=True)
    )


def _told(facts: Facts, subject: Subject, reads: Sequence[Read], *, is_strict: bool) -> list[Candidate]:
    support, (tolls, outdated) = _support(facts, subject), facts.tolls
    found = [
        one
        for order, read in enumerate(reads)
        for one in _candidates(read, subject, support, order, is_strict)
        if not any(covers(one.span, span) for span in outdated)
    ]
    return [replace(one, worth=one.worth + 250 * any(covers(one.span, span) for span in tolls)) for one in found]


def _read_from(facts: Facts, subject: Subject) -> list[Read]:
    """The leading report, the youngest, and the first few sources, by publication."""
    best = leading(facts)
    reads = (*facts.sources[:MOST_SOURCES], *facts.reporting[-1:], *([best] if best else []))
    reads = tuple(in_language(reads, subject.language))
    wanted = {read.report.id for read in reads if is_article(read, facts.group)} or {read.report.id for read in reads}
    return [read for read in facts.group.current if read.report.id in wanted]


def _support(facts: Facts, subject: Subject) -> Counter[str]:
    """Stem -> how many reports use it."""
    support: Counter[str] = Counter()
    for read in facts.sources:
        support.update(set(content_of(read.report.text, subject.language)))
    return support


def _candidates(read: Read, subject: Subject, support: Counter[str], order: int, is_strict: bool) -> list[Candidate]:
    """The sentences of one report that stand alone, with what each is worth."""
    own = Counter(content_of(read.report.text, subject.language))
    found = []
    for at, whole in enumerate(sentences_of(read)):
        span = trimmed(read.report, whole)
        text = read.report.text[span.start : span.end]
        inside = [finding for finding in read.findings if span.start <= finding.start < span.end]
        if not stands_alone(text) or leans(read, span.start, span.end):
            continue
        if is_strict and (_is_unsure(inside) or is_judging(text) or is_rhetoric(text)):
            continue
        one = Candidate(
            span, text, _worth(text, inside, at, subject, support, own), order, at, subject.closeness(text),
            moment_of(read.report), _tells(text, inside), is_vague(read, span.start, span.end),
            any(is_of_days_before(read, finding) for finding in inside),
        )  # fmt: skip
        found.append(replace(one, worth=one.worth - 300 * one.is_vague - 400 * one.is_older))
    return found


def _tells(text: str, inside: Sequence[Finding]) -> bool:
    is_long = len(text.split()) >= SHORT_LEAD
    return is_long or any(finding.kind in ("event", "statement", "quote", "figure") for finding in inside)


def _worth(
    text: str, inside: Sequence[Finding], at: int, subject: Subject, support: Counter[str], own: Counter[str]
) -> int:
    """Average weight of its content, what is found in it, how near to the subject and how early it stands."""
    content = set(content_of(text, subject.language))
    weight = sum(min(own[one], 4) + 2 * min(support[one], 5) for one in content) * 100 // max(6, len(content))
    found = 60 * min(3, sum(finding.kind in ("event", "statement", "figure") for finding in inside))
    found += 150 * any(isinstance(finding.payload, Event) and bool(finding.payload.when) for finding in inside)
    near = 40 * min(4, len(subject.telling & content))
    return weight + found + near + max(0, 200 - 30 * at) - 120 * (len(text) > 300)


def _is_unsure(inside: Sequence[Finding]) -> bool:
    """Guesses, threats and what nobody is named for have sections of their own, unless something happened as well."""
    payloads = [finding.payload for finding in inside]
    said = [one for one in payloads if isinstance(one, Statement)]
    if any(one.stance == "speculates" or (one.stance == "alleges" and one.speaker is None) for one in said):
        return True
    events = [one for one in payloads if isinstance(one, Event)]
    return bool(events) and all(_is_doubtful(one) for one in events)


def _is_doubtful(event: Event) -> bool:
    return event.status in ("speculated", "threatened") or (event.status == "alleged" and not event.said_by)
