"""A file or folder as a source: read again at every visit."""

from __future__ import annotations

from dataclasses import replace

from infostreamer.collect.files import read_paths
from infostreamer.collect.health import health_of
from infostreamer.collect.known import Collected
from infostreamer.collect.visit import Visit
from infostreamer.model import Capture, Failure, SourceHealth


def visit_file(visit: Visit) -> Collected:
    """What is new or changed at the path; its health is "failing" where nothing at all can be read."""
    path = visit.source.address.removeprefix("file://").removeprefix("file:")
    found, failures = read_paths([path], now=visit.now, max_bytes=int(visit.settings["collect.max_bytes"]))
    captures = [
        replace(capture, source_id=visit.source.id, outlet=visit.source.outlet)
        for capture in found
        if not _is_known(visit, capture)
    ]
    return Collected(
        captures=tuple(captures),
        health=_health(visit, len(found), bool(captures), failures),
        failures=tuple(replace(failure, source_id=visit.source.id) for failure in failures),
    )


def _is_known(visit: Visit, capture: Capture) -> bool:
    page = visit.known.pages.get(capture.address)
    return page is not None and page.sha256 == capture.sha256


def _health(visit: Visit, count: int, has_new: bool, failures: list[Failure]) -> SourceHealth:
    before = health_of(visit)
    is_failing = bool(failures) and not count
    return replace(
        before,
        state="failing" if is_failing else "ok" if count else "empty",
        tried_at=visit.now,
        ok_at=before.ok_at if is_failing else visit.now,
        new_at=visit.now if has_new else before.new_at,
        next_at=visit.now + visit.every,
        errors=before.errors + 1 if is_failing else 0,
        error=failures[0].error if is_failing else None,
        announced=count,
    )
