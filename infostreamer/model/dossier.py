"""A subject lived with: a saved question and what it gathers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model.story import FigureSeries, Line, Moment, Side, Who

OpenKind = Literal["contested", "denied", "unattributed", "original-missing", "figures-differ"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """Something that the reports leave open.

    `line` is what is open: both sides, the denial, what nobody signs, what an outlet says it has from elsewhere, or the
    figures as the outlets give them. Each is drawn from its citations.
    """

    kind: OpenKind
    story_id: str
    line: Line
    sides: tuple[Side, ...] = ()  # of contested and denied
    of: str | None = None  # of figures-differ: what is counted
    outlet: str | None = None  # of original-missing: whose report is not held


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`id` = content_id("dossier", slug). Everything after `created_at` is derived from the stories it matches."""

    id: str
    slug: str
    title: str
    question: str  # a query: words, "phrases", -not, OR, who: place: source: lang:
    created_at: datetime | None = None
    story_ids: tuple[str, ...] = ()  # newest first
    abstract: tuple[Line, ...] = ()  # where its most reported stories stand, newest first
    timeline: tuple[Moment, ...] = ()  # what happened; plans stand in `ahead`
    ahead: tuple[Moment, ...] = ()  # dates given as still to come, in order, those that have passed since included
    who: tuple[Who, ...] = ()  # places included; the most mentioned first
    figures: tuple[FigureSeries, ...] = ()  # the most widely reported first
    open: tuple[OpenQuestion, ...] = ()
    reports: int = 0  # current versions in its stories
    outlets: int = 0
    first_at: datetime | None = None  # earliest publication in its stories
    last_at: datetime | None = None  # latest
