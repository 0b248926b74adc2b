"""ninjs 3.1 as a JSON Schema of our own: properties, value lists and what is required, as published."""

from __future__ import annotations

TEXT = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}
COUNT = {"type": "integer"}


def thing(*, needs: tuple[str, ...] = (), **properties: object) -> dict[str, object]:
    return {"type": "object", "required": list(needs), "properties": properties, "additionalProperties": False}


def several(of: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "items": of}


CONTACT = thing(type=TEXT, role=TEXT, lang=TEXT, name=TEXT, value=TEXT, address={"type": "object"})
NAMED = {"name": TEXT, "rel": TEXT, "uri": ADDRESS, "literal": TEXT}
RENDITION = thing(
    needs=("name",), name=TEXT, href=ADDRESS, contentType=TEXT, title=TEXT, width=COUNT, height=COUNT,
    sizeInBytes=COUNT, duration={"type": "number"}, format=TEXT, aspectRatio=TEXT, videoCodec=TEXT,
)  # fmt: skip
POINT = thing(
    needs=("type", "coordinates"),
    type={"const": "Point"},
    coordinates={"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3},
)
WORDS = {"role": TEXT, "contentType": TEXT, "value": TEXT}
PROPERTIES: dict[str, object] = {
    "uri": ADDRESS,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "profile": TEXT,
    "version": TEXT,
    **dict.fromkeys(("firstCreated", "versionCreated", "contentCreated", "embargoedUntil", "expires"), MOMENT),
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    **dict.fromkeys(("copyrightHolder", "copyrightNotice", "usageTerms", "edNote", "language"), TEXT),
    **dict.fromkeys(("title", "by", "slugline", "located"), TEXT),
    "descriptions": several(thing(needs=("value",), **WORDS)),
    "headlines": several(thing(needs=("value",), **WORDS)),
    "bodies": several(thing(needs=("value",), charCount=COUNT, wordCount=COUNT, **WORDS)),
    "people": several(thing(contactInfo=several(CONTACT), **NAMED)),
    "organisations": several(thing(contactInfo=several(CONTACT), symbols={"type": "array"}, **NAMED)),
    "places": several(thing(contactInfo=several(CONTACT), geoJSON=POINT, **NAMED)),
    "subjects": several(thing(creator=TEXT, relevance=COUNT, confidence=COUNT, **NAMED)),
    "events": several(thing(id=TEXT, **NAMED)),
    "objects": several(thing(**NAMED)),
    "infoSources": several(thing(name=TEXT, role=TEXT, uri=ADDRESS, literal=TEXT, contactInfo=several(CONTACT))),
    "renditions": several(RENDITION),
    "altIds": several(thing(role=TEXT, value=TEXT)),
    "trustIndicators": several(thing(role=ADDRESS, title=TEXT, href=ADDRESS)),
    "standard": thing(name=TEXT, version=TEXT, schema=ADDRESS),
    "genres": several(thing(name=TEXT, uri=TEXT, literal=TEXT)),
    "digitalSourceType": thing(name=TEXT, uri=ADDRESS, literal=TEXT),
}
ASSOCIATION = thing(needs=("name", "uri"), **PROPERTIES, name=TEXT, rel=TEXT)
NINJS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **thing(needs=("uri",), **PROPERTIES, associations=several(ASSOCIATION)),
}
