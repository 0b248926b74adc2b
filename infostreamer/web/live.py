"""The one live connection of a browser: changes as server-sent events, replayable from any position."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from infostreamer.desk import Desk
from infostreamer.model import Change, InformationStreamerError

LOOK_S = 1.0  # time between two looks at the change log
HEARTBEAT_S = 20.0
_NOUNS = ("story", "source", "dossier")
_BATCH = 500


async def live(request: Request) -> StreamingResponse:
    """Changes after `Last-Event-ID`, else after `?after=`, else from now on; a comment every 20 s keeps it open."""
    desk, stopping = request.app.state.desk, request.app.state.stopping
    after = await _start(desk, request)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_events(desk, after, stopping), media_type="text/event-stream", headers=headers)


async def _start(desk: Desk, request: Request) -> int:
    wanted = request.headers.get("last-event-id") or request.query_params.get("after", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        return int(wanted)
    return await run_in_threadpool(desk.position)


async def _events(desk: Desk, after: int, stopping: threading.Event) -> AsyncIterator[str]:
    yield f"retry: 3000\nid: {after}\nevent: hello\ndata: {{}}\n\n"
    loop = asyncio.get_running_loop()
    quiet_since = loop.time()
    while not stopping.is_set():
        changes = await run_in_threadpool(_changes, desk, after)
        for change in changes:
            after = change.position or after
            yield event_of(change)
        if changes or loop.time() - quiet_since >= HEARTBEAT_S:
            quiet_since = loop.time()
            yield ": still here\n\n"
        if len(changes) < _BATCH:
            await asyncio.sleep(LOOK_S)


def _changes(desk: Desk, after: int) -> list[Change]:
    """New changes; none while the desk cannot be read (the next look catches up)."""
    try:
        return desk.changes(after, limit=_BATCH, nouns=_NOUNS)
    except InformationStreamerError:
        return []


def event_of(change: Change) -> str:
    """One change in the wire form of server-sent events; JSON holds no raw line end, so nothing can break out."""
    data = msgspec.json.encode({"noun": change.noun, "id": change.id, "what": change.what, "text": change.text})
    return f"id: {change.position}\nevent: {change.noun}\ndata: {data.decode('utf-8', 'replace')}\n\n"
