"""What the desk answers with where a noun alone is not enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

from infostreamer.model import Failure, Finding, Report, Source, Story, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What `Desk.add` did: sources now followed, captures taken in, what could not be used."""

    sources: tuple[Source, ...] = ()
    taken_in: int = 0
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoPage:
    """A person, organisation or place with the newest stories that name it and what it says in them."""

    who: Who
    stories: tuple[Story, ...]
    stories_total: int
    said: tuple[tuple[Report, Finding], ...]  # quotes and statements by it, newest report first


def joined(first: Who, second: Who) -> Who:
    """One entry of the who's who out of two that mean the same."""
    return replace(
        first,
        aliases=tuple(dict.fromkeys((*first.aliases, *second.aliases))),
        roles=tuple(dict.fromkeys((*first.roles, *second.roles))),
        keys=tuple(dict.fromkeys((*first.keys, *second.keys))),
        mentions=first.mentions + second.mentions,
        citations=(*first.citations, *second.citations),
    )
