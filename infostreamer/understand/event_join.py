"""One event out of two readings of the same words: by the rules in order, and by the parsed sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from infostreamer.understand.happening import BY_BOTH, BY_TREE, Happened, apart
from infostreamer.understand.speakers import Party


def joined(ruled: Sequence[Happened], parsed: Sequence[Happened]) -> Iterator[Happened]:
    """The events of both, those with one trigger made one, by trigger."""
    by_rule = {one.trigger[0]: one for one in reversed(ruled)}
    by_tree = {one.trigger[0]: one for one in reversed(parsed)}
    for start in sorted({*by_rule, *by_tree}):
        own, other = by_rule.get(start), by_tree.get(start)
        if own is not None and other is not None:
            yield _one(own, other)
        else:
            yield own or replace(cast(Happened, other), confidence=BY_TREE)


def _one(own: Happened, other: Happened) -> Happened:
    """The rules' reading completed by the tree's: only somebody is added as doer."""
    agent = own.agent or (other.agent if own.names_doer and _is_new(other.agent, own.patient) else None)
    patient = own.patient or (other.patient if _is_new(other.patient, agent) else None)
    agent, patient = apart(agent, patient)
    place, when = own.place or other.place, own.when or other.when
    is_same = own.kind.type == other.kind.type
    status = other.status if own.status == "happened" and is_same else own.status  # in doubt, less is said
    sure = BY_BOTH if own.status == other.status and is_same else own.confidence
    return replace(own, agent=agent, patient=patient, place=place, when=when, status=status, confidence=sure)


def _is_new(party: Party | None, taken: Party | None) -> bool:
    if party is None or not party.can_speak:
        return False
    return taken is None or party.end <= taken.start or taken.end <= party.start
