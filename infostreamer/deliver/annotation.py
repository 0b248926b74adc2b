"""A note as a W3C Web Annotation (Recommendation of 23 February 2017), JSON-LD."""

from __future__ import annotations

from typing import Any

from infostreamer.model import Note

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
_PATHS = {"story": "/s/", "report": "/r/", "dossier": "/d/", "who": "/who/", "source": "/source/"}
_MOTIVATIONS = {"note": "commenting", "correction": "editing", "error-report": "assessing"}


def annotation(note: Note, *, base: str) -> dict[str, Any]:
    """The note as plain JSON values: body as plain text, target with quotation and position selectors.

    Args:
        note: the note.
        base: where the desk is served, such as "http://127.0.0.1:8420"; ids are addresses under it.
    """
    found: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{base}/notes/{note.id}",
        "type": "Annotation",
        "motivation": _MOTIVATIONS[note.kind],
        "creator": {"type": "Person", "nickname": note.by},
        "created": note.at.isoformat(timespec="seconds"),
        "body": {"type": "TextualBody", "value": note.body, "format": "text/plain"},
        "target": _target(note, base),
    }
    if note.edited_at is not None:
        found["modified"] = note.edited_at.isoformat(timespec="seconds")
    return found


def _target(note: Note, base: str) -> dict[str, Any] | str:
    """The item; where the note is on words, the stored copy they were marked in, and the words twice over."""
    place = note.selectors
    if place is None:
        return f"{base}{_PATHS[note.item_kind]}{note.item_key}"
    quote = {"type": "TextQuoteSelector", "exact": place.exact, "prefix": place.prefix, "suffix": place.suffix}
    position = {"type": "TextPositionSelector", "start": place.start, "end": place.end}
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": f"{base}/r/{place.report_id}",
        "selector": [quote, position],
    }
    if note.item_kind != "report":
        target["scope"] = f"{base}{_PATHS[note.item_kind]}{note.item_key}"
    return target
