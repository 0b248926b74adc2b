"""Where a story comes from, as a tree: originals (held or missing) and what was made from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Edge, Member, Report, Story
from infostreamer.web.addresses import outside, report_path
from infostreamer.web.citations import name_of
from infostreamer.web.parts.ties import Tie
from infostreamer.web.times import When, published

_TIE = {"copies": 0, "carries": 1, "rewrites": 2, "updates": 3, "cites": 4}
_DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One report, or an original that is missing (`report_id` None), with what was made from it below."""

    report_id: str | None
    path: str | None
    outlet: str
    title: str | None
    published: When | None
    role: str
    evidence: str | None
    language: str | None = None
    tie: int | None = None  # which of the page's ties leads to what it hangs from
    add: str | None = None  # for a missing original: the address to offer for following
    is_superseded: bool = False
    below: tuple[Node, ...] = ()


def tree_of(story: Story, reports: Mapping[str, Report], ties: Sequence[Tie] = ()) -> tuple[Node, ...]:
    """The roots: missing originals first, then members that come from no other, in order of arrival."""
    up = _strongest_edges(story)
    members = {member.report_id: member for member in story.members}
    children: dict[str, list[str]] = {}
    for report_id in members:
        edge = up.get(report_id)
        children.setdefault(edge.to if edge else "", []).append(report_id)
    places = {(tie.from_id, tie.to, tie.kind): index for index, tie in enumerate(ties)}
    context = _Context(members, reports, up, children, places)
    missing = [to for to in children if to and to not in members]
    missing += [name for name in story.originals_missing if name not in missing]
    return tuple(_missing(name, context) for name in missing) + tuple(
        _node(report_id, context, depth=0) for report_id in children.get("", ())
    )


@dataclass(frozen=True, slots=True)
class _Context:
    members: Mapping[str, Member]
    reports: Mapping[str, Report]
    up: Mapping[str, Edge]
    children: Mapping[str, list[str]]
    places: Mapping[tuple[str, str, str], int]  # (from, to, kind) -> index of the tie


def _strongest_edges(story: Story) -> dict[str, Edge]:
    """One edge up per report, the strongest tie first, and none that would close a circle."""
    up: dict[str, Edge] = {}
    ordered = sorted(
        story.edges, key=lambda edge: (_TIE.get(edge.kind, 9), -edge.evidence.score, edge.from_id, edge.to)
    )
    for edge in ordered:
        if edge.kind in _TIE and edge.from_id not in up and not _is_circle(edge, up):
            up[edge.from_id] = edge
    return up


def _is_circle(edge: Edge, up: Mapping[str, Edge]) -> bool:
    at: str | None = edge.to
    while at is not None:
        if at == edge.from_id:
            return True
        above = up.get(at)
        at = above.to if above else None
    return False


def _missing(name: str, context: _Context) -> Node:
    below = tuple(_node(child, context, depth=1) for child in context.children.get(name, ()))
    has_host = "." in name and " " not in name
    return Node(
        report_id=None,
        path=None,
        outlet=name,
        title=None,
        published=None,
        role="missing",
        evidence=None,
        add=outside(f"https://{name}/") if has_host else None,
        below=below,
    )


def _node(report_id: str, context: _Context, *, depth: int) -> Node:
    member, report, edge = context.members[report_id], context.reports.get(report_id), context.up.get(report_id)
    children = context.children.get(report_id, ()) if depth < _DEEPEST else ()
    return Node(
        report_id=report_id,
        path=report_path(report_id),
        outlet=name_of(report) if report else member.outlet or report_id,
        title=report.title if report else None,
        published=published(report.published) if report else None,
        role=member.role,
        evidence=edge.evidence.text if edge else member.evidence,
        language=report.language if report else None,
        tie=context.places.get((edge.from_id, edge.to, edge.kind)) if edge else None,
        is_superseded=member.is_superseded,
        below=tuple(_node(child, context, depth=depth + 1) for child in children),
    )
