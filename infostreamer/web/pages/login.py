"""Logging in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.model import LoginNeeded, TooManyTries
from infostreamer.web import session
from infostreamer.web.addresses import own_path
from infostreamer.web.render import respond, see


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginPage:
    """The form; `next` is where it leads. `state`: asked, open (the desk has no accounts), proxied, in."""

    SCHEMA: ClassVar[str] = "infostreamer/login/1"
    TEMPLATE: ClassVar[str] = "login.html"
    state: str
    next: str
    name: str
    error: str | None = None


def show(request: Request) -> Response:
    """GET /login?next=…"""
    page = LoginPage(
        state=_state(request), next=own_path(request.query_params.get("next", "/")), name=_named(request) or ""
    )
    return _answer(request, page)


def enter(request: Request) -> Response:
    """POST /login: a new session whatever the browser held before, then on to where the reader wanted to go."""
    desk, form = request.app.state.desk, request.state.form
    name, then = form.get("name", ""), own_path(form.get("next", "/"))
    if _state(request) == "open":
        return see(then)
    agent = request.headers.get("user-agent")
    try:
        key = desk.log_in(name, form.get("password", ""), address=request.state.peer, agent=agent)
    except LoginNeeded as error:
        return _answer(request, LoginPage(state="asked", next=then, name=name[:64], error=str(error)), status=401)
    except TooManyTries as error:
        answer = _answer(request, LoginPage(state="asked", next=then, name=name[:64], error=str(error)), status=429)
        answer.headers["retry-after"] = str(error.wait_s)
        return answer
    held = session.session_key(request)
    if held:
        desk.log_out(held)
    answer = see(then)
    session.remember(request, answer, key)
    return answer


def leave(request: Request) -> Response:
    """POST /logout: the session ends here and in the database."""
    held = session.session_key(request)
    if held:
        request.app.state.desk.log_out(held)
    answer = see("/login")
    session.forget(request, answer)
    answer.headers["clear-site-data"] = '"cache"'
    return answer


def _state(request: Request) -> str:
    if not request.state.has_login:
        return "open"
    if request.state.account is not None:
        return "in"
    return "proxied" if _named(request) else "asked"


def _named(request: Request) -> str | None:
    account = request.state.account
    named: str | None = account.name if account else request.state.named
    return named


def _answer(request: Request, page: LoginPage, *, status: int = 200) -> Response:
    key = session.begin_visit(request) if request.state.session is None else None
    answer = respond(request, page, status=status)
    if key:
        session.remember_visit(request, answer, key)
    answer.headers["cache-control"] = "no-store"
    return answer
