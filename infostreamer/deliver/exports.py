"""The forms in which a story or a dossier leaves the desk: suffix of its address -> media type and writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infostreamer.deliver.citations import bibtex, csl_json, ris
from infostreamer.deliver.geojson import geojson
from infostreamer.deliver.icalendar import icalendar
from infostreamer.deliver.jsonld import jsonld
from infostreamer.deliver.markdown import markdown
from infostreamer.deliver.ninjs import ninjs
from infostreamer.deliver.page import single_file
from infostreamer.deliver.rows import csv_table, jsonl
from infostreamer.deliver.sheet import Sheet
from infostreamer.model import BadInput
from infostreamer.text.links import slug


@dataclass(frozen=True, slots=True)
class Format:
    """One form: how it is called, its media type, who writes it, and for which nouns."""

    name: str
    media_type: str
    write: Callable[[Sheet], bytes]
    nouns: tuple[str, ...] = ("story", "dossier")
    is_saved: bool = False  # offered as a download rather than shown


FORMATS: Mapping[str, Format] = {
    "html": Format("Web page in one file", "text/html; charset=utf-8", single_file, is_saved=True),
    "md": Format("Markdown", "text/markdown; charset=utf-8", markdown),
    "jsonld": Format("JSON-LD (schema.org)", "application/ld+json", jsonld),
    "ninjs.json": Format("ninjs 3.1", "application/json", ninjs, nouns=("story",)),
    "bib": Format("BibTeX", "application/x-bibtex; charset=utf-8", bibtex, is_saved=True),
    "ris": Format("RIS", "application/x-research-info-systems; charset=utf-8", ris, is_saved=True),
    "csl.json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    "csv": Format("CSV", "text/csv; charset=utf-8", csv_table, is_saved=True),
    "jsonl": Format("JSON lines", "application/jsonl; charset=utf-8", jsonl),
    "ics": Format("iCalendar", "text/calendar; charset=utf-8", icalendar, is_saved=True),
    "geojson": Format("GeoJSON", "application/geo+json", geojson),
}


def format_of(suffix: str, noun: str) -> Format:
    """The form under this suffix.

    Raises:
        BadInput: there is none for this noun.
    """
    found = FORMATS.get(suffix)
    if found is None or noun not in found.nouns:
        known = ", ".join(key for key, form in FORMATS.items() if noun in form.nouns)
        raise BadInput(f"A {noun} has no form {suffix!r}; choose one of {known}.")
    return found


def file_name(sheet: Sheet, suffix: str) -> str:
    """A name for the file: the words of the title, the id and the revision, ASCII letters, digits and hyphens."""
    revision = f"-r{sheet.revision}" if sheet.revision else ""
    return f"{slug(sheet.title, longest=50) or sheet.noun}-{sheet.id[:8]}{revision}.{suffix}"
