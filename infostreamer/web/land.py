"""Points on the earth -> a view that holds them, and the land in it as one SVG path. Land only: no borders, no names.

The projection is the plate carrée with the view's middle latitude as its standard parallel (Snyder 1987, ch. 12).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any

Point = tuple[float, float]  # (longitude, latitude) in degrees, or (x, y) in units of the view box
WIDTH = 720
_FILE = Path(__file__).parent / "data" / "land.json.gz"
_LEAST_DEGREES = 9.0  # from edge to edge: one town alone is shown with its surroundings
_MARGIN = 0.18  # of the extent, on each side
_WORLD_DEGREES = 140.0
_NEAR_DEGREES = 75.0  # views narrower than this take the finer land


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The part of the earth that is drawn, in degrees, and its box."""

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int

    def at(self, longitude: float, latitude: float) -> Point:
        """(x, y) in the box, y downwards."""
        x = (longitude - self.west) / (self.east - self.west) * self.width
        y = (self.north - latitude) / (self.north - self.south) * self.height
        return round(x, 1), round(y, 1)


WORLD = View(west=-180, south=-58, east=180, north=80, width=WIDTH, height=276)


def view_of(points: Sequence[Point], *, width: int = WIDTH) -> View:
    """The smallest view that holds the points with room around them; the whole earth where they lie far apart.

    Args:
        points: (longitude, latitude) in degrees.
        width: of the box; nearly as many pixels as it will have on the page keeps its letters readable.
    """
    world, tallest = replace(WORLD, width=width, height=round(width * WORLD.height / WORLD.width)), width * 0.64
    if not points:
        return world
    wests, souths = [x for x, _ in points], [y for _, y in points]
    west, east, south, north = min(wests), max(wests), min(souths), max(souths)
    if east - west > _WORLD_DEGREES:
        return world
    shrink = max(cos(radians((south + north) / 2)), 0.25)
    tall = max(north - south, _LEAST_DEGREES) * (1 + 2 * _MARGIN)
    wide = max((east - west) * (1 + 2 * _MARGIN), tall * width / tallest / shrink, _LEAST_DEGREES * 1.6 / shrink)
    if wide > 340:
        return world
    height = round(min(tallest, max(tall / (wide * shrink) * width, width * 0.42)))
    tall = wide * shrink * height / width
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    middle_y = max(-90 + tall / 2, min(90 - tall / 2, middle_y))
    return View(
        west=middle_x - wide / 2,
        east=middle_x + wide / 2,
        south=middle_y - tall / 2,
        north=middle_y + tall / 2,
        width=width,
        height=height,
    )


@lru_cache(maxsize=64)
def land(view: View) -> str:
    """The `d` of a path: all land within the view. Even-odd, so that lakes stay open."""
    level = "near" if view.east - view.west < _NEAR_DEGREES else "world"
    parts = []
    for box, rings in _polygons(level):
        if box[0] < view.east and box[2] > view.west and box[1] < view.north and box[3] > view.south:
            parts += [_drawn(clipped, view) for ring in rings if len(clipped := _clipped(ring, view)) > 2]
    return "".join(parts)


Box = tuple[float, float, float, float]


@lru_cache(maxsize=2)
def _polygons(level: str) -> tuple[tuple[Box, tuple[tuple[Point, ...], ...]], ...]:
    kept: dict[str, Any] = json.loads(gzip.decompress(_FILE.read_bytes()))[level]
    shapes = (tuple(_ring(ring, kept["unit"]) for ring in polygon) for polygon in kept["polygons"])
    return tuple((_box(rings[0]), rings) for rings in shapes)


def _ring(steps: Sequence[int], unit: int) -> tuple[Point, ...]:
    """Whole steps, each from the point before it, to degrees; see training/land/convert.py."""
    x = y = 0
    points = []
    for at in range(0, len(steps), 2):
        x, y = x + steps[at], y + steps[at + 1]
        points.append((x / unit, y / unit))
    return tuple(points)


def _box(ring: Iterable[Point]) -> Box:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _clipped(ring: Sequence[Point], view: View) -> list[Point]:
    """The ring cut to the view, edge by edge (Sutherland and Hodgman 1974)."""
    points = list(ring)
    for axis, bound, sign in ((0, view.west, 1), (0, view.east, -1), (1, view.south, 1), (1, view.north, -1)):
        points = _cut(points, axis, bound, sign)
    return points


def _cut(points: Sequence[Point], axis: int, bound: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for at, point in enumerate(points):
        before = points[at - 1]
        is_in, was_in = (point[axis] - bound) * sign >= 0, (before[axis] - bound) * sign >= 0
        if is_in != was_in:
            share = (bound - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if is_in:
            kept.append(point)
    return kept


def _drawn(ring: Sequence[Point], view: View) -> str:
    """A closed subpath in tenths of the box's units; points that fall together are told once."""
    row, last = [], None
    for longitude, latitude in ring:
        point = view.at(longitude, latitude)
        if point != last:
            row.append(f"{point[0]:g} {point[1]:g}")
            last = point
    return f"M{'L'.join(row)}Z" if len(row) > 2 else ""
