"""A story as it stood at one of its revisions: what a citation of it leads back to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import Line, NotFound, Report, Story
from infostreamer.web.addresses import report_path, story_path
from infostreamer.web.citations import CitedLine, Note, Notes, outlet_of
from infostreamer.web.parts.contested import Matter, matters_of
from infostreamer.web.parts.figures import Series, series_of
from infostreamer.web.parts.people import Person, people_of
from infostreamer.web.parts.timeline import Entry, entries_of
from infostreamer.web.parts.voices import Voice, voices_of
from infostreamer.web.render import respond
from infostreamer.web.times import When, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One kept form of a story."""

    number: int
    path: str
    at: When | None
    position: int  # of the newest change that tells of it


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMember:
    """One report that was in the story then."""

    path: str
    outlet: str
    title: str
    language: str | None
    published: When | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPage:
    """The story as it stood. `withheld` counts lines whose stored sentence cannot be shown any more."""

    SCHEMA: ClassVar[str] = "infostreamer/story-revision/1"
    TEMPLATE: ClassVar[str] = "past.html"
    story_id: str
    revision: int
    at: When | None
    path: str
    present: str | None  # address of the story now; None where it is no story of its own any more
    present_revision: int | None
    earlier: RevisionRow | None
    later: RevisionRow | None
    headline: CitedLine | None
    abstract: tuple[CitedLine, ...]
    happened: tuple[CitedLine, ...]
    said: tuple[Voice, ...]
    figures: tuple[Series, ...]
    contested: tuple[Matter, ...]
    speculation: tuple[CitedLine, ...]
    state: tuple[CitedLine, ...]
    timeline: tuple[Entry, ...]
    who: tuple[Person, ...]
    members: tuple[PastMember, ...]
    independent: int
    independent_at_most: int
    withheld: int
    notes: tuple[Note, ...]


def revision_path(story_id: str, number: int) -> str:
    """Where a story as it stood lives."""
    return f"/s/{story_id}@{number}"


def show(request: Request) -> Response:
    """GET /s/{id}@{rev}"""
    page = read(request.app.state.desk, request.path_params["id"], request.path_params["rev"])
    return respond(request, page)


def read(desk: Desk, story_id: str, number: int) -> PastPage:
    """The story as it stood at that revision.

    Raises:
        NotFound: that form is not kept.
    """
    story = desk.story_at(story_id, number)
    reports = desk.reports(story.report_ids)
    present = _present(desk, story_id)
    return _page(story, reports, rows_of(desk, story_id), present)


def rows_of(desk: Desk, story_id: str) -> tuple[RevisionRow, ...]:
    """Every kept form of a story, oldest first."""
    return tuple(
        RevisionRow(number=number, path=revision_path(story_id, number), at=moment(at), position=position)
        for number, at, position in desk.story_revisions(story_id)
    )


def revision_with(rows: Sequence[RevisionRow], position: int) -> RevisionRow | None:
    """The first kept form that has the change at this position; None where it came after the newest."""
    return next((row for row in rows if row.position >= position), None)


def _present(desk: Desk, story_id: str) -> Story | None:
    """The story now, or the one that took it in."""
    try:
        return desk.story(story_id)
    except NotFound:
        survivor = desk.moved_to(story_id)
        return desk.story(survivor) if survivor else None


def _page(story: Story, reports: Mapping[str, Report], rows: Sequence[RevisionRow], present: Story | None) -> PastPage:
    notes, number = Notes(reports), story.revision
    kinds: dict[str, list[Line]] = {}
    for line in story.lines:
        kinds.setdefault(line.kind, []).append(line)
    headline, abstract = notes.line(story.headline), notes.lines(story.abstract)
    happened = notes.lines(kinds.get("event", ()))
    said = voices_of(story.lines, lambda line: notes.line(line, is_direct=line.kind == "quote"))
    figures, contested = series_of(story.figures, reports, notes), matters_of(story.contested, reports, notes)
    return PastPage(
        story_id=story.id,
        revision=number,
        at=next((row.at for row in rows if row.number == number), None),
        path=revision_path(story.id, number),
        present=story_path(present) if present else None,
        present_revision=present.revision if present and present.id == story.id else None,
        earlier=next((row for row in reversed(rows) if row.number < number), None),
        later=next((row for row in rows if row.number > number), None),
        headline=headline,
        abstract=abstract,
        happened=happened,
        said=said,
        figures=figures,
        contested=contested,
        speculation=notes.lines(kinds.get("speculation", ())),
        state=notes.lines(kinds.get("state", ())),
        timeline=entries_of(story.timeline, notes),
        who=people_of(story.who, notes),
        members=_members(story, reports),
        independent=story.independent,
        independent_at_most=story.independent_at_most,
        withheld=notes.withheld,
        notes=notes.all(),
    )


def _members(story: Story, reports: Mapping[str, Report]) -> tuple[PastMember, ...]:
    held = [(member, reports[member.report_id]) for member in reversed(story.members) if member.report_id in reports]
    return tuple(
        PastMember(
            path=report_path(report.id),
            outlet=outlet_of(member.outlet, report),
            title=report.title or "Untitled report",
            language=report.language,
            published=moment(member.published),
            role=member.role,
        )
        for member, report in held
        if not member.is_superseded
    )
