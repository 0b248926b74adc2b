"""One's own account: password, the browsers that are logged in, tokens for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk.programs import SCOPES
from infostreamer.model import BadInput, LoginNeeded, NotAllowed, Session, Token, TooManyTries, User
from infostreamer.web.render import respond, see
from infostreamer.web.session import remember
from infostreamer.web.times import When, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One browser: as it is commonly called, where that can be told, and as it calls itself."""

    browser: str | None
    agent: str | None
    since: When | None
    used: When | None
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """One token."""

    id: str
    label: str
    scope: str
    made: When | None
    used: When | None
    until: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """The account. `key` is a new token's, shown in this one answer only."""

    SCHEMA: ClassVar[str] = "infostreamer/account/1"
    TEMPLATE: ClassVar[str] = "account.html"
    name: str
    role: str
    has_password: bool
    sessions: tuple[SessionRow, ...]
    tokens: tuple[TokenRow, ...]
    scopes: tuple[str, ...]
    done: str | None = None  # password, ended, revoked: what was just done
    error: str | None = None
    key: str | None = None
    is_single: bool = False  # a desk without accounts


# In this order: each calls itself by the names of those after it too.
_BROWSERS = (
    *(("Edg/", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox")),
    *(("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS")),
    *(("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")),
)
_DONE = ("password", "ended", "revoked")


def show(request: Request) -> Response:
    """GET /account"""
    done = request.query_params.get("done", "")
    return _answer(request, done=done if done in _DONE else None)


def change_password(request: Request) -> Response:
    """POST /account/password: the old one is asked for, and guessed no faster here than at the login. Everybody who is
    logged in as this account is logged out; this browser gets a session of its own anew."""
    desk, form, user = request.app.state.desk, request.state.form, _user(request)
    try:
        if user.password is not None:
            desk.authenticate(user.name, form.get("password", ""), address=request.state.peer)
        if form.get("new") != form.get("again"):
            raise BadInput("The two new passwords differ.")
        changed = desk.set_password(user.name, form.get("new", ""))
    except LoginNeeded:
        return _answer(request, error="That is not your password.", status=422)
    except (BadInput, TooManyTries) as error:
        return _answer(request, error=str(error), status=422)
    return _begun_anew(request, changed, "/account?done=password")


def end_sessions(request: Request) -> Response:
    """POST /account/sessions/end: all, also one that holds a copy of this one's key; this browser gets another."""
    user = _user(request)
    request.app.state.desk.end_sessions(user.name)
    return _begun_anew(request, user, "/account?done=ended")


def add_token(request: Request) -> Response:
    """POST /account/tokens/add: the answer, and nothing else ever, holds the key."""
    form = request.state.form
    _, key = request.app.state.desk.add_token(_user(request).name, form.get("scope", ""), label=form.get("label", ""))
    return _answer(request, key=key)


def revoke_token(request: Request) -> Response:
    """POST /account/tokens/{id}/revoke: one's own only."""
    request.app.state.desk.revoke_token(request.path_params["id"], of=_user(request).name)
    return see("/account?done=revoked")


def _user(request: Request) -> User:
    user: User | None = request.state.account
    if user is None or request.state.scope is not None:
        raise NotAllowed("Accounts are looked after in a browser that is logged in, not with a token.")
    return user


def _begun_anew(request: Request, user: User, then: str) -> Response:
    """On to the address, with a new session where there was one; who comes in through a proxy has none."""
    answer = see(then)
    if request.state.session is not None:
        agent = request.headers.get("user-agent")
        remember(request, answer, request.app.state.desk.begin_session(user, agent=agent))
    return answer


def _session_id(request: Request) -> str | None:
    session: Session | None = request.state.session
    return session.id if session else None


def _answer(request: Request, *, status: int = 200, **told: Any) -> Response:
    user: User | None = request.state.account
    page = _single(request) if user is None else _page_of(request, user, **told)
    answer = respond(request, page, status=status)
    answer.headers["cache-control"] = "no-store"
    return answer


def _single(request: Request) -> AccountPage:
    reader = request.state.reader
    return AccountPage(
        name=reader.name, role=reader.role, has_password=False, sessions=(), tokens=(), scopes=(), is_single=True
    )


def _page_of(request: Request, user: User, **told: Any) -> AccountPage:
    desk, this = request.app.state.desk, _session_id(request)
    return AccountPage(
        name=user.name,
        role=user.role,
        has_password=user.password is not None,
        sessions=tuple(_session_row(one, this) for one in desk.sessions(user.name)),
        tokens=tuple(_token_row(one) for one in desk.tokens(user.name)),
        scopes=SCOPES if user.role == "admin" else SCOPES[:2],
        **told,
    )


def browser_of(agent: str) -> str | None:
    """ "Firefox on Linux" out of what a browser calls itself; None where it is none that we know."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in agent), None)
    return f"{browser} on {system}" if browser and system else browser


def _session_row(session: Session, this: str | None) -> SessionRow:
    return SessionRow(
        browser=browser_of(session.agent or ""),
        agent=session.agent,
        since=moment(session.created_at),
        used=moment(session.used_at),
        is_this=session.id == this,
    )


def _token_row(token: Token) -> TokenRow:
    return TokenRow(
        id=token.short_id,
        label=token.label,
        scope=token.scope,
        made=moment(token.created_at),
        used=moment(token.used_at),
        until=moment(token.until),
    )
