"""The desk in numbers: for Prometheus, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.operating import StageState
from infostreamer.web.exposition import MEDIA_TYPE, Metric, Sample, exposition, gauge
from infostreamer.web.kept import Kept
from infostreamer.web.measures import measured
from infostreamer.web.timings import BOUNDS_S, Timings

_NAME = "infostreamer_"


def show(request: Request) -> Response:
    """GET /-/metrics, and its twin in JSON: a list of {name, kind, help, samples}."""
    state = request.app.state
    metrics = (*read(state.desk, state.timings), _kept(state.kept))
    headers = {"cache-control": "no-store"}
    if request.url.path.endswith(".json"):
        body = msgspec.json.encode({"schema": "infostreamer/metrics/1", "metrics": metrics})
        return Response(body, media_type="application/json", headers=headers)
    return Response(exposition(metrics), headers={**headers, "content-type": MEDIA_TYPE})


def read(desk: Desk, timings: Timings) -> tuple[Metric, ...]:
    """Everything that is measured, now."""
    now = desk.now()
    return (*_totals(desk), *_stages(desk.stage_states(now), now), *measured(desk), _requests(timings))


def _totals(desk: Desk) -> tuple[Metric, ...]:
    totals, versions = desk.totals(), desk.made_of()
    info = {name: versions[name] for name in ("infostreamer", "schema", "database", "python")}
    return (
        Metric(f"{_NAME}info", "gauge", "What the desk is made of.", (Sample(1, info),)),
        gauge(f"{_NAME}captures", "Captures kept.", totals.captures),
        gauge(f"{_NAME}reports", "Reports kept, every version counted.", totals.reports),
        gauge(f"{_NAME}stories", "Stories.", totals.stories),
        gauge(f"{_NAME}dossiers", "Dossiers.", totals.dossiers),
        gauge(f"{_NAME}accounts", "Accounts.", totals.accounts),
        gauge(f"{_NAME}sources", "Sources by state.", totals.sources, "state"),
        gauge(f"{_NAME}failures", "Items that a stage could not do.", totals.failures, "stage"),
        gauge(f"{_NAME}editions", "Alerts and digests by state of delivery.", totals.editions, "state"),
        gauge(f"{_NAME}change_position", "Position of the newest change in the log.", totals.position),
        gauge(f"{_NAME}database_bytes", "Size of the database on disk.", totals.database_bytes),
    )


def _stages(states: Sequence[StageState], now: datetime) -> tuple[Metric, ...]:
    positions = {one.name: one.position for one in states if one.position is not None}
    ages = {one.name: max(0.0, (now - one.oldest_at).total_seconds()) for one in states if one.oldest_at}
    worked = {one.name: one.worked_at.timestamp() for one in states if one.worked_at}
    return (
        gauge(f"{_NAME}stage_position", "How far the stage has come.", positions, "stage"),
        gauge(f"{_NAME}stage_waiting", "What waits for the stage.", {one.name: one.waiting for one in states}, "stage"),
        gauge(f"{_NAME}stage_oldest_seconds", "How long the first of that has waited.", ages, "stage"),
        gauge(f"{_NAME}stage_worked_timestamp_seconds", "When the stage last did a batch.", worked, "stage"),
    )


def _kept(kept: Kept) -> Metric:
    samples = (Sample(kept.hits, {"answer": "kept"}), Sample(kept.made, {"answer": "made"}))
    return Metric(f"{_NAME}kept_pages_total", "counter", "Pages given again, and made, of those that may be.", samples)


def _requests(timings: Timings) -> Metric:
    samples: list[Sample] = []
    for (method, route, status), (counts, total_s) in timings.all().items():
        labels = {"method": method, "route": route, "status": status}
        for bound, count in zip((*BOUNDS_S, "+Inf"), accumulate(counts), strict=True):
            samples.append(Sample(count, {**labels, "le": str(bound)}, "_bucket"))
        samples += [Sample(total_s, labels, "_sum"), Sample(sum(counts), labels, "_count")]
    name = f"{_NAME}http_request_duration_seconds"
    return Metric(name, "histogram", "How long requests took since the process began.", tuple(samples))
