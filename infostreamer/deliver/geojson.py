"""Sheet -> GeoJSON (RFC 7946): the places that the reports name and that are surely known, with how often."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from infostreamer.deliver.sheet import Person, Sheet

Json = dict[str, Any]


def geojson(sheet: Sheet) -> bytes:
    """A FeatureCollection of points, the most mentioned first."""
    return collection([(sheet, one) for one in sheet.people], name=sheet.title, state=sheet.state)


def collection(places: Iterable[tuple[Sheet, Person]], *, name: str, state: str) -> bytes:
    """The same over several sheets; one place is one feature."""
    found: dict[str, tuple[Person, list[tuple[Sheet, Person]]]] = {}
    for sheet, one in places:
        if is_known(one) and one.location is not None:
            found.setdefault(one.location.key, (one, []))[1].append((sheet, one))
    features = [_feature(key, first, named) for key, (first, named) in found.items()]
    features.sort(
        key=lambda feature: (-feature["properties"]["mentions"], feature["properties"]["name"], feature["id"])
    )
    document = {
        "type": "FeatureCollection",
        "features": features,
        # foreign members, RFC 7946 section 6.1
        "title": name,
        "state": state,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def is_known(one: Person) -> bool:
    """A place of which the gazetteer knows just one, with a point, and that a held report names."""
    where = one.location
    return (
        one.kind == "place"
        and where is not None
        and where.candidates == 1
        and where.latitude is not None
        and where.longitude is not None
        and bool(one.notes)
    )


def _feature(key: str, first: Person, named: list[tuple[Sheet, Person]]) -> Json:
    """Longitude before latitude, WGS 84 (RFC 7946 sections 3.1.1 and 4)."""
    where = first.location
    assert where is not None
    return {
        "type": "Feature",
        "id": key,
        "geometry": {"type": "Point", "coordinates": [where.longitude, where.latitude]},
        "properties": {
            "name": first.name,
            "aliases": list(dict.fromkeys(alias for _, one in named for alias in one.aliases)),
            "mentions": sum(one.mentions for _, one in named),
            "precision": where.precision,
            "country": where.country,
            "url": first.address,
            "citations": [_citation(sheet, one) for sheet, one in named],
        },
    }


def _citation(sheet: Sheet, one: Person) -> Json:
    note = sheet.notes[one.notes[0] - 1]
    return {
        "outlet": note.outlet,
        "report": note.report_id,
        "start": note.start,
        "end": note.end,
        "publisher": note.original,
        "stored": note.stored,
        "in": sheet.address,
    }
