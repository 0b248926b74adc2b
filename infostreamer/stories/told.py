"""Findings -> who, how many and when: what placing compares beside words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import isqrt
from typing import TypeVar

from infostreamer.model import Date, Event, Figure, Finding, Name, Report, fold
from infostreamer.text.words import stem

UNIT = 1000  # the length of one report's people, of its figures and of its headline, each as a vector
_LEAD_CHARACTERS = 400
_FIGURE_CHARACTERS = 1500
_OPENING_CHARACTERS = 200
_LEAD_TIMES = 3
_LATELY_DAYS = 6
_Kind = TypeVar("_Kind", Name, Event)


def names_told(report: Report, findings: Sequence[Finding]) -> dict[str, Name]:
    """Folded name -> persons, organisations and places, but for the outlet and the authors: they are not the story."""
    outside = {fold(name) for name in (*report.byline, report.outlet or "", report.host or "")}
    named = ((fold(name.canonical), name) for name in _payloads(findings, Name))
    kept = {"person", "organisation", "place"}
    return {folded: name for folded, name in named if name.type in kept and folded and folded not in outside}


def who_told(report: Report, findings: Sequence[Finding], names: Iterable[str]) -> dict[str, int]:
    """Last name of each person of `names` (folded) -> how much the report is about them, together of length `UNIT`.

    A mention in title and lead counts three times. By the last name, as most reports give no other after the first.
    """
    known, end = set(names), report.body_start + _LEAD_CHARACTERS
    mentions: Counter[str] = Counter()
    for finding in findings:
        name = finding.payload
        if isinstance(name, Name) and name.type == "person" and (folded := fold(name.canonical)) in known:
            mentions[folded.split()[-1]] += _LEAD_TIMES if finding.start < end else 1
    return to_unit(mentions)


def leading_told(report: Report, findings: Sequence[Finding]) -> frozenset[str]:
    """Full names (folded) of persons in the title and the first sentence or so: the report is about them."""
    end = report.body_start + _OPENING_CHARACTERS
    named = (finding.payload for finding in findings if finding.start < end)
    return frozenset(fold(name.canonical) for name in named if isinstance(name, Name) and is_full(name))


def is_full(name: Name) -> bool:
    """True for a person with more than one name: a lone one may be anybody, or no person at all."""
    return name.type == "person" and " " in name.canonical


def figures_told(report: Report, findings: Sequence[Finding]) -> dict[str, str]:
    """Value and what it counts ("160 citizen") -> as an editor reads it ("160 citizens"), of the first screens."""
    end = report.body_start + _FIGURE_CHARACTERS
    figures = (found.payload for found in findings if isinstance(found.payload, Figure) and found.start < end)
    told: dict[str, str] = {}
    for figure in figures:
        if figure.value is not None:
            counted = figure.unit or (figure.of or "").rpartition(" ")[2]
            value = f"{figure.value:,.10g}"
            told.setdefault(f"{value} {figure.unit or stem(fold(counted))}", f"{value} {counted}".strip())
    return told


def days_told(report: Report, findings: Sequence[Finding], at: date | None) -> tuple[str, ...]:
    """The days (ISO) within a week before `at` that title and lead name: when it happened, not what happened before.

    Without `at` every day counts.
    """
    end = report.body_start + _LEAD_CHARACTERS
    named = (found.payload for found in findings if isinstance(found.payload, Date) and found.start < end)
    days = {day for one in named if one.value and (day := _day(one.value))}
    lately = (day for day in days if at is None or -1 <= (at - day).days <= _LATELY_DAYS)
    return tuple(day.isoformat() for day in sorted(lately))


def events_told(findings: Sequence[Finding]) -> tuple[str, ...]:
    """ "lemma, month" of its first events, as an editor would read them."""
    events = list(_payloads(findings, Event))[:8]
    return tuple(dict.fromkeys(f"{event.did}, {event.when[:7]}" for event in events if event.when))


def to_unit(weights: Counter[str]) -> dict[str, int]:
    """The same proportions with a length of about `UNIT`, whole numbers of at least 1, in order of the keys."""
    length = max(1, isqrt(sum(weight * weight for weight in weights.values())))
    return {key: max(1, weights[key] * UNIT // length) for key in sorted(weights)}


def _payloads(findings: Sequence[Finding], kind: type[_Kind]) -> Iterator[_Kind]:
    return (finding.payload for finding in findings if isinstance(finding.payload, kind))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if len(value) >= 10 else None
    except ValueError:
        return None
