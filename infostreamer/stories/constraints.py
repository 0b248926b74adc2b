"""Judgements -> what must and must not stand together; the order they are handed in does not matter.

Where two decisions speak of one report, the later one holds. A split takes its items, all of them, into one story of
their own: none of the reports that were there when the editor split may come in again, what arrives later may.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from infostreamer.model import Judgement

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Split:
    """Items that form a story of their own, and when that was decided (None: not known, so it holds for all)."""

    items: frozenset[str]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Constraints:
    """`groups`: report id -> those it belongs with; `split`: report id -> the split it is in; `apart` never meet."""

    groups: dict[str, frozenset[str]]
    splits: dict[str, _Split]
    apart: tuple[frozenset[str], ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """Every report that a decision is about."""
        return frozenset().union(self.groups, self.splits, *self.apart)

    def together(self, report_id: str) -> list[str]:
        """The reports an editor put together with this one, sorted."""
        return sorted(self.groups.get(report_id, frozenset()) - {report_id})

    def is_split_off(self, report_id: str) -> bool:
        """True when an editor took it out of its story."""
        return report_id in self.splits

    def keeps_apart(self, report_id: str, members: Iterable[str]) -> bool:
        """True when an editor said of this very report that it must not stand with one of these."""
        others = set(members)
        return any(report_id in group and (group - {report_id}) & others for group in self.apart)

    def forbids(self, report_id: str, members: Iterable[str], *, arrived: datetime | None = None) -> bool:
        """True when it must not stand with one of these, also because they were split off without it.

        Args:
            arrived: when the report came in; a split keeps out what was there when it was made.
        """
        others = set(members)
        if self.keeps_apart(report_id, others):
            return True
        ours = self.splits.get(report_id)
        theirs = {id(split): split for other in others if (split := self.splits.get(other)) is not None}
        return any(split is not ours and _shuts_out(split, arrived) for split in theirs.values())


def _shuts_out(split: _Split, arrived: datetime | None) -> bool:
    return split.at is None or arrived is None or arrived <= split.at


def constraints_of(judgements: Sequence[Judgement]) -> Constraints:
    """The constraints in force: judgements that were not undone, each report's latest decision."""
    held = [judgement for judgement in judgements if judgement.undone_at is None]
    groups: dict[str, frozenset[str]] = {}
    splits: dict[str, _Split] = {}
    placing = [judgement for judgement in held if judgement.kind in ("merge", "split")]
    for judgement in sorted(placing, key=_when):
        items = frozenset(judgement.items)
        is_split = judgement.kind == "split"
        for other in groups.keys() - items if is_split else splits.keys() - items:
            groups[other] -= items
        split = _Split(items, judgement.made_at)
        for item in items:
            groups[item] = items if is_split or item in splits else groups.get(item, frozenset()) | items
            splits.pop(item, None)
            splits.update({item: split} if is_split else {})
    apart = {frozenset(judgement.items) for judgement in held if judgement.kind == "never-merge"}
    return Constraints(groups, splits, tuple(sorted(apart, key=sorted)))


def _when(judgement: Judgement) -> tuple[datetime, bool, list[str]]:
    """Earliest first; of one moment, merges before splits."""
    return judgement.made_at or _EVER, judgement.kind == "split", sorted(judgement.items)
