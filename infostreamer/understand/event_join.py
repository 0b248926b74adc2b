"""One event out of two readings of the same words: by the rules in order, and by the parsed sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from infostreamer.understand.happening import Happened, apart
from infostreamer.understand.speakers import Party


def joined(text: str, ruled: Sequence[Happened], parsed: Sequence[Happened]) -> Iterator[Happened]:
    """The events of both, those with one trigger made one, by trigger."""
    by_tree = {one.trigger[0]: one for one in parsed}
    seen: set[int] = set()
    for one in sorted([*ruled, *parsed], key=lambda each: each.trigger):
        start = one.trigger[0]
        if start not in seen:
            seen.add(start)
            own = next((each for each in ruled if each.trigger[0] == start), None)
            other = by_tree.get(start)
            yield _one(own, other) if own is not None and other is not None else one


def _one(own: Happened, other: Happened) -> Happened:
    """The rules' reading completed by the tree's: only somebody is added as doer."""
    agent = own.agent or (other.agent if own.names_doer and _is_new(other.agent, own.patient) else None)
    patient = own.patient or (other.patient if _is_new(other.patient, agent) else None)
    agent, patient = apart(agent, patient)
    return replace(own, agent=agent, patient=patient, place=own.place or other.place, when=own.when or other.when)


def _is_new(party: Party | None, taken: Party | None) -> bool:
    if party is None or not party.can_speak:
        return False
    return taken is None or party.end <= taken.start or taken.end <= party.start
