"""One story: everything derived from its reports, each line with its citations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import OWNER, Finding, Line, Member, Reader, Report, Story
from infostreamer.web import charts
from infostreamer.web.addresses import outside, report_path, story_path
from infostreamer.web.charts import Chart
from infostreamer.web.citations import CitedLine, Note, Notes, name_of, outlet_of
from infostreamer.web.origins import Node, tree_of
from infostreamer.web.outcomes import Outcome, outcome
from infostreamer.web.pages.changes import Step, fresh_of, steps_of
from infostreamer.web.pages.judgements import JudgementRow, rows_of
from infostreamer.web.pages.moving import JOINED, story_or_moved
from infostreamer.web.parts.contested import Matter, matters_of
from infostreamer.web.parts.counting import RULE, counting_words, origins_of
from infostreamer.web.parts.facts import FactGroup, fact_groups
from infostreamer.web.parts.figures import Series, series_of
from infostreamer.web.parts.marks import StoryMarks, marks_of
from infostreamer.web.parts.notes import PeoplesPart, peoples_part
from infostreamer.web.parts.people import Person, people_of
from infostreamer.web.parts.take import Take, take_story
from infostreamer.web.parts.ties import Tie, ties_of
from infostreamer.web.parts.timeline import Entry, entries_of
from infostreamer.web.parts.voices import Voice, voices_of
from infostreamer.web.parts.whereabouts import Whereabouts, whereabouts_of
from infostreamer.web.reader import reader_of
from infostreamer.web.render import moved, respond
from infostreamer.web.times import When, edtf_words, moment, published

_STEPS, _FRESH = 8, 12
_PASSAGES = 1  # of each tie; the page of the sources has all


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One report of the story, its role and why it is here."""

    report_id: str
    path: str
    outlet: str
    title: str
    language: str | None
    published: When | None
    role: str
    of: str | None
    evidence: str | None
    reasons: tuple[str, ...]
    byline: tuple[str, ...]
    original: str | None
    is_superseded: bool
    is_new: bool
    withdrawn: tuple[int, ...]  # notes: where the outlet says that it withdrew it
    corrected: tuple[int, ...]  # notes: where it says that an earlier version was wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRow:
    """A picture as a report presents it; linked, never shown, because showing needs the right to."""

    outlet: str
    address: str | None
    credit: str | None
    licence: str | None
    caption: str | None
    alt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRow:
    """Another story that names the same people or organisations."""

    path: str
    headline: str
    names: tuple[str, ...]
    last: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What just happened to this story, for whoever did it or was led here."""

    judgement: JudgementRow | None = None  # just made
    is_settling: bool = False  # stories are still being built anew
    joined: str | None = None  # id of the story that was asked for and is part of this one now


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """One happening, many reports."""

    SCHEMA: ClassVar[str] = "infostreamer/story/1"
    TEMPLATE: ClassVar[str] = "story.html"
    id: str
    path: str
    revision: int
    headline: CitedLine | None
    alternates: tuple[CitedLine, ...]
    abstract: tuple[CitedLine, ...]
    happened: tuple[CitedLine, ...]
    said: tuple[Voice, ...]
    figures: tuple[Series, ...]
    contested: tuple[Matter, ...]
    contested_lines: tuple[CitedLine, ...]
    speculation: tuple[CitedLine, ...]
    commentary: tuple[CitedLine, ...]
    state: tuple[CitedLine, ...]
    timeline: tuple[Entry, ...]
    density: Chart | None
    facts: tuple[FactGroup, ...]
    origins: tuple[Node, ...]
    ties: tuple[Tie, ...]
    independent: int
    independent_at_most: int
    counting: str
    rule: tuple[str, ...]
    first_hand: tuple[str, ...]  # outlets with own reporting
    originals_missing: tuple[str, ...]
    who: tuple[Person, ...]
    members: tuple[MemberRow, ...]
    images: tuple[ImageRow, ...]
    changes: Outcome[tuple[Step, ...]]
    fresh: tuple[Step, ...]  # since the reader looked, the weightiest first
    reports: int  # members without older versions of the same publication
    new_reports: int
    told: tuple[CitedLine, ...]  # by a language model, apart from all else
    withheld: int
    withheld_by: tuple[tuple[str, int], ...]  # writer -> how many of its lines the law did not let through
    last: When | None
    first: When | None
    position: int
    marks: StoryMarks
    related: Outcome[tuple[RelatedRow, ...]]
    judgements: tuple[JudgementRow, ...]
    banner: Banner
    people: PeoplesPart
    whereabouts: Whereabouts
    notes: tuple[Note, ...]
    take: Take | None = None


def show(request: Request) -> Response:
    """GET /s/{id}/{slug}: any other slug is led to the true one."""
    return story_or_moved(request, lambda: _answer(request))


def _answer(request: Request) -> Response:
    path, query = request.url.path, request.query_params
    page = read(
        request.app.state.desk,
        request.path_params["id"],
        reader=reader_of(request),
        decided=query.get("decided", ""),
        joined=query.get(JOINED, ""),
        takes_errors=bool(request.app.state.settings["web.error_reports"]),
    )
    if not path.endswith(".json") and path != page.path:
        return moved(page.path + (f"?{request.url.query}" if request.url.query else ""))
    return respond(request, replace(page, take=take_story(request, page.id)))


def read(
    desk: Desk,
    story_id: str,
    *,
    reader: Reader = OWNER,
    decided: str = "",
    joined: str = "",
    takes_errors: bool = False,
) -> StoryPage:
    """The story as it stands.

    Args:
        desk: where it is kept.
        story_id: its id.
        reader: whose marks are shown.
        decided: id of the judgement that led here.
        joined: id of the story that was asked for, where it is part of this one now.
        takes_errors: readers may report errors.

    Raises:
        NotFound: no such story.
    """
    story = desk.story(story_id)
    reports, marks = desk.reports(story.report_ids), marks_of(desk, reader, story)
    found = outcome(lambda: desk.findings(story.report_ids)).value or {}
    around = Around(
        new=marks.new_reports,
        marks=marks,
        position=desk.position(),
        related=outcome(lambda: _related(desk, story)),
        judgements=rows_of(desk.judgements(story=story), reader),
        banner=_banner(desk, story, reader, decided, joined),
        whereabouts=whereabouts_of(desk, story),
        fresh=lambda notes: fresh_of(desk, story.id, notes, since=marks.until, most=_FRESH),
        people=lambda notes: peoples_part(desk, story, reader, takes_errors=takes_errors, cited=notes),
    )
    return page_of(story, reports, found, around=around, steps=_steps(desk, story.id, marks.until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a story's page shows besides the story."""

    new: frozenset[str]  # reports that are new since the reader looked
    marks: StoryMarks
    position: int
    related: Outcome[tuple[RelatedRow, ...]]
    judgements: tuple[JudgementRow, ...]
    banner: Banner
    whereabouts: Whereabouts
    fresh: Callable[[Notes], tuple[Step, ...]]
    people: Callable[[Notes], PeoplesPart]


