"""Accounts of a desk: who may log in, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from infostreamer.desk.handing import hand_over, take_away
from infostreamer.desk.logins import Logins
from infostreamer.desk.passwords import hash_of
from infostreamer.desk.programs import READING_APP, Programs
from infostreamer.model import OWNER, BadInput, ReaderRole, User, user_name

if TYPE_CHECKING:
    from infostreamer.store import Unit

FIRST = "The first account must be an admin's, who then runs this desk: say --role admin."
ROLES: tuple[ReaderRole, ...] = ("reader", "editor", "admin")


class Accounts(Logins, Programs):
    """What is asked and done about accounts. A desk without one has no login."""

    def has_accounts(self) -> bool:
        """True when somebody has to log in."""
        with self.store.read() as unit:
            return unit.users.are_any()

    def users(self) -> list[User]:
        """Every account, by name."""
        with self.store.read() as unit:
            return unit.users.all()

    def user(self, name: str) -> User:
        """One account.

        Raises:
            NotFound: there is none of this name.
        """
        with self.store.read() as unit:
            return unit.users.get(user_name(name))

    def add_user(self, name: str, role: str, *, password: str | None) -> User:
        """A new account. To the first admin goes what was the owner's, who had the desk alone until then.

        Args:
            name: see `infostreamer.model.user_name`.
            role: reader, editor or admin; the first account must be an admin's.
            password: None for somebody who comes in through a proxy.

        Raises:
            BadInput: the name is taken, or name, role or password cannot be used.
        """
        wanted = user_name(name)
        kept = hash_of(password, name=wanted) if password is not None else None
        user = User(name=wanted, role=_role(role), password=kept, created_at=datetime.now(UTC))
        with self.store.unit() as unit:
            if unit.users.get_or_none(wanted) is not None:
                raise BadInput(f"There is an account {wanted!r} already.")
            if not unit.users.are_any():
                _begin(unit, user)
            unit.users.put(user)
        return user

    def remove_user(self, name: str) -> None:
        """Forget the account with its sessions, tokens, marks, alerts, digests and private notes. What it decided and
        shared stays.

        Raises:
            NotFound: there is no such account.
            BadInput: it is the last admin's, and others have accounts.
        """
        with self.store.unit() as unit:
            user = unit.users.get(user_name(name))
            _refuse_last_admin(unit.users.all(), user)
            take_away(unit, user.name)

    def set_role(self, name: str, role: str) -> User:
        """Give the account another role; it holds from the next request on.

        Raises:
            NotFound: there is no such account.
            BadInput: no such role, or the desk would be left without an admin.
        """
        with self.store.unit() as unit:
            user = unit.users.get(user_name(name))
            changed = replace(user, role=_role(role))
            if changed.role != "admin":
                _refuse_last_admin(unit.users.all(), user, is_staying=True)
            unit.users.put(changed)
        return changed

    def set_password(self, name: str, password: str) -> User:
        """The account with another password; every session of it ends, and so do the keys that reading apps were given
        for the old one. Tokens that were made as such stay.

        Raises:
            NotFound: there is no such account.
            BadInput: the password cannot be used.
        """
        kept = hash_of(password, name=user_name(name))
        with self.store.unit() as unit:
            user = replace(unit.users.get(user_name(name)), password=kept)
            unit.users.put(user)
            unit.sessions.remove_of(user.name)
            for token in unit.tokens.all():
                if token.user_name == user.name and token.label.startswith(READING_APP):
                    unit.tokens.remove(token.id)
        return user


def _role(given: str) -> ReaderRole:
    for role in ROLES:
        if role == given:
            return role
    raise BadInput(f"{given!r} is no role; choose reader, editor or admin.")


def _begin(unit: Unit, first: User) -> None:
    if first.role != "admin":
        raise BadInput(FIRST)
    hand_over(unit, OWNER.name, first.name)


def _refuse_last_admin(users: Sequence[User], user: User, *, is_staying: bool = False) -> None:
    others = [one for one in users if one.name != user.name]
    if user.role == "admin" and (others or is_staying) and not any(one.role == "admin" for one in others):
        raise BadInput(f"{user.name!r} is the last admin; make somebody else an admin first.")
