"""What changed in one story, newest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.since import parse_since
from infostreamer.model import Change, Reader
from infostreamer.web.addresses import story_path
from infostreamer.web.citations import Note, Notes
from infostreamer.web.pages.moving import story_or_moved
from infostreamer.web.pages.past import RevisionRow, revision_with, rows_of
from infostreamer.web.parts.cards import RANK
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond
from infostreamer.web.times import When, moment

_LOG = 5000  # steps of one story that are looked up
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a story's history."""

    position: int
    what: str
    text: str
    at: When | None
    notes: tuple[int, ...]
    is_new: bool
    revision: RevisionRow | None = None  # the first kept form of the story that has it


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """The history of one story."""

    SCHEMA: ClassVar[str] = "infostreamer/changes/1"
    TEMPLATE: ClassVar[str] = "changes.html"
    story_id: str
    path: str
    headline: str
    language: str | None
    revision: int
    steps: tuple[Step, ...]
    revisions: tuple[RevisionRow, ...]  # every kept form, oldest first
    is_whole: bool  # False: older steps are not looked up
    notes: tuple[Note, ...]


WORDS = {
    "added": "The story began.",
    "updated": "The story was compiled anew.",
    "removed": "The story was joined with another one.",
    "new-report": "A report was added.",
    "new-event": "A new event is reported.",
    "new-figure": "A new figure is reported.",
    "figure-changed": "A figure changed.",
    "new-denial": "A denial is reported.",
    "new-origin": "Another origin reports it.",
    "report-edited": "A report was edited by its publisher.",
    "report-withdrawn": "A report was withdrawn by its publisher.",
    "correction": "A report was corrected by its publisher.",
    "judged": "A person corrected a line.",
}


def _newest_first(change: Change) -> tuple[float, int, int]:
    """By moment; of what came at one moment, what matters most to a reader first."""
    rank = RANK.index(change.what) if change.what in RANK else len(RANK)
    return (-change.at.timestamp() if change.at else 0.0, rank, -(change.position or 0))


def show(request: Request) -> Response:
    """GET /s/{id}/changes"""
    desk, since = request.app.state.desk, request.query_params.get("since")
    return story_or_moved(
        request, lambda: respond(request, read(desk, request.path_params["id"], reader_of(request), since=since))
    )


def read(desk: Desk, story_id: str, reader: Reader, *, since: str | None = None) -> ChangesPage:
    """The history of one story; what is new to the reader, or since a time or position, is marked.

    Raises:
        NotFound: no such story.
        BadInput: `since` is no time.
    """
    story, wanted = desk.story(story_id), parse_since(since, desk.now())
    notes, rows = Notes(desk.reports(story.report_ids)), rows_of(desk, story.id)
    headline = notes.line(story.headline)
    return ChangesPage(
        story_id=story.id,
        path=story_path(story),
        headline=story.headline.text,
        language=headline.language if headline else None,
        revision=story.revision,
        steps=tuple(
            replace(step, revision=revision_with(rows, step.position))
            for step in steps_of(
                desk, story.id, notes, since=until_of(desk, reader, story.id) if wanted is None else wanted
            )
        ),
        revisions=rows,
        is_whole=len(desk.changes(0, limit=_LOG, nouns=("story",), item=story.id)) < _LOG,
        notes=notes.all(),
    )


def until_of(desk: Desk, reader: Reader, story_id: str) -> int:
    """The position up to which the reader has seen the story; 0 for nothing."""
    news = desk.news_of(reader, [story_id]).get(story_id)
    return news.until if news else 0


def steps_of(
    desk: Desk, story_id: str, notes: Notes, *, shown: int = _SHOWN, since: int | datetime = 0
) -> tuple[Step, ...]:
    """The newest steps of a story's history; what a rebuild wrote again is left out."""
    mine = desk.changes_of(story_id)
    mine.sort(key=_newest_first)
    return tuple(_step(change, notes, is_new=_is_new(change, since)) for change in mine[:shown])


def _step(change: Change, notes: Notes, *, is_new: bool) -> Step:
    return Step(
        position=change.position or 0,
        what=change.what,
        text=change.text or WORDS.get(change.what, change.what),
        at=moment(change.at),
        notes=notes.numbers(change.citations),
        is_new=is_new,
    )


def fresh_of(desk: Desk, story_id: str, notes: Notes, *, since: int, most: int) -> tuple[Step, ...]:
    """What came after that position, the weightiest first and of equal weight the newest; nothing since 0."""
    log = desk.changes_of(story_id) if since else []
    told = [one for one in log if one.what in RANK and one.text and (one.position or 0) > since]
    told.sort(key=lambda change: (RANK.index(change.what), -(change.position or 0)))
    return tuple(_step(change, notes, is_new=True) for change in told[:most])


def _is_new(change: Change, since: int | datetime) -> bool:
    """To somebody who saw nothing of the story, nothing in it is marked."""
    if isinstance(since, datetime):
        return change.at is not None and change.at >= since
    return 0 < since < (change.position or 0)
