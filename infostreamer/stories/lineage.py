"""Members -> edges: which report copies, rewrites, carries, cites or updates which, each with its evidence.

An edge points from the younger or crediting report to its source: a member, or an outlet whose report is not held.
A credit in the text says the direction outright; without one the earlier publication is the parent; where nothing
tells which came first there is no edge, and the two are twins of one origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Edge, Evidence, Report
from infostreamer.stories.citing import citing_edges
from infostreamer.stories.credited import credit_edges
from infostreamer.stories.evidence import OwnReporting
from infostreamer.stories.group import Group
from infostreamer.stories.held import Held
from infostreamer.stories.parents import Known, Twins, reuse_edges
from infostreamer.stories.rewording import rewording_edges

DERIVING = ("copies", "rewrites", "carries")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What the roles and origins of a story's members are read from.

    `twins`: pairs of report ids with the same words where nothing tells who had them first; `partly`: (from, to) of
    edges that explain a part of the report only, so that the rest may be its own; `own`: signs of own reporting by id.
    """

    edges: tuple[Edge, ...]
    twins: tuple[Twins, ...]
    partly: frozenset[tuple[str, str]]
    own: Mapping[str, OwnReporting]


def lineage_of(group: Group) -> Lineage:
    """Every edge, sorted by (from, kind, to), and what else the origins are counted from."""
    held = Held(group)
    updates = _update_edges(group)
    credits, shared = credit_edges(held)
    partly = {(edge.from_id, edge.to) for edge in shared}
    settled = {held.index[edge.from_id] for edge in credits}
    known = _pairs((*updates, *credits, *shared))
    cites = citing_edges(held)
    carried = {held.index[edge.from_id]: edge.to for edge in credits if edge.kind == "carries" and not edge.is_held}
    reused, twins = reuse_edges(held, Known(settled, known, _pairs(cites), carried))
    reused = [edge for edge in reused if (edge.from_id, edge.to) not in partly]
    known |= _pairs(reused)
    partly |= {(edge.from_id, edge.to) for edge in reused if edge.kind == "rewrites"}
    reworded = rewording_edges(held, known=known, cites=cites)
    known |= _pairs(reworded)
    cited = _own_cites(group, cites, known)
    edges = [*updates, *credits, *shared, *reused, *reworded, *cited, *_owner_edges(group)]
    unique = {(edge.from_id, edge.kind, edge.to): edge for edge in reversed(edges)}
    return Lineage(
        edges=tuple(unique[key] for key in sorted(unique)), twins=tuple(twins), partly=frozenset(partly), own=held.own
    )


def _pairs(edges: Sequence[Edge]) -> set[tuple[str, str]]:
    return {(edge.from_id, edge.to) for edge in edges}


def _own_cites(group: Group, cites: Sequence[Edge], known: Collection[tuple[str, str]]) -> list[Edge]:
    """The cites that are the report's own: not of whom it has its words from, and not what its parent cites already."""
    parents: dict[str, list[str]] = defaultdict(list)
    for origin, to in sorted(known):
        parents[origin].append(to)
    cited = {(edge.from_id, edge.to) for edge in cites}

    def is_own(edge: Edge) -> bool:
        theirs = group.keys.get(edge.to, frozenset())
        for parent in parents[edge.from_id]:
            is_of_parent = parent == edge.to or group.keys.get(parent, frozenset()) & theirs
            if is_of_parent or (parent, edge.to) in cited or (parent, edge.to) in known:
                return False
        return True

    return [edge for edge in cites if is_own(edge)]


def _update_edges(group: Group) -> list[Edge]:
    """From each version to the one before it."""
    latest: dict[str, Report] = {}
    edges: list[Edge] = []
    held = {read.report.id: read.report for read in group.arrived}
    for report in held.values():
        before = held.get(report.previous_id or "") or latest.get(report.canonical)
        latest[report.canonical] = report
        if before is not None and before.id != report.id:
            name = report.outlet or report.host or "the same publisher"
            evidence = Evidence(text=f"A later version of the same page at {name}.")
            edges.append(Edge(from_id=report.id, to=before.id, kind="updates", evidence=evidence))
    return edges


def _owner_edges(group: Group) -> list[Edge]:
    """From each outlet of a family to the family's earliest member."""
    first: dict[str, Report] = {}
    edges = []
    for read in group.published:
        family = group.families.get(read.report.id)
        if family is None:
            continue
        head = first.setdefault(family, read.report)
        if group.keys[head.id] != group.keys[read.report.id]:
            words = f"Both outlets have the same owner ({read.report.owner or family}), as you stated."
            edges.append(Edge(from_id=read.report.id, to=head.id, kind="same-owner", evidence=Evidence(text=words)))
    return edges
