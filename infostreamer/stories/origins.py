"""Members + lineage -> roles, origins and the independent count, by the rule of docs/why/010-independence.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from infostreamer.model import Edge
from infostreamer.model.story import Role
from infostreamer.stories.evidence import OwnReporting
from infostreamer.stories.group import Group
from infostreamer.stories.lineage import Lineage
from infostreamer.stories.outlets import key_of

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


def origins_of(group: Group, lineage: Lineage) -> Origins:
    """Roles, origins and counts of one story."""
    edges: dict[str, list[Edge]] = {}
    for edge in lineage.edges:
        edges.setdefault(edge.from_id, []).append(edge)
    parts = {
        read.report.id: _part(group, read.report.id, edges.get(read.report.id, []), lineage) for read in group.arrived
    }
    groups = _groups(group, lineage, parts)
    voices = {read.report.id for read in group.arrived if read.report.kind != "release"}
    least = sum(any(_counts(each, parts, lineage.own) for each in members if each in voices) for members in groups)
    most = sum(
        any(_may_count(parts[each], edges.get(each, [])) for each in members if each in voices) for members in groups
    )
    named = sorted({edge.to for edge in lineage.edges if not edge.is_held and edge.kind in _DERIVED})
    missing = {key_of(name): name for name in reversed(named)}
    return Origins(
        parts=parts, groups=groups, independent=least, at_most=max(least, most), missing=tuple(sorted(missing.values()))
    )


def _part(group: Group, report_id: str, edges: list[Edge], lineage: Lineage) -> Part:
    """Commentary, else what it derives from, else first-hand, else what it cites, else unknown."""
    own = lineage.own[report_id]
    if group.report(report_id).kind == "opinion":
        return Part(role="commentary", evidence="It is marked as opinion; commentary is never counted as a source.")
    taken = [edge for edge in edges if not (own.is_strong and (edge.from_id, edge.to) in lineage.partly)]
    parent = _main_parent(taken)
    if parent is not None:
        return Part(role=parent.kind, of=parent.to, evidence=parent.evidence.text)  # type: ignore[arg-type]
    update = next((edge for edge in edges if edge.kind == "updates"), None)
    if update is not None and not own.is_enough:
        return Part(role="updates", of=update.to, evidence=update.evidence.text)
    cited = next((edge for edge in edges if edge.kind == "cites"), None)
    if own.is_enough and not (own.is_credited and cited):
        return Part(role="first-hand", evidence=own.text)
    if cited is not None:
        return Part(role="cites", of=cited.to, evidence=cited.evidence.text)
    return Part(role="unknown", evidence=_unknown(group, report_id, lineage))


def _main_parent(edges: list[Edge]) -> Edge | None:
    """What it carries, else what it copies or rewrites most of; a parent that is held before one that is not."""
    derived = [edge for edge in edges if edge.kind in _DERIVED]
    return min(
        derived,
        key=lambda edge: (edge.kind != "carries", not edge.is_held, -edge.evidence.score, edge.to),
        default=None,
    )


def _unknown(group: Group, report_id: str, lineage: Lineage) -> str:
    twin = next(
        (one if other == report_id else other for one, other in lineage.twins if report_id in (one, other)), None
    )
    if twin is None:
        return "Nothing in it shows where it has its facts from."
    report = group.report(twin)
    name = report.outlet or report.host or "another report"
    return f"It has the same words as {name}, and nothing shows which of the two was first."


def _groups(group: Group, lineage: Lineage, parts: Mapping[str, Part]) -> tuple[tuple[str, ...], ...]:
    """Union of members joined by what they derive from, by the same words, by one original not held, or one newsroom.

    A patchwork belongs to the origin that it has most from: it does not make one of two. A newsroom is an owner family,
    an outlet's name or a host: what it reports itself is one origin, however much it is.
    """
    parent = {read.report.id: read.report.id for read in group.arrived}

    def root(report_id: str) -> str:
        while parent[report_id] != report_id:
            parent[report_id] = parent[parent[report_id]]
            report_id = parent[report_id]
        return report_id

    heads: dict[str, str] = {}
    joined = [(edge.from_id, edge.to) for edge in lineage.edges if edge.kind == "updates"]
    joined += [(report_id, part.of) for report_id, part in parts.items() if part.of and part.role in _DERIVED]
    for report_id, to in (*joined, *lineage.twins):
        other = to if to in parent else heads.setdefault(f"missing {key_of(to)}", report_id)
        parent[root(report_id)] = root(other)
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


def _may_count(part: Part, edges: list[Edge]) -> bool:
    """Unknown, or derived from an original that is not held and may be independent; never what cites a member."""
    if part.role in ("first-hand", "unknown", "updates"):
        return True
    return part.role in (*_DERIVED, "cites") and any(edge.to == part.of and not edge.is_held for edge in edges)
