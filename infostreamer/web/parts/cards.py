"""A story as a card: headline, the first lines of its abstract, and what is new in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infostreamer.model import Change, Span, Story
from infostreamer.web.addresses import story_path
from infostreamer.web.citations import CitedLine, Notes
from infostreamer.web.times import When, moment

ABSTRACT = 2  # lines of the abstract on a card


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that is new in a story, with its notes."""

    what: str
    text: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One story on the front page."""

    story_id: str
    path: str
    headline: CitedLine
    abstract: tuple[CitedLine, ...]
    news: tuple[News, ...]
    is_new: bool  # the whole story is new since the reader looked
    new_reports: int
    contested: int
    denied: int
    first_hand: int
    reports: int
    independent: int
    independent_at_most: int
    outlets: tuple[str, ...]
    last: When | None
    position: int  # of its newest change since the reader looked; 0 when unchanged


def card_of(
    story: Story, changes: Sequence[Change], notes: Notes, *, lines: int = ABSTRACT, marks_new: bool = True
) -> Card | None:
    """The story's card; None when its headline has no citation that can be shown."""
    headline = notes.line(story.headline)
    if headline is None:
        return None
    roles = [member.role for member in story.members if not member.is_superseded]
    outlets = [member.outlet for member in story.members if member.outlet]
    return Card(
        story_id=story.id,
        path=story_path(story),
        headline=headline,
        abstract=notes.lines(story.abstract[:lines]),
        news=tuple(_news(changes, notes)),
        is_new=marks_new and any(change.what == "added" for change in changes),
        new_reports=sum(change.what == "new-report" for change in changes) if marks_new else 0,
        contested=sum(len(matter.sides) > 1 for matter in story.contested),
        denied=sum(len(matter.sides) == 1 for matter in story.contested),
        first_hand=roles.count("first-hand"),
        reports=len(roles),
        independent=story.independent,
        independent_at_most=story.independent_at_most,
        outlets=tuple(dict.fromkeys(outlets)),
        last=moment(story.last_at),
        position=max((change.position or 0 for change in changes), default=0),
    )


RANK = (
    "report-withdrawn",
    "correction",
    "report-edited",
    "new-denial",
    "figure-changed",
    "new-origin",
    "new-event",
    "new-report",
    "new-figure",
)
"""Kinds of change, the weightiest first."""

_SHOWN = tuple(what for what in RANK if what != "new-report")  # the card says how many reports are new


def _news(changes: Sequence[Change], notes: Notes) -> list[News]:
    """What a reader would want to know first, and of that the newest."""
    told = [change for change in changes if change.text and change.what in _SHOWN]
    told.sort(key=lambda change: (RANK.index(change.what), -(change.position or 0)))
    return [News(what=change.what, text=change.text, notes=notes.numbers(change.citations)) for change in told[:2]]


def spans_of_cards(stories: Sequence[Story], *, lines: int = ABSTRACT) -> list[Span]:
    """Every citation that the cards of these stories show."""
    shown = [line for story in stories for line in (story.headline, *story.abstract[:lines])]
    return [span for line in shown for span in line.citations]
