"""Members -> edges: which report copies, rewrites, carries, cites or updates which, each with its evidence.

An edge points from the younger or crediting report to its source: a member, or an outlet whose report is not held.
A credit in the text says the direction outright; without one the earlier publication is the parent, ties by seq.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from infostreamer.model import Credit, Edge, Evidence, Finding, Report, Span
from infostreamer.model.story import EdgeKind
from infostreamer.stories.citing import citing_edges
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.stories.outlets import is_named_itself, key_of, shown
from infostreamer.stories.reuse import Reuse, reuses
from infostreamer.stories.rewording import rewording_edges
from infostreamer.text.words import stem, stopwords, words_of

COPIED = 500  # per mille of the younger's own words that stand word for word in the elder: a copy
REUSED = 150  # from here on it is a rewrite that kept whole passages
DERIVING: tuple[EdgeKind, ...] = ("copies", "rewrites", "carries")


def edges_of(group: Group) -> tuple[Edge, ...]:
    """Every edge, sorted by (from, kind, to). At most one parent per report by reuse alone."""
    updates = _update_edges(group)
    shared = _reuse_by_pair(group)
    credits = _credit_edges(group, shared)
    known = {(edge.from_id, edge.to) for edge in (*updates, *credits)}
    known |= {(to, origin) for origin, to in known}
    reused = [edge for edge in _reuse_edges(group, shared) if (edge.from_id, edge.to) not in known]
    known |= {(edge.from_id, edge.to) for edge in reused}
    reworded = rewording_edges(group, known={report for report, _ in known})
    cites = [edge for edge in citing_edges(group) if not _is_derived_from(group, edge, known)]
    edges = [*updates, *credits, *reused, *reworded, *cites, *_owner_edges(group)]
    unique = {(edge.from_id, edge.kind, edge.to): edge for edge in reversed(edges)}
    return tuple(unique[key] for key in sorted(unique))


def _is_derived_from(group: Group, edge: Edge, known: Collection[tuple[str, str]]) -> bool:
    """True when the report is known to have its words from another report of the outlet it cites."""
    parents = [to for origin, to in known if origin == edge.from_id and to in group.keys]
    return any(group.keys[parent] & group.keys[edge.to] for parent in parents)


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


def _reuse_by_pair(group: Group) -> dict[tuple[str, str], Reuse]:
    """(younger id, elder id) -> what they share; versions of one page are left out."""
    reads = group.published
    pairs = {}
    for reuse in reuses(reads):
        younger, elder = reads[reuse.younger].report, reads[reuse.elder].report
        if younger.canonical != elder.canonical:
            pairs[younger.id, elder.id] = reuse
    return pairs


def _reuse_edges(group: Group, shared: Mapping[tuple[str, str], Reuse]) -> list[Edge]:
    """One parent per report: the earliest of those that share nearly as much as the one sharing most."""
    edges = []
    for read in group.published:
        parents = [(elder, reuse) for (younger, elder), reuse in shared.items() if younger == read.report.id]
        strong = [(elder, reuse) for elder, reuse in parents if reuse.share >= REUSED]
        if strong:
            most = max(reuse.share for _, reuse in strong)
            elder, reuse = min(
                (pair for pair in strong if pair[1].share * 5 >= most * 4), key=lambda pair: pair[1].elder
            )
            edge = _reuse_edge(group, read.report, group.report(elder), reuse)
            edges += [edge] if edge else []
    return edges


def _reuse_edge(group: Group, younger: Report, elder: Report, reuse: Reuse) -> Edge | None:
    """None where an outlet goes on with its own background: a follow-up is no rewrite of what came before."""
    is_copy = reuse.share >= COPIED
    name = elder.outlet or elder.host or "an earlier report"
    if group.keys[younger.id] & group.keys[elder.id]:
        words = f"{name} took up its own earlier report ({reuse.share // 10} % of the words)."
        evidence = _with_runs(words, reuse)
        return Edge(from_id=younger.id, to=elder.id, kind="updates", evidence=evidence) if is_copy else None
    manner = "repeats" if is_copy else "keeps whole passages of"
    share = f"{reuse.share // 10} % of its own words, quotations not counted"
    words = f"It {manner} {name} word for word ({share}), published later."
    kind: EdgeKind = "copies" if is_copy else "rewrites"
    return Edge(from_id=younger.id, to=elder.id, kind=kind, evidence=_with_runs(words, reuse))


def _with_runs(words: str, reuse: Reuse | None, first: tuple[Span, ...] = ()) -> Evidence:
    runs = reuse.runs if reuse else ()
    return Evidence(
        text=words,
        from_spans=(*first, *(ours for ours, _ in runs)),
        to_spans=tuple(theirs for _, theirs in runs),
        score=reuse.share if reuse else 0,
    )


def _credit_edges(group: Group, shared: Mapping[tuple[str, str], Reuse]) -> list[Edge]:
    edges: list[Edge] = []
    for read in group.published:
        report = read.report
        for finding in read.findings:
            edge = _credit_edge(group, report, finding, shared)
            edges += [edge] if edge else []
        if report.via_outlet and not is_named_itself(report.via_outlet, report):
            words = f"The feed gives {report.via_outlet} as its source."
            edges.append(_edge_to_outlet(group, report, report.via_outlet, "carries", words, (), shared))
    return edges


_CREDIT_KINDS: dict[str, EdgeKind] = {
    "original": "rewrites",
    "agency": "carries",
    "release": "carries",
    "outlet": "cites",
}


def _credit_edge(
    group: Group, report: Report, finding: Finding, shared: Mapping[tuple[str, str], Reuse]
) -> Edge | None:
    credit = finding.payload
    if not isinstance(credit, Credit) or credit.type not in _CREDIT_KINDS:
        return None
    name = credit.to if key_of(credit.to) else (credit.address or credit.to)
    if not key_of(name) or is_named_itself(name, report):
        return None
    words = f"It names {shown(name)} as {_AS[credit.type]}: “{finding.words(report.text)}”."
    return _edge_to_outlet(group, report, name, _CREDIT_KINDS[credit.type], words, finding.spans, shared)


_AS = {"original": "the original", "agency": "the agency", "release": "the release it prints", "outlet": "a source"}


def _edge_to_outlet(
    group: Group,
    report: Report,
    name: str,
    kind: EdgeKind,
    words: str,
    spans: tuple[Span, ...],
    shared: Mapping[tuple[str, str], Reuse],
) -> Edge:
    """To the report of that outlet, not younger, that shares most words with this one, else to the outlet by name."""
    key = key_of(name)
    theirs = [read for read in group.published if key in group.keys[read.report.id] and read.report.id != report.id]
    order = {read.report.id: at for at, read in enumerate(group.published)}
    theirs = [read for read in theirs if order[read.report.id] < order[report.id]] or theirs[:1]
    if not theirs:
        return Edge(
            from_id=report.id, to=shown(name), kind=kind, evidence=_with_runs(words, None, spans), is_held=False
        )
    pairs = [(shared.get((report.id, read.report.id)), read) for read in theirs]
    ours = _vocabulary(report)
    reuse, parent = max(
        pairs,
        key=lambda pair: (
            pair[0].share if pair[0] else 0,
            len(ours & _vocabulary(pair[1].report)),
            -order[pair[1].report.id],
        ),
    )
    if kind in ("rewrites", "cites") and reuse is not None and reuse.share >= COPIED:
        kind = "copies"
    return Edge(from_id=report.id, to=parent.report.id, kind=kind, evidence=_with_runs(words, reuse, spans))


def _vocabulary(report: Report) -> frozenset[str]:
    stop = stopwords("en")
    return frozenset(stem(word) for word in words_of(report.text) if word not in stop)


def _owner_edges(group: Group) -> list[Edge]:
    """From each outlet of a family to the family's earliest member."""
    first: dict[str, Read] = {}
    edges = []
    for read in group.published:
        family = group.families.get(read.report.id)
        if family is None:
            continue
        head = first.setdefault(family, read)
        if group.keys[head.report.id] != group.keys[read.report.id]:
            evidence = Evidence(
                text=f"Both outlets have the same owner ({read.report.owner or family}), as you stated."
            )
            edges.append(Edge(from_id=read.report.id, to=head.report.id, kind="same-owner", evidence=evidence))
    return edges
