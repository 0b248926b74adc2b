"""Stories of a dossier -> where it stands: the newest state of what was reported most, not yesterday's noise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from infostreamer.model import Line, Story, fold

MOST, ENOUGH = 5, 3
HALF_LIFE_DAYS = 30
"""A story counts half as much for every 30 days that lie between its last report and the newest of the dossier."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def standing_of(stories: Sequence[Story]) -> tuple[Line, ...]:
    """One line of each of the weightiest stories, the story with the newest report first; no line twice.

    Where that makes fewer than `ENOUGH` lines, the next ones of their abstracts follow.

    A story with one report stands here only where fewer than `ENOUGH` have more: it is not yet known to matter.
    """
    many = [story for story in stories if current_reports(story) > 1]
    newest = max((story.last_at for story in stories if story.last_at), default=_LONG_AGO)
    weighty = sorted(many if len(many) >= ENOUGH else stories, key=lambda story: (-_weight(story, newest), story.id))[
        :MOST
    ]
    ordered = sorted(weighty, key=lambda story: (story.last_at or _LONG_AGO, story.id), reverse=True)
    told = [story.abstract or (story.headline,) for story in ordered]
    firsts = [lines[0] for lines in told]
    further = (line for row in zip_longest(*(lines[1:] for lines in told)) for line in row if line is not None)
    kept: dict[str, Line] = {}
    for line in firsts:
        kept.setdefault(fold(line.text), line)
    for line in further:
        if len(kept) < ENOUGH:
            kept.setdefault(fold(line.text), line)
    return tuple(kept.values())


def current_reports(story: Story) -> int:
    """Publications in it, each once."""
    return sum(not member.is_superseded for member in story.members)


def _weight(story: Story, newest: datetime) -> int:
    """Reports and, more than these, independent origins; halved with age. Whole numbers: the same on every machine."""
    age_days = (newest - story.last_at).days if story.last_at else 0
    return ((current_reports(story) + 2 * story.independent) * 1000) >> min(age_days // HALF_LIFE_DAYS, 20)
