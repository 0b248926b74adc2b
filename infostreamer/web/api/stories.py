"""Operations on stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from infostreamer.model import Change, Fact, FigureSeries, Line, Moment, Story, content_id
from infostreamer.web.addresses import story_path
from infostreamer.web.api.heads import notes_of, state_of, story_heads, whole_story
from infostreamer.web.api.operation import Asked, Operation, Paged, StoryId
from infostreamer.web.api.paging import cursor_of, paged, place_of
from infostreamer.web.api.values import Listing, Origins, StoryAnswer, StoryHead

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneStory:
    """Which story."""

    id: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStory(Paged):
    """A listing of one story."""

    id: StoryId


def listed(asked: Asked[Paged, None]) -> Listing[StoryHead]:
    """Stories, the one with the newest report first; goes on after the last one shown, whatever has arrived since."""
    desk, limit, cursor = asked.desk, asked.params.limit, asked.params.after
    before = place_of("stories", cursor, tuple[datetime | None, str]) if cursor else None
    rows = desk.stories_after(before, limit=limit + 1)
    heads, notes = story_heads(desk, rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    following = cursor_of("stories", last.last_at.isoformat() if last.last_at else None, last.id) if last else None
    return Listing(items=heads, notes=notes, next=following, total=desk.counts()["stories"])


def one(asked: Asked[OneStory, None]) -> StoryAnswer:
    """A whole story."""
    story, reports = whole_story(asked.desk, asked.params.id)
    return StoryAnswer(
        story=story,
        path=story_path(story),
        state=state_of(asked.desk, story),
        notes=notes_of(asked.desk, story, reports),
    )


def changes(asked: Asked[OfStory, None]) -> Listing[Change]:
    """What happened to a story, oldest first."""
    story_id = asked.desk.story(asked.params.id).id
    limit, cursor = asked.params.limit, asked.params.after
    after = place_of("changes", cursor, tuple[int])[0] if cursor else 0
    rows = asked.desk.changes(after, limit=limit + 1, nouns=("story",), item=story_id)
    shown = tuple(rows[:limit])
    following = cursor_of("changes", shown[-1].position or 0) if len(rows) > limit else None
    return Listing(items=shown, notes=notes_of(asked.desk, shown), next=following)


def lines(asked: Asked[OfStory, None]) -> Listing[Line]:
    """Every line of a story, in reading order."""
    story, _ = whole_story(asked.desk, asked.params.id)
    return _page(asked, "lines", (story.headline, *story.abstract, *story.alternates, *story.lines))


def quotes(asked: Asked[OfStory, None]) -> Listing[Line]:
    """Who says what in a story."""
    story, _ = whole_story(asked.desk, asked.params.id)
    return _page(asked, "quotes", tuple(line for line in story.lines if line.kind in ("quote", "statement")))


def facts(asked: Asked[OfStory, None]) -> Listing[Fact]:
    """What reports assert, agree and disagree on."""
    return _page(asked, "facts", _story(asked).facts)


def figures(asked: Asked[OfStory, None]) -> Listing[FigureSeries]:
    """Every version of every figure, never averaged."""
    return _page(asked, "figures", _story(asked).figures)


def timeline(asked: Asked[OfStory, None]) -> Listing[Moment]:
    """What happened when."""
    return _page(asked, "timeline", _story(asked).timeline)


def origins(asked: Asked[OneStory, None]) -> Origins:
    """Where a story comes from."""
    story, reports = whole_story(asked.desk, asked.params.id)
    return Origins(
        members=story.members,
        edges=story.edges,
        origins=story.origins,
        independent=story.independent,
        independent_at_most=story.independent_at_most,
        originals_missing=story.originals_missing,
        notes=notes_of(asked.desk, (story.members, story.edges), reports),
    )


def _story(asked: Asked[OfStory, None]) -> Story:
    return whole_story(asked.desk, asked.params.id)[0]


def _page(asked: Asked[OfStory, None], listing: str, rows: tuple[T, ...]) -> Listing[T]:
    shown, following = paged(
        listing, asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], _key
    )
    items = tuple(shown)
    return Listing(items=items, notes=notes_of(asked.desk, items), next=following, total=len(rows))


def _key(row: object) -> str:
    return content_id("row", repr(row))


def _operation(name: str, path: str, summary: str, call: Any, answer: Any, params: type = OfStory) -> Operation:
    return Operation(
        name=name,
        method="GET",
        path=path,
        group="Stories",
        summary=summary,
        call=call,
        answer=answer,
        schema=f"infostreamer/api-{name}/1",
        params=params,
    )


OPERATIONS = (
    _operation("stories", "/stories", "Stories, the newest first", listed, Listing[StoryHead], Paged),
    _operation("story", "/stories/{id}", "A whole story", one, StoryAnswer, OneStory),
    _operation("story-changes", "/stories/{id}/changes", "What changed in a story", changes, Listing[Change]),
    _operation("story-lines", "/stories/{id}/lines", "Every line of a story", lines, Listing[Line]),
    _operation("story-facts", "/stories/{id}/facts", "Facts, aligned over the reports", facts, Listing[Fact]),
    _operation("story-quotes", "/stories/{id}/quotes", "Quotes and statements", quotes, Listing[Line]),
    _operation("story-figures", "/stories/{id}/figures", "Figures, every version", figures, Listing[FigureSeries]),
    _operation("story-timeline", "/stories/{id}/timeline", "What happened when", timeline, Listing[Moment]),
    _operation("story-origins", "/stories/{id}/origins", "Who rewrote whom", origins, Origins, OneStory),
)
