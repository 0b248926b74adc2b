"""Sheet -> JSON-LD by schema.org: AnalysisNewsArticle for a story, with every report that it is based on.

Types and properties are those of schema.org: NewsArticle, AnalysisNewsArticle, isBasedOn, citation, correction
(CorrectionComment), creditText, sdPublisher, creativeWorkStatus, Claim, Quotation.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from infostreamer.deliver.sheet import WITHHELD, Note, Origin, Person, Picture, Row, Sheet

Json = dict[str, Any]
_KINDS = {"person": "Person", "organisation": "Organization", "place": "Place"}
_MOST_NAMED = 60
_MOST_KEYWORDS = 12


def jsonld(sheet: Sheet) -> bytes:
    """The sheet as one JSON-LD object; absent properties are left out."""
    return msgspec.json.format(msgspec.json.encode(_without_none(article(sheet))), indent=1)


def article(sheet: Sheet) -> Json:
    """The object itself, also for a page's head."""
    desk = {"@type": "Organization", "name": sheet.place.desk, "url": sheet.place.site + "/"}
    named = [one for one in sheet.people if one.kind in _KINDS][:_MOST_NAMED]
    lead = sheet.rows("abstract")
    return {
        "@context": "https://schema.org",
        "@type": "AnalysisNewsArticle" if sheet.noun == "story" else "Collection",
        "@id": sheet.permanent,
        "identifier": f"urn:infostreamer:{sheet.noun}:{sheet.id}",
        "url": sheet.address,
        "mainEntityOfPage": sheet.address,
        "headline" if sheet.noun == "story" else "name": sheet.title,
        "inLanguage": sheet.language,
        "version": str(sheet.revision) if sheet.revision else None,
        "datePublished": _iso(sheet.first_at),
        "dateModified": _iso(sheet.changed_at),
        "description": " ".join(row.text for row in lead if not row.is_withheld) or None,
        "author": desk,
        "publisher": desk,
        "sdPublisher": desk,
        "sdDatePublished": _iso(sheet.changed_at),
        "creditText": sheet.compiled,
        "creativeWorkStatus": sheet.state,
        "keywords": [one.name for one in named[:_MOST_KEYWORDS]],
        "isBasedOn": [_report(origin) for origin in sheet.origins],
        "citation": [_note(note) for note in sheet.notes],
        "hasPart": [_line(row, sheet) for row in sheet.rows() if not row.is_withheld],
        "mentions": [_named(one) for one in named],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": one.text,
                "author": {"@type": "Person", "name": one.by},
                "datePublished": _iso(one.at),
            }
            for one in sheet.corrections
        ],
        "image": [_picture(one) for one in sheet.pictures if one.address],
        "temporalCoverage": _coverage(sheet),
    }


def _report(origin: Origin) -> Json:
    return {
        "@type": "OpinionNewsArticle" if origin.kind == "opinion" else "NewsArticle",
        "@id": f"urn:infostreamer:report:{origin.report_id}",
        "headline": origin.title,
        "url": origin.original,
        "archivedAt": origin.stored,
        "datePublished": _iso(origin.published),
        "inLanguage": origin.language,
        "author": [{"@type": "Person", "name": name} for name in origin.byline],
        "publisher": {"@type": "NewsMediaOrganization", "name": origin.outlet},
        "sha256": origin.sha256,
    }


def _note(note: Note) -> Json:
    return {
        "@type": "Quotation",
        "@id": f"#n{note.number}",
        "text": None if note.is_withheld else note.quote,
        "abstract": WITHHELD if note.is_withheld else None,
        "inLanguage": note.language,
        "url": note.original,
        "archivedAt": note.stored,
        "isPartOf": {"@id": f"urn:infostreamer:report:{note.report_id}"},
        "identifier": f"char={note.start},{note.end}",  # RFC 5147, plain-text positions
        "creditText": note.outlet,
    }


def _line(row: Row, sheet: Sheet) -> Json:
    kind = "Quotation" if row.kind == "quote" else "Claim"
    speaker = row.label if row.kind in ("quote", "statement", "contested") else None
    return {
        "@type": kind,
        "additionalType": row.kind,
        "text": row.text,
        "spokenByCharacter" if kind == "Quotation" else "author": {"@type": "Person", "name": speaker}
        if speaker
        else None,
        "inLanguage": row.language,
        "temporalCoverage": row.when,
        "url": row.address,
        "citation": [{"@id": f"#n{number}"} for number in row.notes],
    }


def _named(one: Person) -> Json:
    return {
        "@type": _KINDS[one.kind],
        "@id": one.address,
        "name": one.name,
        "alternateName": list(one.aliases),
        "description": "; ".join(one.roles[:3]) or None,
        "citation": [{"@id": f"#n{number}"} for number in one.notes],
    }


def _picture(one: Picture) -> Json:
    return {
        "@type": "ImageObject",
        "contentUrl": one.address,
        "caption": one.caption,
        "creditText": one.credit,
        "license": one.licence,
        "publisher": {"@type": "NewsMediaOrganization", "name": one.outlet},
    }


def _coverage(sheet: Sheet) -> str | None:
    if sheet.first_at is None or sheet.changed_at is None:
        return None
    return f"{sheet.first_at.date().isoformat()}/{sheet.changed_at.date().isoformat()}"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _without_none(value: Any) -> Any:
    """Without what is absent: None, and lists that are empty."""
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None and (item or item == 0)}
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    return value
