"""A live story in short: all that placing needs to know about it, small enough to keep thousands at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from infostreamer.stories.features import Features
from infostreamer.stories.told import to_unit

MOST_STORY_TERMS = 400
MOST_SKETCHES = 16
MOST_DAYS = 40
MOST_MEMBERS = 200
MOST_PEOPLE = 120
MOST_SUMS = 120  # headline stems, persons, figures
UNIT = 1000  # what the terms of one report add up to in a story: a long report weighs as much as a short one


@dataclass(frozen=True, slots=True)
class Sketch:
    """One member's fingerprints, for near-copies of it."""

    report_id: str
    outlet: str | None
    prints: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The matching state of one story. `terms`: stem, weight; `names`: folded name, name as given, reports.

    `report_ids`: the newest, and those an editor decided on: a story of thousands of reports stays small.
    `heads`, `who` and `figures` add up those of its reports, each report at the same length.
    """

    story_id: str
    first_at: datetime | None
    last_at: datetime | None
    seq: int  # of its newest member
    report_ids: tuple[str, ...]
    canonicals: tuple[str, ...]
    terms: tuple[tuple[str, int], ...]
    names: tuple[tuple[str, str, int], ...] = ()
    people: tuple[str, ...] = ()  # folded names of persons
    leading: tuple[str, ...] = ()  # of them those in titles and first sentences
    heads: tuple[tuple[str, int], ...] = ()  # stems of the headlines
    who: tuple[tuple[str, int], ...] = ()  # last names of persons
    figures: tuple[tuple[str, int], ...] = ()  # values and what they count
    days: tuple[str, ...] = ()  # ISO, when it happened as the leads of its reports say
    events: tuple[str, ...] = ()
    sketches: tuple[Sketch, ...] = ()
    marks: tuple[tuple[str, int], ...] = ()  # how many of its reports have each
    languages: tuple[str, ...] = ()
    is_dated: bool = False  # one of its reports says itself when it was published


def founded_by(story_id: str, features: Features, named: Collection[str] = frozenset()) -> Outline:
    """The outline of a story with one member; `named` as in `grown_by`."""
    empty = Outline(
        story_id=story_id, first_at=None, last_at=None, seq=0, report_ids=(), canonicals=(), terms=(), names=()
    )
    return grown_by(empty, features, named)


def grown_by(outline: Outline, features: Features, named: Collection[str] = frozenset()) -> Outline:
    """The outline with one more member; `named`: reports that decisions in force name, which it never forgets."""
    canonicals = dict.fromkeys((*outline.canonicals, features.canonical))
    return Outline(
        story_id=outline.story_id,
        first_at=min(filter(None, (outline.first_at, features.at)), default=None),
        last_at=max(filter(None, (outline.last_at, features.at)), default=None),
        seq=max(outline.seq, features.seq),
        report_ids=_members((*outline.report_ids, features.report_id), named),
        canonicals=tuple(canonicals)[-MOST_MEMBERS:],
        terms=_with_terms(outline.terms, features.terms),
        names=_with_names(outline.names, features.names),
        people=tuple(sorted({*outline.people, *features.people}))[:MOST_PEOPLE],
        leading=tuple(sorted({*outline.leading, *features.leading}))[:MOST_PEOPLE],
        heads=_added(outline.heads, features.heads),
        who=_added(outline.who, features.who),
        figures=_added(outline.figures, to_unit(Counter(features.figures.keys()))),
        days=tuple(sorted({*outline.days, *features.days}))[-MOST_DAYS:],
        events=tuple(dict.fromkeys((*outline.events, *features.events)))[:MOST_DAYS],
        sketches=_with_sketch(outline.sketches, features),
        marks=_added(outline.marks, dict.fromkeys(features.marks, 1)),
        languages=tuple(sorted({*outline.languages, features.language})),
        is_dated=outline.is_dated or features.is_dated,
    )


def is_open_to(outline: Outline, features: Features, window: timedelta) -> bool:
    """True when the report falls within the window around the story's reports; an unknown time is never outside."""
    if features.at is None or outline.first_at is None or outline.last_at is None:
        return True
    return outline.first_at - window <= features.at <= outline.last_at + window


def _members(report_ids: tuple[str, ...], named: Collection[str]) -> tuple[str, ...]:
    older = (one for one in report_ids[:-MOST_MEMBERS] if one in named)
    return (*older, *report_ids[-MOST_MEMBERS:])


def _with_terms(terms: tuple[tuple[str, int], ...], more: dict[str, int]) -> tuple[tuple[str, int], ...]:
    total = max(1, sum(more.values()))
    counts = Counter(dict(terms))
    for term, weight in more.items():
        counts[term] += max(1, weight * UNIT * 10 // total)
    if len(counts) > MOST_STORY_TERMS:
        counts = Counter(dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_STORY_TERMS]))
    return tuple(sorted(counts.items()))


def _added(sums: tuple[tuple[str, int], ...], more: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    counts = Counter(dict(sums))
    counts.update(more)
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_SUMS]
    return tuple(sorted(best))


def _with_names(names: tuple[tuple[str, str, int], ...], more: dict[str, str]) -> tuple[tuple[str, str, int], ...]:
    known = {folded: (given, reports) for folded, given, reports in names}
    for folded, given in more.items():
        before = known.get(folded, (given, 0))
        known[folded] = (before[0], before[1] + 1)
    rows = sorted(((folded, given, reports) for folded, (given, reports) in known.items()), key=lambda row: -row[2])
    return tuple(rows[:80])


def _with_sketch(sketches: tuple[Sketch, ...], features: Features) -> tuple[Sketch, ...]:
    if not features.prints:
        return sketches
    sketch = Sketch(features.report_id, features.outlet, tuple(sorted(features.prints)))
    return (*sketches, sketch)[-MOST_SKETCHES:]
