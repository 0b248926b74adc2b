"""Logging in and out, and who a request is from."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from infostreamer.desk import attempts
from infostreamer.desk.passwords import hash_of, is_outdated, is_right
from infostreamer.model import (
    BadInput,
    InformationStreamerError,
    LoginNeeded,
    Session,
    Token,
    TooManyTries,
    User,
    sha256_hex,
    user_name,
)

if TYPE_CHECKING:
    from infostreamer.settings import Settings
    from infostreamer.store import Store, Unit

_TOUCHED_EVERY = timedelta(hours=1)  # a session's end is moved no more often: reading must not write each time
_AGENT = 200  # characters kept of what a browser calls itself
WRONG = "Name and password do not belong together."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who a request is from. `user` None: nobody who is known."""

    has_accounts: bool
    user: User | None = None
    session: Session | None = None
    token: Token | None = None


class Logins:
    """Logins within a desk. The clock is the real one also where the desk's own is a replay's."""

    store: Store
    settings: Settings

    def log_in(
        self, name: str, password: str, *, address: str, agent: str | None = None, now: datetime | None = None
    ) -> str:
        """The key of a new session: 43 characters that the browser sends back, of which only a hash is kept.

        Args:
            name: as typed.
            password: as typed.
            address: where the request comes from; failed attempts are counted by name, by address and by both.
            agent: what the browser calls itself, shown in the account's list of sessions.
            now: the time, else the real one.

        Raises:
            LoginNeeded: name and password do not belong together; said, and taken as long, for names nobody has.
            TooManyTries: too many attempts failed; nothing was looked at.
        """
        user = self.authenticate(name, password, address=address, now=now)
        return self.begin_session(user, agent=agent, now=now)

    def begin_session(self, user: User, *, agent: str | None = None, now: datetime | None = None) -> str:
        """The key of a new session of this account, as it was read.

        Raises:
            LoginNeeded: it was given another password since, or is gone.
        """
        moment = now or datetime.now(UTC)
        key = secrets.token_urlsafe(32)
        with self.store.unit(is_private=True) as unit:
            refuse_outdated(unit, user)
            unit.sessions.forget_old(moment)
            unit.sessions.put(
                Session(
                    id=sha256_hex(key.encode()),
                    user_name=user.name,
                    created_at=moment,
                    used_at=moment,
                    until=moment + self._session_length(),
                    agent=(agent or "")[:_AGENT] or None,
                )
            )
        return key

    def authenticate(self, name: str, password: str, *, address: str, now: datetime | None = None) -> User:
        """The account that name and password belong to; see `log_in`, which this is without the session."""
        moment = now or datetime.now(UTC)
        typed = name.strip().lower()
        with self.store.unit(is_private=True) as unit:
            wait_s = attempts.count(unit, typed, address, moment)
            user = unit.users.get_or_none(_known_name(typed))
        if wait_s:
            raise TooManyTries(f"Too many logins failed; wait {_wait_words(wait_s)} and try again.", wait_s=wait_s)
        if not is_right(password, user.password if user else None) or user is None:
            raise LoginNeeded(WRONG)
        with self.store.unit(is_private=True) as unit:
            user = refuse_outdated(unit, user)
            attempts.forgive(unit, typed, address, moment)
            if user.password and is_outdated(user.password):
                user = replace(user, password=hash_of(password, name=user.name))
                unit.users.put(user)
        return user

    def log_out(self, key: str) -> None:
        """End the session of this key. Nothing happens where there is none."""
        with self.store.unit() as unit:
            unit.sessions.remove(sha256_hex(key.encode()))

    def end_sessions(self, name: str) -> int:
        """End all of an account's sessions; how many there were."""
        with self.store.unit() as unit:
            return unit.sessions.remove_of(user_name(name))

    def sessions(self, name: str, *, now: datetime | None = None) -> list[Session]:
        """The browsers in which this account is logged in, the last used first."""
        with self.store.read() as unit:
            return unit.sessions.of(user_name(name), now or datetime.now(UTC))

    def asker(
        self,
        *,
        session_key: str | None = None,
        token_key: str | None = None,
        proxy_name: str | None = None,
        now: datetime | None = None,
    ) -> Asker:
        """Who sends these. A token counts before the name that a proxy vouches for, and that before a session."""
        moment = now or datetime.now(UTC)
        with self.store.read() as unit:
            found = _found(unit, session_key, token_key, proxy_name, moment)
        if found.session is not None and moment - found.session.used_at >= _TOUCHED_EVERY:
            self._put_off(found.session, moment)
        if found.token is not None and moment - (found.token.used_at or found.token.created_at) >= _TOUCHED_EVERY / 60:
            self._note_use(found.token, moment)
        return found

    def access(self, *, now: datetime | None = None) -> object:
        """Another value after somebody logged in or out, an account or token came, went or got another role, or a
        session or token ran out."""
        moment = now or datetime.now(UTC)
        with self.store.read() as unit:
            roles = tuple((user.name, user.role) for user in unit.users.all())
            tokens = frozenset(token.id for token in unit.tokens.all() if token.until is None or token.until > moment)
            return unit.sessions.ids(moment), roles, tokens

    def _put_off(self, session: Session, now: datetime) -> None:
        moved = replace(session, used_at=now, until=now + self._session_length())
        try:
            with self.store.unit(is_private=True) as unit:
                if unit.sessions.get_or_none(session.id, now) is not None:
                    unit.sessions.put(moved)
        except InformationStreamerError:
            return  # the next request does it: who reads must not wait for a full disk or a busy database

    def _note_use(self, token: Token, now: datetime) -> None:
        try:
            with self.store.unit(is_private=True) as unit:
                if unit.tokens.get_or_none(token.id) is not None:
                    unit.tokens.put(replace(token, used_at=now))
        except InformationStreamerError:
            return  # the next request does it: who reads must not wait for a full disk or a busy database

    def _session_length(self) -> timedelta:
        return timedelta(days=float(self.settings["web.session_days"]))


def refuse_outdated(unit: Unit, user: User) -> User:
    """The account as it is now, with the password that was looked at: looking takes long, and it may be another since.

    Raises:
        LoginNeeded: it is another, or the account is gone.
    """
    found = unit.users.get_or_none(user.name)
    if found is None or found.password != user.password:
        raise LoginNeeded(WRONG)
    return found


def _found(unit: Unit, session_key: str | None, token_key: str | None, proxy_name: str | None, now: datetime) -> Asker:
    token = unit.tokens.get_or_none(sha256_hex(token_key.encode())) if token_key else None
    if token_key:
        is_good = token is not None and (token.until is None or token.until > now)
        user = unit.users.get_or_none(token.user_name) if token is not None and is_good else None
        return Asker(has_accounts=unit.users.are_any(), user=user, token=token if user else None)
    if proxy_name:
        return Asker(has_accounts=unit.users.are_any(), user=unit.users.get_or_none(_known_name(proxy_name)))
    session = unit.sessions.get_or_none(sha256_hex(session_key.encode()), now) if session_key else None
    user = unit.users.get_or_none(session.user_name) if session else None
    return Asker(has_accounts=user is not None or unit.users.are_any(), user=user, session=session if user else None)


def _known_name(typed: str) -> str:
    """The name as accounts have it; for what is no name, one that nobody has."""
    try:
        return user_name(typed)
    except BadInput:
        return ""


def _wait_words(wait_s: int) -> str:
    if wait_s < 120:
        return f"{wait_s} second{'' if wait_s == 1 else 's'}"
    return f"{-(-wait_s // 60)} minutes"
