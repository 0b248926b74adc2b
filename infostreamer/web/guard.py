"""What stands before every page: known host names only, security headers, and posts from our own pages only."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infostreamer.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
ANY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - compared with, never bound to
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_MAX_FORM_BYTES = 65_536


def known_hosts(settings: Settings) -> frozenset[str]:
    """The host names this desk answers to: loopback names, those of `web.hosts`, and a bound address."""
    extra = [name.strip().lower() for name in str(settings["web.hosts"]).split(",")]
    bound = str(settings["web.host"]).strip("[]").lower()
    named = {*_LOOPBACK, *extra, bound} - {"", *ANY_ADDRESS}
    return frozenset(named)


def host_name(header: str) -> str:
    """The name in a Host header, lower case, without port and brackets; empty when it is not one."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


class Guard:
    """ASGI middleware. A host name that is not ours gets 421 (DNS rebinding); a foreign post gets 403."""

    def __init__(self, app: ASGIApp, *, settings: Settings, token: str) -> None:
        """Guard this app.

        Args:
            app: what is guarded.
            settings: for `web.host` and `web.hosts`.
            token: what every posted form must carry.
        """
        self._app, self._hosts, self._token = app, known_hosts(settings), token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        guarded = _with_headers(send)
        refusal = self._refuse_host(headers)
        if refusal is None and scope["method"] not in ("GET", "HEAD"):
            refusal = await self._refuse_post(scope, headers, receive)
        if refusal is None:
            await self._app(scope, receive, guarded)
        else:
            await refusal(scope, receive, guarded)

    def _refuse_host(self, headers: Headers) -> PlainTextResponse | None:
        name = host_name(headers.get("host", ""))
        if name in self._hosts or name.endswith(".localhost"):
            return None
        text = "This desk does not answer to that host name; add it to the setting web.hosts if it should.\n"
        return PlainTextResponse(text, 421)

    async def _refuse_post(self, scope: Scope, headers: Headers, receive: Receive) -> PlainTextResponse | None:
        if not is_own_origin(headers):
            return PlainTextResponse("This form was not sent from a page of this desk, so nothing was changed.\n", 403)
        body = await _read_form(receive)
        if body is None:
            return PlainTextResponse("That form is larger than 64 kB, so nothing was changed.\n", 413)
        form = {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if not hmac.compare_digest(form.pop("token", "").encode(), self._token.encode()):
            text = "This form is older than the desk's last start; go back, reload the page and send it again.\n"
            return PlainTextResponse(text, 403)
        scope.setdefault("state", {})["form"] = form
        return None


def is_own_origin(headers: Headers) -> bool:
    """True when the browser says that the request comes from a page of ours, or does not say.

    With `Referrer-Policy: no-referrer` a browser sends `Origin: null` for our own forms (Fetch standard, "append a
    request Origin header"), so null decides nothing: Sec-Fetch-Site does, and the token always must match.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == headers.get("host")


def new_token() -> str:
    """A form token for the life of this process; a foreign page cannot read it, so the desk needs no session."""
    return secrets.token_urlsafe(24)


async def _read_form(receive: Receive) -> bytes | None:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > _MAX_FORM_BYTES:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return body


def _with_headers(send: Send) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
        await send(message)

    return send_guarded
