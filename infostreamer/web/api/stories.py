"""Operations on stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from msgspec import Meta

from infostreamer.deliver.gathering import state_words
from infostreamer.model import Change, Fact, FigureSeries, Line, Moment, NotFound, Review, Story, content_id
from infostreamer.web.addresses import story_path
from infostreamer.web.api.heads import notes_of, state_of, story_heads, whole_story
from infostreamer.web.api.heads import shown as shown_lawfully
from infostreamer.web.api.operation import Asked, Operation, Paged, Query, StoryId
from infostreamer.web.api.paging import cursor_of, paged, place_of
from infostreamer.web.api.values import Listing, Origins, RevisionHead, StoryAnswer, StoryHead

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneStory:
    """Which story."""

    id: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Paged):
    """Which stories."""

    q: Query = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRevision:
    """A story as it stood."""

    id: StoryId
    revision: Annotated[int, Meta(ge=1, le=10**9, description="Number of the revision.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Why, for whoever reads the judgements later."""

    note: Annotated[str, Meta(max_length=500)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStory(Paged):
    """A listing of one story."""

    id: StoryId


def listed(asked: Asked[Asking, None]) -> Listing[StoryHead]:
    """Stories, the one with the newest report first; goes on after the last one shown, whatever has arrived since."""
    return _matching(asked) if asked.params.q.strip() else _all(asked)


def _matching(asked: Asked[Asking, None]) -> Listing[StoryHead]:
    desk, params = asked.desk, asked.params
    ids = desk.matching_ids(params.q, reader=asked.reader).story_ids
    shown, following = paged(
        "matching", params.after, params.limit, lambda count, at: ids[at : at + count], lambda story_id: story_id
    )
    heads, notes = story_heads(desk, desk.stories_by_id(shown).values())
    return Listing(items=heads, notes=notes, next=following, total=len(ids))


def _all(asked: Asked[Asking, None]) -> Listing[StoryHead]:
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


def revisions(asked: Asked[OfStory, None]) -> Listing[RevisionHead]:
    """The forms of a story that are kept, oldest first."""
    found = asked.desk.story_revisions(asked.desk.story(asked.params.id).id)
    rows = tuple(RevisionHead(revision=number, at=at, position=position) for number, at, position in found)
    shown, following = paged(
        "revisions",
        asked.params.after,
        asked.params.limit,
        lambda count, at: rows[at : at + count],
        lambda row: str(row.revision),
    )
    return Listing(items=tuple(shown), next=following, total=len(rows))


def at_revision(asked: Asked[AtRevision, None]) -> StoryAnswer:
    """A whole story as it stood at a revision, each citation in the words that were stored then."""
    story = asked.desk.story_at(asked.desk.story(asked.params.id).id, asked.params.revision)
    reports = asked.desk.reports(story.report_ids)
    kept = shown_lawfully(story, reports)
    if kept is None:
        raise NotFound("The reports that this revision rests on are not held any more.")
    return StoryAnswer(
        story=kept,
        path=f"/s/{story.id}@{story.revision}",
        state=state_words(None),
        notes=notes_of(asked.desk, kept, reports),
    )


def review(asked: Asked[OneStory, Remark]) -> Review:
    """Say that a person has read the whole story as it stands; it says so until the judgement is undone."""
    story = asked.desk.story(asked.params.id)
    return asked.desk.mark_reviewed(story.id, by=asked.reader.name, note=asked.body.note)


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
    _operation("stories", "/stories", "Stories, the newest first", listed, Listing[StoryHead], Asking),
    _operation("story", "/stories/{id}", "A whole story", one, StoryAnswer, OneStory),
    _operation("story-changes", "/stories/{id}/changes", "What changed in a story", changes, Listing[Change]),
    _operation("story-revisions", "/stories/{id}/revisions", "The revisions kept", revisions, Listing[RevisionHead]),
    _operation(
        "story-revision",
        "/stories/{id}/revisions/{revision}",
        "A story as it stood",
        at_revision,
        StoryAnswer,
        AtRevision,
    ),
    Operation(
        name="review-story",
        method="POST",
        path="/stories/{id}/review",
        group="Stories",
        summary="Say that a person has read the whole story",
        call=review,
        answer=Review,
        schema="infostreamer/api-review/1",
        params=OneStory,
        body=Remark,
        scope="write",
        status=201,
    ),
    _operation("story-lines", "/stories/{id}/lines", "Every line of a story", lines, Listing[Line]),
    _operation("story-facts", "/stories/{id}/facts", "Facts, aligned over the reports", facts, Listing[Fact]),
    _operation("story-quotes", "/stories/{id}/quotes", "Quotes and statements", quotes, Listing[Line]),
    _operation("story-figures", "/stories/{id}/figures", "Figures, every version", figures, Listing[FigureSeries]),
    _operation("story-timeline", "/stories/{id}/timeline", "What happened when", timeline, Listing[Moment]),
    _operation("story-origins", "/stories/{id}/origins", "Who rewrote whom", origins, Origins, OneStory),
)
