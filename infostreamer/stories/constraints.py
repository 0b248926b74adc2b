"""Judgements -> what must and must not stand together; the order they were made in does not matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from infostreamer.model import Judgement


@dataclass(frozen=True, slots=True)
class Constraints:
    """Groups of report ids: `merged` belong together, `split` form a story of their own, `apart` never meet."""

    merged: tuple[frozenset[str], ...] = ()
    split: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()

    def together(self, report_id: str) -> list[str]:
        """The reports an editor put together with this one, sorted."""
        groups = [group for group in (*self.merged, *self.split) if report_id in group]
        return sorted(set().union(*groups) - {report_id})

    def is_split_off(self, report_id: str) -> bool:
        """True when an editor took it out of its story."""
        return any(report_id in group for group in self.split)

    def forbids(self, report_id: str, members: Iterable[str]) -> bool:
        """True when an editor said that it must not stand with one of these."""
        others = set(members)
        return any(report_id in group and (group - {report_id}) & others for group in self.apart)


def constraints_of(judgements: Sequence[Judgement]) -> Constraints:
    """The constraints in force: judgements that were not undone."""
    held = [judgement for judgement in judgements if judgement.undone_at is None]
    return Constraints(merged=_groups(held, "merge"), split=_groups(held, "split"), apart=_groups(held, "never-merge"))


def _groups(judgements: Sequence[Judgement], kind: str) -> tuple[frozenset[str], ...]:
    groups = {frozenset(judgement.items) for judgement in judgements if judgement.kind == kind}
    return tuple(sorted(groups, key=sorted))
