"""A story before and after -> what is new in it, as typed changes with sentences for people and where they stand."""

from __future__ import annotations

from infostreamer.model import Change, Contested, FigureSeries, Span, Story


def changes_between(before: Story | None, after: Story) -> list[Change]:
    """New reports, events, figures, denials and origins, and edited reports; for a new story only that it is there."""
    if before is None:
        return [
            Change(
                noun="story", id=after.id, what="added", text=after.headline.text, citations=after.headline.citations
            )
        ]
    if before == after:
        return []
    found = [
        *_reports(before, after),
        *_events(before, after),
        *_figures(before, after),
        *_denials(before, after),
        *_origins(before, after),
    ]
    return found or [_change(after, "updated", after.headline.text, after.headline.citations)]


def _change(story: Story, what: str, text: str, citations: tuple[Span, ...] = ()) -> Change:
    return Change(noun="story", id=story.id, what=what, text=text, citations=citations)


def _reports(before: Story, after: Story) -> list[Change]:
    known = set(before.report_ids)
    found = []
    for member in after.members:
        if member.report_id not in known:
            is_edit = any(edge.kind == "updates" and edge.from_id == member.report_id for edge in after.edges)
            name = member.outlet or "A report without an outlet"
            text = f"{name} changed its report." if is_edit else f"{name} reports on this too."
            found.append(_change(after, "report-edited" if is_edit else "new-report", text))
    return found


def _events(before: Story, after: Story) -> list[Change]:
    known = {(moment.line.text, moment.when) for moment in before.timeline}
    fresh = [moment for moment in after.timeline if (moment.line.text, moment.when) not in known]
    return [_change(after, "new-event", moment.line.text, moment.line.citations) for moment in fresh]


def _figures(before: Story, after: Story) -> list[Change]:
    known = {(series.unit, series.of): series for series in before.figures}
    found = []
    for series in after.figures:
        old = known.get((series.unit, series.of))
        seen = {version.citation for version in old.versions} if old else set()
        fresh = [version for version in series.versions if version.citation not in seen]
        for version in fresh[:1] if old is None else fresh:
            what = _figure_change(old, series)
            text = f"{version.outlet or 'A report'} says “{version.words}” ({series.of})."
            found.append(_change(after, what, text, (version.citation,)))
    return found


def _figure_change(old: FigureSeries | None, new: FigureSeries) -> str:
    return "figure-changed" if old is not None and new.is_differing else "new-figure"


def _denials(before: Story, after: Story) -> list[Change]:
    known = {_matter(entry) for entry in before.contested}
    fresh = [entry for entry in after.contested if _matter(entry) not in known]
    return [_change(after, "new-denial", entry.sides[-1].says, entry.sides[-1].citations) for entry in fresh]


def _matter(entry: Contested) -> tuple[str | None, str]:
    return entry.sides[-1].who, entry.sides[-1].says


def _origins(before: Story, after: Story) -> list[Change]:
    if after.independent <= before.independent:
        return []
    text = f"{after.independent} independent origins now, {before.independent} before."
    return [_change(after, "new-origin", text)]
