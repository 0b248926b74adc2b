"""What the commands that decide something have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from infostreamer.cli.context import counted, say

if TYPE_CHECKING:
    from infostreamer.desk import Decision, Desk

F = TypeVar("F", bound=Callable[..., Any])


def decision_options(command: F) -> F:
    """Add `--note`, `--by` and `--dry-run`."""
    command = click.option("--dry-run", is_flag=True, help="Only say what it would do.")(command)
    command = click.option("--by", metavar="NAME", help="Who decides; the list of judgements shows it.")(command)
    return click.option("--note", metavar="TEXT", help="Why; the list of judgements shows it.")(command)


def carry_out(
    desk: Desk, decision: Decision, *, note: str | None = None, by: str | None = None, dry_run: bool = False
) -> None:
    """Say what the decision does, make it, and say how to take it back."""
    say(decision.will)
    if dry_run:
        return say("Nothing was changed.")
    judgement = desk.decide(decision, note=note, by=by)
    story_id = desk.story_of(decision.shows) if decision.shows else None
    if story_id:
        story = desk.story(story_id)
        say(f"{story.id[:8]}  {story.headline.text}  ({counted(len(story.members), 'report')})")
    say(f"Done. To take it back: infostreamer stories undo {judgement.id[:8]}")
