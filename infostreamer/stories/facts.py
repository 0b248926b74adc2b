"""Everything that writers may write from: the members, what each of them is, and what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from infostreamer.model import Contested, FigureSeries, Finding, Moment, Span, Who
from infostreamer.stories.contested import Matter
from infostreamer.stories.features import Read, moment_of, says_when
from infostreamer.stories.figures import Counted, fate_of
from infostreamer.stories.group import Group
from infostreamer.stories.origins import Origins, Part

LIVING = 3  # versions of one page from which it is a living page
_DERIVED = ("copies", "rewrites", "carries")
_OWN = ("first-hand", "updates")
_RANK = {"first-hand": 0, "updates": 0, "unknown": 1, "cites": 1, "carries": 2, "rewrites": 3, "copies": 4}


def sources_of(group: Group, parts: Mapping[str, Part]) -> tuple[Read, ...]:
    """Current versions that a story is drawn from, as `Facts.sources` gives them."""
    versions = Counter(read.report.canonical for read in group.arrived)
    reads = sorted(
        group.current,
        key=lambda read: (
            _RANK.get(parts[read.report.id].role, 9),
            not _is_article(read, versions[read.report.canonical]),
        ),
    )
    for roles in ((*_DERIVED, "commentary"), ("copies", "commentary"), ("commentary",), ()):
        kept = [read for read in reads if parts[read.report.id].role not in roles]
        if kept:
            return tuple(kept)
    return ()


def covers(sentence: Span, span: Span) -> bool:
    """True when the span begins inside the sentence."""
    return sentence.report_id == span.report_id and sentence.start <= span.start < sentence.end


def is_article(read: Read, group: Group) -> bool:
    """A living page (kept up to date again and again) is a state and not an account of what happened."""
    return _is_article(read, sum(other.report.canonical == read.report.canonical for other in group.arrived))


def _is_article(read: Read, versions: int) -> bool:
    return read.report.kind != "live" and versions < LIVING


@dataclass(frozen=True, eq=False, kw_only=True)  # no slots: what is asked for again and again is worked out once
class Facts:
    """One story's facts, as handed to every writer."""

    story_id: str
    group: Group
    origins: Origins
    who: tuple[Who, ...]
    who_by_key: Mapping[str, Who]
    timeline: tuple[Moment, ...]
    figures: tuple[FigureSeries, ...]
    contested: tuple[Contested, ...]
    counted: tuple[Counted, ...] = ()  # the figures with every report that has them, copies too
    matters: tuple[Matter, ...] = ()  # what is contested, with every report that carries the denial

    @property
    def parts(self) -> Mapping[str, Part]:
        """Report id -> its role."""
        return self.origins.parts

    @cached_property
    def sources(self) -> tuple[Read, ...]:
        """What lines are drawn from: current versions by publication, first-hand ones first; no commentary, no copies.

        Where nothing else is left, copies count, and commentary last.
        """
        return sources_of(self.group, self.parts)

    @cached_property
    def tolls(self) -> tuple[list[Span], list[Span]]:
        """Where the latest numbers of dead, injured, missing and arrested stand; and those that were overtaken.

        A report without a date overtakes nothing: it may be the oldest.
        """
        latest: list[Span] = []
        overtaken: list[Span] = []
        undated = {read.report.id for read in self.group.published if read.report.published is None}
        for series in self.figures:
            dated = [version for version in series.versions if version.report_id not in undated] or series.versions
            for version in series.versions if fate_of(series) else ():
                is_latest = version.value == dated[-1].value or not series.is_differing
                (latest if is_latest else overtaken).append(version.citation)
        return latest, overtaken

    @cached_property
    def began(self) -> date | None:
        """The day of the earliest publication that a report states; the day on which one was taken in says nothing."""
        times = [moment for read in self.group.arrived if says_when(read.report) and (moment := moment_of(read.report))]
        return min(times).date() if times else None

    @cached_property
    def reporting(self) -> tuple[Read, ...]:
        """The sources that report themselves in an article of their own, by publication; else all sources."""
        own = [
            read for read in self.sources if self.parts[read.report.id].role in _OWN and is_article(read, self.group)
        ]
        return tuple(own) or self.sources

    def findings(self, read: Read, kind: str) -> list[Finding]:
        """The member's findings of one kind, in the order of the text."""
        return [finding for finding in read.findings if finding.kind == kind]
