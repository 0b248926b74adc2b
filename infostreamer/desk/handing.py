"""What is a reader's own: handed on when the owner of a desk becomes its first admin, gone with an account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from infostreamer.desk.noting import shared_history

if TYPE_CHECKING:
    from infostreamer.store import Unit


def hand_over(unit: Unit, giver: str, taker: str) -> None:
    """Marks, what is kept, alerts, digests, notes and saved searches of one reader are from now on the other's, who has
    none yet.
    """
    unit.users.hand_marks(giver, taker)
    for keep in unit.keeps.of(giver):
        unit.keeps.put(replace(keep, reader=taker))
    unit.keeps.clear(giver)
    for alert in unit.alerts.all():
        if alert.reader == giver:
            unit.alerts.put(replace(alert, reader=taker))
    for digest in unit.digests.all():
        if digest.reader == giver:
            unit.digests.put(replace(digest, reader=taker))
    for note in unit.notes.all():
        if note.by == giver:
            unit.notes.put(replace(note, by=taker))
    for search in unit.searches.all():
        if search.by == giver:
            unit.searches.put(replace(search, by=taker))


def take_away(unit: Unit, name: str) -> None:
    """The account with all that is its own: nothing is sent to it any more, also not what was written already and waits
    to be sent. What it decided, shared and reported stays; its private and deleted notes go for good, and so does what
    a shared one said before it was shared."""
    for alert in unit.alerts.all():
        if alert.reader == name:
            unit.alerts.remove(alert.id)
            unit.editions.forget_of(f"alert:{alert.id}")
    for digest in unit.digests.all():
        if digest.reader == name:
            unit.digests.remove(digest.id)
            unit.editions.forget_of(f"digest:{digest.id}")
    for note in unit.notes.all():
        if note.by == name and note.kind != "error-report":
            if note.visibility == "private" or note.state == "deleted":
                unit.notes.remove(note.id)
            else:
                unit.notes.put(replace(note, history=shared_history(note)))
    unit.keeps.clear(name)
    unit.seen.clear(name)
    unit.users.remove(name)
