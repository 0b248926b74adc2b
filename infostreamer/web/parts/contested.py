"""What is told in two ways, or denied: the sides beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from infostreamer.model import Contested, Report, Side
from infostreamer.web.citations import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One side of a contested matter."""

    who: str | None
    says: str
    stance: str
    notes: tuple[int, ...]
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something told in two ways, or denied."""

    about: str
    sides: tuple[SideView, ...]
    is_lone: bool  # a denial of something that no report at hand asserts


def matters_of(contested: Iterable[Contested], reports: Mapping[str, Report], notes: Notes) -> tuple[Matter, ...]:
    """Every matter with its sides that can be cited."""
    matters = []
    for matter in contested:
        sides = sides_of(matter.sides, reports, notes)
        if sides:
            matters.append(Matter(about=matter.about, sides=sides, is_lone=len(sides) == 1))
    return tuple(matters)


def sides_of(sides: Iterable[Side], reports: Mapping[str, Report], notes: Notes) -> tuple[SideView, ...]:
    """The sides that can be cited."""
    shown = (_side(side, reports, notes) for side in sides)
    return tuple(side for side in shown if side is not None)


def _side(side: Side, reports: Mapping[str, Report], notes: Notes) -> SideView | None:
    numbers = notes.numbers(side.citations)
    if not numbers:
        return None
    languages = [reports[span.report_id].language for span in side.citations if span.report_id in reports]
    return SideView(who=side.who, says=side.says, stance=side.stance, notes=numbers, language=languages[0])
