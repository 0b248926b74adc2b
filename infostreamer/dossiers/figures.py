"""Stories of a dossier -> its figures, each with every outlet's version; what is most widely reported stands first."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.model import FigureSeries, Story

MOST_FIGURES = 300


def figures_of(stories: Sequence[Story]) -> tuple[FigureSeries, ...]:
    """Series of every story, by how many outlets give them, then those that differ, then the newest.

    Figures of different stories are never put into one series: what is counted there may be something else.
    """
    found = [series for story in stories for series in story.figures]
    order = sorted(range(len(found)), key=lambda at: (_weight(found[at]), at))
    return tuple(found[at] for at in order)[:MOST_FIGURES]


def _weight(series: FigureSeries) -> tuple[int, bool, int]:
    outlets = len({version.outlet or version.report_id for version in series.versions})
    return -outlets, not series.is_differing, -len(series.versions)


def is_key(series: FigureSeries) -> bool:
    """True for a figure that two outlets give, or that changed: what one outlet counted once is detail."""
    outlets = {version.outlet or version.report_id for version in series.versions}
    return len(outlets) > 1 or series.is_differing
