"""What a browser holds: the cookie of its session, and the token that every form carries.

A form's token is an HMAC under a secret of this browser alone: the key of its session; before a login, of the visit to
the login page; on a desk without accounts, of the process. It is masked anew in every response, because pages are
compressed: else its bytes could be guessed from the length of the answers (BREACH).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

_SESSION, _VISIT = "infostreamer_session", "infostreamer_visit"
_SIZE = 32


def cookie_names(request: Request) -> tuple[str, str]:
    """(session, visit). With the port: browsers send the cookies of one port to all others of a host."""
    start = "__Host-" if request.state.is_https else ""
    port = request.app.state.settings["web.port"]
    return f"{start}{_SESSION}_{port}", f"{start}{_VISIT}_{port}"


def session_key(request: Request) -> str | None:
    """The session key that the browser sent."""
    return request.cookies.get(cookie_names(request)[0]) or None


def visit_key(request: Request) -> str | None:
    """The key of the visit to the login page that the browser sent."""
    return request.cookies.get(cookie_names(request)[1]) or None


def begin_visit(request: Request) -> str:
    """A new key for the forms of this response; hand it to `remember_visit`."""
    key = secrets.token_urlsafe(_SIZE)
    request.state.form_secret = f"visit {key}"
    return key


def remember_visit(request: Request, answer: Response, key: str) -> None:
    """Let the browser send the visit's key with its form."""
    _set(request, answer, cookie_names(request)[1], key, same_site="strict", max_age=None)


def remember(request: Request, answer: Response, key: str) -> None:
    """Let the browser send the session's key, and forget that of the visit."""
    days = float(request.app.state.settings["web.session_days"])
    _set(request, answer, cookie_names(request)[0], key, same_site="lax", max_age=int(days * 86_400))
    _forget(request, answer, cookie_names(request)[1])


def forget(request: Request, answer: Response) -> None:
    """Let the browser forget its session."""
    _forget(request, answer, cookie_names(request)[0])


def form_token(request: Request) -> str:
    """The token of the forms in this response."""
    mask = secrets.token_bytes(_SIZE)
    return base64.urlsafe_b64encode(mask + _xor(mask, _mac(request))).decode()


def is_form_token(request: Request, given: str) -> bool:
    """True for a token that this browser was given."""
    try:
        raw = base64.b64decode(given.encode("ascii", "replace"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) == 2 * _SIZE and hmac.compare_digest(_xor(raw[:_SIZE], raw[_SIZE:]), _mac(request))


def _mac(request: Request) -> bytes:
    secret = getattr(request.state, "form_secret", f"process {request.app.state.token}")
    return hmac.digest(str(secret).encode(), b"form", "sha256")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _set(request: Request, answer: Response, name: str, key: str, *, same_site: str, max_age: int | None) -> None:
    answer.set_cookie(
        name,
        key,
        max_age=max_age,
        path="/",
        secure=request.state.is_https,
        httponly=True,
        samesite=same_site,  # type: ignore[arg-type]
    )


def _forget(request: Request, answer: Response, name: str) -> None:
    answer.delete_cookie(name, path="/", secure=request.state.is_https, httponly=True, samesite="lax")
