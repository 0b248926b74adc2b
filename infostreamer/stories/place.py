"""An epoch of reports + live stories -> which story each report belongs to, and why.

The rule, in order: (1) a decision of an editor; (2) a new version of a known publication joins its story; (3) a
near-copy joins the story of the report it copies; (4) the most alike open story, if alike enough; (5) a new story.
Every score is a whole number and ties go to the smaller story id, so that any machine gives the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from infostreamer.model import Judgement, content_id
from infostreamer.stories.board import Asked, Board, Sought, board_beside
from infostreamer.stories.entry import Entry
from infostreamer.stories.features import Features, Read
from infostreamer.stories.likeness import days_apart, measure, own_of, score
from infostreamer.stories.outline import Outline
from infostreamer.stories.reasons import reasons_of, shared_names
from infostreamer.stories.walk import Walk
from infostreamer.stories.weights import WEIGHTS, Weights

__all__ = ["Board", "Entry", "Outline", "Placed", "Placement", "Read", "Sought", "Weights", "place_epoch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One report's story, the score (per mille of likeness) and the reasons an editor reads."""

    report_id: str
    story_id: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The epoch placed.

    Attributes:
        placements: one per report, in the order handed in.
        outlines: of the stories it touched, by story id.
        entries: for the board, one per report, in the order of the placements; kept once the epoch is full.
    """

    placements: tuple[Placement, ...]
    outlines: tuple[Outline, ...]
    entries: tuple[Entry, ...] = ()


def place_epoch(
    epoch: Sequence[Read],
    live: Sequence[Outline],
    *,
    judgements: Sequence[Judgement] = (),
    window_days: int = 365,
    weights: Weights = WEIGHTS,
    sought: Sought | None = None,
    known: Mapping[str, str] | None = None,
) -> Placed:
    """The story of every report of one epoch, walked in `seq` order.

    Args:
        epoch: the reports placed together; their order and partition are part of the definition.
        live: outlines of the stories that may take reports; any order. With `sought`, its stories and the partners'.
        judgements: what editors decided; undone ones are ignored, their order does not matter. Not read with `sought`.
        window_days: a story whose reports are further away than this takes no report.
        sought: what a board that lives from epoch to epoch found for this very epoch; without it the
            candidates are searched for among `live` alone.
        known: report id -> story, of the partners that were placed in earlier epochs.
    """
    found = sought or board_beside(live, window_days, weights).seek(epoch, judgements)
    walk = Walk(found, live, known or {}, timedelta(days=window_days), weights)
    pairs = zip(epoch, found.asked, strict=True)
    ordered = sorted(pairs, key=lambda pair: (pair[1].features.seq, pair[1].features.report_id))
    placed = {asked.features.report_id: _place_one(read, asked, walk) for read, asked in ordered}
    ids = [read.report.id for read in epoch]
    return Placed(
        placements=tuple(placed[report_id] for report_id in ids),
        outlines=tuple(walk.outlines[story_id] for story_id in walk.touched),
        entries=tuple(walk.entries[report_id] for report_id in ids),
    )


def _place_one(read: Read, asked: Asked, walk: Walk) -> Placement:
    features = asked.features
    placement = (
        _decided(features, walk)
        or _same_publication(read, features, walk)
        or _near_copy(features, walk)
        or _most_alike(asked, walk)
    )
    if placement is None:
        story_id = content_id("story", features.report_id)
        placement = Placement(report_id=features.report_id, story_id=story_id, score=0, reasons=("first report of it",))
    walk.join(placement.story_id, asked)
    return placement


def _decided(features: Features, walk: Walk) -> Placement | None:
    """The story an editor merged it into, where a partner is placed; or a story of its own after a split."""
    for partner in walk.rules.together(features.report_id):
        if partner in walk.story_of:
            return _placement(features, walk.story_of[partner], 1000, ("an editor put them together",))
    if walk.rules.is_split_off(features.report_id):
        story_id = content_id("story", features.report_id)
        return _placement(features, story_id, 1000, ("an editor split it off",))
    return None


def _same_publication(read: Read, features: Features, walk: Walk) -> Placement | None:
    previous = walk.story_of.get(read.report.previous_id or "")
    story_id = previous or walk.by_canonical.get(features.canonical)
    if story_id is None or walk.rules.keeps_apart(features.report_id, walk.outlines[story_id].report_ids):
        return None
    return _placement(features, story_id, 1000, ("new version of a report in this story",))


def _near_copy(features: Features, walk: Walk) -> Placement | None:
    """The story of the report whose words it mostly repeats."""
    weights = walk.weights
    if len(features.prints) < weights.fewest_prints:
        return None
    for story_id, count in walk.sharing_prints(features)[:8]:
        outline = walk.outlines[story_id]
        share, outlet = _best_sketch(features, outline, weights)
        is_alike = count * 1000 >= weights.copied * len(features.prints) and share >= weights.copied
        is_alike = is_alike and not days_apart(features, outline, weights)
        if is_alike and walk.is_allowed(features, story_id):
            reason = f"nearly the same words as {outlet or 'an earlier report'} ({share // 10} %)"
            return _placement(features, story_id, share, (reason, *shared_names(features, outline)))
    return None


def _best_sketch(features: Features, outline: Outline, weights: Weights) -> tuple[int, str | None]:
    """The largest share (per mille) of fingerprints in common with one member, of the smaller set; and its outlet."""
    best: tuple[int, str | None] = (0, None)
    for sketch in outline.sketches:
        common = len(features.prints.intersection(sketch.prints))
        share = common * 1000 // max(1, min(len(features.prints), len(sketch.prints)))
        if share > best[0] and len(sketch.prints) >= weights.fewest_prints:
            best = (share, sketch.outlet)
    return best


def _most_alike(asked: Asked, walk: Walk) -> Placement | None:
    own, weights = own_of(asked.features, asked.telling), walk.weights
    measured = {
        story_id: measure(own, walk.outlines[story_id], walk.held(story_id, asked), weights)
        for story_id in walk.candidates(asked)
    }
    scored = [(score(one, weights), story_id) for story_id, one in measured.items()]
    enough = [each for each in scored if each[0] >= walk.bar(asked, measured[each[1]])]
    if not enough:
        return None
    best, story_id = min(enough, key=lambda item: (-item[0], item[1]))
    outline, held = walk.outlines[story_id], walk.held(story_id, asked)
    return _placement(asked.features, story_id, best, reasons_of(own, outline, held, measured[story_id], weights))


def _placement(features: Features, story_id: str, score: int, reasons: tuple[str, ...]) -> Placement:
    return Placement(report_id=features.report_id, story_id=story_id, score=score, reasons=reasons)
