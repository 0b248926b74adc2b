"""Who is who: people, organisations and places, with roles as reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from infostreamer.model import Who
from infostreamer.web.addresses import who_path
from infostreamer.web.citations import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, some organisation or some place in the story."""

    id: str
    path: str
    name: str
    kind: str
    roles: tuple[str, ...]
    aliases: tuple[str, ...]
    mentions: int
    notes: tuple[int, ...]


def people_of(people: Iterable[Who], notes: Notes) -> tuple[Person, ...]:
    """Everybody named, each with one note."""
    return tuple(
        Person(
            id=who.id,
            path=who_path(who),
            name=who.name,
            kind=who.kind,
            roles=who.roles,
            aliases=who.aliases,
            mentions=who.mentions,
            notes=notes.numbers(who.citations[:1]),
        )
        for who in people
    )
