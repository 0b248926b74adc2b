"""What the desk answers with where a noun alone is not enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infostreamer.model import Failure, Finding, Report, Source, Span, Story, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What `Desk.add` did: sources now followed, captures taken in, those that the desk had before, those that it does
    not take because they were purged, what could not be used."""

    sources: tuple[Source, ...] = ()
    taken_in: int = 0
    known: int = 0
    purged: int = 0
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A quote, a statement or an event with the report that gave it first and the outlets that repeat its words."""

    report: Report
    finding: Finding
    story_id: str
    published: datetime | None
    outlets: tuple[str, ...]  # all that have it, the first one first
    part: str = ""  # of an event: "agent" (did it) or "patient" (underwent it)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Somebody whom the same stories name, and a sentence that names both where there is one."""

    who: Who
    stories: int
    sentences: int
    sentence: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoPage:
    """A person, organisation or place with the newest stories that name it, what it says, and what is told of it."""

    who: Who
    stories: tuple[Story, ...]
    stories_total: int
    by: tuple[Told, ...] = ()  # quotes and statements by it, newest report first, no words twice
    about: tuple[Told, ...] = ()  # quotes and statements of others that name it
    events: tuple[Told, ...] = ()  # what it did and what was done to it, the last first, the undated at the end
    beside: tuple[Beside, ...] = ()  # who else is named, in most stories first

    @property
    def said(self) -> tuple[tuple[Report, Finding], ...]:
        """Every quote and statement by it with its report, newest first."""
        return tuple((told.report, told.finding) for told in self.by)
