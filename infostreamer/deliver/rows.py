"""Sheet -> rows for spreadsheets and programs: CSV and JSON lines, one row per derived line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from infostreamer.deliver.sheet import Row, Sheet

FIELDS = (
    *("section", "kind", "text", "speaker", "about", "when", "precision", "status", "place"),
    *("value", "high", "unit", "of", "hedge", "bound", "as_of", "superseded"),
    *("outlets", "titles", "published", "originals", "stored", "citations"),
    *("language", "maker", "check", "withheld", "state", "id", "revision", "address"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# Where a spreadsheet parts cells at semicolons, tabs or line ends, a formula may begin after one of them.
_INNER = re.compile('([;\t\r\n][ \t"]*)(?=[=+@＝＋＠-])')


def csv_table(sheet: Sheet) -> bytes:
    """RFC 4180 with a header, UTF-8 with a byte order mark, so that spreadsheets read every script.

    A text that a spreadsheet would take for a formula is led by an apostrophe (OWASP, "CSV injection").
    """
    return table(FIELDS, rows_of(sheet))


def table_of(sheets: Iterable[Sheet], section: str) -> bytes:
    """One section of several sheets as CSV; a line that cites the same words as one before is left out."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for sheet in sheets:
        for row in rows_of(sheet):
            if row["section"] == section:
                rows.setdefault((str(row["when"]), str(row.get("of")), *row["citations"]), row)
    return table(FIELDS, rows.values())


def table(fields: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> bytes:
    """These columns of these rows as CSV, every text made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_cell(row.get(field)) for field in fields])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def jsonl(sheet: Sheet) -> bytes:
    """One JSON object per line with the same fields; what has several values is a list."""
    schema = {"schema": f"infostreamer/{sheet.noun}-line/1"}
    return b"".join(msgspec.json.encode({**schema, **row}) + b"\n" for row in rows_of(sheet))


def rows_of(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Every derived line as plain values."""
    for section in sheet.sections:
        for row in section.rows:
            yield {"section": section.key, **_row(row), **_figure(row), **_cited(row, sheet), **_about(sheet)}


def _row(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "text": row.text or None,
        "speaker": row.label,
        "about": row.about,
        "when": row.when,
        "precision": row.precision,
        "status": row.status,
        "place": row.place,
        "language": row.language,
        "maker": row.maker,
        "check": row.check,
        "withheld": row.is_withheld,
    }


def _figure(row: Row) -> dict[str, Any]:
    one = row.amount
    if one is None:
        return {}
    return {
        "value": one.value,
        "high": one.high,
        "unit": one.unit,
        "of": one.of,
        "hedge": one.hedge,
        "bound": one.bound,
        "as_of": one.as_of,
        "speaker": one.speaker,
        "superseded": one.is_superseded,
    }


def _cited(row: Row, sheet: Sheet) -> dict[str, Any]:
    notes = list(sheet.noted(row))
    return {
        "outlets": list(dict.fromkeys(note.outlet for note in notes)),
        "titles": list(dict.fromkeys(note.title for note in notes if note.title)),
        "published": list(dict.fromkeys(note.published.iso for note in notes if note.published and note.published.iso)),
        "originals": [note.original for note in notes if note.original],
        "stored": [note.stored for note in notes],
        "citations": [f"{span.report_id}:{span.start}-{span.end}" for span in row.spans],
    }


def _about(sheet: Sheet) -> dict[str, Any]:
    return {"state": sheet.state, "id": sheet.id, "revision": sheet.revision, "address": sheet.permanent}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = _INNER.sub(r"\1'", text)
    return f"'{text}" if text.startswith(_FORMULA) else text
