"""An epoch of reports + live stories -> which story each report belongs to, and why.

The rule, in order: (1) a decision of an editor; (2) a new version of a known publication joins its story; (3) a
near-copy joins the story of the report it copies; (4) the most alike open story, if alike enough; (5) a new story.
Every score is a whole number and ties go to the smaller story id, so that any machine gives the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from infostreamer.model import Judgement, content_id
from infostreamer.stories.board import Board
from infostreamer.stories.constraints import Constraints, constraints_of
from infostreamer.stories.features import Features, Read, features_of
from infostreamer.stories.likeness import Measured, days_apart, measure, reasons_of, score, shared_names
from infostreamer.stories.outline import Outline
from infostreamer.stories.weights import WEIGHTS, Weights

__all__ = ["Outline", "Placed", "Placement", "Read", "Weights", "place_epoch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One report's story, the score (per mille of likeness) and the reasons an editor reads."""

    report_id: str
    story_id: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The epoch placed: one placement per report in the epoch's order; the outlines it touched, by story id."""

    placements: tuple[Placement, ...]
    outlines: tuple[Outline, ...]


def place_epoch(
    epoch: Sequence[Read],
    live: Sequence[Outline],
    *,
    judgements: Sequence[Judgement] = (),
    window_days: int = 14,
    weights: Weights = WEIGHTS,
) -> Placed:
    """The story of every report of one epoch, walked in `seq` order.

    Args:
        epoch: the reports placed together; their order and partition are part of the definition.
        live: outlines of the stories that may still take reports; any order.
        judgements: what editors decided; undone ones are ignored, their order does not matter.
        window_days: a story whose reports are further away than this takes no report.
    """
    board = Board(live, [features_of(read, weights.emphasis) for read in epoch], timedelta(days=window_days), weights)
    rules = constraints_of(judgements)
    ordered = sorted(zip(epoch, board.epoch, strict=True), key=lambda pair: (pair[1].seq, pair[1].report_id))
    placed = {features.report_id: _place_one(read, features, board, rules) for read, features in ordered}
    touched = sorted(board.touched)
    return Placed(
        placements=tuple(placed[read.report.id] for read in epoch),
        outlines=tuple(board.outlines[story_id] for story_id in touched),
    )


def _place_one(read: Read, features: Features, board: Board, rules: Constraints) -> Placement:
    placement = (
        _decided(features, board, rules)
        or _same_publication(read, features, board, rules)
        or _near_copy(features, board, rules)
        or _most_alike(features, board, rules)
    )
    if placement is None:
        story_id = content_id("story", features.report_id)
        placement = Placement(report_id=features.report_id, story_id=story_id, score=0, reasons=("first report of it",))
    board.join(placement.story_id, features)
    return placement


def _decided(features: Features, board: Board, rules: Constraints) -> Placement | None:
    """The story an editor merged it into, where a partner is placed; or a story of its own after a split."""
    for partner in rules.together(features.report_id):
        if partner in board.story_of:
            return _placement(features, board.story_of[partner], 1000, ("an editor put them together",))
    if rules.is_split_off(features.report_id):
        story_id = content_id("story", features.report_id)
        return _placement(features, story_id, 1000, ("an editor split it off",))
    return None


def _same_publication(read: Read, features: Features, board: Board, rules: Constraints) -> Placement | None:
    previous = board.story_of.get(read.report.previous_id or "")
    story_id = previous or board.by_canonical.get(features.canonical)
    if story_id is None or rules.keeps_apart(features.report_id, board.outlines[story_id].report_ids):
        return None
    return _placement(features, story_id, 1000, ("new version of a report in this story",))


def _near_copy(features: Features, board: Board, rules: Constraints) -> Placement | None:
    """The story of the report whose words it mostly repeats."""
    weights = board.weights
    if len(features.prints) < weights.fewest_prints:
        return None
    for story_id, count in board.sharing_prints(features)[:8]:
        outline = board.outlines[story_id]
        share, outlet = _best_sketch(features, outline, weights)
        is_alike = count * 1000 >= weights.copied * len(features.prints) and share >= weights.copied
        is_alike = is_alike and not days_apart(features, outline, weights)
        if is_alike and board.is_allowed(features, story_id, rules):
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


def _most_alike(features: Features, board: Board, rules: Constraints) -> Placement | None:
    open_to_it = [one for one in board.candidates(features) if board.is_allowed(features, one, rules)]
    measured = {one: _measured(features, board, one) for one in open_to_it}
    scored = [(score(measured[one], board.weights), one) for one in open_to_it]
    best, story_id = min(scored, key=lambda item: (-item[0], item[1]), default=(0, ""))
    if best < board.bar:
        return None
    outline, held = board.outlines[story_id], board.held(story_id)
    reasons = reasons_of(features, outline, held, board.telling, board.weights, measured[story_id])
    return _placement(features, story_id, best, reasons)


def _measured(features: Features, board: Board, story_id: str) -> Measured:
    return measure(features, board.outlines[story_id], board.held(story_id), board.telling, board.weights)


def _placement(features: Features, story_id: str, score: int, reasons: tuple[str, ...]) -> Placement:
    return Placement(report_id=features.report_id, story_id=story_id, score=score, reasons=reasons)
