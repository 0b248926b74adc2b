"""Reports + findings -> stories: which happening, whose words, what is agreed, and lines that cite their sentences."""

from __future__ import annotations

from infostreamer.plugins import Registry
from infostreamer.stories.build import build_story
from infostreamer.stories.changes import changes_between
from infostreamer.stories.check import check_line
from infostreamer.stories.lines import ExtractiveWriter
from infostreamer.stories.place import Outline, Placed, Placement, Read, place_epoch

__all__ = [
    "Outline",
    "Placed",
    "Placement",
    "Read",
    "build_story",
    "changes_between",
    "check_line",
    "place_epoch",
    "plug",
]


def plug(registry: Registry) -> None:
    """Register the built-in writer."""
    registry.writers.append(ExtractiveWriter())
