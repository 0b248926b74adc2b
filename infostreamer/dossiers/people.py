"""Entries of several stories -> who is who: one entry per person or place, roles as reported and dated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from infostreamer.model import Held, Location, Span, Story, Who, fold

MOST_WHO, MOST_CITATIONS = 200, 12
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def who_of(stories: Sequence[Story]) -> tuple[Who, ...]:
    """The same name of the same kind in two stories is one entry; most mentioned first, ties by name.

    A lone first or last name is left out where an entry with the whole name has it: whom it means is not known.
    """
    gathered: dict[str, list[Who]] = {}
    for story in stories:
        for who in story.who:
            gathered.setdefault(who.id, []).append(who)
    entries = [one_of(entries) for entries in gathered.values()]
    parts = {part for who in entries if who.kind == "person" for part in _parts(who.name)}
    whole = [who for who in entries if who.kind != "person" or fold(who.name) not in parts]
    return tuple(sorted(whole, key=lambda who: (-who.mentions, who.name, who.id)))[:MOST_WHO]


def _parts(name: str) -> list[str]:
    words = fold(name).split()
    return words if len(words) > 1 else []


def one_of(entries: Sequence[Who]) -> Who:
    """One entry out of at least one that mean the same, called as the first is; its roles dated over all of them."""
    spans: tuple[Span, ...] = tuple(dict.fromkeys(span for who in entries for span in who.citations))
    return replace(
        entries[0],
        aliases=tuple(sorted({form for who in entries for form in (who.name, *who.aliases)} - {entries[0].name})),
        roles=tuple(dict.fromkeys(role for who in entries for role in who.roles)),
        keys=tuple(sorted({key for who in entries for key in who.keys})),
        mentions=sum(who.mentions for who in entries),
        citations=spans[:MOST_CITATIONS],
        held=_held(held for who in entries for held in who.held),
        location=_location(who.location for who in entries),
    )


def _held(roles: Iterable[Held]) -> tuple[Held, ...]:
    """One entry per role, the one given last first."""
    gathered: dict[str, list[Held]] = {}
    for held in roles:
        gathered.setdefault(fold(held.role), []).append(held)
    for words in sorted(gathered, key=len):
        fuller = [other for other in gathered if other != words and f" {words} " in f" {other} "]
        if fuller:  # "President" is told by "Chinese President"
            gathered[max(fuller, key=lambda other: (len(gathered[other]), other))] += gathered.pop(words)
    whole = [_joined(same) for same in gathered.values()]
    return tuple(sorted(whole, key=lambda one: (-(one.until or _LONG_AGO).timestamp(), one.role)))


def _joined(same: Sequence[Held]) -> Held:
    moments = sorted(at for one in same for at in (one.since, one.until) if at)
    citations = tuple(dict.fromkeys(span for one in same for span in one.citations))
    return replace(
        same[0],
        citations=citations[:4],
        since=moments[0] if moments else None,
        until=moments[-1] if moments else None,
        outlets=tuple(dict.fromkeys(outlet for one in same for outlet in one.outlets)),
    )


def _location(found: Iterable[Location | None]) -> Location | None:
    """Where it lies; None where two stories say otherwise."""
    known = [one for one in found if one is not None]
    return min(known, key=lambda one: one.candidates) if len({one.key for one in known}) == 1 else None
