"""A story or dossier with its reports -> the sheet that all its exports are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from infostreamer.deliver.addresses import dossier_path, report_path, story_path, who_path
from infostreamer.deliver.citing import Citing, home_of, outlet_of, text_hash
from infostreamer.deliver.licences import is_open
from infostreamer.deliver.quoting import Budget, quotable
from infostreamer.deliver.sheet import (
    UNREVIEWED,
    Amount,
    Corrected,
    Origin,
    Person,
    Picture,
    Place,
    Row,
    Section,
    Sheet,
)
from infostreamer.model import (
    Contested,
    Dossier,
    FigureSeries,
    FigureVersion,
    Line,
    Moment,
    OpenQuestion,
    Report,
    Story,
    Who,
)
from infostreamer.model.dossier import OpenKind

_OPEN: Mapping[OpenKind, str] = {
    "contested": "Contested",
    "denied": "Denied",
    "unattributed": "Nobody signs it",
    "original-missing": "Original not held",
    "figures-differ": "Figures differ",
}
_SAID = ("quote", "statement")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a sheet says besides the story or dossier itself."""

    place: Place
    budget: Budget
    state: str = UNREVIEWED
    corrections: tuple[Corrected, ...] = ()


def story_sheet(story: Story, reports: Mapping[str, Report], around: Around) -> Sheet:
    """The sheet of one story.

    Args:
        story: what is told.
        reports: its reports by id; a line whose reports are all missing is left out.
        around: where the desk stands, how much may be quoted, whether a person reviewed it.
    """
    place = around.place
    citing = Citing(reports, quotable([story], reports, around.budget), place)
    headline = line_row(story.headline, citing)
    sections = _story_sections(story, citing)
    return Sheet(
        noun="story",
        id=story.id,
        title=_title(story, headline, citing),
        language=headline.language if headline else None,
        place=place,
        address=place.site + story_path(story),
        permanent=f"{place.site}/s/{story.id}@{story.revision}",
        revision=story.revision,
        state=around.state,
        compiled=_compiled(story, reports, place),
        first_at=story.first_at,
        changed_at=story.last_at,
        sections=sections,
        people=tuple(_person(who, citing) for who in story.who),
        notes=citing.all(),
        origins=_origins([story], reports, place),
        pictures=_pictures([story], reports),
        corrections=around.corrections,
    )


def dossier_sheet(dossier: Dossier, stories: Sequence[Story], reports: Mapping[str, Report], around: Around) -> Sheet:
    """The sheet of one dossier.

    Args:
        dossier: what is told.
        stories: its stories, newest first; they say how much of each report may be quoted.
        reports: the reports of these stories by id.
        around: see `story_sheet`.
    """
    place = around.place
    citing = Citing(reports, quotable(stories, reports, around.budget), place)
    sections = _kept(
        Section(key="abstract", heading="Where it stands", rows=_rows(dossier.abstract, citing)),
        Section(key="figures", heading="Figures", rows=_figure_rows(dossier.figures, citing)),
        Section(key="open", heading="Open questions", rows=_open_rows(dossier.open, citing)),
        Section(key="ahead", heading="Dates given as still to come", rows=_moment_rows(dossier.ahead, citing)),
        Section(key="timeline", heading="Timeline", rows=_moment_rows(dossier.timeline, citing)),
        Section(key="stories", heading="Stories", rows=_story_rows(stories, citing, place)),
    )
    changed = [story.last_at for story in stories if story.last_at]
    return Sheet(
        noun="dossier",
        id=dossier.id,
        title=dossier.title,
        language=None,
        place=place,
        address=place.site + dossier_path(dossier.slug),
        permanent=place.site + dossier_path(dossier.slug),
        revision=None,
        state=around.state,
        compiled=f"Compiled by {place.desk} from {_counted(len(stories), 'story', 'stories')} "
        f"made of {_counted(_held(stories), 'report')}.",
        first_at=min((story.first_at for story in stories if story.first_at), default=None),
        changed_at=max(changed, default=dossier.created_at),
        sections=sections,
        people=tuple(_person(who, citing) for who in dossier.who),
        notes=citing.all(),
        origins=_origins(stories, reports, place),
        pictures=_pictures(stories, reports),
        corrections=around.corrections,
        question=dossier.question,
    )


