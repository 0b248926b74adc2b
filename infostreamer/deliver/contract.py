"""The JSON contract `infostreamer/compile/1`: everything derived from a handful of reports, for machines.

Documented in docs/reference/json.md. Absent values are null; positions are code points, half-open, into `text`;
`words` is the exact slice of the spans, joined by one space where there are several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from infostreamer.model import (
    Account,
    Contested,
    Edge,
    Fact,
    Failure,
    FigureSeries,
    Finding,
    Line,
    Location,
    Member,
    Moment,
    Published,
    Report,
    Span,
    Story,
    Who,
)
from infostreamer.stories.compare import Cell, Column, Comparison, compare_of

Json = dict[str, Any]

_FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("type", "canonical", "role", "who", "stands_for", "location"),
    "quote": ("direct", "speaker", "who", "cue", "date", "via", "venue", "handle"),
    "statement": ("speaker", "who", "cue", "stance", "date", "via", "venue", "handle"),
    "figure": ("value", "high", "unit", "of", "hedge", "bound", "as_of", "speaker", "who"),
    "date": ("value", "start", "end", "precision", "basis"),
    "event": (
        "type",
        "did",
        "agent",
        "agent_who",
        "patient",
        "patient_who",
        "place",
        "place_who",
        "when",
        "status",
        "said_by",
        "cameo",
        "act",
    ),
    "stance": ("speaker", "who", "verb", "target"),
    "credit": ("to", "address", "type"),
}
_WHO_FIELDS = frozenset({"who", "agent_who", "patient_who", "place_who"})


def compiled_to_json(
    reports: Sequence[Report],
    findings: Mapping[str, Sequence[Finding]],
    stories: Sequence[Story],
    failures: Sequence[Failure],
) -> Json:
    """The whole contract object, reports and stories in the order given."""
    ids = {report_id: who_ids(story) for story in stories for report_id in story.report_ids}
    return {
        "schema": "infostreamer/compile/1",
        "reports": [
            report_to_json(report, findings.get(report.id, ()), who=ids.get(report.id, {})) for report in reports
        ],
        "stories": [story_to_json(story) for story in stories],
        "failures": [failure_to_json(failure) for failure in failures],
    }


def who_ids(story: Story) -> dict[str, str]:
    """Mention key -> id in the story's who's who."""
    return {key: who.id for who in story.who for key in who.keys}


def report_to_json(report: Report, findings: Sequence[Finding], *, who: Mapping[str, str]) -> Json:
    """One report with every finding; `who` turns mention keys into ids of the story's who's who."""
    return {
        "id": report.id,
        "source": report.address.removeprefix("file:"),
        "canonical": report.canonical,
        "host": report.host,
        "outlet": report.outlet,
        "title": report.title,
        "byline": list(report.byline),
        "published": _published(report.published),
        "language": report.language,
        "kind": report.kind,
        "text": report.text,
        "body_start": report.body_start,
        "sentences": [list(pair) for pair in report.sentences],
        "images": [msgspec.to_builtins(image) for image in report.images],
        "findings": [finding_to_contract(finding, report.text, who=who) for finding in findings],
        "unread": list(_unread(report)),
    }


def _unread(report: Report) -> tuple[str, ...]:
    """What the built-in finders could not look for in the report's language, one sentence each."""
    from infostreamer.understand import unread  # its word lists would slow down every command that writes no contract

    return unread(report)


def finding_to_contract(finding: Finding, text: str, *, who: Mapping[str, str]) -> Json:
    """One finding with its payload fields beside `kind`."""
    words = finding.words(text)
    row: Json = {
        "kind": finding.kind,
        "spans": [[span.start, span.end] for span in finding.spans],
        "words": words,
        "confidence": finding.confidence,
        "maker": finding.maker,
    }
    if finding.kind == "statement":
        row["content"] = words
    for field in _FIELDS[finding.kind]:
        value = getattr(finding.payload, field)
        if isinstance(value, Location):
            row[field] = asdict(value)
        else:
            row[field] = who.get(value) if field in _WHO_FIELDS and value is not None else value
    return row


def story_to_json(story: Story) -> Json:
    """One story with its members, edges, origins, lines and panels."""
    return {
        "id": story.id,
        "headline": story.headline.text,
        "headline_line": line_to_json(story.headline),
        "members": [_member(member) for member in story.members],
        "edges": [_edge(edge) for edge in story.edges],
        "independent": story.independent,
        "independent_at_most": story.independent_at_most,
        "originals_missing": list(story.originals_missing),
        "origins": [list(origin) for origin in story.origins],
        "abstract": [line_to_json(line) for line in story.abstract],
        "lines": [line_to_json(line) for line in (*story.alternates, *story.lines)],
        "who": [_who(who) for who in story.who],
        "timeline": [_moment(moment) for moment in story.timeline],
        "figures": [_series(series) for series in story.figures],
        "contested": [_contested(contested) for contested in story.contested],
        "facts": [_fact(fact) for fact in story.facts],
        "compare": compare_to_json(compare_of(story)),
        "withheld": story.withheld,
        "withheld_by": dict(story.withheld_by),
        "told": [line_to_json(line) for line in story.told],
    }


