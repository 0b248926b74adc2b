"""Report -> features: what placing looks at, as whole numbers, so that every machine adds up to the same score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from infostreamer.model import Credit, Finding, Name, Report, fold
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.marks import marks_of
from infostreamer.stories.told import (
    days_told,
    events_told,
    figures_told,
    is_full,
    leading_told,
    names_told,
    to_unit,
    who_told,
)
from infostreamer.text.lexicon import lines_of
from infostreamer.text.words import shingles, stem, stopwords, tokens, winnow, words_of

SHINGLE_WORDS = 5
WINNOW_WINDOW = 6
MOST_TERMS = 160
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

    `terms`: stem -> weight; `shown`: stem -> the word as it first stands in the text; `names`: folded name -> as given;
    `telling_names`: those of them that are no country's.
    `heads`: the stems of the title, or of the first sentence where there is none; `subjects`: those of names, places
    apart; `who`: last name of a person -> how much the report is about them; `figures`: value and what it counts -> as
    an editor reads it; `days`: when it happened, where the lead says so; `marks`: names by their sound and numbers, for
    stories in other languages than `language`.
    """

    report_id: str
    seq: int
    at: datetime | None
    is_dated: bool  # it says itself when it was published; else `at` is when it arrived
    arrived: datetime | None
    terms: dict[str, int]
    shown: dict[str, str]
    names: dict[str, str]
    telling_names: frozenset[str]
    people: frozenset[str]
    full_names: frozenset[str]
    leading: frozenset[str]
    places: frozenset[str]
    heads: dict[str, int]
    subjects: frozenset[str]
    who: dict[str, int]
    figures: dict[str, str]
    days: tuple[str, ...]
    events: tuple[str, ...]
    prints: frozenset[int]
    marks: tuple[str, ...]
    language: str
    outlet: str | None
    canonical: str


def features_of(read: Read, emphasis: Emphasis = EMPHASIS) -> Features:
    """The features of one report. Pure; the same report and findings always give the same features."""
    report = read.report
    outside = _outside(report, read.findings)
    terms, shown, heads = _terms(report, emphasis, outside)
    names, at, is_dated = names_told(report, read.findings), moment_of(report), says_when(report)
    return Features(
        report_id=report.id,
        seq=report.seq or 0,
        at=at,
        is_dated=is_dated,
        arrived=report.fetched_at,
        terms=terms,
        shown=shown,
        names={folded: name.canonical for folded, name in names.items()},
        telling_names=frozenset(folded for folded, name in names.items() if not _is_country(name)),
        people=frozenset(folded for folded, name in names.items() if name.type == "person"),
        full_names=frozenset(folded for folded, name in names.items() if is_full(name)),
        leading=leading_told(report, read.findings),
        places=frozenset(folded for folded, name in names.items() if name.type == "place" and not _is_country(name)),
        heads=heads,
        subjects=_subjects(heads, read.findings),
        who=who_told(report, read.findings, names),
        figures=figures_told(report, read.findings),
        days=days_told(report, read.findings, at.date() if at and is_dated else None),
        events=events_told(read.findings),
        prints=prints_of(report.body or report.text),
        marks=marks_of(report, read.findings, outside),
        language=report.language or "",
        outlet=report.outlet or report.host,
        canonical=report.canonical,
    )


def moment_of(report: Report) -> datetime | None:
    """When it was published in UTC, else when it arrived, else None."""
    if report.published is not None and says_when(report):
        return report.published.at.astimezone(UTC)
    return report.fetched_at.astimezone(UTC) if report.fetched_at else None


def says_when(report: Report) -> bool:
    """True when the report says itself when it was published."""
    return report.published is not None and report.published.precision != "unknown"


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


def _terms(
    report: Report, emphasis: Emphasis, outside: frozenset[str]
) -> tuple[dict[str, int], dict[str, str], dict[str, int]]:
    """Stems with their weights, with their words, and those of the headline.

    Title and lead count more, countries and peoples less.
    """
    words: dict[str, str] = {}
    heads: set[str] = set()
    head_end = report.body_start or (report.sentences[0][1] if report.sentences else 0)
    counts: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    stop = stopwords(report.language or "en") | stopwords("en")
    text = report.text
    for at, (start, end) in enumerate(tokens(text, emphasis.most_words)):
        word = text[start:end]
        folded, term = _levelled(word)
        if len(folded) < 2 or folded in stop or (word[0].isupper() and folded in outside):
            continue
        if term not in words or (words[term].isupper() and not word.isupper()):  # a dateline shouts
            words[term] = word.removesuffix("'s").removesuffix("’s")
        is_title = start < report.body_start
        if start < head_end:
            heads.add(term)
        counts[term] += emphasis.title if is_title else emphasis.lead if at < emphasis.lead_words else 1
        if not is_title and _is_inside(text, start):
            uses[term] += 1
            capitals[term] += word[0].isupper()
    weights = {
        (NAME + term if capitals[term] * 2 > uses[term] else term): damped(count) * _breadth(term, emphasis)
        for term, count in counts.items()
    }
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_TERMS]
    shown = {term: words[term.removeprefix(NAME)] for term, _ in best}
    return dict(sorted(best)), shown, to_unit(Counter(term for term in shown if term.removeprefix(NAME) in heads))


@lru_cache(maxsize=131_072)
def _levelled(word: str) -> tuple[str, str]:
    """A word folded, without its possessive ending; and its stem."""
    folded = fold(word).removesuffix("'s").removesuffix("'")
    return folded, stem(folded)


def _outside(report: Report, findings: Sequence[Finding]) -> frozenset[str]:
    """Words of the outlet, of its dateline's agency and of whom it credits: they say who reports, not what."""
    dateline = dateline_of(report)
    credits = [finding.payload.to for finding in findings if isinstance(finding.payload, Credit)]
    own = (report.outlet, dateline.agency if dateline else None, *report.byline)
    where = frozenset(word for name in _named(findings) if name.type == "place" for word in words_of(name.canonical))
    return _words(own) | (_words(credits) - where)  # "Radio Tersk" is credited with what happened in Tersk


def _words(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(word for name in names if name for word in words_of(name))


def _named(findings: Sequence[Finding]) -> Iterator[Name]:
    return (finding.payload for finding in findings if isinstance(finding.payload, Name))


def _subjects(heads: Iterable[str], findings: Sequence[Finding]) -> frozenset[str]:
    """The names among the stems of a headline that are no part of a place's or people's name."""
    places = (name.canonical for name in _named(findings) if name.type in ("place", "nationality"))
    where = {NAME + stem(word) for place in places for word in words_of(place)}
    return frozenset(term for term in heads if term[0] == NAME and term not in where and term[1:] not in _broad())


def _is_country(name: Name) -> bool:
    return name.location is not None and name.location.precision == "country"


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
