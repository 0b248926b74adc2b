"""A story before and after -> what is new in it, as typed changes with sentences for people and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.model import Change, Contested, FigureSeries, FigureVersion, Line, Span, Story
from infostreamer.stories.contested import needs_claim
from infostreamer.stories.headline import is_repeated


def changes_between(before: Story | None, after: Story) -> list[Change]:
    """New reports, events, figures, denials and origins, and edited reports.

    For a new story only that it is there, and what is denied in it: everything else in it is new anyway.
    """
    if before is None:
        added = _change(after, "added", after.headline.text, after.headline.citations)
        return [added, *_denials((), after)]
    if before == after:
        return []
    found = [
        *_reports(before, after),
        *_events(before, after),
        *_figures(before, after),
        *_denials(before.contested, after),
        *_origins(before, after),
    ]
    return found or [_change(after, "updated", after.headline.text, after.headline.citations)]


def _change(story: Story, what: str, text: str, citations: tuple[Span, ...] = ()) -> Change:
    return Change(noun="story", id=story.id, what=what, text=text, citations=citations)


def _reports(before: Story, after: Story) -> list[Change]:
    known = set(before.report_ids)
    edited = {edge.from_id for edge in after.edges if edge.kind == "updates"}
    found = []
    for member in after.members:
        if member.report_id not in known:
            name = member.outlet or "A report without an outlet"
            title = _title_of(after, member.report_id)
            what = "report-edited" if member.report_id in edited else "new-report"
            ending = " changed its report" if what == "report-edited" else " reports on this too"
            text = f"{name}{ending}: “{title.text}”" if title else f"{name}{ending}."
            found.append(_change(after, what, text, title.citations if title else ()))
    return found


def _title_of(story: Story, report_id: str) -> Line | None:
    """Its title, where that is among the story's headlines."""
    lines = (story.headline, *story.alternates)
    return next((line for line in lines if line.first_report_id == report_id), None)


def _events(before: Story, after: Story) -> list[Change]:
    """Happenings that were not told before; another sentence for a known one is no news."""
    known = {(moment.line.text, moment.when) for moment in before.timeline}
    told = [line.text for line in (*(moment.line for moment in before.timeline), *before.abstract)]
    fresh = [moment for moment in after.timeline if (moment.line.text, moment.when) not in known]
    fresh = [moment for moment in fresh if not is_repeated(moment.line.text, told, limit=700)]
    return [_change(after, "new-event", moment.line.text, moment.line.citations) for moment in fresh]


def _figures(before: Story, after: Story) -> list[Change]:
    """One change per figure that the story lists now and did not before; what differs stands beside what was said."""
    found = []
    for series in after.figures:
        places = {version.citation for version in series.versions} | {_said(version) for version in series.versions}
        versions = [one for listed in before.figures for one in listed.versions]
        old = [one for one in versions if one.citation in places or _said(one) in places]
        seen = {version.citation for version in old} | {_said(version) for version in old}
        fresh = [version for version in series.versions if not {version.citation, _said(version)} & seen]
        fresh = [version for version in fresh if not version.is_superseded]
        for version in fresh if old else fresh[:1]:
            found += _figure_change(after, series, version, old)
    return found


def _said(version: FigureVersion) -> tuple[str | None, str]:
    """Equal for the same words in a later version of the page."""
    return version.outlet, version.words


def _figure_change(
    story: Story, series: FigureSeries, version: FigureVersion, old: Sequence[FigureVersion]
) -> list[Change]:
    name = version.outlet or "a report"
    if not old:
        return [_change(story, "new-figure", f"New figure from {name}: “{version.words}”.", (version.citation,))]
    last = next((one for one in reversed(old) if one.outlet == version.outlet), old[-1])
    if (version.value, version.high) == (last.value, last.high):
        return []
    text = f"{name[:1].upper()}{name[1:]}: “{version.words}”, before “{last.words}” ({last.outlet or 'a report'})."
    what = "figure-changed" if series.is_differing or version.outlet == last.outlet else "new-figure"
    return [_change(story, what, text, (version.citation, last.citation))]


def _denials(before: Sequence[Contested], after: Story) -> list[Change]:
    known = {_matter(entry) for entry in before}
    fresh = [entry for entry in after.contested if _matter(entry) not in known]
    return [_denial(after, entry) for entry in fresh]


def _denial(story: Story, entry: Contested) -> Change:
    """The denial; where it only points back, what it denies first."""
    sides = entry.sides if needs_claim(entry) else entry.sides[-1:]
    text = " ".join(" ".join(side.says.split()) for side in sides)
    return _change(story, "new-denial", text, tuple(span for side in sides for span in side.citations))


def _matter(entry: Contested) -> tuple[str | None, str]:
    return entry.sides[-1].who, entry.sides[-1].says


def _origins(before: Story, after: Story) -> list[Change]:
    if after.independent <= before.independent:
        return []
    ending = "origin" if after.independent == 1 else "origins"
    text = f"{after.independent} independent {ending} now, {before.independent or 'none'} before."
    return [_change(after, "new-origin", text)]