def _related(desk: Desk, story: Story) -> tuple[RelatedRow, ...]:
    return tuple(
        RelatedRow(path=story_path(other), headline=other.headline.text, names=names[:3], last=moment(other.last_at))
        for other, names in desk.related(story)
    )


def _banner(desk: Desk, story: Story, reader: Reader, decided: str, joined: str) -> Banner:
    """Only what is so: an address that anybody may have written cannot make the page say anything else."""
    made = rows_of((one for one in desk.judgements() if one.judgement.id == decided), reader) if decided else ()
    is_joined = bool(joined) and desk.moved_to(joined) == story.id
    return Banner(
        judgement=made[0] if made else None,
        is_settling=desk.is_settling,
        joined=joined if is_joined else None,
    )


def _steps(desk: Desk, story_id: str, since: int) -> Callable[[Notes], Outcome[tuple[Step, ...]]]:
    return lambda notes: outcome(lambda: steps_of(desk, story_id, notes, shown=_STEPS, since=since))


def page_of(
    story: Story,
    reports: Mapping[str, Report],
    findings: Mapping[str, Sequence[Finding]],
    *,
    around: Around,
    steps: Callable[[Notes], Outcome[tuple[Step, ...]]],
) -> StoryPage:
    """The page of a story; lines are numbered in the order in which they are read."""
    notes = Notes(reports, new_reports=around.new)
    by_id = {finding.id: finding for found in findings.values() for finding in found}
    told, changes = _told(story, reports, by_id, notes), steps(notes)
    alternates, timeline = notes.lines(story.alternates), entries_of(story.timeline, notes)
    ties, who = ties_of(story.edges, reports, most=_PASSAGES), people_of(story.who, notes)
    return StoryPage(
        **told,
        id=story.id,
        path=story_path(story),
        revision=story.revision,
        alternates=alternates,
        timeline=timeline,
        density=charts.density(entry.edtf for entry in timeline),
        origins=tree_of(story, reports, ties),
        ties=ties,
        independent=story.independent,
        independent_at_most=story.independent_at_most,
        counting=counting_words(story, origins_of(story, reports)),
        rule=RULE,
        first_hand=_first_hand(story, reports),
        originals_missing=story.originals_missing,
        who=who,
        members=tuple(
            _member(member, reports.get(member.report_id), around.new, notes) for member in reversed(story.members)
        ),
        images=tuple(_images(story, reports)),
        changes=changes,
        fresh=around.fresh(notes),
        reports=sum(not member.is_superseded for member in story.members),
        new_reports=len(around.new),
        withheld=story.withheld + notes.withheld,
        withheld_by=story.withheld_by,
        last=moment(story.last_at),
        first=moment(story.first_at),
        position=around.position,
        marks=around.marks,
        related=around.related,
        judgements=around.judgements,
        banner=around.banner,
        people=around.people(notes),
        whereabouts=around.whereabouts,
        notes=notes.all(),
    )


