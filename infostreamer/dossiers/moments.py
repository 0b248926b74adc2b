"""Stories of a dossier -> its timeline: what happened, each happening once; and what was said to be still to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from infostreamer.model import Moment
from infostreamer.text.edtf import first_instant
from infostreamer.text.words import content_stems

MOST_MOMENTS, MOST_AHEAD = 1000, 100
ALIKE = 600  # per mille of the shorter sentence's words: two tellings of one day that share so many are one happening
FEWEST_SHARED = 3
_PLANS = ("planned", "threatened")


class Member(Protocol):
    """One report of a story."""

    @property
    def report_id(self) -> str:
        """Its id."""

    @property
    def published(self) -> datetime | None:
        """When it was published."""


class Telling(Protocol):
    """What of a story is asked here."""

    @property
    def members(self) -> Sequence[Member]:
        """Its reports."""

    @property
    def timeline(self) -> Sequence[Moment]:
        """What it tells of."""

    @property
    def ahead(self) -> Sequence[Moment]:
        """What it says is still to come."""


def happened_in(stories: Sequence[Telling]) -> tuple[Moment, ...]:
    """What happened: dated moments by their first instant, then the undated by publication. Plans are not in it.

    Of sentences that tell one day's happening in like words the one published last stays: it knows most.
    """
    found = _each_once(
        (moment, _published(story, moment)) for story in stories for moment in story.timeline if not _is_plan(moment)
    )
    by_day: dict[str, list[tuple[Moment, str]]] = {}
    for moment, published in found:
        by_day.setdefault(moment.when or "", []).append((moment, published))
    dated = [one for when in sorted(by_day, key=first_instant) if when for one in _told_last(by_day[when])]
    undated = sorted(by_day.get("", ()), key=lambda one: (one[1], one[0].line.citations))
    return tuple([*dated, *(moment for moment, _ in undated)][:MOST_MOMENTS])


def ahead_of(stories: Sequence[Telling]) -> tuple[Moment, ...]:
    """Dates given as still to come, by their first instant; one per sentence, and one per day and like words."""
    plans = [(one, _published(story, one)) for story in stories for one in (*story.ahead, *_dated_plans(story))]
    once = sorted(_each_once(plans), key=lambda one: (first_instant(one[0].when), one[1], one[0].line.citations))
    by_day: dict[str, list[tuple[Moment, str]]] = {}
    for moment, published in once:
        by_day.setdefault(moment.when or "", []).append((moment, published))
    return tuple([one for when in by_day for one in _told_last(by_day[when])][:MOST_AHEAD])


def _dated_plans(story: Telling) -> list[Moment]:
    """Of the timeline; only what lay ahead of the report that tells it."""
    plans = [one for one in story.timeline if _is_plan(one) and one.when]
    return [one for one in plans if first_instant(one.when)[:10] > (_published(story, one)[:10] or "9999")]


def _is_plan(moment: Moment) -> bool:
    return moment.status in _PLANS


def _published(story: Telling, moment: Moment) -> str:
    """When the report that tells of it was published, ISO; empty where unknown."""
    report_id = moment.line.citations[0].report_id
    found: datetime | None = next((one.published for one in story.members if one.report_id == report_id), None)
    return found.isoformat() if found else ""


def _each_once(told: Iterable[tuple[Moment, str]]) -> list[tuple[Moment, str]]:
    """One per sentence and date."""
    return list({(moment.line.citations, moment.when): (moment, at) for moment, at in told}.values())


def _told_last(told: Sequence[tuple[Moment, str]]) -> list[Moment]:
    """Of one date, by publication: without what a later sentence says in like words."""
    kept: list[tuple[Moment, frozenset[str]]] = []
    for moment, _ in sorted(told, key=lambda one: (one[1], one[0].line.citations), reverse=True):
        words = frozenset(content_stems(moment.line.text))
        if not any(_are_alike(words, other) for _, other in kept):
            kept.append((moment, words))
    return [moment for moment, _ in reversed(kept)]


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= FEWEST_SHARED and shared * 1000 >= ALIKE * min(len(one), len(other))
