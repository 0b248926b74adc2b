"""The members of one story in the orders that its makers need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from infostreamer.model import Date, Judgement, Report, Span
from infostreamer.stories.families import families_of
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.outlets import keys_of

_LATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """`arrived`: members by seq; `published`: by publication, ties by seq, unknown times last."""

    arrived: tuple[Read, ...]
    published: tuple[Read, ...]
    superseded: frozenset[str] = frozenset()  # report ids with a newer version among the members
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)  # report id -> keys of its outlet
    families: Mapping[str, str] = field(default_factory=dict)  # report id -> owner family where known

    @property
    def current(self) -> tuple[Read, ...]:
        """The newest version of each publication, by publication."""
        return tuple(read for read in self.published if read.report.id not in self.superseded)

    @property
    def texts(self) -> dict[str, str]:
        """Report id -> text."""
        return {read.report.id: read.report.text for read in self.arrived}

    @property
    def dates(self) -> dict[Span, str]:
        """Where a date was found in any of the reports, and its EDTF value."""
        found = [one for read in self.arrived for one in read.findings if isinstance(one.payload, Date)]
        return {one.spans[0]: one.payload.value for one in found if isinstance(one.payload, Date) and one.payload.value}

    def report(self, report_id: str) -> Report:
        """The member's report."""
        return next(read.report for read in self.arrived if read.report.id == report_id)


def group_of(members: Sequence[Read], owners: Mapping[str, str], judgements: Sequence[Judgement]) -> Group:
    """The members in both orders, with outlets, families and superseded versions worked out."""
    unique = {read.report.id: read for read in members}
    arrived = sorted(unique.values(), key=lambda read: (read.report.seq or 0, read.report.id))
    published = sorted(arrived, key=lambda read: (moment_of(read.report) or _LATE, read.report.seq or 0))
    return Group(
        arrived=tuple(arrived),
        published=tuple(published),
        superseded=frozenset(_superseded(arrived)),
        keys={read.report.id: keys_of(read.report) for read in arrived},
        families=families_of((read.report for read in arrived), owners, judgements),
    )


def _superseded(arrived: Sequence[Read]) -> set[str]:
    newest = {read.report.canonical: read.report.id for read in arrived}
    previous = {read.report.previous_id for read in arrived if read.report.previous_id}
    older = {read.report.id for read in arrived if newest[read.report.canonical] != read.report.id}
    return older | (previous & {read.report.id for read in arrived})
