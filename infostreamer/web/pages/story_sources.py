"""Where a story comes from: every origin and every tie with its evidence, and who owns the outlets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import Reader, Report, Story
from infostreamer.web.addresses import story_path
from infostreamer.web.citations import Note, Notes, outlet_of
from infostreamer.web.origins import Node, tree_of
from infostreamer.web.pages.judgements import JudgementRow, rows_of
from infostreamer.web.pages.moving import story_or_moved
from infostreamer.web.parts.counting import RULE, Origin, counting_words, origins_of
from infostreamer.web.parts.ties import Tie, ties_of
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """One outlet of the story: the name that decisions call it by, and its owner family where somebody stated one."""

    outlet: str
    name: str
    owner: str | None
    source: str | None  # page of the source that gave its reports
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySourcesPage:
    """The lineage of one story."""

    SCHEMA: ClassVar[str] = "infostreamer/story-sources/1"
    TEMPLATE: ClassVar[str] = "story_sources.html"
    story_id: str
    path: str
    headline: str
    language: str | None
    independent: int
    independent_at_most: int
    counting: str
    rule: tuple[str, ...]
    origins: tuple[Origin, ...]
    tree: tuple[Node, ...]
    ties: tuple[Tie, ...]
    outlets: tuple[OutletRow, ...]
    judgements: tuple[JudgementRow, ...]
    notes: tuple[Note, ...]


def show(request: Request) -> Response:
    """GET /s/{id}/sources"""
    desk, reader = request.app.state.desk, reader_of(request)
    return story_or_moved(request, lambda: respond(request, read(desk, request.path_params["id"], reader)))


def read(desk: Desk, story_id: str, reader: Reader) -> StorySourcesPage:
    """The lineage of a story.

    Raises:
        NotFound: no such story.
    """
    story = desk.story(story_id)
    reports = desk.reports(story.report_ids)
    notes = Notes(reports)
    headline = notes.line(story.headline)
    ties, origins = ties_of(story.edges, reports), origins_of(story, reports)
    return StorySourcesPage(
        story_id=story.id,
        path=story_path(story),
        headline=story.headline.text,
        language=headline.language if headline else None,
        independent=story.independent,
        independent_at_most=story.independent_at_most,
        counting=counting_words(story, origins),
        rule=RULE,
        origins=origins,
        tree=tree_of(story, reports, ties),
        ties=ties,
        outlets=_outlets(desk, story, reports),
        judgements=rows_of(desk.judgements(story=story), reader),
        notes=notes.all(),
    )


def _outlets(desk: Desk, story: Story, reports: Mapping[str, Report]) -> tuple[OutletRow, ...]:
    owners = {source.id: source.owner for source, _, _ in desk.sources()}
    rows: dict[str, OutletRow] = {}
    for member in story.members:
        report = reports.get(member.report_id)
        name = (report.host if report else None) or outlet_of(member.outlet, report)
        source_id = report.source_id if report else None
        known = rows.get(name)
        rows[name] = OutletRow(
            outlet=known.outlet if known else outlet_of(member.outlet, report),
            name=name,
            owner=owners.get(source_id or "") or (report.owner if report else None) or (known.owner if known else None),
            source=f"/source/{source_id}" if source_id in owners else (known.source if known else None),
            reports=(known.reports if known else 0) + 1,
        )
    return tuple(sorted(rows.values(), key=lambda row: (-row.reports, row.outlet.casefold(), row.name)))