def _title(story: Story, headline: Row | None, citing: Citing) -> str:
    """The headline; where its words may not be quoted, whose report this is."""
    if headline is None or not headline.is_withheld:
        return story.headline.text
    return f"Report by {outlet_of(citing.reports[story.headline.citations[0].report_id])}"


def _story_sections(story: Story, citing: Citing) -> tuple[Section, ...]:
    def of(*kinds: str) -> tuple[Row, ...]:
        return _rows((line for line in story.lines if line.kind in kinds), citing)

    return _kept(  # notes are numbered in the order in which the rows are made here
        Section(key="headline", heading="Headline", rows=_rows([story.headline], citing)),
        Section(key="abstract", heading="Abstract", rows=_rows(story.abstract, citing)),
        Section(key="happened", heading="What happened", rows=of("event")),
        Section(key="said", heading="Who says what", rows=of(*_SAID)),
        Section(key="figures", heading="Figures", rows=_figure_rows(story.figures, citing)),
        Section(
            key="contested",
            heading="Contested or denied",
            rows=_matter_rows(story.contested, citing) or of("contested"),
        ),
        Section(key="speculation", heading="Unattributed or speculation", rows=of("speculation")),
        Section(key="commentary", heading="Commentary", rows=of("commentary")),
        Section(key="state", heading="State of play", rows=of("state")),
        Section(key="timeline", heading="Timeline", rows=_moment_rows(story.timeline, citing)),
        Section(key="told", heading="Told by a language model", rows=_rows(story.told, citing)),
        Section(key="alternates", heading="Also headlined as", rows=_rows(story.alternates, citing)),
    )


def _kept(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.rows)


def line_row(line: Line, citing: Citing) -> Row | None:
    """The line with its notes; None when it cites nothing that is held. Its words only where they may be quoted."""
    numbers = citing.numbers(line.citations) if line.check != "withheld" else ()
    if not numbers:
        return None
    may_quote = citing.may_quote(line.text, line.citations)
    return Row(
        kind=line.kind,
        text=line.text if may_quote else "",
        notes=numbers,
        spans=line.citations,
        label=line.label,
        language=citing.language(line),
        maker=line.maker,
        check=line.check,
        is_withheld=not may_quote,
    )


def _rows(lines: Iterable[Line], citing: Citing) -> tuple[Row, ...]:
    return tuple(row for row in (line_row(line, citing) for line in lines) if row is not None)


def _moment_rows(timeline: Iterable[Moment], citing: Citing) -> tuple[Row, ...]:
    rows = []
    for moment in timeline:
        row = line_row(moment.line, citing)
        if row is not None:
            dated = replace(row, when=moment.when, precision=moment.precision, status=moment.status)
            rows.append(replace(dated, kind="moment", place=moment.place))
    return tuple(rows)


def _figure_rows(figures: Iterable[FigureSeries], citing: Citing) -> tuple[Row, ...]:
    """A figure is a fact of a few words: it is told even where the sentence around it may not be quoted."""
    rows = []
    for series in figures:
        for version in series.versions:
            numbers = citing.numbers([version.citation])
            if numbers:
                report = citing.reports[version.citation.report_id]
                amount = _amount(series, version, outlet=version.outlet or outlet_of(report))
                row = Row(kind="figure", text=version.words, notes=numbers, spans=(version.citation,), amount=amount)
                rows.append(replace(row, language=report.language))
    return tuple(rows)


def _amount(series: FigureSeries, version: FigureVersion, *, outlet: str) -> Amount:
    return Amount(
        of=series.of,
        value=version.value,
        high=version.high,
        unit=version.unit or series.unit,
        hedge=version.hedge,
        bound=version.bound,
        as_of=version.as_of,
        speaker=version.speaker,
        outlet=outlet,
        is_superseded=version.is_superseded,
    )


