"""What stands before every page: known host names only, addresses of a length that can be, security headers."""

from __future__ import annotations

import ipaddress
import re
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infostreamer.settings import Settings
from infostreamer.web.addresses import own_path

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
_HOST = re.compile(r"(?:\[(?P<literal>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::[0-9]{0,5})?", re.IGNORECASE | re.ASCII)
LONGEST_ADDRESS = 60_000  # characters of path and query
PROGRAMS = ("/api/v1", "/reader/api/0/", "/accounts/ClientLogin", "/mcp")
"""Where programs ask: they log in with a token, and what they post is no form; see web/api/access.py."""


def known_hosts(settings: Settings) -> frozenset[str]:
    """The host names this desk answers to: loopback names, those of `web.hosts`, and a bound address."""
    extra = [name.strip().lower() for name in str(settings["web.hosts"]).split(",")]
    bound = str(settings["web.host"]).strip("[]").lower()
    named = {*_LOOPBACK, *extra, bound} - {"", *ANY_ADDRESS}
    return frozenset(named)


def host_name(header: str) -> str:
    """The name in a Host header, lower case, without port and brackets; empty when it is not one.

    Nothing but a name and a port (RFC 9110, section 7.2): a path after the name would be taken for that of the request
    wherever an address is put together from both.
    """
    found = _HOST.fullmatch(header)
    return (found["literal"] or found["name"]).lower() if found else ""


class Guard:
    """ASGI middleware. A host name that is not ours gets 421 (DNS rebinding), too long an address 414."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        """Guard this app.

        Args:
            app: what is guarded.
            settings: for `web.host` and `web.hosts`.
        """
        self._app, self._hosts = app, known_hosts(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        guarded = _with_headers(send, headers.get("host", ""))
        refusal = self._refuse_host(headers) or _refuse_length(scope) or _refuse_two_lengths(headers)
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


def _refuse_length(scope: Scope) -> PlainTextResponse | None:
    if len(scope.get("raw_path") or b"") + len(scope.get("query_string", b"")) <= LONGEST_ADDRESS:
        return None
    return PlainTextResponse(f"An address of this desk has at most {LONGEST_ADDRESS} characters; ask for less.\n", 414)


def _refuse_two_lengths(headers: Headers) -> PlainTextResponse | None:
    """A length stated in two ways is read in two ways: what a proxy takes for the body of one request would here be the
    next one, with nobody's or somebody else's login (RFC 9112, section 6.1)."""
    if "transfer-encoding" not in headers or "content-length" not in headers:
        return None
    return PlainTextResponse("This request states its length in two ways.\n", 400, {"connection": "close"})


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach."""
    bare = host.strip("[]").lower()
    try:
        return bare == "localhost" or ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def is_own_origin(headers: Headers) -> bool:
    """True when the browser says that the request comes from a page of ours, or does not say.

    With `Referrer-Policy: no-referrer` a browser sends `Origin: null` for our own forms (Fetch standard, "append a
    request Origin header"), so null decides nothing: Sec-Fetch-Site does, and the token always must match.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "null")
    return origin == "null" or netloc_of(origin) == headers.get("host")


def netloc_of(origin: str) -> str | None:
    """Host and port of an Origin header; None where it is not one."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _here(location: str, host: str) -> str:
    """Where a redirect leads, by path alone where that is this desk: behind a proxy that ends TLS the server would
    name http, and the browser ask for it in the clear."""
    own = f"http://{host}/"
    return own_path(location[len(own) - 1 :]) if location.startswith(own) else location


def new_token() -> str:
    """A secret for the life of this process: what the forms of a desk without accounts rest on."""
    return secrets.token_urlsafe(24)


def _with_headers(send: Send, host: str) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "location" in headers:
                headers["location"] = _here(headers["location"], host)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
        await send(message)

    return send_guarded