def line_to_json(line: Line) -> Json:
    """One derived line with its citations and check state."""
    return {
        "text": line.text,
        "kind": line.kind,
        "citations": _citations(line.citations),
        "maker": line.maker,
        "check": line.check,
        "label": line.label,
    }


def compare_to_json(comparison: Comparison) -> Json:
    """Outlets × facts; a row names its fact by `id`, and an account by its place in that fact's `accounts`."""
    return {
        "columns": [_column(column) for column in comparison.columns],
        "rows": [
            {"fact": row.fact.id, "cells": [_cell(cell, row.fact) for cell in row.cells]} for row in comparison.rows
        ],
    }


def failure_to_json(failure: Failure) -> Json:
    """One thing that could not be done."""
    return {
        "source": failure.shown,
        "stage": failure.stage,
        "kind": failure.kind,
        "error": failure.error,
    }


def _citations(spans: Sequence[Span]) -> list[Json]:
    return [{"report": span.report_id, "start": span.start, "end": span.end} for span in spans]


def _published(published: Published | None) -> Json | None:
    if published is None:
        return None
    return {"value": published.at.isoformat(), "precision": published.precision, "basis": published.basis}


def _member(member: Member) -> Json:
    return {
        "report": member.report_id,
        "role": member.role,
        "of": member.of,
        "evidence": member.evidence,
        "reasons": list(member.reasons),
        "superseded": member.is_superseded,
        "withdrawn": _citations((member.withdrawn,) if member.withdrawn else ()),
        "corrected": _citations((member.corrected,) if member.corrected else ()),
    }


def _edge(edge: Edge) -> Json:
    return {
        "from": edge.from_id,
        "to": edge.to,
        "kind": edge.kind,
        "evidence": edge.evidence.text,
        "held": edge.is_held,
        "from_citations": _citations(edge.evidence.from_spans),
        "to_citations": _citations(edge.evidence.to_spans),
    }


def _who(who: Who) -> Json:
    return {
        "id": who.id,
        "name": who.name,
        "kind": who.kind,
        "aliases": list(who.aliases),
        "roles": list(who.roles),
        "mentions": who.mentions,
        "citations": _citations(who.citations),
    }


def _moment(moment: Moment) -> Json:
    return {
        "when": moment.when,
        "precision": moment.precision,
        "status": moment.status,
        "place": moment.place,
        **line_to_json(moment.line),
    }


def _series(series: FigureSeries) -> Json:
    versions = [
        {
            "report": version.report_id,
            "outlet": version.outlet,
            "value": version.value,
            "high": version.high,
            "unit": version.unit,
            "hedge": version.hedge,
            "bound": version.bound,
            "as_of": version.as_of,
            "speaker": version.speaker,
            "words": version.words,
            "citations": _citations((version.citation,)),
        }
        for version in series.versions
    ]
    return {"of": series.of, "unit": series.unit, "differing": series.is_differing, "versions": versions}


def _contested(contested: Contested) -> Json:
    return {
        "about": contested.about,
        "sides": [
            {"who": side.who, "says": side.says, "stance": side.stance, "citations": _citations(side.citations)}
            for side in contested.sides
        ],
    }


def _fact(fact: Fact) -> Json:
    return {
        "id": fact.id,
        "kind": fact.kind,
        "state": fact.state,
        "status": fact.status,
        "origins": fact.origins,
        "since": fact.since.isoformat() if fact.since else None,
        "line": line_to_json(fact.line),
        "accounts": [_account(account) for account in fact.accounts],
    }


def _account(account: Account) -> Json:
    return {
        "report": account.report_id,
        "outlet": account.outlet,
        "origin": account.origin,
        "stand": account.stand,
        "speaker": account.speaker,
        "words": account.words,
        "published": account.published.isoformat() if account.published else None,
        "citations": _citations((account.citation,)),
    }


def _column(column: Column) -> Json:
    return {"outlet": column.outlet, "reports": list(column.report_ids), "origins": list(column.origins)}


def _cell(cell: Cell, fact: Fact) -> Json:
    places = [fact.accounts.index(account) for account in cell.accounts]
    return {"stand": cell.stand, "leaves_out_denial": cell.leaves_out_denial, "accounts": places}
