"""Members + edges -> roles, origins and the independent count, by the rule written in docs/why/010-independence.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from infostreamer.model import Edge
from infostreamer.model.story import Role
from infostreamer.stories.evidence import OwnReporting, own_reporting
from infostreamer.stories.group import Group

_JOINING = ("copies", "rewrites", "carries", "updates")
_DERIVED: tuple[Literal["carries", "copies", "rewrites"], ...] = ("carries", "copies", "rewrites")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one report is in its story: its role, of what, and why, in one sentence."""

    role: Role
    of: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """`groups`: report ids that go back to one origin; the count of independent ones, at least and at most."""

    parts: Mapping[str, Part]
    groups: tuple[tuple[str, ...], ...]
    independent: int
    at_most: int
    missing: tuple[str, ...]


def origins_of(group: Group, edges: Sequence[Edge]) -> Origins:
    """Roles, origins and counts of one story."""
    own = {read.report.id: own_reporting(read, group) for read in group.arrived}
    parts = {read.report.id: _part(group, read.report.id, edges, own[read.report.id]) for read in group.arrived}
    groups = _groups(group, edges, parts)
    least = sum(any(_counts(report_id, parts, own) for report_id in members) for members in groups)
    most = sum(any(_may_count(report_id, parts, edges) for report_id in members) for members in groups)
    missing = {edge.to for edge in edges if not edge.is_held and edge.kind in _DERIVED}
    return Origins(
        parts=parts, groups=groups, independent=least, at_most=max(least, most), missing=tuple(sorted(missing))
    )


def _part(group: Group, report_id: str, edges: Sequence[Edge], own: OwnReporting) -> Part:
    """Commentary, else what it derives from, else first-hand, else what it cites, else unknown."""
    report = group.report(report_id)
    ours = [edge for edge in edges if edge.from_id == report_id]
    if report.kind == "opinion":
        return Part(role="commentary", evidence="It is marked as opinion; commentary is never counted as a source.")
    for kind in _DERIVED:
        for edge in ours:
            if edge.kind == kind:
                return Part(role=kind, of=edge.to, evidence=edge.evidence.text)
    update = next((edge for edge in ours if edge.kind == "updates"), None)
    if update is not None and not own.is_enough:
        return Part(role="updates", of=update.to, evidence=update.evidence.text)
    if own.is_enough:
        return Part(role="first-hand", evidence=own.text)
    cited = next((edge for edge in ours if edge.kind == "cites"), None)
    if cited is not None:
        return Part(role="cites", of=cited.to, evidence=cited.evidence.text)
    return Part(role="unknown", evidence="Nothing in it shows where it has its facts from.")


def _groups(group: Group, edges: Sequence[Edge], parts: Mapping[str, Part]) -> tuple[tuple[str, ...], ...]:
    """Union of members joined by copying, rewriting, carrying or updating, by one original not held, or one newsroom.

    A newsroom is an owner family, an outlet's name or a host: what it reports itself is one origin, however much it is.
    """
    parent = {read.report.id: read.report.id for read in group.arrived}

    def root(report_id: str) -> str:
        while parent[report_id] != report_id:
            report_id = parent[report_id]
        return report_id

    heads: dict[str, str] = {}
    for edge in edges:
        if edge.kind in _JOINING:
            other = edge.to if edge.is_held else heads.setdefault(edge.to, edge.from_id)
            parent[root(edge.from_id)] = root(other)
    for report_id in parent:
        if parts[report_id].role not in (*_DERIVED, "commentary"):
            for newsroom in _newsrooms(group, report_id):
                parent[root(report_id)] = root(heads.setdefault(newsroom, report_id))
    gathered: dict[str, list[str]] = {}
    for read in group.arrived:
        gathered.setdefault(root(read.report.id), []).append(read.report.id)
    return tuple(tuple(members) for members in gathered.values())


def _newsrooms(group: Group, report_id: str) -> list[str]:
    """The owner family, the outlet's name and its host, each levelled: one in common is one newsroom."""
    family = group.families.get(report_id)
    return [*([f"family {family}"] if family else []), *(f"outlet {key}" for key in sorted(group.keys[report_id]))]


def _counts(report_id: str, parts: Mapping[str, Part], own: Mapping[str, OwnReporting]) -> bool:
    """Evidence of own reporting in a report that derives from no other."""
    return parts[report_id].role in ("first-hand", "updates") and own[report_id].is_enough


def _may_count(report_id: str, parts: Mapping[str, Part], edges: Sequence[Edge]) -> bool:
    """Unknown, or derived from an original that is not held and may be independent; never what cites a member."""
    part = parts[report_id]
    if part.role in ("first-hand", "unknown", "updates"):
        return True
    return part.role in (*_DERIVED, "cites") and any(
        edge.from_id == report_id and edge.to == part.of and not edge.is_held for edge in edges
    )
