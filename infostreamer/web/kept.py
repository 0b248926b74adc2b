"""Pages made a moment ago, for whoever asks again: the front page and a dossier are asked for by everybody at once.

A page is given again for at most a second, only to the same reader with the same choices, and only where nothing can
be missed: not after the reader has sent anything, not after anybody has decided anything, here or on the command line,
not after a change that a live connection may have told of, and never to a browser that reloads. What is being made is
waited for, not made twice. Every answer carries form tokens of its own (see session.py), so that one who reads two
answers learns nothing from them.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infostreamer.desk import Desk
from infostreamer.web.reader import reader_of
from infostreamer.web.session import form_token

LASTS_S = 1.0
_MOST_BYTES = 32_000_000
_AT_ONCE = 3  # pages in the making: more would only take the interpreter from each other, and all come late
_CHOICES = ("theme", "text", "keys", "marking", "zone", "language")  # cookies that a page is made by
_HEADERS = ("host", "accept", "accept-language")
_SHARED = frozenset({
    *("/", "/search", "/dossiers", "/timeline", "/map", "/figures", "/who", "/who/{id}/{slug}"),
    *("/place/{id}/{slug}", "/s/{id}/{slug}", "/s/{id}/sources", "/s/{id}/changes", "/d/{slug}"),
    *("/d/{slug}/timeline", "/d/{slug}/who", "/d/{slug}/map", "/d/{slug}/figures", "/d/{slug}/stories"),
})  # fmt: skip
"""Addresses that write nothing when they are looked at and are dear to make."""

Key = bytes
Standing = tuple[int, str | None]  # of the desk: position of the change log, mark of the last decision


@dataclass(frozen=True, slots=True)
class _Page:
    """One answer as it was made."""

    body: bytes
    token: bytes  # in its forms; exchanged for a new one each time
    media_type: str | None
    headers: Mapping[str, str]
    at: float  # when its making began
    stood: Standing  # before it was made


@dataclass(slots=True)
class _Maker:
    """One page in the making, and how many requests are at it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: int = 0


class Kept:
    """The pages made lately by one server, and who waits for which. Threads share it."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self.listeners = 0  # live connections
        self.hits = self.made = 0
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, _Page] = OrderedDict()
        self._held = 0
        self._sent: dict[str, int] = {}  # reader -> how often they sent something
        self._makers: dict[Key, _Maker] = {}
        self._turn = threading.BoundedSemaphore(_AT_ONCE)

    def note_sent(self, reader: str) -> None:
        """This reader sent something: what was made for them before is given no more."""
        with self._lock:
            self._sent[reader] = self._sent.get(reader, 0) + 1

    def answer(self, request: Request, path: str, make: Callable[[], Response]) -> Response:
        """The page, kept or made now by `make`, which answers the request in this thread."""
        if path not in _SHARED or request.method != "GET":
            with self._turn:
                return make()
        asked, key = time.monotonic(), self._key(request)
        with self._lock:
            maker = self._makers.setdefault(key, _Maker())
            maker.waiting += 1
        try:
            with maker.lock:
                return self._answer(request, key, asked, make)
        finally:
            with self._lock:
                maker.waiting -= 1
                if not maker.waiting:
                    del self._makers[key]

    def _answer(self, request: Request, key: Key, asked: float, make: Callable[[], Response]) -> Response:
        desk: Desk = request.app.state.desk
        known = self._fresh(key, asked, desk, is_new=_reloads(request))
        if known is not None:
            self.hits += 1
            body = known.body.replace(known.token, form_token(request).encode())
            return Response(body, media_type=known.media_type, headers=dict(known.headers))
        started, stood = time.monotonic(), desk.standing_at()
        with self._turn:
            answer = make()
        self.made += 1
        self._keep(key, request.state, answer, started, stood)
        return answer

    def _fresh(self, key: Key, asked: float, desk: Desk, *, is_new: bool) -> _Page | None:
        """The page where it is kept and good enough for who asked then; `is_new`: only one begun since."""
        with self._lock:
            page = self._pages.get(key)
        if page is None or asked - page.at > LASTS_S:
            return None
        if page.at >= asked:  # begun while this one waited: nothing could be newer
            return page
        if is_new:
            return None
        (position, decided), (was, had) = desk.standing_at(), page.stood
        return page if decided == had and (position == was or not self.listeners) else None

    def _keep(self, key: Key, state: State, answer: Response, at: float, stood: Standing) -> None:
        token: bytes = getattr(state, "page_token", b"")
        is_plain = answer.status_code == 200 and token and "set-cookie" not in answer.headers
        with self._lock:
            self._drop_old(at)
            if is_plain:
                told = {name: answer.headers[name] for name in ("cache-control",) if name in answer.headers}
                page = _Page(bytes(answer.body), token, answer.media_type, told, at, stood)
                self._pages[key] = page
                self._held += len(page.body)
                self._drop_old(at)

    def _drop_old(self, now: float) -> None:
        """Drop what is over, and the oldest beyond the room there is; to be called under the lock."""
        while self._pages:
            key, page = next(iter(self._pages.items()))
            if now - page.at <= LASTS_S and self._held <= _MOST_BYTES:
                break
            del self._pages[key]
            self._held -= len(page.body)

    def _key(self, request: Request) -> Key:
        reader, state = reader_of(request), request.state
        chosen = tuple(request.cookies.get(f"infostreamer_{name}", "") for name in _CHOICES)
        headers = tuple(request.headers.get(name, "") for name in _HEADERS)
        who = (reader.name, reader.role, getattr(state, "has_login", False), getattr(state, "scope", None))
        is_https = getattr(state, "is_https", False)  # as believed of a proxy, not as a visitor says
        session = getattr(getattr(state, "session", None), "id", None)
        with self._lock:
            sent = self._sent.get(reader.name, 0)
        told = (request.scope["path"], request.scope["query_string"], who, session, sent, chosen, headers, is_https)
        return blake2b(repr(told).encode(), digest_size=20).digest()  # what a visitor sends may be long


class Noting:
    """ASGI middleware inside the login: notes who sent something, and how many live connections there are."""

    def __init__(self, app: ASGIApp, *, kept: Kept) -> None:
        """Note into `kept` what passes to this app."""
        self._app, self._kept = app, kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"] in ("GET", "HEAD") and scope["path"] != "/live"):
            await self._app(scope, receive, send)
            return
        is_live = scope["path"] == "/live"
        self._kept.listeners += is_live
        try:
            await self._app(scope, receive, send if is_live else self._noting(scope, send))
        finally:
            self._kept.listeners -= is_live

    def _noting(self, scope: Scope, send: Send) -> Send:
        """What was sent is noted before its sender hears that it was done."""

        async def send_noted(message: Message) -> None:
            if message["type"] == "http.response.start" and "reader" in scope.get("state", {}):
                self._kept.note_sent(scope["state"]["reader"].name)
            await send(message)

        return send_noted


def _reloads(request: Request) -> bool:
    """True where the browser was told to ask anew (RFC 9111, section 5.2.1)."""
    told = request.headers.get("cache-control", "")
    return "no-cache" in told or "max-age=0" in told or "no-cache" in request.headers.get("pragma", "")
