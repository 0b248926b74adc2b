"""Who is who of a dossier: roles as reports give them, each with the days on which it was given, and its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from infostreamer.model import Held, Span, Who
from infostreamer.web.addresses import who_path
from infostreamer.web.citations import Notes
from infostreamer.web.times import day_words

MOST_ROLES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """One role as reported. `when`: "reported 11 Nov 2026", or from the first to the last day."""

    role: str
    since: str | None
    until: str | None
    outlets: tuple[str, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoRow:
    """Somebody, some organisation or some place."""

    id: str
    path: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    roles: tuple[RoleRow, ...]
    mentions: int
    is_often: bool  # named more than once, or given a role
    notes: tuple[int, ...]


def who_rows(people: Iterable[Who], notes: Notes) -> tuple[WhoRow, ...]:
    """Everybody with at least one mention that can be cited; a role only with its sentence."""
    rows = []
    for who in people:
        numbers = notes.numbers(who.citations[:1])
        if not numbers:
            continue
        roles = role_rows(who.held[:MOST_ROLES], notes)
        rows.append(
            WhoRow(
                id=who.id,
                path=who_path(who),
                name=who.name,
                kind=who.kind,
                aliases=who.aliases,
                roles=roles,
                mentions=who.mentions,
                is_often=who.mentions > 1 or bool(roles),
                notes=numbers,
            )
        )
    return tuple(rows)


def role_rows(held: Iterable[Held], notes: Notes) -> tuple[RoleRow, ...]:
    """Each role that can be cited, in the order given."""
    return tuple(role for one in held if (role := _role(one, notes)) is not None)


def spans_of(people: Iterable[Who]) -> list[Span]:
    """What `who_rows` cites."""
    return [
        span
        for who in people
        for span in (*who.citations[:1], *(one.citations[0] for one in who.held[:MOST_ROLES]))
    ]  # fmt: skip


def _role(held: Held, notes: Notes) -> RoleRow | None:
    numbers = notes.numbers(held.citations[:1])
    if not numbers:
        return None
    since, until = (day_words(at) if at else None for at in (held.since, held.until))
    return RoleRow(role=held.role, since=since, until=until, outlets=held.outlets, notes=numbers)
