"""Purging: which publications go, by request or by age, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from infostreamer.desk.backing_up import backup_folder
from infostreamer.desk.backups import Kept, kept_backups
from infostreamer.desk.news import note_rebuilt
from infostreamer.model import BadInput, Report
from infostreamer.store.doomed import Wanted, is_web

if TYPE_CHECKING:
    from infostreamer.desk.desk import Desk
    from infostreamer.store import Unit

_PAGE = 500
_LOG_LEFT = "log"  # of what is unfinished: only the write-ahead log is left to be emptied
_PASSAGE = 30  # characters of words that are more than a phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One publication: its canonical address and the versions of it that are held, oldest first. What came without
    a web address is one by itself."""

    canonical: str
    versions: tuple[Report, ...] = ()

    @property
    def key(self) -> str:
        """Its web address, else the id of its one report."""
        return self.canonical if is_web(self.canonical) else self.versions[0].id


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a purge would change, by kind; `copies` are other reports that repeat words of what goes, and stay."""

    publications: tuple[Publication, ...]
    counts: dict[str, int]
    copies: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What was purged: rows by kind; `is_shed`: the database's files hold no trace; `backups` that still hold it."""

    counts: dict[str, int]
    is_shed: bool
    backups: tuple[Kept, ...]


def of_report(desk: Desk, key: str) -> Publication:
    """The publication that a report is a version of.

    Raises:
        NotFound: there is no such report.
    """
    report = desk.report(key)
    if not is_web(report.canonical):
        return Publication(canonical=report.canonical, versions=(report,))
    with desk.store.read() as unit:
        return Publication(canonical=report.canonical, versions=tuple(unit.reports.versions(report.canonical)))


def of_address(desk: Desk, address: str) -> Publication:
    """The publication at an address, held or not: one that never came is kept from coming.

    Raises:
        BadInput: it is no http(s) address.
    """
    if not address.startswith(("http://", "https://")):
        raise BadInput(f"{address} is no http(s) address.")
    with desk.store.read() as unit:
        held = unit.reports.versions(address) or _captured_from(unit, address)
        canonical = held[-1].canonical if held else address
        return Publication(canonical=canonical, versions=tuple(unit.reports.versions(canonical)))


def of_source(desk: Desk, key: str) -> list[Publication]:
    """Every publication whose newest version came from a source.

    Raises:
        NotFound: there is no such source.
    """
    source = desk.source(key)
    return [one for one in _publications(desk) if one.versions[-1].source_id == source.id]


def older_than_moment(desk: Desk, moment: datetime, *, also_held: bool = False) -> list[Publication]:
    """Every publication whose newest version arrived before the moment; those that somebody holds on to only where
    asked for: a bookmark, a followed story, a highlight, a note, an open share or a dossier holds every report of its
    story."""
    with desk.store.read() as unit:
        held = frozenset[str]() if also_held else _held(unit, desk.now())
    return [
        one
        for one in _publications(desk)
        if (one.versions[-1].fetched_at or moment) < moment and held.isdisjoint(report.id for report in one.versions)
    ]


def plan(desk: Desk, publications: Collection[Publication]) -> Planned:
    """What purging these would change. Nothing is changed."""
    from infostreamer.flow.purging import find
    from infostreamer.flow.rooms import built_in

    doomed = find(desk.store, _wanted(publications), built_in(desk.settings))
    with desk.store.read() as unit:
        copies = _copies(unit, doomed.stories, frozenset(doomed.reports))
    counts = {"reports": len(doomed.reports), "captures": len(doomed.captures), "stories": len(doomed.stories)}
    counts["revisions"] = len(doomed.revisions)
    return Planned(publications=tuple(publications), counts=counts, copies=copies)


def purge(desk: Desk, publications: Collection[Publication], *, why: str) -> Purged:
    """Purge these publications: all versions, their captures, and every row that speaks of them. The stories around
    them are derived again without them; readers are told of nothing.

    Raises:
        BadInput: nothing is to be purged, or there is no reason.
        TryLater: another process is at work on the desk.
    """
    from infostreamer.flow.purging import purge as erase
    from infostreamer.flow.rooms import built_in

    if not publications:
        raise BadInput("There is nothing to purge.")
    if not why.strip():
        raise BadInput("Say why: it is kept with the tombstone.")
    finish(desk)
    wanted, rooms = _wanted(publications), built_in(desk.settings)
    erased = erase(desk.store, wanted, rooms=rooms, why=why.strip(), now=desk.now())
    return replace(finish(desk) or _ended(desk, is_shed=True), counts=erased.counts)


