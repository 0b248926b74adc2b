"""Report -> features: what placing looks at, as whole numbers, so that every machine adds up to the same score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from infostreamer.model import Date, Event, Finding, Name, Report, fold
from infostreamer.text.words import shingles, stem, stopwords, tokens, winnow, words_of

SHINGLE_WORDS = 5
WINNOW_WINDOW = 6
MOST_TERMS = 160
MOST_WORDS = 700  # a story's subject stands in the first screens of a report; the tail drifts into background


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A report and what was found in it."""

    report: Report
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One report as placing sees it. `terms`: stem -> weight; `names`: folded name -> name as given."""

    report_id: str
    seq: int
    at: datetime | None
    terms: dict[str, int]
    names: dict[str, str]
    days: tuple[str, ...]
    events: tuple[str, ...]
    prints: frozenset[int]
    outlet: str | None
    canonical: str


def features_of(read: Read) -> Features:
    """The features of one report. Pure; the same report and findings always give the same features."""
    report = read.report
    return Features(
        report_id=report.id,
        seq=report.seq or 0,
        at=moment_of(report),
        terms=_terms(report),
        names=_names(report, read.findings),
        days=_days(read.findings),
        events=_events(read.findings),
        prints=prints_of(report.body or report.text),
        outlet=report.outlet or report.host,
        canonical=report.canonical,
    )


def moment_of(report: Report) -> datetime | None:
    """When it was published in UTC, else when it arrived, else None."""
    if report.published is not None and report.published.precision != "unknown":
        return report.published.at.astimezone(UTC)
    return report.fetched_at.astimezone(UTC) if report.fetched_at else None


def prints_of(text: str) -> frozenset[int]:
    """Winnowed fingerprints: two texts that share ten words in a row share at least one."""
    words = words_of(text)
    if len(words) < SHINGLE_WORDS:
        return frozenset()
    return frozenset(winnow(shingles(words, SHINGLE_WORDS), WINNOW_WINDOW))


# 10 × (1 + log2 n), rounded: a word said eight times is not eight times as telling.
_DAMPED = (0, 10, 20, 26, 30, 33, 36, 38, 40, 42, 43, 45, 46, 47, 48, 49, 50)


def damped(count: int) -> int:
    """The weight of a count: 10 for one, 20 for two, 30 for four, 50 from sixteen on."""
    return _DAMPED[min(count, len(_DAMPED) - 1)]


def _terms(report: Report) -> dict[str, int]:
    """Stems with their weights: title words count three times, capitalised words (names) half as much again."""
    counts: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    stop = stopwords(report.language or "en") | stopwords("en")
    text = report.text
    for start, end in tokens(text)[:MOST_WORDS]:
        word = text[start:end]
        folded = fold(word).removesuffix("'s").removesuffix("'")
        if len(folded) < 2 or folded in stop:
            continue
        term = stem(folded)
        counts[term] += 3 if start < report.body_start else 1
        capitals[term] += 1 if word[0].isupper() and _is_inside(text, start) else 0
    weights = {term: damped(count) * (3 if capitals[term] * 2 >= count else 2) for term, count in counts.items()}
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_TERMS]
    return dict(sorted(best))


def _is_inside(text: str, start: int) -> bool:
    """True when the word does not begin a sentence, so that its capital means something."""
    before = text[max(0, start - 2) : start].rstrip(" ")
    return bool(before) and before[-1] not in '.!?:\n"“«'


def _names(report: Report, findings: Sequence[Finding]) -> dict[str, str]:
    """Persons, organisations and places, but for the outlet and the authors, who are not part of the story."""
    outside = {fold(name) for name in (*report.byline, report.outlet or "", report.host or "")}
    found = [finding.payload for finding in findings]
    kept = [name for name in found if isinstance(name, Name) and name.type in ("person", "organisation", "place")]
    return {fold(name.canonical): name.canonical for name in kept if fold(name.canonical) not in outside}


def _days(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The days (ISO) the report dates things to, those of its events first; at most six."""
    of_events = [finding.payload.when for finding in findings if isinstance(finding.payload, Event)]
    of_dates = [finding.payload.value for finding in findings if isinstance(finding.payload, Date)]
    days = [value[:10] for value in (*of_events, *of_dates) if value and _is_day(value[:10])]
    return tuple(dict.fromkeys(days))[:6]


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10


def _events(findings: Sequence[Finding]) -> tuple[str, ...]:
    """ "TYPE lemma, month" of its first events, as an editor would read them."""
    events = [finding.payload for finding in findings if isinstance(finding.payload, Event)][:8]
    return tuple(
        dict.fromkeys(f"{event.type.lower()}: {event.did}, {event.when[:7]}" for event in events if event.when)
    )