def _matter_rows(contested: Iterable[Contested], citing: Citing) -> tuple[Row, ...]:
    rows = []
    for matter in contested:
        for side in matter.sides:
            numbers = citing.numbers(side.citations)
            if numbers:
                may_quote = citing.may_quote(side.says, side.citations)
                said = side.says if may_quote else ""
                row = Row(kind="contested", text=said, notes=numbers, spans=side.citations, label=side.who)
                rows.append(replace(row, status=side.stance, about=matter.about, is_withheld=not may_quote))
    return tuple(rows)


def _open_rows(questions: Iterable[OpenQuestion], citing: Citing) -> tuple[Row, ...]:
    """What the reports leave open, each with what kind of question it is."""
    rows = []
    for question in questions:
        row = line_row(question.line, citing)
        if row is not None:
            rows.append(replace(row, kind="open", label=_OPEN[question.kind], about=question.of or question.outlet))
    return tuple(rows)


def _story_rows(stories: Iterable[Story], citing: Citing, place: Place) -> tuple[Row, ...]:
    rows = []
    for story in stories:
        row = line_row(story.headline, citing)
        if row is not None:
            when = story.last_at.astimezone(UTC).date().isoformat() if story.last_at else None
            rows.append(replace(row, kind="story", address=place.site + story_path(story), when=when))
    return tuple(rows)


def _person(who: Who, citing: Citing) -> Person:
    return Person(
        id=who.id,
        name=who.name,
        kind=who.kind,
        roles=who.roles,
        aliases=who.aliases,
        mentions=who.mentions,
        address=citing.place.site + who_path(who),
        location=who.location,
        notes=citing.numbers(who.citations[:1]),
    )


def _origins(stories: Iterable[Story], reports: Mapping[str, Report], place: Place) -> tuple[Origin, ...]:
    """Every report once, in order of publication."""
    found: dict[str, Origin] = {}
    for story in stories:
        for member in story.members:
            report = reports.get(member.report_id)
            if report is not None and not member.is_superseded:
                found.setdefault(report.id, _origin(report, member.role, place))
    return tuple(sorted(found.values(), key=lambda one: (one.published or _LONG_AGO, one.report_id)))


def _origin(report: Report, role: str, place: Place) -> Origin:
    when = report.published
    return Origin(
        report_id=report.id,
        outlet=outlet_of(report),
        title=report.title,
        byline=report.byline,
        published=when.at if when and when.precision != "unknown" else None,
        precision=when.precision if when else None,
        language=report.language,
        address=report.canonical,
        original=home_of(report),
        stored=place.site + report_path(report.id),
        role=role,
        fetched_at=report.fetched_at,
        sha256=text_hash(report),
        kind=report.kind,
    )


def _pictures(stories: Iterable[Story], reports: Mapping[str, Report]) -> tuple[Picture, ...]:
    found: dict[Picture, None] = {}
    for story in stories:
        for report in (reports[report_id] for report_id in story.report_ids if report_id in reports):
            for image in report.images:
                address = image.address if is_open(image.licence) and image.credit else None
                found[
                    Picture(
                        address=address,
                        credit=image.credit,
                        licence=image.licence,
                        caption=image.caption,
                        outlet=outlet_of(report),
                    )
                ] = None
    return tuple(found)


def _compiled(story: Story, reports: Mapping[str, Report], place: Place) -> str:
    """ "Compiled by … from 3 reports; original reporting: A, B; at least 2 independent." """
    held = [member for member in story.members if not member.is_superseded]
    own = [member for member in held if member.role == "first-hand"]
    names = dict.fromkeys(
        member.outlet or outlet_of(reports[member.report_id]) for member in own if member.report_id in reports
    )
    if names:
        original = ", ".join(names)
    elif story.originals_missing:
        original = f"not held ({', '.join(story.originals_missing)})"
    else:
        original = "unknown"
    least, most = story.independent, story.independent_at_most
    count = f"{least} independent" if least == most else f"at least {least}, at most {most} independent"
    return f"Compiled by {place.desk} from {_counted(len(held), 'report')}; original reporting: {original}; {count}."


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _held(stories: Iterable[Story]) -> int:
    """Reports in these stories, older versions of the same publication left out."""
    return sum(not member.is_superseded for story in stories for member in story.members)