def finish(desk: Desk) -> Purged | None:
    """What is left to do of a purge that erased and was then killed or refused; None where nothing is.

    Until then the database's files hold what was purged, in places that nothing reads any more.

    Raises:
        TryLater: the database is busy, or its disk has no room.
    """
    from infostreamer.flow.purging import UNFINISHED
    from infostreamer.store.shedding import shed, truncated

    with desk.store.read() as unit:
        before = unit.meta.get(UNFINISHED)
    if before is None:
        return None
    if before == _LOG_LEFT:
        return _shed(desk, truncated(desk.store))
    while desk.flow.enrich().is_skipped:
        desk.flow.help_out()
    if before:
        with desk.store.unit() as unit:
            note_rebuilt(unit, int(before), unit.changes.latest_position())
            unit.meta.put(UNFINISHED, "")  # only the database is left to be written anew
    return _shed(desk, shed(desk.store))


def _shed(desk: Desk, is_shed: bool) -> Purged:
    """Where somebody still reads the earlier state, its log is emptied when they have ended."""
    from infostreamer.flow.purging import UNFINISHED

    with desk.store.unit() as unit:
        if is_shed:
            unit.meta.remove(UNFINISHED)
        else:
            unit.meta.put(UNFINISHED, _LOG_LEFT)
    return _ended(desk, is_shed)


def _ended(desk: Desk, is_shed: bool) -> Purged:
    return Purged(counts={}, is_shed=is_shed, backups=tuple(kept_backups(backup_folder(desk.settings))))


def _wanted(publications: Collection[Publication]) -> Wanted:
    keys = {one.key for one in publications}
    canonicals = frozenset(key for key in keys if is_web(key))
    return Wanted(canonicals=canonicals, report_ids=frozenset(keys - canonicals))


def _publications(desk: Desk) -> list[Publication]:
    """Every publication, in order of the arrival of its first version."""
    by_canonical: dict[str, list[Report]] = {}
    seq = 0
    while True:
        with desk.store.read() as unit:
            reports = unit.reports.after(seq, _PAGE)
        for report in reports:
            key = report.canonical if is_web(report.canonical) else report.id
            by_canonical.setdefault(key, []).append(_slim(report))
        if not reports:
            every = map(tuple, by_canonical.values())
            return [Publication(canonical=versions[0].canonical, versions=versions) for versions in every]
        seq = reports[-1].seq or 0


def _slim(report: Report) -> Report:
    """Without its text: a hundred thousand of them are held at once."""
    return replace(report, text="", paragraphs=(), sentences=(), links=(), images=())


def _captured_from(unit: Unit, address: str) -> list[Report]:
    doomed = unit.find_doomed(Wanted(canonicals=frozenset({address})))
    return list(unit.reports.many(doomed.reports).values())


def _held(unit: Unit, now: datetime) -> frozenset[str]:
    """Ids of the reports that somebody holds on to, with all of their stories."""
    items = {note.item for note in unit.notes.all() if note.state != "deleted"}
    items |= unit.keeps.held_items()
    items |= {share.item for share in unit.shares.of() if share.is_open(now)}
    dossiers = unit.dossiers.names()
    stories = {item.removeprefix("story:") for item in items if item.startswith("story:")}
    stories |= {story_id for one in dossiers for story_id in one.story_ids}
    reports = {item.removeprefix("report:") for item in items if item.startswith("report:")}
    stories |= set(unit.stories.of_reports(reports).values())
    members = (story.report_ids for story in unit.stories.many(sorted(stories)).values())
    return frozenset(reports) | {report_id for ids in members for report_id in ids}


def _copies(unit: Unit, stories: Iterable[str], going: frozenset[str]) -> tuple[Report, ...]:
    """Reports that stay and share passages with one that goes: its copies, and what it is a copy of with all others."""
    found: set[str] = set()
    beside: set[str] = set()
    for story in unit.stories.many(sorted(stories)).values():
        firsts = {member.of or member.report_id for member in story.members if member.report_id in going}
        found |= {member.report_id for member in story.members if (member.of or member.report_id) in firsts}
        found |= {end for edge in story.edges for end, other in _ends(edge) if other in going}
        beside |= {one for origin in story.origins if not going.isdisjoint(origin) for one in origin}
    beside -= found | going
    passages = (
        {one for gone in unit.reports.many(sorted(going)).values() for one in _passages(gone)} if beside else set()
    )
    found |= {one.id for one in unit.reports.many(sorted(beside)).values() if not passages.isdisjoint(_passages(one))}
    return tuple(unit.reports.many(sorted(found - going)).values())


def _passages(report: Report) -> set[str]:
    """Its sentences of some length, roughly: where nothing shows who was first, no edge says who copies whom."""
    parts = (" ".join(part.split()) for part in re.split(r"[.!?…\n]", report.text))
    return {part for part in parts if len(part) >= _PASSAGE}


def _ends(edge: object) -> tuple[tuple[str, str], tuple[str, str]]:
    one, other = str(getattr(edge, "from_id", "")), str(getattr(edge, "to", ""))
    return (one, other), (other, one)


def tombstone_sentence(desk: Desk, key: str) -> str | None:
    """When and why a report or address was purged, as a sentence; None where it was not."""
    with desk.store.read() as unit:
        found = unit.purged.first([key])
    return None if found is None else f"It was purged on {found.at:%Y-%m-%d}: {found.why}"
