"""What the desk answers a query with."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.model import Report, Span, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Stories that answer a query, newest first; `total` counts them all.

    `is_bounded`: there were too many to look through, so only the newest were and `total` is "at least".
    """

    query: str
    stories: tuple[Story, ...]
    total: int
    is_bounded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a story answers: one word or condition of the query, what fulfils it, and where that stands."""

    asked: str  # as in the query: 'who:belov', '"state television"'
    found: str  # in words: "names Anton Belov"
    spans: tuple[Span, ...]  # at least one


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """One story that a query would gather, and why."""

    story: Story
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a query would match now. `query`: in its normal form; `words`: what it means, in words."""

    query: str
    words: str
    total: int
    is_bounded: bool
    newest: tuple[Previewed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One report that matches, the story it belongs to, and where in its text what was asked for stands."""

    report: Report
    story_id: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """How many of the matching reports have this; `adds` is what to add to the query to keep only these."""

    adds: str
    shown: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of hits; `total` counts all reports that match, at least so many where `is_bounded`.

    `facets`: name of a field -> its most frequent values among the newest matches, `faceted` of them.
    """

    query: str
    total: int
    hits: tuple[SearchHit, ...]
    stories: tuple[Story, ...] = ()  # that the hits stand in
    is_bounded: bool = False
    facets: tuple[tuple[str, tuple[FacetCount, ...]], ...] = ()
    faceted: int = 0