def _told(story: Story, reports: Mapping[str, Report], by_id: Mapping[str, Finding], notes: Notes) -> dict[str, Any]:
    """The sections that are read, by their field's name: made in the order in which they stand on the page."""
    kinds: dict[str, list[Line]] = {}
    for line in story.lines:
        kinds.setdefault(line.kind, []).append(line)
    told: dict[str, Any] = {"headline": notes.line(story.headline), "abstract": notes.lines(story.abstract)}
    told["facts"] = fact_groups(story.facts if len(story.origins) > 1 else (), reports, notes)
    told["happened"] = _dated(story, kinds.get("event", ()), notes)
    told["said"] = voices_of(story.lines, lambda line: _spoken(line, by_id, reports, notes))
    told["figures"] = series_of(story.figures, reports, notes)
    told["contested"] = matters_of(story.contested, reports, notes)
    told["contested_lines"] = () if told["contested"] else notes.lines(kinds.get("contested", ()))
    for kind in ("speculation", "commentary", "state"):
        told[kind] = notes.lines(kinds.get(kind, ()))
    told["told"] = notes.lines(story.told)
    return told


def _payload(line: Line, by_id: Mapping[str, Finding], field: str) -> str | bool | None:
    for finding_id in line.finding_ids:
        value = getattr(by_id[finding_id].payload, field, None) if finding_id in by_id else None
        if value is not None:
            return value  # type: ignore[no-any-return]
    return None


def _dated(story: Story, lines: Iterable[Line], notes: Notes) -> tuple[CitedLine, ...]:
    """What happened, dated as on the timeline: a finding's own date may be that of an aside in the sentence."""
    times = {moment.line.citations[0]: edtf_words(moment.when) for moment in story.timeline if moment.when}
    cited = (notes.line(line, date=times.get(line.citations[0])) for line in lines)
    return tuple(line for line in cited if line is not None)


def _edtf_of(line: Line, by_id: Mapping[str, Finding], field: str) -> str | None:
    value = _payload(line, by_id, field)
    return edtf_words(str(value)) if value else None


_SETTING = ("venue", "handle", "via")  # of what was said, in the report's own words


def _spoken(line: Line, by_id: Mapping[str, Finding], reports: Mapping[str, Report], notes: Notes) -> CitedLine | None:
    """The line with when, where and through whom it was said; only what stands so in a report that it cites."""
    cited = notes.line(line, date=_edtf_of(line, by_id, "date"), is_direct=line.kind == "quote")
    if cited is None:
        return None
    texts = [reports[span.report_id].text for span in line.citations if span.report_id in reports]
    given = {field: _payload(line, by_id, field) for field in _SETTING}
    told = {
        field: value
        for field, value in given.items()
        if value and str(value) not in line.text and any(str(value) in text for text in texts)
    }
    return replace(cited, **told)  # type: ignore[arg-type]


def _first_hand(story: Story, reports: Mapping[str, Report]) -> tuple[str, ...]:
    own = [member for member in story.members if member.role == "first-hand"]
    return tuple(dict.fromkeys(outlet_of(member.outlet, reports.get(member.report_id)) for member in own))


def _member(member: Member, report: Report | None, new: frozenset[str], notes: Notes) -> MemberRow:
    of = member.of
    return MemberRow(
        report_id=member.report_id,
        path=report_path(member.report_id),
        outlet=outlet_of(member.outlet, report),
        title=(report.title if report else None) or "Untitled report",
        language=report.language if report else None,
        published=published(report.published) if report else None,
        role=member.role,
        of=of,
        evidence=member.evidence,
        reasons=member.reasons,
        byline=report.byline if report else (),
        original=outside(report.canonical) if report else None,
        is_superseded=member.is_superseded,
        is_new=member.report_id in new,
        withdrawn=notes.numbers([member.withdrawn] if member.withdrawn else []),
        corrected=notes.numbers([member.corrected] if member.corrected else []),
    )


def _images(story: Story, reports: Mapping[str, Report]) -> list[ImageRow]:
    rows = []
    for report in (reports[report_id] for report_id in story.report_ids if report_id in reports):
        for image in report.images:
            row = ImageRow(
                outlet=name_of(report),
                address=outside(image.address),
                credit=image.credit,
                licence=image.licence,
                caption=image.caption,
                alt=image.alt,
            )
            if row not in rows:
                rows.append(row)
    return rows
