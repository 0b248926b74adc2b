"""One hash over what the desk derived: equal for equal captures and judgements, whenever and however it ran."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from infostreamer.model import Dossier, Line, Report, Source, Story, finding_to_json
from infostreamer.store.columns import to_json
from infostreamer.store.unit import Unit

_BATCH = 500


def digest_of(unit: Unit) -> str:
    """64 hex digits over sources, reports, findings, stories and dossiers; times of fetching and revisions left out."""
    digest = hashlib.sha256()
    for part in _parts(unit):
        digest.update(to_json(part).encode() + b"\n")
    return digest.hexdigest()


def _parts(unit: Unit) -> Iterator[object]:
    yield from (_source(source) for source in unit.sources.all())
    yield from sorted(hashlib.sha256(part.encode()).hexdigest() for part in _reports(unit))
    yield from (_story(story) for story in unit.stories.each())
    yield from (_dossier(dossier) for dossier in unit.dossiers.all())


def _source(source: Source) -> list[object]:
    return ["source", source.id, source.kind, source.outlet, source.owner]


def _reports(unit: Unit) -> Iterator[str]:
    seq = 0
    while reports := unit.reports.after(seq, _BATCH):
        found = unit.findings.of(report.id for report in reports)
        for report in reports:
            yield to_json(_report(report))
            yield to_json(["findings", report.id, [finding_to_json(finding) for finding in found.get(report.id, ())]])
        seq = reports[-1].seq or 0


def _report(report: Report) -> list[object]:
    published = report.published
    when = None if published is None or published.precision == "unknown" else published
    fields = (report.title, report.byline, when, report.language, report.kind, report.outlet, report.owner)
    return ["report", report.id, *fields, report.previous_id, report.sentences, report.images, report.links]


def _story(story: Story) -> list[object]:
    members = sorted([member.report_id, member.role, member.of or ""] for member in story.members)
    edges = sorted([edge.from_id, edge.to, edge.kind] for edge in story.edges)
    lines = [_line(line) for line in (story.headline, *story.alternates, *story.abstract, *story.lines)]
    timeline = [[moment.when, moment.status, _line(moment.line)] for moment in story.timeline]
    counts = [story.independent, story.independent_at_most, story.originals_missing, story.withheld]
    return ["story", story.id, members, edges, story.origins, counts, lines, timeline, story.figures, story.contested]


def _line(line: Line) -> list[object]:
    return [line.text, line.kind, line.citations, line.maker, line.check]


def _dossier(dossier: Dossier) -> list[object]:
    timeline = [[moment.when, moment.status, _line(moment.line)] for moment in dossier.timeline]
    return ["dossier", dossier.slug, dossier.question, sorted(dossier.story_ids), timeline, dossier.figures]
