"""The one live connection of a browser: changes as server-sent events, replayable from any position."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from infostreamer.desk import Desk
from infostreamer.model import PUBLIC, Change, InformationStreamerError, Reader
from infostreamer.web.reader import reader_of

LOOK_S = 1.0  # time between two looks at the change log
LASTS_S = 900.0  # then the browser connects anew, and whoever logged out meanwhile is not let in
HEARTBEAT_S = 20.0
JOBS_S = 3.0  # time between two looks at what is under way
_NOUNS = ("story", "source", "dossier")
_BATCH = 500
_LOOKED_UP = 50  # stories of one batch whose revision is looked up


async def live(request: Request) -> StreamingResponse:
    """Changes after `Last-Event-ID`, else after `?after=`, else from now on; a comment every 20 s keeps it open.

    Events are `story` (id, what, text, revision, muted), `source` and `dossier` (id, what), each with its position of
    the change log as id; and `job` (names of the work under way) without one, because it is not replayed.
    """
    desk, stopping = request.app.state.desk, request.app.state.stopping
    after = await _start(desk, request)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    events = _events(desk, reader_of(request), after, stopping)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _start(desk: Desk, request: Request) -> int:
    wanted = request.headers.get("last-event-id") or request.query_params.get("after", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        return int(wanted)
    return await run_in_threadpool(desk.position)


async def _events(desk: Desk, reader: Reader, after: int, stopping: threading.Event) -> AsyncIterator[str]:
    yield f"retry: 3000\nid: {after}\nevent: hello\ndata: {{}}\n\n"
    loop = asyncio.get_running_loop()
    at_work: tuple[str, ...] = ()
    quiet_since, asked_at = loop.time(), 0.0
    ends_at = loop.time() + LASTS_S
    while not stopping.is_set() and loop.time() < ends_at:
        frames, last = await run_in_threadpool(_frames, desk, reader, after)
        after = last
        if loop.time() - asked_at >= JOBS_S:
            asked_at, before = loop.time(), at_work
            at_work = await run_in_threadpool(_at_work, desk)
            frames += [job_event(at_work)] if at_work != before else []
        for frame in frames:
            yield frame
        if frames or loop.time() - quiet_since >= HEARTBEAT_S:
            quiet_since = loop.time()
            yield ": still here\n\n"
        if len(frames) < _BATCH:
            await asyncio.sleep(LOOK_S)


def _frames(desk: Desk, reader: Reader, after: int) -> tuple[list[str], int]:
    """New changes in their wire form and the position of the last; none while the desk cannot be read."""
    try:
        changes = desk.changes(after, limit=_BATCH, nouns=_NOUNS)
        muted = _muted(desk, reader) if changes else frozenset()
        revisions = _revisions(desk, changes)
    except InformationStreamerError:
        return [], after
    frames = [event_of(change, revision=revisions.get(change.id), is_muted=change.id in muted) for change in changes]
    return frames, (changes[-1].position or after) if changes else after


def _muted(desk: Desk, reader: Reader) -> frozenset[str]:
    """Ids of the stories that the reader muted by themselves."""
    if reader == PUBLIC:
        return frozenset()
    items = (keep.item.partition(":") for keep in desk.keeps(reader, "mute"))
    return frozenset(key for noun, _, key in items if noun == "story")


def _revisions(desk: Desk, changes: Sequence[Change]) -> Mapping[str, int]:
    """Story id -> revision, of a batch that is small enough to look up."""
    ids = {change.id for change in changes if change.noun == "story"}
    if not 0 < len(ids) <= _LOOKED_UP:
        return {}
    return {story_id: item.story.revision for story_id, item in desk.news_of(PUBLIC, sorted(ids)).items()}


def _at_work(desk: Desk) -> tuple[str, ...]:
    """Names of the work that some process does now."""
    try:
        return tuple(sorted({holder.job for holder in desk.holders() if not holder.is_over}))
    except InformationStreamerError:
        return ()


def event_of(change: Change, *, revision: int | None = None, is_muted: bool = False) -> str:
    """One change in the wire form of server-sent events; JSON holds no raw line end, so nothing can break out."""
    fields = {"noun": change.noun, "id": change.id, "what": change.what, "text": change.text}
    if revision is not None:
        fields["revision"] = revision  # type: ignore[assignment]
    if is_muted:
        fields["muted"] = True  # type: ignore[assignment]
    return f"id: {change.position}\nevent: {change.noun}\ndata: {_json(fields)}\n\n"


def job_event(names: Sequence[str]) -> str:
    """What is under way, without an id: a browser that comes back asks for it anew."""
    return f"event: job\ndata: {_json({'at_work': list(names)})}\n\n"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8", "replace")
