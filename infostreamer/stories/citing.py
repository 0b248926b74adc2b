"""Members -> "cites" edges: a report that says in its text that another member's outlet reported something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infostreamer.model import Edge, Evidence, Report, Span
from infostreamer.stories.group import Group
from infostreamer.stories.outlets import is_named_itself

_BEFORE = r"\b(?:told|according to|reported by|interview with|quoted by|citing)\s+(?:the\s+)?"
_AFTER = r"\s+(?:has\s+|had\s+|first\s+)?(?:reported|reports|wrote|writes|revealed|quoted|broke the)\b"


def citing_edges(group: Group) -> list[Edge]:
    """One edge per citing report and cited outlet, to that outlet's earliest member."""
    edges = []
    for read in group.published:
        for other in _other_outlets(group, read.report):
            span = _naming(read.report, other.outlet or "")
            if span is not None:
                text = f"It says that {other.outlet} reported this: “{read.report.text[span.start : span.end]}”."
                evidence = Evidence(text=text, from_spans=(span,))
                edges.append(Edge(from_id=read.report.id, to=other.id, kind="cites", evidence=evidence))
    return edges


def _other_outlets(group: Group, report: Report) -> Iterator[Report]:
    """The earliest report of every other named outlet."""
    seen = {report.outlet}
    for read in group.published:
        if read.report.outlet and read.report.outlet not in seen and read.report.canonical != report.canonical:
            seen.add(read.report.outlet)
            yield read.report


def _naming(report: Report, outlet: str) -> Span | None:
    name = outlet.removeprefix("The ")
    if name not in report.body or is_named_itself(name, report):
        return None
    name = re.escape(name)
    found = re.compile(f"{_BEFORE}{name}|{name}{_AFTER}").search(report.text, report.body_start)
    return Span(report.id, found.start(), found.end()) if found else None
