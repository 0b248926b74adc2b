"""Ties between reports with their evidence: what both print side by side, the credit, and the times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest

from infostreamer.model import Edge, Report
from infostreamer.web.addresses import report_path
from infostreamer.web.citations import name_of
from infostreamer.web.parts.excerpts import Excerpt, excerpt_of, excerpts_of
from infostreamer.web.times import When, published

WORDS = {
    "copies": "copies",
    "rewrites": "rewrites",
    "carries": "carries",
    "cites": "cites",
    "updates": "is a later version of",
    "same-owner": "has the same owner as",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A passage of the one report beside that of the other."""

    ours: Excerpt | None
    theirs: Excerpt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One edge of the lineage, ready to show. `to_path` is None for an original that is not held."""

    anchor: str
    kind: str
    words: str  # "copies", "is a later version of"
    from_id: str
    from_outlet: str
    from_path: str
    from_at: When | None
    to: str
    to_outlet: str
    to_path: str | None
    to_at: When | None
    later: str | None  # how much later it was published: "3 h 20 min later"
    text: str
    percent: int | None  # of its own words that stand in the other, where measured
    credit: tuple[Excerpt, ...]  # where it names the other
    pairs: tuple[Pair, ...]
    passages: int  # how many there are, shown or not


def ties_of(edges: Iterable[Edge], reports: Mapping[str, Report], *, most: int | None = None) -> tuple[Tie, ...]:
    """Every edge in the order given, numbered for anchors; at most so many passages of each where given."""
    return tuple(_tie(edge, reports, number, most) for number, edge in enumerate(edges, 1))


def _tie(edge: Edge, reports: Mapping[str, Report], number: int, most: int | None) -> Tie:
    ours, theirs = reports.get(edge.from_id), reports.get(edge.to)
    credit, pairs = _sides(edge, reports)
    return Tie(
        anchor=f"e{number}",
        kind=edge.kind,
        words=WORDS.get(edge.kind, edge.kind),
        from_id=edge.from_id,
        from_outlet=name_of(ours) if ours else edge.from_id,
        from_path=report_path(edge.from_id),
        from_at=published(ours.published) if ours else None,
        to=edge.to,
        to_outlet=name_of(theirs) if theirs else edge.to,
        to_path=report_path(edge.to) if theirs else None,
        to_at=published(theirs.published) if theirs else None,
        later=_later(ours, theirs),
        text=edge.evidence.text,
        percent=edge.evidence.score // 10 if edge.evidence.score else None,
        credit=credit,
        pairs=pairs[:most],
        passages=len(pairs),
    )


def _sides(edge: Edge, reports: Mapping[str, Report]) -> tuple[tuple[Excerpt, ...], tuple[Pair, ...]]:
    """The spans of both sides belong together from the last backwards; what is left over in front is the credit."""
    ours, theirs = edge.evidence.from_spans, edge.evidence.to_spans
    alone = max(0, len(ours) - len(theirs))
    found = (
        Pair(ours=excerpt_of(one, reports) if one else None, theirs=excerpt_of(other, reports) if other else None)
        for one, other in zip_longest(ours[alone:], theirs)
    )
    return excerpts_of(ours[:alone], reports), tuple(pair for pair in found if pair.ours or pair.theirs)


_EXACT = ("second", "minute")


def _later(ours: Report | None, theirs: Report | None) -> str | None:
    """How much later ours came out; None where either time is not known to the minute, or it did not."""
    one, other = (report.published if report else None for report in (ours, theirs))
    if one is None or other is None or one.precision not in _EXACT or other.precision not in _EXACT:
        return None
    return lag_words(one.at - other.at)


def lag_words(lag: timedelta) -> str | None:
    """ "3 h 20 min later", "2 d 4 h later", "at the same minute"; None for a time that runs backwards."""
    minutes = int(lag.total_seconds() // 60)
    if lag < timedelta(0):
        return None
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [(days, "d"), (hours, "h"), (rest if not days else 0, "min")]
    words = " ".join(f"{count} {unit}" for count, unit in parts if count)
    return f"{words} later" if words else "at the same minute"
