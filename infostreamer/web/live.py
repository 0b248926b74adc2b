"""The one live connection of a browser: changes as server-sent events, replayable from any position."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from infostreamer.desk import Desk
from infostreamer.model import PUBLIC, Change, InformationStreamerError, Reader
from infostreamer.web.reader import reader_of
from infostreamer.web.watch import BATCH, NOUNS, News, Watch, news_of

LOOK_S = 1.0  # how long a browser that is called by nobody waits, before it is looked whether it is time to end
LASTS_S = 900.0  # then the browser connects anew, and whose session has run out meanwhile is not let in
HEARTBEAT_S = 20.0
_UNKNOWN = object()


async def live(request: Request) -> StreamingResponse:
    """Changes after `Last-Event-ID`, else after `?after=`, else from now on; a comment every 20 s keeps it open.

    Events are `story` (id, what, text, revision, muted), `source` and `dossier` (id, what), each with its position of
    the change log as id; and `job` (names of the work under way) without one, because it is not replayed.
    """
    desk, stopping = request.app.state.desk, request.app.state.stopping
    after = await _start(desk, request)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    state = request.app.state
    if not hasattr(state, "watch"):
        state.watch = Watch(desk, stopping)
    events = _events(state.watch, desk, request, after, stopping)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _start(desk: Desk, request: Request) -> int:
    wanted = request.headers.get("last-event-id") or request.query_params.get("after", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        return int(wanted)
    return await run_in_threadpool(desk.position)


async def _events(
    watch: Watch, desk: Desk, request: Request, after: int, stopping: threading.Event
) -> AsyncIterator[str]:
    """Until the browser goes, `stopping`, LASTS_S, or whoever reads may read no more (told of within JOBS_S)."""
    yield f"retry: 3000\nid: {after}\nevent: hello\ndata: {{}}\n\n"
    loop = asyncio.get_running_loop()
    reader, may_read = reader_of(request), request.state.may_read
    at_work: tuple[str, ...] = ()
    access: object = _UNKNOWN  # asked once more at the start: it may have changed since the login was looked at
    quiet_since, ends_at = loop.time(), loop.time() + LASTS_S
    with watch.seat() as seat:
        while not stopping.is_set() and loop.time() < ends_at:
            if watch.access != access:
                access = watch.access
                if not await run_in_threadpool(may_read):
                    return
            kept = watch.after(after)
            if kept is None:
                news, after = await run_in_threadpool(_caught_up, watch, desk, after)
            else:
                news, after = kept, kept[-1].position if kept else after
            frames = [_frame(one, reader) for one in news]
            if watch.at_work != at_work:
                at_work = watch.at_work
                frames.append(job_event(at_work))
            for frame in frames:
                yield frame
            if frames or loop.time() - quiet_since >= HEARTBEAT_S:
                quiet_since = loop.time()
                yield ": still here\n\n"
            if len(news) < BATCH:
                await seat.wait(min(LOOK_S, HEARTBEAT_S))


def _caught_up(watch: Watch, desk: Desk, after: int) -> tuple[list[News], int]:
    """What the watch keeps no more, a batch at a time, and the position that is reached without it."""
    reached = watch.position
    try:
        changes = desk.changes(after, limit=BATCH, nouns=NOUNS)
        news = news_of(desk, changes)
    except InformationStreamerError:
        return [], after
    last = news[-1].position if news else after
    return news, last if len(news) == BATCH else max(last, reached)


def _frame(news: News, reader: Reader) -> str:
    is_muted = reader != PUBLIC and reader.name in news.muted_by
    return event_of(news.change, revision=news.revision, is_muted=is_muted)


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
