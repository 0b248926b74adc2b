"""The abstract: two to four whole sentences of the best reports, in order, varied, each standing on its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from infostreamer.model import Date, Event, Finding, Line, Span, Statement
from infostreamer.stories.facts import Facts, covers, is_article
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.headline import MAKER, is_repeated, leading
from infostreamer.stories.passages import leans, sentences_of, stands_alone
from infostreamer.text.words import stem, stopwords, words_of

MOST_LINES = 4
SHORT_LEAD = 15  # words: a shorter opening in which nothing is found only leads up to the news
MOST_SOURCES = 8
_UNSURE = frozenset(("speculated", "alleged", "threatened"))


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    text: str
    worth: int
    order: int
    at: datetime | None = None
    tells: bool = True  # something happened, is said or counted in it


def abstract_of(facts: Facts) -> tuple[Line, ...]:
    """The lead of the leading report, then the others in order of publication: how it began, the latest, the telling.

    Sentences with a toll that has been overtaken are left out, as are those that say again what is there.
    """
    support, (tolls, outdated) = _support(facts), facts.tolls
    candidates = [
        one
        for order, read in enumerate(_read_from(facts))
        for one in _candidates(read, support, order)
        if not any(covers(one.span, span) for span in outdated)
    ]
    candidates = [
        replace(one, worth=one.worth + 250 * any(covers(one.span, span) for span in tolls)) for one in candidates
    ]
    chosen = _chosen(facts, candidates)
    return tuple(_line(one) for one in (*chosen[:1], *sorted(chosen[1:], key=lambda one: (one.order, one.span.start))))


def _read_from(facts: Facts) -> list[Read]:
    """The leading report, the youngest, and the first few sources, by publication."""
    best = leading(facts)
    reads = (*facts.sources[:MOST_SOURCES], *facts.reporting[-1:], *([best] if best else []))
    wanted = {read.report.id for read in reads if is_article(read, facts.group)} or {read.report.id for read in reads}
    return [read for read in facts.group.current if read.report.id in wanted]


def _chosen(facts: Facts, candidates: list[_Candidate]) -> list[_Candidate]:
    """The lead first; then leads of the first and the youngest report, then whatever is worth most."""
    ledes: dict[str, _Candidate] = {}
    for one in sorted(candidates, key=lambda one: (one.order, not one.tells, one.span.start)):
        ledes.setdefault(one.span.report_id, one)
    best, own = leading(facts), [read.report.id for read in facts.reporting]
    firsts = [*([best.report.id] if best else []), *own[-1:], *own[:1]]
    wished = [*(ledes[one] for one in firsts if one in ledes), *ledes.values()][: len(firsts)]
    chosen: list[_Candidate] = []
    for candidate in (*wished, *sorted(candidates, key=lambda one: (-one.worth, one.order, one.span))):
        if len(chosen) < MOST_LINES and not _is_said(candidate, chosen, set(ledes.values())):
            chosen.append(candidate)
    return chosen


def _is_said(candidate: _Candidate, chosen: list[_Candidate], ledes: set[_Candidate]) -> bool:
    """True when one of them says it: the same opening words, or most of its words.

    The leads of two reports of one day tell the same happening in other words, so they may share less; sentences with
    other numbers may share more, the numbers being the news.
    """
    numbers = _numbers(candidate.text)
    for one in chosen:
        is_rival = {one, candidate} <= ledes and _are_of_one_day(one, candidate)
        limit = 390 if is_rival else 550 if numbers - _numbers(one.text) else 450
        has_one_opening = words_of(one.text)[:2] == words_of(candidate.text)[:2]
        if has_one_opening or is_repeated(candidate.text, [one.text], limit=limit):
            return True
    return False


def _are_of_one_day(one: _Candidate, other: _Candidate) -> bool:
    return one.at is not None and other.at is not None and abs(one.at - other.at) <= timedelta(days=1)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*", text))


def _support(facts: Facts) -> Counter[str]:
    """Stem -> how many reports of different outlets use it."""
    support: Counter[str] = Counter()
    for read in facts.sources:
        support.update(_content(read.report.text))
    return support


def _content(text: str) -> set[str]:
    stop = stopwords("en")
    return {stem(word) for word in words_of(text) if word not in stop and len(word) > 2}


def _candidates(read: Read, support: Counter[str], order: int) -> list[_Candidate]:
    """The sentences of one report that stand alone, with what each is worth."""
    own = Counter(stem(word) for word in words_of(read.report.text))
    found = []
    for at, span in enumerate(sentences_of(read)):
        text = read.report.text[span.start : span.end]
        if stands_alone(text) and not leans(read, span.start, span.end) and not _is_unsure(read, span):
            worth = _worth(read, span, text, at, support, own)
            found.append(_Candidate(span, text, worth, order, moment_of(read.report), _tells(read, span)))
    return found


def _tells(read: Read, span: Span) -> bool:
    inside = [finding for finding in read.findings if span.start <= finding.start < span.end]
    is_long = len(read.report.text[span.start : span.end].split()) >= SHORT_LEAD
    return is_long or any(finding.kind in ("event", "statement", "quote", "figure", "date") for finding in inside)


def _worth(read: Read, span: Span, text: str, at: int, support: Counter[str], own: Counter[str]) -> int:
    """Average weight of its content, what is found in it, and how early it stands."""
    content = _content(text)
    weight = sum(min(own[one], 4) + 2 * min(support[one], 5) for one in content) * 100 // max(6, len(content))
    inside = [finding for finding in read.findings if span.start <= finding.start < span.end]
    found = 60 * min(3, sum(finding.kind in ("event", "statement", "figure") for finding in inside))
    found += 150 * any(isinstance(finding.payload, Event) and bool(finding.payload.when) for finding in inside)
    cost = 120 * (len(text) > 300) + 400 * any(_is_older(read, finding) for finding in inside)
    return weight + found + max(0, 200 - 30 * at) - cost


def _is_older(read: Read, finding: Finding) -> bool:
    """A date days before the report: what the sentence tells is background."""
    at, payload = moment_of(read.report), finding.payload
    if at is None or not isinstance(payload, Date) or not payload.end:
        return False
    return payload.end[:10] < (at - timedelta(days=5)).date().isoformat()


def _is_unsure(read: Read, span: Span) -> bool:
    """Speculation, allegation and threat have sections of their own."""
    inside = [finding for finding in read.findings if span.start <= finding.start < span.end]
    return any(_is_doubtful(finding) for finding in inside)


def _is_doubtful(finding: Finding) -> bool:
    payload = finding.payload
    if isinstance(payload, Statement):
        return payload.stance == "speculates" or (payload.stance == "alleges" and payload.speaker is None)
    return isinstance(payload, Event) and payload.status in _UNSURE


def _line(candidate: _Candidate) -> Line:
    span = candidate.span
    return Line(
        text=" ".join(candidate.text.split()),
        kind="abstract",
        citations=(span,),
        maker=MAKER,
        check="verified",
        first_report_id=span.report_id,
    )
