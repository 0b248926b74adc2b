"""Operations on what one reader sees, keeps and writes: news, marks, follows and mutes, notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from infostreamer.desk.since import parse_since
from infostreamer.model import Keep, Span
from infostreamer.model.note import Note, Visibility
from infostreamer.web.api.heads import notes_of, story_heads
from infostreamer.web.api.operation import Asked, Nothing, Operation, Paged, Query
from infostreamer.web.api.paging import paged
from infostreamer.web.api.values import Listing, NewsAnswer, NewsRow, Undo, WrittenNote

Kind = Literal["follow", "mute", "bookmark", "highlight"]
Item = Annotated[
    str,
    Meta(min_length=3, max_length=200, description="story:ID, dossier:SLUG, who:ID, source:ID or report:ID."),
]
Position = Annotated[int, Meta(ge=0, le=2**53)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceWhen(Paged):
    """From where on; without it, from where the reader last looked."""

    since: Annotated[str, Meta(max_length=60, description="last, 24h, 7d, a date, an ISO time or a position.")] = "last"
    q: Query = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenStories:
    """Story ids with the position that was on screen (`position` of the news)."""

    positions: Annotated[dict[Annotated[str, Meta(pattern="^[0-9a-f]{16}$")], Position], Meta(max_length=500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpTo:
    """Everything up to a position was seen, or of a query the stories that match."""

    position: Position
    query: Annotated[str, Meta(max_length=500)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoKey:
    """What "caught up" answered with."""

    undo: Annotated[str, Meta(min_length=1, max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepsAsked(Paged):
    """Which keeps."""

    kind: Annotated[str, Meta(pattern="^(|follow|mute|bookmark|highlight)$", description="Only of this kind.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKeep:
    """Something to follow, mute, bookmark or highlight. `until` ends a mute; `span` marks a highlight."""

    kind: Kind
    item: Item
    until: datetime | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneKeep:
    """Which keep."""

    kind: Kind
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesAsked(Paged):
    """Which notes."""

    item: Annotated[str, Meta(max_length=200, description="Only on this item, such as story:ID.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note in plain text, on an item or on words of a report (`span`); only editors share one with the desk."""

    item: Item
    body: Annotated[str, Meta(min_length=1, max_length=10_000)]
    kind: Literal["note", "correction"] = "note"
    visibility: Visibility = "private"
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneNote:
    """Which note."""

    id: Annotated[str, Meta(pattern="^[0-9a-f]{8,16}$", description="Id of a note, or its first 8 digits.")]


def news(asked: Asked[SinceWhen, None]) -> NewsAnswer:
    """What changed, story by story and fact by fact. Asking marks nothing as seen."""
    desk, params = asked.desk, asked.params
    since = parse_since(params.since, desk.now())

    def read(limit: int, offset: int) -> list[str]:
        page = desk.news(asked.reader, since=since, query=params.q, limit=limit, offset=offset)
        found.update({item.story.id: item for item in page.items})
        totals[:] = [page.total, page.position, page.muted]
        return [item.story.id for item in page.items]

    found: dict[str, object] = {}
    totals: list[int] = [0, 0, 0]
    shown, following = paged("news", params.after, params.limit, read, lambda story_id: story_id)
    rows = _rows(asked, [found[story_id] for story_id in shown])
    return NewsAnswer(
        items=rows,
        notes=notes_of(desk, rows),
        next=following,
        total=totals[0],
        position=totals[1],
        muted=totals[2],
    )


def _rows(asked: Asked[SinceWhen, None], items: list[object]) -> tuple[NewsRow, ...]:
    from infostreamer.model import StoryNews

    told = [item for item in items if isinstance(item, StoryNews)]
    heads, _ = story_heads(asked.desk, [item.story for item in told])
    by_id = {head.id: head for head in heads}
    return tuple(
        NewsRow(
            story=by_id[item.story.id],
            state=item.state,
            words=item.words,
            changes=item.changes,
            position=item.position,
            is_muted=item.is_muted,
        )
        for item in told
        if item.story.id in by_id
    )


def saw(asked: Asked[Nothing, SeenStories]) -> None:
    """Mark stories as seen up to what was on screen. A mark never moves back."""
    asked.desk.saw(asked.reader, asked.body.positions)


def caught_up(asked: Asked[Nothing, UpTo]) -> Undo:
    """Mark everything as seen up to a position."""
    return Undo(undo=asked.desk.caught_up(asked.reader, asked.body.position, asked.body.query))


def uncaught(asked: Asked[Nothing, UndoKey]) -> None:
    """Take the last "caught up" back."""
    asked.desk.uncaught(asked.reader, asked.body.undo)


