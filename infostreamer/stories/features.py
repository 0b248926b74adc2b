"""Report -> features: what placing looks at, as whole numbers, so that every machine adds up to the same score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from infostreamer.model import Credit, Date, Event, Finding, Name, Report, fold
from infostreamer.stories.dateline import dateline_of
from infostreamer.text.lexicon import lines_of
from infostreamer.text.words import shingles, stem, stopwords, tokens, winnow, words_of

SHINGLE_WORDS = 5
WINNOW_WINDOW = 6
MOST_TERMS = 160
LEAD_CHARACTERS = 400
NAME = "^"  # marks a stem that the report mostly writes with a capital inside a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """How much a word counts by where it stands and what it is; tuned with bench/quality_stories.py."""

    title: int = 3  # times
    lead: int = 3
    lead_words: int = 100
    most_words: int = 400  # a story's subject stands in the first screens; the tail drifts into background
    broad: int = 20  # per cent: names of countries and peoples tell the region, not the happening


EMPHASIS = Emphasis()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A report and what was found in it."""

    report: Report
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One report as placing sees it.

    `terms`: stem -> weight; `shown`: stem -> the word as it first stands in the text; `names`: folded name -> as given.
    """

    report_id: str
    seq: int
    at: datetime | None
    arrived: datetime | None
    terms: dict[str, int]
    shown: dict[str, str]
    names: dict[str, str]
    people: frozenset[str]
    days: tuple[str, ...]
    events: tuple[str, ...]
    prints: frozenset[int]
    outlet: str | None
    canonical: str


def features_of(read: Read, emphasis: Emphasis = EMPHASIS) -> Features:
    """The features of one report. Pure; the same report and findings always give the same features."""
    report = read.report
    terms, shown = _terms(report, emphasis, _outside(report, read.findings))
    return Features(
        report_id=report.id,
        seq=report.seq or 0,
        at=moment_of(report),
        arrived=report.fetched_at,
        terms=terms,
        shown=shown,
        names=_names(report, read.findings),
        people=_people(read.findings),
        days=_days(report, read.findings),
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


def _terms(report: Report, emphasis: Emphasis, outside: frozenset[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Stems with their weights, and with their words; title and lead count more, countries and peoples less."""
    words: dict[str, str] = {}
    counts: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    stop = stopwords(report.language or "en") | stopwords("en")
    text = report.text
    for at, (start, end) in enumerate(tokens(text)[: emphasis.most_words]):
        word = text[start:end]
        folded = fold(word).removesuffix("'s").removesuffix("'")
        if len(folded) < 2 or folded in stop or (word[0].isupper() and folded in outside):
            continue
        term = stem(folded)
        if term not in words or (words[term].isupper() and not word.isupper()):  # a dateline shouts
            words[term] = word.removesuffix("'s").removesuffix("’s")
        is_title = start < report.body_start
        counts[term] += emphasis.title if is_title else emphasis.lead if at < emphasis.lead_words else 1
        if not is_title and _is_inside(text, start):
            uses[term] += 1
            capitals[term] += word[0].isupper()
    weights = {
        (NAME + term if capitals[term] * 2 > uses[term] else term): damped(count) * _breadth(term, emphasis)
        for term, count in counts.items()
    }
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_TERMS]
    return dict(sorted(best)), {term: words[term.removeprefix(NAME)] for term, _ in best}


def _outside(report: Report, findings: Sequence[Finding]) -> frozenset[str]:
    """Words of the outlet, of its dateline's agency and of whom it credits: they say who reports, not what."""
    dateline = dateline_of(report)
    credits = [finding.payload.to for finding in findings if isinstance(finding.payload, Credit)]
    names = (report.outlet, dateline.agency if dateline else None, *report.byline, *credits)
    return frozenset(word for name in names if name for word in words_of(name))


def _breadth(term: str, emphasis: Emphasis) -> int:
    return emphasis.broad if term in _broad() else 100


@lru_cache(maxsize=1)
def _broad() -> frozenset[str]:
    """Stems of the names of countries and peoples."""
    words = (word for line in lines_of("nationalities.txt") for word in words_of(line))
    return frozenset(stem(word) for word in words)


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


def _people(findings: Sequence[Finding]) -> frozenset[str]:
    """Folded names of persons."""
    found = [finding.payload for finding in findings]
    return frozenset(fold(name.canonical) for name in found if isinstance(name, Name) and name.type == "person")


def _days(report: Report, findings: Sequence[Finding]) -> tuple[str, ...]:
    """The days (ISO) that the title and the lead name: when it happened, not what happened before."""
    end = report.body_start + LEAD_CHARACTERS
    found = [finding.payload for finding in findings if finding.start < end]
    values = [payload.value[:10] for payload in found if isinstance(payload, Date) and payload.value]
    return tuple(dict.fromkeys(value for value in values if _is_day(value)))


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10


def _events(findings: Sequence[Finding]) -> tuple[str, ...]:
    """ "lemma, month" of its first events, as an editor would read them."""
    events = [finding.payload for finding in findings if isinstance(finding.payload, Event)][:8]
    return tuple(dict.fromkeys(f"{event.did}, {event.when[:7]}" for event in events if event.when))
