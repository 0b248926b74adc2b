"""The abstract: two to four whole sentences of the best reports, in order, varied, each standing on its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from infostreamer.model import Event, Finding, Line, Span, Statement
from infostreamer.stories.dates_in_lines import surely_dated, with_dates
from infostreamer.stories.denials import denial_for
from infostreamer.stories.facts import Facts, covers, is_article
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.happening import is_of_days_before
from infostreamer.stories.headline import MAKER, is_repeated, leading, likeness_of_words
from infostreamer.stories.passages import is_vague, leans, sentences_of, stands_alone
from infostreamer.stories.subject import Subject, content_of, in_language, subject_of, title_of
from infostreamer.stories.trimming import capitalised, trimmed
from infostreamer.stories.unfit import is_judging
from infostreamer.text.numbers import find_numbers
from infostreamer.text.words import words_of

MOST_LINES = 4
ENOUGH, OF_THE_BEST = 3, 700  # lines after which only what is worth so much, per mille of the best, is added
SHORT_LEAD = 15  # words: a shorter opening in which nothing is found only leads up to the news
MOST_SOURCES = 8
NEAR_THE_TOP = 5  # sentences among which the opening is looked for
NOTHING_NEW = 720  # per mille of a sentence's words that the lines before have
OF_THE_TITLE = 340  # per mille of the title's stems that the opening has
_FATES = re.compile(r"\b(?:kill\w*|dead|died|dies|deaths?|toll|fatal\w*|victims)\b", re.IGNORECASE)
_VAGUE_TOLL = re.compile(r"\b(?:several|dozens|scores|many|a number of|some)\b", re.IGNORECASE)
NEAR_A_FATE = 30  # characters between "killed" and its number


@dataclass(frozen=True, slots=True)
class _Candidate:
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


def abstract_of(facts: Facts) -> tuple[Line, ...]:
    """What the headline tells, then the others in order of publication: how it began, the latest, the telling.

    What is denied stands behind what it denies. Sentences with a toll that has been overtaken are left out, as are
    those about something else and those that say again what is there.
    """
    subject = subject_of(facts.sources)
    chosen = _chosen(facts, subject, _all_candidates(facts, subject))
    lines = [
        _line(one)
        for one in (*chosen[:1], *sorted(chosen[1:], key=lambda one: (one.order, one.span.start)))
    ]  # fmt: skip
    reads = surely_dated(facts.group.arrived)
    return tuple(with_dates(line, reads) for line in _with_denial(facts, subject, lines))


def _all_candidates(facts: Facts, subject: Subject) -> list[_Candidate]:
    """What may be told; judgements and guesses, and what others copied, only where there is nothing else."""
    best = _read_from(facts, subject)
    return (
        _told(facts, subject, best, is_strict=True)
        or _told(facts, subject, best, is_strict=False)
        or _told(facts, subject, facts.group.current[:MOST_SOURCES], is_strict=True)
    )


def _told(facts: Facts, subject: Subject, reads: Sequence[Read], *, is_strict: bool) -> list[_Candidate]:
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


def _chosen(facts: Facts, subject: Subject, candidates: list[_Candidate]) -> list[_Candidate]:
    """The opening; then leads of the first and the youngest report, then whatever is worth most."""
    opening = _opening(facts, subject, candidates)
    if opening is None:
        return []
    ledes = _ledes(candidates)
    own = [read.report.id for read in facts.reporting]
    wished = [ledes[one] for one in (*own[-1:], *own[:1]) if one in ledes and ledes[one].closeness]
    rest = sorted(candidates, key=lambda one: (-one.worth, one.order, one.span))
    chosen, best = [opening], max(one.worth for one in candidates)
    for candidate in (*wished, *rest):
        is_worth_it = len(chosen) < ENOUGH or candidate.worth * 1000 >= best * OF_THE_BEST
        is_next = candidate.order == opening.order and candidate.place < NEAR_THE_TOP and len(chosen) < ENOUGH
        is_near = candidate.closeness > 0 or is_next
        is_stale = any(_is_overtaken(candidate, one) for one in chosen)
        if (
            len(chosen) < MOST_LINES and is_worth_it and is_near and not is_stale
            and not _is_said(candidate, chosen, ledes)
        ):  # fmt: skip
            chosen.append(candidate)
    return chosen


def _ledes(candidates: Sequence[_Candidate]) -> dict[str, _Candidate]:
    """The first sentence of each report that tells something."""
    ledes: dict[str, _Candidate] = {}
    for one in sorted(candidates, key=lambda one: (one.order, not one.tells, one.is_vague, one.span.start)):
        ledes.setdefault(one.span.report_id, one)
    return ledes


def _opening(facts: Facts, subject: Subject, candidates: Sequence[_Candidate]) -> _Candidate | None:
    """The lead of the leading report where it tells what the title tells; else the sentence that does.

    Looked for near the top of that report first, then of all; never one that says "The company" of nobody named.
    """
    best = leading(facts)
    if best is None or not candidates:
        return min(candidates, key=lambda one: (one.is_vague, one.order, one.place), default=None)
    title = set(content_of(title_of(best.report), subject.language))
    top = [one for one in candidates if one.place < NEAR_THE_TOP and not one.is_vague] or list(candidates)
    mine = [one for one in top if one.span.report_id == best.report.id]
    lead = _ledes(mine).get(best.report.id)
    least = max(min(2, len(title)), len(title) * OF_THE_TITLE // 1000)
    if lead is not None and len(title & set(content_of(lead.text, subject.language))) >= least:
        return lead
    for group in (mine, top):
        ranked = sorted(
            group,
            key=lambda one: (-len(title & set(content_of(one.text, subject.language))), one.place, -one.order),
        )
        if ranked and len(title & set(content_of(ranked[0].text, subject.language))) >= least:
            return ranked[0]
    return max(mine or top, key=lambda one: (one.tells, one.worth, -one.place, -one.order))


def _is_said(candidate: _Candidate, chosen: Sequence[_Candidate], ledes: dict[str, _Candidate]) -> bool:
    """True when one of them says it: the same opening words, or most of its words; or all of them together.

    The leads of two reports of one day tell the same happening in other words, so they may share less; sentences with
    other numbers may share more, the numbers being the news.
    """
    numbers, leads = _numbers(candidate.text), set(ledes.values())
    for one in chosen:
        is_rival = {one, candidate} <= leads and _are_of_one_day(one, candidate)
        limit = 370 if is_rival else 500 if numbers - _numbers(one.text) else 420
        has_one_opening = words_of(one.text)[:2] == words_of(candidate.text)[:2]
        if has_one_opening or is_repeated(candidate.text, [one.text], limit=limit):
            return True
    return likeness_of_words(candidate.text, " ".join(one.text for one in chosen)) > NOTHING_NEW


def _is_overtaken(candidate: _Candidate, chosen: _Candidate) -> bool:
    """True when a younger report that is told already counts other dead; or when one that is told counts any at all."""
    if _VAGUE_TOLL.search(candidate.text) and _FATES.search(candidate.text) and _dead(chosen.text):
        return True
    if candidate.at is None or chosen.at is None or candidate.at >= chosen.at:
        return False
    ours, theirs = _dead(candidate.text), _dead(chosen.text)
    return bool(ours and theirs) and not ours & theirs


def _dead(text: str) -> set[float]:
    """The numbers that stand next to a word of death."""
    fates = [found.span() for found in _FATES.finditer(text)]
    return {
        number.value
        for start, end, number in (find_numbers(text) if fates else ())
        if number.value is not None and any(0 <= max(start - last, first - end) <= NEAR_A_FATE for first, last in fates)
    }


def _are_of_one_day(one: _Candidate, other: _Candidate) -> bool:
    """Without a day on either side, two leads are taken to tell of one."""
    if one.at is None or other.at is None:
        return one.at is other.at
    return abs(one.at - other.at) <= timedelta(days=1)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*", text))


def _support(facts: Facts, subject: Subject) -> Counter[str]:
    """Stem -> how many reports use it."""
    support: Counter[str] = Counter()
    for read in facts.sources:
        support.update(set(content_of(read.report.text, subject.language)))
    return support


def _candidates(read: Read, subject: Subject, support: Counter[str], order: int, is_strict: bool) -> list[_Candidate]:
    """The sentences of one report that stand alone, with what each is worth."""
    own = Counter(content_of(read.report.text, subject.language))
    found = []
    for at, whole in enumerate(sentences_of(read)):
        span = trimmed(read.report, whole)
        text = read.report.text[span.start : span.end]
        inside = [finding for finding in read.findings if span.start <= finding.start < span.end]
        if not stands_alone(text) or leans(read, span.start, span.end):
            continue
        if is_strict and (_is_unsure(inside) or is_judging(text)):
            continue
        one = _Candidate(
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


def _with_denial(facts: Facts, subject: Subject, lines: list[Line]) -> list[Line]:
    """What is denied of the subject, behind the line with the claim where that is told; in place of the last line."""
    found = denial_for(facts, subject, lines)
    if found is None or not lines:
        return lines
    at, line = found
    kept = list(lines)
    if len(kept) == MOST_LINES:
        del kept[-2 if at == len(kept) - 1 else -1]
    kept.insert(len(kept) if at is None else min(at + 1, len(kept)), line)
    return kept


def _line(candidate: _Candidate) -> Line:
    span = candidate.span
    return Line(
        text=capitalised(" ".join(candidate.text.split())),
        kind="abstract",
        citations=(span,),
        maker=MAKER,
        check="verified",
        first_report_id=span.report_id,
    )
