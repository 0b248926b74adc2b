"""A subject lived with: a saved question and what it gathers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infostreamer.model.story import FigureSeries, Line, Moment, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`id` = content_id("dossier", slug). Everything after `question` is derived from the stories it matches."""

    id: str
    slug: str
    title: str
    question: str  # a query: words, "phrases", -not, OR, who: place: source: lang:
    created_at: datetime | None = None
    story_ids: tuple[str, ...] = ()  # newest first
    abstract: tuple[Line, ...] = ()
    timeline: tuple[Moment, ...] = ()
    who: tuple[Who, ...] = ()
    figures: tuple[FigureSeries, ...] = ()
