"""A database that stands still with its connections open holds up no page for good.

A suspended virtual machine or a stalled disk keeps its connections: the kernel on the other side goes on to acknowledge
what is sent, so that neither TCP's own limits nor those that the server itself would keep ever end a wait, and the
driver has none. A thread that waits cannot be ended either. So whoever waits for it is answered, the thread is left to
wait, and as long as the database is known to stand still no other thread is spent on it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infostreamer.web.guard import PROGRAMS

ASK_S = 5.0
"""A request that has waited so long has the database asked whether it answers anybody: a page may be slow, a model of
language or a source may take its time, and those are waited for."""

STILL_S = 10.0
"""A database that has not answered the plainest question for so long stands still: longer than a connection takes to be
made anew behind a server that was restarted, shorter than a browser's or a proxy's own patience (60 s)."""

_QUICK_S = 2.0  # an error that comes so soon is an answer: the page meets it too, and says it
_LOOK_S = 0.5
SENTENCE = "The database stands still; the desk goes on by itself when it answers."
_SENT = " What was sent may be done then: look before you send it again."


class Pulse:
    """Whether the database answers anybody. A thread of its own asks, and only while somebody has waited for long."""

    def __init__(self, ask: Callable[[], object]) -> None:
        """`ask`: the plainest question; it may wait without end."""
        self._ask = ask
        self._lock = threading.Lock()
        self._since: float | None = None

    def look(self) -> None:
        """Begin to ask, where nobody does."""
        with self._lock:
            if self._since is not None:
                return
            self._since = time.monotonic()
        try:
            threading.Thread(target=self._run, name="pulse", daemon=True).start()
        except RuntimeError:  # no further thread: nothing is known of the database, and the page is waited for
            self._since = None

    def is_still(self) -> bool:
        """True while the question has been open for longer than `STILL_S`."""
        since = self._since
        return since is not None and time.monotonic() - since > STILL_S

    def _run(self) -> None:
        while not self._is_answered():
            time.sleep(_LOOK_S)
        self._since = None

    def _is_answered(self) -> bool:
        begun = time.monotonic()
        try:
            self._ask()
        except Exception:
            return time.monotonic() - begun < _QUICK_S
        return True


class Patience:
    """ASGI middleware: 503 with a sentence for who would wait for a database that stands still, at once where that is
    known. An answer that has begun is left alone."""

    def __init__(self, app: ASGIApp) -> None:
        """Wait for this app, but not for ever."""
        self._app = app
        self._pulse: Pulse | None = None
        self._left: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == "/-/health" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        if self._pulse is None:
            self._pulse = Pulse(Request(scope).app.state.desk.position)
        answer = _Answer(send)
        if not self._pulse.is_still():
            task = asyncio.get_running_loop().create_task(_run(self._app, scope, receive, answer.send))
            if await self._is_done(task, answer, self._pulse):
                return task.result()
            answer.is_over = True
            self._leave(task)
        await _refusal(scope)(scope, receive, send)

    async def _is_done(self, task: asyncio.Task[None], answer: _Answer, pulse: Pulse) -> bool:
        """False where it stands still and nothing has been answered."""
        try:
            await asyncio.wait({task}, timeout=ASK_S)
            while not task.done() and not answer.has_begun:
                pulse.look()
                if pulse.is_still():
                    return False
                await asyncio.wait({task}, timeout=_LOOK_S)
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            raise
        return True

    def _leave(self, task: asyncio.Task[None]) -> None:
        """Let it end by itself, heard by nobody."""
        self._left.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._left.discard(task)
        if not task.cancelled():
            task.exception()  # asked for: asyncio would report one that nobody looked at as a mistake


async def _run(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)  # a coroutine of our own: an app may be any callable that can be awaited


class _Answer:
    """What the app sends, until somebody else has answered."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = self.is_over = False

    async def send(self, message: Message) -> None:
        if self.is_over:
            return
        self.has_begun = True
        await self._send(message)


def _refusal(scope: Scope) -> Response:
    said = SENTENCE if scope["method"] in ("GET", "HEAD") else SENTENCE + _SENT
    headers = {"retry-after": "5", "cache-control": "no-store"}
    if scope["path"].startswith(PROGRAMS):
        problem = {"type": "about:blank", "title": "The desk is busy", "status": 503, "detail": said}
        return JSONResponse(problem, 503, headers, media_type="application/problem+json")
    if scope["path"].endswith(".json"):
        page = {"schema": "infostreamer/error/1", "status": 503, "title": "The desk is busy", "error": said}
        return JSONResponse(page, 503, headers)
    return PlainTextResponse(f"{said}\n", 503, headers)
