"""Who asks, and whether they may come in: the gate between the guard and the pages.

On a desk without accounts everybody who reaches it is its owner. As soon as there is an account, whoever is not logged
in meets the login, at every address but the few that `permits` calls open.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from functools import partial
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infostreamer.desk.logins import Asker
from infostreamer.desk.programs import PREFIX
from infostreamer.model import OWNER, PUBLIC, InformationStreamerError, Reader
from infostreamer.settings import Settings
from infostreamer.web.forms import refuse_foreign, take_form
from infostreamer.web.guard import PROGRAMS, is_loopback
from infostreamer.web.peer import proxies_of
from infostreamer.web.permits import level_of, require
from infostreamer.web.session import session_key, visit_key

__all__ = ["Accounts", "require"]

_BASIC = ', Basic realm="desk", charset="UTF-8"'
_LOOKS = ("GET", "HEAD", "OPTIONS")


class Accounts:
    """ASGI middleware: fills `request.state` (reader, account, scope, peer, is_https), refuses who may not come in."""

    def __init__(self, app: ASGIApp, *, settings: Settings, token: str) -> None:
        """The gate before this app.

        Args:
            app: what is behind it.
            settings: `web.public`, `web.proxy_*` and `web.host` are used.
            token: the secret of this process, for the forms of a desk without accounts.

        Raises:
            ConfigurationError: `web.proxy_from` is not a list of addresses.
        """
        self._app, self._token = app, token
        self._proxies = proxies_of(settings)
        self._is_public = bool(settings["web.public"])
        self._needs_login = bool(self._proxies.user_header) or not (
            is_loopback(str(settings["web.host"])) or settings["web.proxy_login"]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == "/-/health" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = await self._meet(request, receive)
        if request.state.has_login:
            send = _kept_private(send)
        await (refusal or self._app)(scope, receive, send)

    async def _meet(self, request: Request, receive: Receive) -> Response | None:
        try:
            is_known = await run_in_threadpool(self._recognise, request)
        except InformationStreamerError as error:
            request.state.has_login = True
            return PlainTextResponse(f"{error}\n", 503, headers={"retry-after": "5"})
        if not is_known and not _is_open(request):
            return self._ask_for_login(request)
        if request.method in _LOOKS or _is_one_click(request):
            return None
        if _is_for_programs(request):
            return _as_problem(refuse_foreign(request.headers))
        return await take_form(request, receive)

    def _recognise(self, request: Request) -> bool:
        """Fill `request.state`; False for somebody whom this desk does not let in."""
        state = request.state
        state.peer = self._proxies.client(request.scope)
        state.is_https = self._proxies.is_https(request.scope)
        state.scope, state.account, state.session = None, None, None
        named = self._proxies.user_name(request.scope)
        cookie, (key, is_basic) = session_key(request), token_key(request.headers)
        asker = request.app.state.desk.asker(session_key=cookie, token_key=key, proxy_name=named)
        state.has_login = asker.has_accounts or self._needs_login
        state.form_secret = self._form_secret(request, cookie if asker.session else None, named)
        state.reader = self._reader(asker)
        state.account, state.session, state.named = asker.user, asker.session, named
        if asker.token is not None:
            state.scope = "read" if is_basic else asker.token.scope
        state.may_read = partial(self._may_read, request, (cookie, key, named), state.reader)
        is_wrong_token = key is not None and asker.user is None and state.has_login
        return not is_wrong_token and (state.reader != PUBLIC or self._is_public)

    def _may_read(self, request: Request, sent: tuple[str | None, str | None, str | None], was: Reader) -> bool:
        """True while what was sent opens the desk as it did: for answers that last. Trouble closes nothing."""
        cookie, key, named = sent
        try:
            asker = request.app.state.desk.asker(session_key=cookie, token_key=key, proxy_name=named)
        except InformationStreamerError:
            return True
        return was == self._reader(asker)

    def _reader(self, asker: Asker) -> Reader:
        if not asker.has_accounts and not self._needs_login:
            return OWNER
        return asker.user.reader if asker.user else PUBLIC

    def _form_secret(self, request: Request, session: str | None, named: str | None) -> str:
        if session:
            return f"session {session}"
        if named:
            return f"proxy {hmac.digest(self._token.encode(), named.encode(), 'sha256').hex()}"
        visit = visit_key(request)
        return f"visit {visit}" if visit else f"process {self._token}"

    def _ask_for_login(self, request: Request) -> Response:
        if request.method in _LOOKS and "text/html" in request.headers.get("accept", "") and not request.state.named:
            here = path_of(request) + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(here, safe='/')}", 303)
        said = "This desk asks for a login: open /login in a browser, or send a token of an account."
        if request.state.named:
            said = f"The proxy says that you are {request.state.named!r}, who has no account on this desk."
        elif "text/html" in request.headers.get("accept", ""):
            said = "Your login has ended, so nothing was changed: log in at /login, go back and send the form again."
        headers = {"www-authenticate": 'Bearer realm="desk"' + ("" if _is_browser(request) else _BASIC)}
        if _is_for_programs(request):
            problem = {"type": "about:blank", "title": "Login needed", "status": 401, "detail": said}
            return JSONResponse(problem, 401, headers, media_type="application/problem+json")
        if path_of(request).endswith(".json"):
            page = {"schema": "infostreamer/error/1", "status": 401, "title": "Login needed", "error": said}
            return JSONResponse(page, 401, headers)
        return PlainTextResponse(f"{said}\n", 401, headers)


def _as_problem(refusal: PlainTextResponse | None) -> Response | None:
    """The refusal as programs read it (RFC 9457)."""
    if refusal is None:
        return None
    detail = bytes(refusal.body).decode().strip()
    problem = {"type": "about:blank", "title": "Not allowed", "status": refusal.status_code, "detail": detail}
    return JSONResponse(problem, refusal.status_code, media_type="application/problem+json")


def token_key(headers: Headers) -> tuple[str | None, bool]:
    """The key of a token that a program sent, and whether as the password of HTTP Basic, as feed readers do."""
    scheme, _, rest = headers.get("authorization", "").partition(" ")
    rest = rest.strip()
    if scheme.lower() == "bearer":
        return rest or None, False
    if scheme.lower() == "googlelogin" and rest.lower().startswith("auth="):
        return rest[5:] or None, False
    if scheme.lower() == "basic":
        try:
            password = base64.b64decode(rest, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return None, False
        return (password, True) if password.startswith(PREFIX) else (None, False)
    return None, False


def path_of(request: Request) -> str:
    """The path that is routed by: `request.url` is put together with the Host header, which the sender writes."""
    return str(request.scope["path"])


def _is_open(request: Request) -> bool:
    path = path_of(request)
    if path.startswith(("/share/", "/unsubscribe/")) and path.count("/") == 2:
        return True
    return level_of(request.method, path) == "open" or path == "/accounts/ClientLogin"


def _is_one_click(request: Request) -> bool:
    """A mail program ends a mailing by a POST without form or login (RFC 8058); the secret in its address is enough."""
    return path_of(request).startswith("/unsubscribe/")


def _is_browser(request: Request) -> bool:
    """True for a browser's own request: asked for a Basic password, it would open a window of its own."""
    return "sec-fetch-mode" in request.headers


def _is_for_programs(request: Request) -> bool:
    return path_of(request).startswith(PROGRAMS)


def _kept_private(send: Send) -> Send:
    """No shared cache may keep what was shown to one reader."""

    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            told = headers.get("cache-control", "no-cache")
            if "no-store" not in told and "private" not in told:
                headers["cache-control"] = f"private, {told.replace('public, ', '')}"
            headers.add_vary_header("Cookie, Authorization")
        await send(message)

    return send_private
