"""The one table of operations: routes, checks of requests, document and reference page come from it."""

from __future__ import annotations

from infostreamer.web.api import decisions, marks, reports, sources, stories, subjects, watching
from infostreamer.web.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *stories.OPERATIONS,
    *reports.OPERATIONS,
    *subjects.OPERATIONS,
    *sources.OPERATIONS,
    *marks.OPERATIONS,
    *watching.OPERATIONS,
    *decisions.OPERATIONS,
)

PREFIX = "/api/v1"
