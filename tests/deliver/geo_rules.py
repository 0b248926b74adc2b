"""The rules of RFC 7946 for a FeatureCollection of points, as a list of what is broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def broken(document: Any) -> list[str]:
    """Every broken rule with its section; empty for a lawful document."""
    return list(_collection(document))


def _collection(document: Any) -> Iterator[str]:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        yield "3.3: a FeatureCollection object"
        return
    if not isinstance(document.get("features"), list):
        yield "3.3: features is an array"
        return
    if "crs" in document:
        yield "4: no crs member"
    for foreign in ("coordinates", "geometries", "geometry", "properties"):
        if foreign in document:
            yield f"7.1: a FeatureCollection has no {foreign}"
    for feature in document["features"]:
        yield from _feature(feature)


def _feature(feature: Any) -> Iterator[str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield "3.2: a Feature object"
        return
    if "properties" not in feature or not isinstance(feature["properties"], dict | type(None)):
        yield "3.2: properties is an object or null"
    if "id" in feature and not isinstance(feature["id"], str | int | float):
        yield "3.2: id is a string or number"
    geometry = feature.get("geometry", ...)
    if geometry is ... or not isinstance(geometry, dict) or geometry.get("type") != "Point":
        yield "3.1: a point"
        return
    place = geometry.get("coordinates")
    if (
        not isinstance(place, list)
        or len(place) not in (2, 3)
        or not all(isinstance(one, int | float) for one in place)
    ):
        yield "3.1.1: a position is two or three numbers"
    elif not (-180 <= place[0] <= 180 and -90 <= place[1] <= 90):
        yield "4: longitude, then latitude, WGS 84"
