"""Moments as a timeline page shows them: when, what, who published it, and the story it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from infostreamer.desk.chronicle import StoryHead, ToldMoment
from infostreamer.model import Moment, Report, Story
from infostreamer.web.addresses import story_path
from infostreamer.web.citations import CitedLine, Notes, name_of
from infostreamer.web.times import When, edtf_words, moment

Named = StoryHead | Story
"""A story, or as much of it as names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRef:
    """A story to go to."""

    path: str
    headline: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One entry of a timeline."""

    when: str
    edtf: str | None
    precision: str
    status: str
    place: str | None
    line: CitedLine
    reported: When | None
    outlet: str | None
    story: StoryRef | None


def told_of(
    moments: Iterable[Moment], reports: Mapping[str, Report], holding: Mapping[str, StoryHead]
) -> list[ToldMoment]:
    """Moments with who published their sentence when, and which story holds it now."""
    told = []
    for one in moments:
        report_id = one.line.citations[0].report_id
        report, story = reports.get(report_id), holding.get(report_id)
        reported = report.published.at if report and report.published else None
        outlet = name_of(report) if report else None
        told.append(ToldMoment(story_id=story.id if story else "", moment=one, outlet=outlet, reported=reported))
    return told


def rows_of(told: Iterable[ToldMoment], stories: Mapping[str, Named], notes: Notes) -> tuple[EventRow, ...]:
    """The entries that can be cited, in the order given."""
    rows = []
    for one in told:
        line = notes.line(one.moment.line)
        if line is None:
            continue
        rows.append(
            EventRow(
                when=edtf_words(one.moment.when),
                edtf=one.moment.when,
                precision=one.moment.precision,
                status=one.moment.status,
                place=one.moment.place,
                line=line,
                reported=moment(one.reported),
                outlet=one.outlet,
                story=ref_of(stories.get(one.story_id)),
            )
        )
    return tuple(rows)


def ref_of(story: Named | None) -> StoryRef | None:
    """Where the story is; None where there is none."""
    if story is None:
        return None
    member = next((one for one in story.members if one.report_id == story.headline.first_report_id), None)
    language = member.language if member else None
    return StoryRef(path=story_path(story), headline=story.headline.text, language=language)


def reports_of(told: Sequence[ToldMoment]) -> list[str]:
    """Ids of the reports that these cite."""
    return sorted({span.report_id for one in told for span in one.moment.line.citations})
