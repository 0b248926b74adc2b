"""Derived edges, roles and counts against a gold case: what is right, missed and false, in words that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lineage_gold import Case, GoldEdge, GoldStory, key_of

from infostreamer.model import Edge, Report, Story
from infostreamer.stories.outlets import key_of as outlet_key


@dataclass(slots=True)
class Outcome:
    """Of one case. The lists hold one sentence per error."""

    name: str
    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    pairs: tuple[int, int, int] = (0, 0, 0)  # right, missed, false with kind and direction left out
    counts: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    reports: int = 0
    stories: int = 0
    wrong_least: int = 0
    wrong_most: int = 0
    wrong_origins: int = 0
    split: int = 0  # stories whose reports were not all put together, or with others

    @property
    def errors(self) -> int:
        """All of them."""
        return sum(map(len, (self.missed, self.false, self.counts, self.roles)))


def score(case: Case, reports: Sequence[Report], stories: Sequence[Story]) -> Outcome:
    """The case's outcome. Stories may hold reports of other cases too: an edge to one of them is false."""
    keys = {report.id: key_of(report.address) for report in reports}
    outcome = Outcome(case.name, reports=len(case.roles), stories=len(case.stories))
    _score_edges(case, [_named(edge, keys) for story in stories for edge in story.edges], outcome)
    _score_roles(case, keys, stories, outcome)
    for gold in case.stories:
        _score_count(gold, keys, stories, outcome)
    return outcome


Given = tuple[str, str, str, bool]  # from, kind, to, is held


def _named(edge: Edge, keys: dict[str, str]) -> Given:
    return keys[edge.from_id], edge.kind, keys[edge.to] if edge.is_held else edge.to, edge.is_held


def _score_edges(case: Case, given: Sequence[Given], outcome: Outcome) -> None:
    ours = sorted({edge for edge in given if edge[0].split("/")[0] == case.name})
    found: set[GoldEdge] = set()
    for edge in ours:
        match = next((gold for gold in case.edges if _is_same(edge, gold)), None)
        if match is None:
            outcome.false.append(f"{edge[0]} {edge[1]} {edge[2]}")
        elif match in found or match.is_optional:
            found.add(match)
        else:
            found.add(match)
            outcome.right += 1
    missed = [gold for gold in case.edges if gold not in found and not gold.is_optional]
    outcome.missed += [f"{gold.frm} {'|'.join(gold.kinds)} {'|'.join(gold.to)}" for gold in missed]
    outcome.pairs = _pairs(case, ours)


def _is_same(edge: Given, gold: GoldEdge) -> bool:
    frm, kind, to, is_held = edge
    if kind not in gold.kinds or is_held != gold.is_held:
        return False
    there = frm == gold.frm and _is_one_of(to, gold)
    return there or (gold.is_either_way and to == gold.frm and _is_one_of(frm, gold))


def _is_one_of(to: str, gold: GoldEdge) -> bool:
    return to in gold.to if gold.is_held else outlet_key(to) in {outlet_key(name) for name in gold.to}


def _pairs(case: Case, ours: Sequence[Given]) -> tuple[int, int, int]:
    """(right, missed, false) pairs of reports or outlets that are joined at all."""
    given = {frozenset((frm, to if is_held else outlet_key(to))) for frm, _, to, is_held in ours}
    right, missed, used = 0, 0, set()
    for gold in case.edges:
        wanted = {frozenset((gold.frm, to if gold.is_held else outlet_key(to))) for to in gold.to}
        used |= wanted
        if not gold.is_optional:
            right, missed = (right + 1, missed) if wanted & given else (right, missed + 1)
    return right, missed, len(given - used)


def _score_roles(case: Case, keys: dict[str, str], stories: Sequence[Story], outcome: Outcome) -> None:
    for story in stories:
        for member in story.members:
            wanted = case.roles.get(keys[member.report_id])
            if wanted is not None and member.role not in wanted:
                outcome.roles.append(f"{keys[member.report_id]} is {'|'.join(wanted)}, not {member.role}")


def _score_count(gold: GoldStory, keys: dict[str, str], stories: Sequence[Story], outcome: Outcome) -> None:
    """Against the story that holds most of the reports."""
    held = [frozenset(keys[member.report_id] for member in story.members) for story in stories]
    at = max(range(len(stories)), key=lambda at: (len(held[at] & gold.members), -len(held[at]), -at))
    story, name = stories[at], " ".join(sorted(gold.members))
    outcome.split += held[at] != gold.members
    is_least, is_most = story.independent == gold.independent, story.independent_at_most in gold.at_most
    groups = frozenset(frozenset(keys[report_id] for report_id in origin) for origin in story.origins)
    outcome.wrong_least += not is_least
    outcome.wrong_most += not is_most
    outcome.wrong_origins += groups != gold.origins
    if not (is_least and is_most):
        most = "|".join(map(str, gold.at_most))
        outcome.counts.append(
            f"{name}: {gold.independent} to {most}, not {story.independent} to {story.independent_at_most}"
        )
