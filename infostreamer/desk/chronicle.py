"""What every story tells of times and figures, held in memory and brought up to date by the change log.

A desk of 10 000 reports tells some 20 000 moments; reading all its stories anew for each page would take a second.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from infostreamer.desk.reading import Reading
from infostreamer.model import FigureSeries, Line, Moment, Story
from infostreamer.text.edtf import first_instant, last_day

if TYPE_CHECKING:
    from infostreamer.store import Store, Unit

_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMoment:
    """One moment with the story that tells it, and who published its sentence when."""

    story_id: str
    moment: Moment
    outlet: str | None
    reported: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFigure:
    """One series of a figure with the story that tells it, and the newest publication in it."""

    story_id: str
    series: FigureSeries
    reported: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one story tells."""

    moments: tuple[ToldMoment, ...] = ()
    figures: tuple[ToldFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of a timeline is asked for; empty strings ask for nothing. `since` and `until` are ISO days."""

    outlet: str = ""
    status: str = ""  # happened | alleged | planned | all; "": what is not planned
    precision: str = ""  # minute | day | month | year | interval | undated
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPart:
    """What is read of a member."""

    report_id: str
    outlet: str | None = None
    published: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPart:
    """What of a story is read for its times and figures."""

    id: str
    members: tuple[MemberPart, ...]
    timeline: tuple[Moment, ...] = ()
    ahead: tuple[Moment, ...] = ()
    figures: tuple[FigureSeries, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHead:
    """What of a story is read to name it."""

    id: str
    headline: Line
    members: tuple[MemberPart, ...]


MOST_STORIES = 10_000
"""The newest stories, whose times and figures are held in memory: about 17 kB each."""


class Memory:
    """Story id -> what it tells, of the newest stories as of a position of the log. Thread-safe."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._position = -1
        self._told: dict[str, Told] = {}

    def told(self) -> dict[str, Told]:
        """As of now; the answer is not to be changed."""
        with self._lock, self._store.read() as unit:
            position = unit.changes.latest_position()
            if position != self._position:
                newest = unit.stories.newest_ids(MOST_STORIES)
                changed = self._changed(unit)
                known = {one: self._told[one] for one in newest if one in self._told and one not in changed}
                self._told = known | _read(unit, [one for one in newest if one not in known])
                self._position = position
            return self._told

    def _changed(self, unit: Unit) -> set[str]:
        """Stories that changed since this was last up to date."""
        changed, position = set[str](), self._position
        while self._told and (changes := unit.changes.after(position, _BATCH, {"story"})):
            changed.update(change.id for change in changes)
            position = changes[-1].position or position + 1
        return changed


def _read(unit: Unit, story_ids: Collection[str]) -> dict[str, Told]:
    return {one: told_by(part) for one, part in unit.stories.parts(StoryPart, story_ids).items()}


class Telling(Reading):
    """Questions over the moments and figures of all stories."""

    @cached_property
    def _memory(self) -> Memory:
        return Memory(self.store)

    def told(self, story_ids: Collection[str] | None = None) -> list[Told]:
        """What these stories tell, by story id; without any, what the newest 10,000 tell."""
        known = self._memory.told()
        if story_ids is None:
            return [known[story_id] for story_id in sorted(known)]
        older = set(story_ids) - known.keys()
        with self.store.read() as unit:
            found = {one: known[one] for one in set(story_ids) & known.keys()} | _read(unit, older)
        return [found[story_id] for story_id in sorted(found)]

    def told_newest(self) -> int | None:
        """Of how many stories, the newest, `told` tells where none is named; None: of all."""
        with self.store.read() as unit:
            return MOST_STORIES if unit.stories.count() > MOST_STORIES else None

    def figures(self, story_ids: Collection[str] | None = None) -> list[ToldFigure]:
        """The figures of these stories, or of the newest 10,000, the last reported first, ties by story and place."""
        found = [one for each in self.told(story_ids) for one in each.figures]
        found.sort(key=lambda one: (one.story_id, one.series.versions[0].citation))
        return sorted(found, key=lambda one: one.reported.isoformat() if one.reported else "", reverse=True)

    def stories_holding(self, report_ids: Iterable[str]) -> dict[str, StoryHead]:
        """Report id -> the story that holds it now, of those that are in one."""
        ids = sorted(set(report_ids))
        with self.store.read() as unit:
            story_ids = unit.stories.of_reports(ids)
            stories = unit.stories.parts(StoryHead, story_ids.values())
        return {report_id: stories[one] for report_id, one in story_ids.items() if one in stories}


def told_by(story: Story | StoryPart) -> Told:
    """The moments, each once, plans with a date among them, and the figures of one story."""
    from infostreamer.dossiers import ahead_of, happened_in

    members = {member.report_id: member for member in story.members}

    def told(moment: Moment) -> ToldMoment:
        member = members.get(moment.line.citations[0].report_id)
        outlet, reported = (member.outlet, member.published) if member else (None, None)
        return ToldMoment(story_id=story.id, moment=moment, outlet=outlet, reported=reported)

    moments = (*happened_in([story]), *ahead_of([story]))
    figures = (ToldFigure(story_id=story.id, series=one, reported=_newest(one)) for one in story.figures)
    return Told(moments=tuple(map(told, moments)), figures=tuple(figures))


def _newest(series: FigureSeries) -> datetime | None:
    return max((version.published for version in series.versions if version.published), default=None)


_HAPPENED = ("happened", "alleged")


def wanted(one: ToldMoment, asked: Asked) -> bool:
    """True for a moment that is asked for."""
    moment = one.moment
    if asked.status != "all" and moment.status not in ((asked.status,) if asked.status else _HAPPENED):
        return False
    if asked.outlet and one.outlet != asked.outlet:
        return False
    precision = {"second": "minute"}.get(moment.precision, moment.precision) if moment.when else "undated"
    if asked.precision and precision != asked.precision:
        return False
    return not (asked.since or asked.until) or _is_between(moment.when, asked)


def _is_between(when: str | None, asked: Asked) -> bool:
    """True where any day of it lies between the two; what has no known year lies nowhere."""
    last = last_day(when)
    if last is None:
        return False
    return (not asked.since or last >= asked.since) and (not asked.until or first_instant(when)[:10] <= asked.until)


def ordered(told: Iterable[ToldMoment], *, is_newest_first: bool) -> tuple[list[ToldMoment], list[ToldMoment]]:
    """The dated ones by their first instant, the undated by publication; ties by citation."""
    found = sorted(told, key=lambda one: one.moment.line.citations)
    dated = sorted(
        (one for one in found if one.moment.when),
        key=lambda one: first_instant(one.moment.when),
        reverse=is_newest_first,
    )
    undated = sorted(
        (one for one in found if not one.moment.when),
        key=lambda one: one.reported.isoformat() if one.reported else "",
        reverse=is_newest_first,
    )
    return dated, undated
