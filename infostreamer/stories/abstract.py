"""The abstract: two to four whole sentences of the best reports, in order, varied, each standing on its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from infostreamer.model import Line
from infostreamer.stories.candidates import Candidate, candidates_of
from infostreamer.stories.dates_in_lines import surely_dated, with_dates
from infostreamer.stories.denials import denial_for
from infostreamer.stories.facts import Facts, covers
from infostreamer.stories.headline import MAKER, is_repeated, leading, likeness_of_words
from infostreamer.stories.latest import moments_about
from infostreamer.stories.subject import SEVERAL, Subject, content_of, subject_of, title_of
from infostreamer.stories.trimming import capitalised
from infostreamer.text.numbers import find_numbers
from infostreamer.text.words import words_of

MOST_LINES = 4
ENOUGH, OF_THE_BEST = 3, 700  # lines after which only what is worth so much, per mille of the best, is added
NEAR_THE_TOP = 5  # sentences among which the opening is looked for
NOTHING_NEW = 720  # per mille of a sentence's words that the lines before have
OF_THE_TITLE = 340  # per mille of the title's stems that the opening has
_FATES = re.compile(r"\b(?:kill\w*|dead|died|dies|deaths?|toll|fatal\w*|victims)\b", re.IGNORECASE)
_VAGUE_TOLL = re.compile(r"\b(?:several|dozens|scores|many|a number of|some)\b", re.IGNORECASE)
FEW = 2  # lines up to which an outlook of days ago is still better than nothing
OUTLOOK_HOLDS = timedelta(days=2)
_OUTLOOK = re.compile(
    r"\b(?:will|could|may|might|(?:is|are) (?:due|set|expected|scheduled|likely|about|planned) to)\b(?! have\b)"
    r"|\b(?:будет|будут|может|могут|предстоит|планирует|планируют)\b",
)
NEAR_A_FATE = 30  # characters between "killed" and its number


def abstract_of(facts: Facts) -> tuple[Line, ...]:
    """What the headline tells, then the others in order of publication: how it began, the latest, the telling.

    What is denied stands behind what it denies. Sentences with a toll that has been overtaken are left out, as are
    those about something else and those that say again what is there.
    """
    subject = subject_of(facts.sources)
    chosen = _chosen(facts, subject, candidates_of(facts, subject))
    lines = [
        _line(one)
        for one in (*chosen[:1], *sorted(chosen[1:], key=lambda one: (one.order, one.span.start)))
    ]  # fmt: skip
    reads = surely_dated(facts.group.arrived)
    return tuple(with_dates(line, reads) for line in _with_denial(facts, subject, lines))


def _chosen(facts: Facts, subject: Subject, candidates: list[Candidate]) -> list[Candidate]:
    """The opening; then leads of the first and the youngest report, then whatever is worth most."""
    opening = _opening(facts, subject, candidates)
    if opening is None:
        return []
    ledes = _ledes(candidates)
    own = [read.report.id for read in facts.reporting]
    wished = [ledes[one] for one in (*own[-1:], *own[:1]) if one in ledes and ledes[one].closeness]
    if len(facts.sources) < SEVERAL:
        wished += _happenings(facts, subject, candidates)
    rest = sorted(candidates, key=lambda one: (-one.worth, one.order, one.span))
    chosen, best = [opening], max(one.worth for one in candidates)
    newest = max((one.at for one in candidates if one.at is not None), default=None)
    for candidate in sorted((*wished, *rest), key=lambda one: _is_old_outlook(one, newest)):
        if _is_old_outlook(candidate, newest) and len(chosen) >= FEW:
            break
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


def _happenings(facts: Facts, subject: Subject, candidates: Sequence[Candidate]) -> list[Candidate]:
    """What happened, where one or two reports may have a comment for a lead."""
    told = [moment.line.citations[0] for moment in moments_about(facts, subject) if moment.status == "happened"]
    return [one for one in candidates if any(covers(span, one.span) for span in told)]


def _ledes(candidates: Sequence[Candidate]) -> dict[str, Candidate]:
    """The first sentence of each report that tells something."""
    ledes: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda one: (one.order, not one.tells, one.is_vague, one.span.start)):
        ledes.setdefault(one.span.report_id, one)
    return ledes


def _opening(facts: Facts, subject: Subject, candidates: Sequence[Candidate]) -> Candidate | None:
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


def _is_said(candidate: Candidate, chosen: Sequence[Candidate], ledes: dict[str, Candidate]) -> bool:
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


def _is_overtaken(candidate: Candidate, chosen: Candidate) -> bool:
    """True when a younger report that is told already counts other dead; or when one that is told counts any at all."""
    if _VAGUE_TOLL.search(candidate.text) and _FATES.search(candidate.text) and _dead(chosen.text):
        return True
    if candidate.at is None or chosen.at is None or candidate.at >= chosen.at:
        return False
    ours, theirs = _dead(candidate.text), _dead(chosen.text)
    return bool(ours and theirs) and not ours & theirs


def _is_old_outlook(candidate: Candidate, newest: datetime | None) -> bool:
    """True for what was still to come days before the last report: it has come by now, or it has not."""
    if candidate.at is None or newest is None or newest - candidate.at < OUTLOOK_HOLDS:
        return False
    return bool(_OUTLOOK.search(candidate.text))


def _dead(text: str) -> set[float]:
    """The numbers that stand next to a word of death."""
    fates = [found.span() for found in _FATES.finditer(text)]
    return {
        number.value
        for start, end, number in (find_numbers(text) if fates else ())
        if number.value is not None and any(0 <= max(start - last, first - end) <= NEAR_A_FATE for first, last in fates)
    }


def _are_of_one_day(one: Candidate, other: Candidate) -> bool:
    """Without a day on either side, two leads are taken to tell of one."""
    if one.at is None or other.at is None:
        return one.at is other.at
    return abs(one.at - other.at) <= timedelta(days=1)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*", text))


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


def _line(candidate: Candidate) -> Line:
    span = candidate.span
    return Line(
        text=capitalised(" ".join(candidate.text.split())),
        kind="abstract",
        citations=(span,),
        maker=MAKER,
        check="verified",
        first_report_id=span.report_id,
    )
