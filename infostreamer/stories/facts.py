"""Everything that writers may write from: the members, what each of them is, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infostreamer.model import Contested, FigureSeries, Finding, Moment, Who
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.stories.origins import Origins, Part

_DERIVED = ("copies", "rewrites", "carries")


@dataclass(frozen=True, slots=True, kw_only=True)
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

    @property
    def parts(self) -> Mapping[str, Part]:
        """Report id -> its role."""
        return self.origins.parts

    @property
    def sources(self) -> tuple[Read, ...]:
        """What lines are drawn from: current versions by publication, first-hand ones first; no commentary, no copies.

        Where nothing else is left, copies count, and commentary last.
        """
        rank = {"first-hand": 0, "updates": 0, "unknown": 1, "cites": 1, "carries": 2, "rewrites": 3, "copies": 4}
        reads = sorted(self.group.current, key=lambda read: rank.get(self.parts[read.report.id].role, 9))
        for roles in ((*_DERIVED, "commentary"), ("copies", "commentary"), ("commentary",), ()):
            kept = [read for read in reads if self.parts[read.report.id].role not in roles]
            if kept:
                return tuple(kept)
        return ()

    def findings(self, read: Read, kind: str) -> list[Finding]:
        """The member's findings of one kind, in the order of the text."""
        return [finding for finding in read.findings if finding.kind == kind]