def keeps(asked: Asked[KeepsAsked, None]) -> Listing[Keep]:
    """What the reader follows, mutes, bookmarks and highlights, the newest first."""
    kinds: dict[str, Kind] = {"follow": "follow", "mute": "mute", "bookmark": "bookmark", "highlight": "highlight"}
    rows = asked.desk.keeps(asked.reader, kinds.get(asked.params.kind))
    shown, following = paged(
        "keeps",
        asked.params.after,
        asked.params.limit,
        lambda count, at: rows[at : at + count],
        lambda row: f"{row.kind} {row.item}",
    )
    return Listing(items=tuple(shown), next=following, total=len(rows))


def keep(asked: Asked[Nothing, NewKeep]) -> Keep:
    """Follow, mute, bookmark or highlight."""
    body = asked.body
    return asked.desk.keep(asked.reader, body.kind, body.item, until=body.until, span=body.span)


def drop(asked: Asked[OneKeep, None]) -> None:
    """Keep it no more; nothing happens where it was not kept."""
    asked.desk.drop(asked.reader, asked.params.kind, asked.params.item)


def notes(asked: Asked[NotesAsked, None]) -> Listing[WrittenNote]:
    """The notes that the reader may see, the newest first."""
    rows = asked.desk.notes(asked.params.item or None, reader=asked.reader)
    shown, following = paged(
        "notes", asked.params.after, asked.params.limit, lambda count, at: rows[at : at + count], lambda row: row.id
    )
    return Listing(items=tuple(map(_written, shown)), next=following, total=len(rows))


def add_note(asked: Asked[Nothing, NewNote]) -> WrittenNote:
    """Write a note."""
    body = asked.body
    made = asked.desk.add_note(
        body.item, body.body, reader=asked.reader, span=body.span, kind=body.kind, visibility=body.visibility
    )
    return _written(made)


def remove_note(asked: Asked[OneNote, None]) -> None:
    """Delete a note of one's own; it is kept as deleted."""
    asked.desk.set_note(asked.params.id, state="deleted", reader=asked.reader)


def _written(note: Note) -> WrittenNote:
    return WrittenNote(
        id=note.id,
        item=note.item,
        by=note.by,
        at=note.at,
        body=note.body,
        kind=note.kind,
        state=note.state,
        visibility=note.visibility,
        anchor=note.selectors,
        line=note.line,
        edited_at=note.edited_at,
    )


OPERATIONS = (
    Operation(
        name="news",
        method="GET",
        path="/news",
        group="News and marks",
        summary="What changed since the reader last looked, or since a time",
        call=news,
        answer=NewsAnswer,
        schema="infostreamer/api-news/1",
        params=SinceWhen,
    ),
    Operation(
        name="saw",
        method="POST",
        path="/news/seen",
        group="News and marks",
        summary="Mark stories as seen up to what was on screen",
        call=saw,
        answer=None,
        schema="",
        body=SeenStories,
        scope="own",
        status=204,
    ),
    Operation(
        name="caught-up",
        method="POST",
        path="/news/caught-up",
        group="News and marks",
        summary="Mark everything as seen up to a position",
        call=caught_up,
        answer=Undo,
        schema="infostreamer/api-undo/1",
        body=UpTo,
        scope="own",
        status=201,
    ),
    Operation(
        name="uncaught",
        method="POST",
        path="/news/uncaught",
        group="News and marks",
        summary="Take the last “caught up” back",
        call=uncaught,
        answer=None,
        schema="",
        body=UndoKey,
        scope="own",
        status=204,
    ),
    Operation(
        name="keeps",
        method="GET",
        path="/keeps",
        group="News and marks",
        summary="What the reader follows, mutes, bookmarks and highlights",
        call=keeps,
        answer=Listing[Keep],
        schema="infostreamer/api-keeps/1",
        params=KeepsAsked,
        scope="own",
    ),
    Operation(
        name="keep",
        method="POST",
        path="/keeps",
        group="News and marks",
        summary="Follow, mute, bookmark or highlight",
        call=keep,
        answer=Keep,
        schema="infostreamer/api-keep/1",
        body=NewKeep,
        scope="own",
        status=201,
    ),
    Operation(
        name="drop",
        method="DELETE",
        path="/keeps/{kind}/{item}",
        group="News and marks",
        summary="Keep something no more",
        call=drop,
        answer=None,
        schema="",
        params=OneKeep,
        scope="own",
        status=204,
    ),
    Operation(
        name="notes",
        method="GET",
        path="/notes",
        group="Notes",
        summary="Notes that the reader may see, the newest first",
        call=notes,
        answer=Listing[WrittenNote],
        schema="infostreamer/api-notes/1",
        params=NotesAsked,
        scope="own",
    ),
    Operation(
        name="add-note",
        method="POST",
        path="/notes",
        group="Notes",
        summary="Write a note on an item or on words of a report",
        call=add_note,
        answer=WrittenNote,
        schema="infostreamer/api-note/1",
        body=NewNote,
        scope="own",
        status=201,
    ),
    Operation(
        name="remove-note",
        method="DELETE",
        path="/notes/{id}",
        group="Notes",
        summary="Delete a note of one’s own",
        call=remove_note,
        answer=None,
        schema="",
        params=OneNote,
        scope="own",
        status=204,
    ),
)
