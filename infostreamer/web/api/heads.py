"""Nouns -> what a listing shows of them, and the cited words of every line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace

from infostreamer.deliver.gathering import state_words
from infostreamer.desk import Desk
from infostreamer.model import Dossier, Finding, Line, NotFound, Report, Review, Span, Story
from infostreamer.web.addresses import dossier_path, report_path, story_path
from infostreamer.web.api.values import DossierHead, Found, ReportHead, StoryHead
from infostreamer.web.citations import Note, Notes

_LISTED = 4  # lines of the abstract in a listing


def story_head(story: Story, review: Review | None) -> StoryHead:
    """The head of a story."""
    current = [member for member in story.members if not member.is_superseded]
    return StoryHead(
        id=story.id,
        path=story_path(story),
        headline=story.headline,
        abstract=story.abstract[:_LISTED],
        reports=len(current),
        first_hand=sum(member.role == "first-hand" for member in current),
        independent=story.independent,
        independent_at_most=story.independent_at_most,
        contested=len(story.contested),
        outlets=tuple(dict.fromkeys(member.outlet for member in current if member.outlet)),
        revision=story.revision,
        state=state_words(review),
        first_at=story.first_at,
        last_at=story.last_at,
    )


def story_heads(desk: Desk, stories: Iterable[Story]) -> tuple[tuple[StoryHead, ...], tuple[Note, ...]]:
    """The heads of these stories, without those whose headline no report supports, and their cited words."""
    rows = list(stories)
    reports = desk.reports(sorted({span.report_id for story in rows for span in _head_spans(story)}))
    lawful = [shown(story, reports) for story in rows]
    reviews = desk.reviews(rows)
    heads = [story_head(story, reviews.get(story.id)) for story in lawful if story is not None]
    return tuple(heads), notes_of(desk, heads, reports)


def _head_spans(story: Story) -> list[Span]:
    return [span for line in (story.headline, *story.abstract[:_LISTED]) for span in line.citations]


def state_of(desk: Desk, story: Story) -> str:
    """The line that says whether a person looked at the story."""
    return state_words(desk.reviewed(story))


def shown(story: Story, reports: dict[str, Report]) -> Story | None:
    """The story without the lines that no held report supports; None when its headline is one of them."""
    if not is_lawful(story.headline, reports):
        return None
    return replace(
        story,
        timeline=tuple(moment for moment in story.timeline if is_lawful(moment.line, reports)),
        facts=tuple(fact for fact in story.facts if is_lawful(fact.line, reports)),
        alternates=lawful(story.alternates, reports),
        abstract=lawful(story.abstract, reports),
        lines=lawful(story.lines, reports),
        told=lawful(story.told, reports),
    )


def lawful(lines: Sequence[Line], reports: dict[str, Report]) -> tuple[Line, ...]:
    """Those of the lines that a held report supports."""
    return tuple(line for line in lines if is_lawful(line, reports))


def is_lawful(line: Line, reports: dict[str, Report]) -> bool:
    """True when the line was not withheld and at least one of its citations slices a held report."""
    if line.check == "withheld":
        return False
    return any(span.report_id in reports and span.end <= len(reports[span.report_id].text) for span in line.citations)


def notes_of(desk: Desk, value: object, reports: dict[str, Report] | None = None) -> tuple[Note, ...]:
    """The cited words of every span anywhere in the value, in order of appearance."""
    spans = dict.fromkeys(_spans_in(value))
    held = dict(reports or {})
    held.update(desk.reports(sorted({span.report_id for span in spans} - held.keys())))
    notes = Notes(held)
    for span in spans:
        notes.number(span)
    return notes.all()


def _spans_in(value: object) -> Iterable[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _spans_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _spans_in(getattr(value, field.name))


def report_head(report: Report, story_id: str | None) -> ReportHead:
    """The head of a report."""
    return ReportHead(
        id=report.id,
        path=report_path(report.id),
        canonical=report.canonical,
        outlet=report.outlet,
        title=report.title,
        byline=report.byline,
        published=report.published,
        language=report.language,
        kind=report.kind,
        fetched_at=report.fetched_at,
        previous_id=report.previous_id,
        seq=report.seq,
        story_id=story_id,
    )


def dossier_head(dossier: Dossier) -> DossierHead:
    """The head of a dossier."""
    return DossierHead(
        id=dossier.id,
        slug=dossier.slug,
        path=dossier_path(dossier.slug),
        title=dossier.title,
        question=dossier.question,
        stories=len(dossier.story_ids),
        created_at=dossier.created_at,
    )


def found_of(finding: Finding, report: Report) -> Found:
    """A finding with its exact words."""
    return Found(
        id=finding.id,
        report_id=finding.report_id,
        kind=finding.kind,
        spans=finding.spans,
        words=finding.words(report.text),
        maker=finding.maker,
        confidence=finding.confidence,
        payload=finding.payload,
    )


def whole_story(desk: Desk, story_id: str) -> tuple[Story, dict[str, Report]]:
    """The story with its lawful lines alone, and its reports.

    Raises:
        NotFound: no such story, or not one line of it is supported.
    """
    story = desk.story(story_id)
    reports = desk.reports(story.report_ids)
    kept = shown(story, reports)
    if kept is None:
        raise NotFound("That story is being built; ask again in a moment.")
    return kept, reports
