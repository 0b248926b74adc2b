"""Sheet -> ninjs 3.1, the IPTC's News in JSON: a text object with the cited reports as associations.

Property names, the value lists of `type`, `pubStatus` and `representationType`, and what is required follow the
published schema of version 3.1 (camel case since 3.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from infostreamer.deliver.markup import escaped, link
from infostreamer.deliver.sheet import WITHHELD, Note, Origin, Person, Picture, Row, Sheet

Json = dict[str, Any]
_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
_MOST_NAMED = 60


def ninjs(sheet: Sheet) -> bytes:
    """The sheet as one ninjs 3.1 object; absent properties are left out."""
    text = _text(sheet)
    html = _html(sheet)
    item: Json = {
        "standard": {"name": "ninjs", "version": "3.1", "schema": _SCHEMA},
        "uri": f"urn:infostreamer:{sheet.noun}:{sheet.id}",
        "type": "text",
        "representationType": "partial" if any(note.is_withheld for note in sheet.notes) else "full",
        "version": str(sheet.revision or 1),
        "firstCreated": _iso(sheet.first_at),
        "versionCreated": _iso(sheet.changed_at),
        "pubStatus": "usable",
        "language": sheet.language,
        "title": sheet.title,
        "by": sheet.place.desk,
        "edNote": f"{sheet.compiled} {sheet.state[:1].upper()}{sheet.state[1:]}.",
        "usageTerms": "Quotations belong to the publishers named with them; open their pages for the whole articles.",
        "headlines": [{"role": "main", "value": sheet.title}, *_alternates(sheet)],
        "descriptions": _described(sheet),
        "bodies": [
            {"role": "main", "contentType": "text/html", "wordCount": len(text.split()), "value": html},
            {"role": "plain", "contentType": "text/plain", "charCount": len(text), "value": text},
        ],
        "people": [_named(one) for one in _of(sheet, "person")],
        "organisations": [_named(one) for one in _of(sheet, "organisation")],
        "places": [_place(one) for one in _of(sheet, "place")],
        "infoSources": [_source(origin) for origin in sheet.origins],
        "altIds": [{"role": "permanent address", "value": sheet.permanent}],
        "renditions": [{"name": "web", "href": sheet.address, "contentType": "text/html"}],
        "associations": [
            *(_report(origin) for origin in sheet.origins),
            *(_picture(one) for one in sheet.pictures if one.address),
        ],
        "genres": [{"name": "Analysis", "literal": "machine-compiled digest with citations"}],
        "digitalSourceType": {"name": "Compiled by software from published reports", "literal": sheet.state},
    }
    kept = {name: value for name, value in item.items() if value not in (None, [], "")}
    return msgspec.json.format(msgspec.json.encode(kept), indent=1)


def _alternates(sheet: Sheet) -> list[Json]:
    return [{"role": "alternate", "value": row.text} for row in sheet.rows("alternates") if not row.is_withheld]


def _described(sheet: Sheet) -> list[Json]:
    lead = " ".join(row.text for row in sheet.rows("abstract") if not row.is_withheld)
    return [{"role": "summary", "contentType": "text/plain", "value": lead}] if lead else []


def _of(sheet: Sheet, kind: str) -> list[Person]:
    return [one for one in sheet.people if one.kind == kind][:_MOST_NAMED]


def _named(one: Person) -> Json:
    return {"name": one.name, "rel": one.roles[0] if one.roles else "mentioned", "uri": one.address}


def _place(one: Person) -> Json:
    where = one.location
    if where is None or where.latitude is None or where.longitude is None:
        return {"name": one.name, "rel": "mentioned", "uri": one.address}
    point = {"type": "Point", "coordinates": [where.longitude, where.latitude]}
    return {"name": one.name, "rel": "mentioned", "uri": one.address, "literal": where.key, "geoJSON": point}


def _source(origin: Origin) -> Json:
    source = {"name": origin.outlet, "role": origin.role, "uri": origin.original}
    return {name: value for name, value in source.items() if value}


def _report(origin: Origin) -> Json:
    item = {
        "name": f"report-{origin.report_id}",
        "rel": "isBasedOn",
        "uri": f"urn:infostreamer:report:{origin.report_id}",
        "type": "text",
        "firstCreated": _iso(origin.published),
        "language": origin.language,
        "title": origin.title,
        "by": ", ".join(origin.byline) or origin.outlet,
        "copyrightHolder": origin.outlet,
        "renditions": [
            {"name": name, "href": href, "contentType": "text/html"}
            for name, href in (("publisher", origin.original), ("stored copy", origin.stored))
            if href
        ],
        "altIds": [{"role": "sha256 of the stored text", "value": origin.sha256}],
    }
    return {name: value for name, value in item.items() if value}


def _picture(one: Picture) -> Json:
    item: Json = {
        "name": f"image-{one.address}",
        "uri": one.address,
        "type": "picture",
        "by": one.credit,
        "copyrightNotice": one.credit,
        "usageTerms": one.licence,
        "descriptions": [{"role": "caption", "value": one.caption}] if one.caption else None,
        "renditions": [{"name": "publisher", "href": one.address}],
    }
    return {name: value for name, value in item.items() if value}


def _html(sheet: Sheet) -> str:
    parts = []
    for section in sheet.sections:
        if section.key in ("headline", "alternates"):
            continue
        shown = [row for row in section.rows if not row.is_withheld]
        withheld = len(section.rows) - len(shown)
        items = [f"<li>{_lead(row)}{escaped(row.text)}{_marks(row)}</li>" for row in shown]
        if withheld:
            items.append(f"<li>{withheld} more: {WITHHELD}</li>")
        parts.append(f"<h2>{escaped(section.heading)}</h2><ul>{''.join(items)}</ul>")
    notes = "".join(f"<li>{_note(note)}</li>" for note in sheet.notes)
    return "".join(parts) + f"<h2>Sources</h2><ol>{notes}</ol>"


def _lead(row: Row) -> str:
    lead = (row.amount.of if row.amount else None) or row.when or row.label
    return f"<b>{escaped(lead)}</b>: " if lead else ""


def _marks(row: Row) -> str:
    return "".join(f"<sup>{number}</sup>" for number in row.notes)


def _note(note: Note) -> str:
    name = link(note.original, note.outlet) if note.original else escaped(note.outlet)
    date = f", {escaped(note.published.text)}" if note.published else ""
    words = WITHHELD if note.is_withheld else f"“{escaped(note.quote)}”"
    return f"{name}{date}: {words} ({link(note.stored, 'stored copy')})"


def _text(sheet: Sheet) -> str:
    return "\n".join(_lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    for section in sheet.sections:
        if section.key not in ("headline", "alternates"):
            yield section.heading
            yield from (
                f"- {row.text} {''.join(f'[{number}]' for number in row.notes)}"
                for row in section.rows
                if not row.is_withheld
            )
    yield from (f"[{note.number}] {note.outlet}: {note.original or note.stored}" for note in sheet.notes)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
