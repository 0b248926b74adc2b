"""Figures and events inside somebody's words get that somebody as their source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infostreamer.model import Event, Figure, Finding, Quote, Report, Statement

_Source = tuple[int, int, "Quote | Statement"]


class AttributionFinder:
    """Fills speaker, who and as_of of figures and said_by of events.

    Findings are frozen, so it hands back all figures and events, completed: `replaces` tells the pipeline that they
    take the place of those found before. Each keeps its maker; its id follows its content.
    """

    name = "attribution"
    version = 1
    languages: tuple[str, ...] = ("*",)
    needs: tuple[str, ...] = ("quote", "statement", "figure", "event")
    gives: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ("figure", "event")

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """Every figure and event of `found`, those inside a quote or an attributed statement completed."""
        sources = _sources(found)
        return [_completed(finding, sources) for finding in found if finding.kind in self.replaces]


ATTRIBUTION = AttributionFinder()


def _sources(found: Sequence[Finding]) -> list[_Source]:
    """Where attributed words lie, the shortest first: the innermost source is the nearest one."""
    places: list[_Source] = [
        (span.start, span.end, finding.payload)
        for finding in found
        if isinstance(finding.payload, Quote | Statement) and finding.payload.speaker
        for span in finding.spans
    ]
    return sorted(places, key=lambda place: (place[1] - place[0], place[0]))


def _completed(finding: Finding, sources: Sequence[_Source]) -> Finding:
    payload = finding.payload
    start = payload.trigger.start if isinstance(payload, Event) and payload.trigger else finding.start
    source = next((source for first, last, source in sources if first <= start < last), None)
    if source is None:
        return finding
    if isinstance(payload, Figure) and payload.speaker is None:
        fresh: Figure | Event = replace(
            payload, speaker=source.speaker, who=source.who, as_of=payload.as_of or source.date
        )
    elif isinstance(payload, Event) and payload.said_by is None:
        fresh = replace(payload, said_by=source.speaker, said_by_who=source.who)
    else:
        return finding
    spans = tuple((span.start, span.end) for span in finding.spans)
    return Finding.of(finding.report_id, spans, fresh, maker=finding.maker, confidence=finding.confidence)
