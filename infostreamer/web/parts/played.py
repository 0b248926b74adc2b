"""The part that one source's reports play: first-hand or not, whom they copy, who copies them, silent edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Edge, Report, Story
from infostreamer.web.addresses import report_path
from infostreamer.web.citations import name_of
from infostreamer.web.times import When, moment

_KINDS = {"copies": "copies", "rewrites": "rewrites", "carries": "carries", "cites": "cites"}
_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """How often one outlet stands at the other end, in which way, with stories that show it, the newest first."""

    outlet: str
    kind: str
    count: int
    stories: tuple[tuple[str, str], ...]  # (address, headline), at most three


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRow:
    """One publication whose text was changed after the first version that was seen."""

    path: str  # of the difference
    title: str
    seen: When | None
    is_said: bool  # the publisher says that it was corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Over the newest reports of one source that stand in a story."""

    placed: int  # publications in stories
    first_hand: int
    roles: tuple[tuple[str, int], ...]  # role -> publications, the most frequent first
    takes_from: tuple[TieRow, ...]
    taken_by: tuple[TieRow, ...]
    edits: tuple[EditRow, ...]


def played(given: Sequence[Report], stories: Iterable[Story], reports: Mapping[str, Report]) -> Played:
    """What these reports are in their stories.

    Args:
        given: reports of one source, the newest first.
        stories: the stories that hold them.
        reports: at least the reports at the other end of each tie, by id.
    """
    own = {report.id for report in given}
    held = list(stories)
    members = [one for story in held for one in story.members if one.report_id in own and not one.is_superseded]
    roles = Counter(one.role for one in members)
    corrected = {one.report_id for story in held for one in story.members if one.corrected is not None}
    return Played(
        placed=len(members),
        first_hand=roles["first-hand"],
        roles=tuple(roles.most_common()),
        takes_from=_ties(held, own, reports, is_from=True),
        taken_by=_ties(held, own, reports, is_from=False),
        edits=tuple(_edit(report, corrected) for report in given if report.previous_id is not None),
    )


def others_of(stories: Iterable[Story], own: Iterable[str]) -> set[str]:
    """Ids of the reports that are tied to the source's own."""
    mine = set(own)
    edges = [edge for story in stories for edge in story.edges if edge.kind in _KINDS and edge.is_held]
    ends = {end for edge in edges for end in (edge.from_id, edge.to) if {edge.from_id, edge.to} & mine}
    return ends - mine


def _ties(
    stories: Sequence[Story], own: set[str], reports: Mapping[str, Report], *, is_from: bool
) -> tuple[TieRow, ...]:
    found: dict[tuple[str, str], list[Story]] = {}
    for story in stories:
        for edge in story.edges:
            near, far = (edge.from_id, edge.to) if is_from else (edge.to, edge.from_id)
            if edge.kind in _KINDS and near in own and far not in own:
                found.setdefault((_outlet(edge, far, reports), edge.kind), []).append(story)
    rows = [
        TieRow(outlet=outlet, kind=kind, count=len(each), stories=_examples(each))
        for (outlet, kind), each in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.outlet, row.kind)))


def _outlet(edge: Edge, end: str, reports: Mapping[str, Report]) -> str:
    if end in reports:
        return name_of(reports[end])
    return "an outlet whose report is not kept" if edge.is_held else end


def _examples(stories: Sequence[Story]) -> tuple[tuple[str, str], ...]:
    newest = sorted(dict.fromkeys(stories), key=lambda story: (str(story.last_at or ""), story.id), reverse=True)
    return tuple((f"/s/{story.id}/sources", story.headline.text) for story in newest[:_EXAMPLES])


def _edit(report: Report, corrected: set[str]) -> EditRow:
    return EditRow(
        path=f"{report_path(report.id)}/diff",
        title=report.title or "Untitled report",
        seen=moment(report.fetched_at),
        is_said=report.id in corrected,
    )
