"""The abstract: two to four whole sentences of the best reports, in order, varied, each standing on its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from infostreamer.model import Event, Finding, Line, Span, Statement
from infostreamer.stories.facts import Facts
from infostreamer.stories.features import Read
from infostreamer.stories.headline import MAKER, is_repeated
from infostreamer.stories.passages import sentences_of, stands_alone
from infostreamer.text.words import stem, stopwords, words_of

MOST_LINES, FEWEST_LINES = 4, 2
FIRST_SENTENCES = 3  # the lead is looked for here
_UNSURE = frozenset(("speculated", "alleged", "threatened"))


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    text: str
    worth: int
    order: int


def abstract_of(facts: Facts) -> tuple[Line, ...]:
    """The lead of the best report, then the most telling sentences that do not repeat what is there."""
    sources = facts.sources
    if not sources:
        return ()
    support = _support(facts)
    candidates = [one for order, read in enumerate(sources[:8]) for one in _candidates(read, support, order)]
    lead = _lead(candidates)
    if lead is None:
        return ()
    chosen = [lead]
    for candidate in sorted(candidates, key=lambda one: (-one.worth, one.order, one.span)):
        is_new = not is_repeated(candidate.text, [one.text for one in chosen])
        if len(chosen) < MOST_LINES and candidate is not lead and is_new:
            chosen.append(candidate)
    rest = sorted(chosen[1:], key=lambda one: (one.order, one.span.start))
    return tuple(_line(one) for one in (lead, *rest))


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
        if stands_alone(text) and not _is_unsure(read, span):
            found.append(_Candidate(span, text, _worth(read, span, text, at, support, own), order))
    return found


def _worth(read: Read, span: Span, text: str, at: int, support: Counter[str], own: Counter[str]) -> int:
    """Average weight of its content, what is found in it, and how early it stands."""
    content = _content(text)
    weight = sum(min(own[one], 4) + 2 * min(support[one], 5) for one in content) * 100 // max(6, len(content))
    inside = [finding for finding in read.findings if span.start <= finding.start < span.end]
    found = 60 * min(3, sum(finding.kind in ("event", "statement", "figure") for finding in inside))
    found += 150 * any(isinstance(finding.payload, Event) and bool(finding.payload.when) for finding in inside)
    return weight + found + max(0, 200 - 30 * at) - (120 if len(text) > 300 else 0)


def _lead(candidates: list[_Candidate]) -> _Candidate | None:
    """The best of the first few sentences of the first source that has any."""
    by_order = sorted({one.order for one in candidates})
    if not by_order:
        return None
    first = [one for one in candidates if one.order == by_order[0]][:FIRST_SENTENCES]
    return max(first, key=lambda one: (one.worth, -one.span.start))


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
