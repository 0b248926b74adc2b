"""What a query would match, ready to show: before a search is saved, a dossier made or an alert set."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.desk import Desk, Preview, Why
from infostreamer.model import Story
from infostreamer.web.addresses import story_path
from infostreamer.web.citations import CitedLine, Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a story matches: a part of the query, what fulfils it, and its notes (at least one)."""

    asked: str
    found: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """One story that would be matched."""

    path: str
    headline: CitedLine
    reports: int
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """`words`: what the query means; `total` stories match now, at least so many where `is_bounded`."""

    query: str
    words: str
    total: int
    is_bounded: bool
    stories: tuple[Matched, ...]


def notes_for(desk: Desk, preview: Preview, *more: Story) -> Notes:
    """The notes of a page that shows this preview and the headlines of these stories."""
    shown = [*(one.story for one in preview.newest), *more]
    spans = [span for story in shown for span in story.headline.citations]
    spans += [span for one in preview.newest for why in one.why for span in why.spans]
    return Notes(desk.reports(sorted({span.report_id for span in spans})))


def preview_of(preview: Preview, notes: Notes) -> PreviewView:
    """The preview with its citations; a story or reason without one that can be shown is left out."""
    stories = [
        Matched(
            path=story_path(one.story),
            headline=headline,
            reports=len(one.story.members),
            why=tuple(_reasons(one.why, notes)),
        )
        for one in preview.newest
        if (headline := notes.line(one.story.headline)) is not None
    ]
    return PreviewView(
        query=preview.query,
        words=preview.words,
        total=preview.total,
        is_bounded=preview.is_bounded,
        stories=tuple(stories),
    )


def _reasons(why: tuple[Why, ...], notes: Notes) -> list[Reason]:
    rows = ((one, notes.numbers(one.spans)) for one in why)
    return [Reason(asked=one.asked, found=one.found, notes=numbers) for one, numbers in rows if numbers]
