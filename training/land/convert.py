"""Coastlines for the map of the desk: Natural Earth land (public domain) as packaged by world-atlas -> land.json.gz.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python training/land/convert.py --atlas package --out infostreamer/web/data/land.json.gz

Only land is taken: the country shapes of the same package take sides. Two levels: `world` (1:110 m, tenths of a degree)
and `near` (1:50 m, fiftieths). Each is {"unit": steps per degree, "polygons": [[ring, …], …]}, a ring being whole steps
[x, y, dx, dy, dx, dy, …] from its first point on; the first ring of a polygon is its shore, the others are its lakes.
"""

from __future__ import annotations

import argparse
import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
LEVELS = (("world", "land-110m.json", 10, 0.12), ("near", "land-50m.json", 50, 0.03))


def main() -> None:
    """Read both levels, write one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--atlas", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    levels = {name: level(asked.atlas / file, unit, slack) for name, file, unit, slack in LEVELS}
    body = json.dumps(levels, separators=(",", ":")).encode()
    asked.out.write_bytes(gzip.compress(body, 9, mtime=0))
    print({name: len(one["polygons"]) for name, one in levels.items()}, asked.out.stat().st_size, "bytes")


def level(path: Path, unit: int, slack: float) -> dict[str, Any]:
    """The land of one file, simplified by at most `slack` degrees and rounded to 1/`unit` degree."""
    atlas = json.loads(path.read_text("utf-8"))
    arcs = [decoded(arc, atlas["transform"]) for arc in atlas["arcs"]]
    shapes = [shape for geometry in atlas["objects"]["land"]["geometries"] for shape in geometry["arcs"]]
    rings = [[unwrapped(ring_of(ring, arcs)) for ring in shape] for shape in shapes]
    parts = [[within(ring, shift) for ring in shape] for shape in rings for shift in (-360, 0, 360)]
    polygons = [[steps(thinned(ring, slack), unit) for ring in part if len(ring) > 3] for part in parts]
    kept = [[ring for ring in polygon if len(ring) >= 8] for polygon in polygons]
    return {"unit": unit, "polygons": [polygon for polygon in kept if polygon]}


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """TopoJSON 1.0, 2.1.1: delta-encoded positions -> degrees."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append(
            (
                x * transform["scale"][0] + transform["translate"][0],
                y * transform["scale"][1] + transform["translate"][1],
            )
        )
    return points


def ring_of(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Arcs joined at their ends; ~i is arc i backwards (TopoJSON 1.0, 2.1.4)."""
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def unwrapped(ring: list[Point]) -> list[Point]:
    """Without jumps at the antimeridian, where rings were sewn together; Antarctica closed at the pole."""
    points, turn = [ring[0]], 0
    for (x0, _), (x1, y1) in pairwise(ring):
        turn += 360 * ((x1 - x0 < -180) - (x1 - x0 > 180))
        points.append((x1 + turn, y1))
    return [*points, (points[-1][0], -90.0), (points[0][0], -90.0), points[0]] if turn else points


def within(ring: list[Point], shift: int) -> list[Point]:
    """What of the shifted ring lies between 180 degrees west and east (Sutherland and Hodgman 1974), closed."""
    points = [(x + shift, y) for x, y in ring[:-1]]
    for bound, sign in ((-180.0, 1), (180.0, -1)):
        kept: list[Point] = []
        for at, (x, y) in enumerate(points):
            x0, y0 = points[at - 1]
            if ((x - bound) * sign >= 0) != ((x0 - bound) * sign >= 0):
                kept.append((bound, y0 + (bound - x0) / (x - x0) * (y - y0)))
            if (x - bound) * sign >= 0:
                kept.append((x, y))
        points = kept
    return [*points, points[0]] if points else []


def thinned(ring: list[Point], slack: float) -> list[Point]:
    """Douglas and Peucker 1973, over the two halves of the ring."""
    middle = len(ring) // 2
    return _thinned(ring[: middle + 1], slack)[:-1] + _thinned(ring[middle:], slack)


def _thinned(points: list[Point], slack: float) -> list[Point]:
    keep, stack = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        far, at = 0.0, None
        for index in range(first + 1, last):
            distance = away(points[index], points[first], points[last])
            if distance > far:
                far, at = distance, index
        if at is not None and far > slack:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[index] for index in sorted(keep)]


def away(point: Point, first: Point, last: Point) -> float:
    """Distance in degrees of a point from a segment."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = dx * dx + dy * dy
    along = (
        0.0 if not length else max(0.0, min(1.0, ((point[0] - first[0]) * dx + (point[1] - first[1]) * dy) / length))
    )
    return ((point[0] - first[0] - along * dx) ** 2 + (point[1] - first[1] - along * dy) ** 2) ** 0.5


def steps(ring: list[Point], unit: int) -> list[int]:
    """Whole steps of 1/unit degree, each point from the one before it."""
    whole = [(round(x * unit), round(y * unit)) for x, y in ring]
    if whole[0] == whole[-1]:
        whole.pop()
    row = list(whole[0])
    for (x0, y0), (x1, y1) in pairwise(whole):
        if (x0, y0) != (x1, y1):
            row += [x1 - x0, y1 - y0]
    return row


if __name__ == "__main__":
    main()
