"""Reports + findings -> stories: which happening, whose words, what is agreed, and lines that cite their sentences."""

from __future__ import annotations

from infostreamer.stories.place import Outline, Placed, Placement, Read, place_epoch

__all__ = ["Outline", "Placed", "Placement", "Read", "place_epoch"]
