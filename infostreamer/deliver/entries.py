"""Stories and their changes -> the entries of feeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from infostreamer.deliver.citing import Citing
from infostreamer.deliver.feeds import Entry
from infostreamer.deliver.markup import escaped, link, tag
from infostreamer.deliver.sheet import WITHHELD, Note, Row, Sheet
from infostreamer.model import Change, content_id

_QUIET = frozenset(("updated",))
_WORDS = {
    "added": "New story",
    "new-report": "New report",
    "new-event": "New event",
    "new-figure": "New figure",
    "figure-changed": "Figure changed",
    "new-denial": "Denial",
    "new-origin": "Further origin",
    "report-edited": "Report edited",
    "report-withdrawn": "Report withdrawn",
    "correction": "Correction",
}


_PREFIXED = frozenset(("added", "new-event", "new-denial"))  # the others say themselves what they are
_FEW_WORDS = frozenset(("new-figure", "figure-changed", "new-report", "report-edited", "report-withdrawn"))
_LONGEST = 140  # characters of a title


def story_entry(sheet: Sheet, *, changed_at: datetime | None = None) -> Entry:
    """A story as one entry: its abstract, each line with its citations, and whether a person reviewed it.

    Args:
        sheet: of the story.
        changed_at: when the desk last saw it change; default its newest publication.
    """
    rows = sheet.rows("abstract") or sheet.rows("headline")
    outlets = tuple(dict.fromkeys(origin.outlet for origin in sheet.origins))
    return Entry(
        id=f"urn:infostreamer:story:{sheet.id}",
        title=sheet.title,
        address=sheet.address,
        html=_html(sheet, rows),
        text=_text(sheet, rows),
        published=_utc(sheet.first_at),
        updated=_utc(changed_at or sheet.changed_at),
        language=sheet.language,
        authors=(sheet.place.desk,),
        categories=outlets[:10],
        related=tuple(dict.fromkeys(origin.original for origin in sheet.origins if origin.original))[:10],
    )


def change_entries(sheet: Sheet, changes: Iterable[Change], citing: Citing) -> tuple[Entry, ...]:
    """A story's changes as entries, the newest first, those that name no words being left out.

    An id depends on what changed and not on the position in the log, which a rebuild appends to.
    """
    found: dict[str, Entry] = {}
    for change in changes:
        numbers = citing.numbers(change.citations)
        if not numbers or not change.text or change.what in _QUIET:
            continue
        entry = _change_entry(sheet, change, citing, numbers)
        found.setdefault(entry.id, entry)
    return tuple(reversed(found.values()))


def _change_entry(sheet: Sheet, change: Change, citing: Citing, numbers: Sequence[int]) -> Entry:
    kind = _WORDS.get(change.what, "Change")
    notes = [citing.all()[number - 1] for number in numbers]
    words = _change_words(change, notes)
    places = ",".join(f"{span.report_id}:{span.start}-{span.end}" for span in change.citations)
    key = content_id("change", sheet.id, change.what, change.text, places)
    title = f"{kind}: {words}" if change.what in _PREFIXED and words == change.text else words
    return Entry(
        id=f"urn:infostreamer:change:{key}",
        title=title if len(title) <= _LONGEST else f"{title[:_LONGEST].rsplit(' ', 1)[0]} …",
        address=f"{sheet.address}#changes",
        html=f"<p>{escaped(words)}</p>{_notes_html(notes)}{_state_html(sheet)}",
        text="\n".join([words, *map(_note_text, range(1, len(notes) + 1), notes), _state(sheet)]),
        published=_utc(change.at),
        updated=_utc(change.at),
        authors=(sheet.place.desk,),
        categories=(change.what,),
        related=tuple(dict.fromkeys(note.original for note in notes if note.original)),
    )


def _change_words(change: Change, notes: Sequence[Note]) -> str:
    """The change as the log says it, without a sentence of a report that may not be quoted."""
    told = change.text or ""
    if change.what in _FEW_WORDS or not any(note.is_withheld for note in notes):
        return told
    if change.what == "new-origin":
        return told.partition(": “")[0].rstrip(".") + "."
    outlets = ", ".join(dict.fromkeys(note.outlet for note in notes))
    return f"{_WORDS.get(change.what, 'Change')} in {outlets}: {WITHHELD}"


def _html(sheet: Sheet, rows: Sequence[Row]) -> str:
    shown = [row for row in rows if not row.is_withheld]
    numbers = _numbers(rows)
    lines = " ".join(f"{escaped(row.text)}{_marks(row, numbers)}" for row in shown)
    told = f"<p>{lines}</p>" if shown else ""
    withheld = len(rows) - len(shown)
    if withheld:
        told += tag("p", f"{withheld} {'line' if withheld == 1 else 'lines'}: {WITHHELD}")
    return told + _notes_html([sheet.notes[number - 1] for number in numbers]) + _state_html(sheet)


def _numbers(rows: Iterable[Row]) -> dict[int, int]:
    """Number of the sheet's note -> number within the entry."""
    order = dict.fromkeys(number for row in rows for number in row.notes)
    return {number: index for index, number in enumerate(order, 1)}


def _marks(row: Row, numbers: dict[int, int]) -> str:
    return "".join(f"<sup>{numbers[number]}</sup>" for number in row.notes)


def _notes_html(notes: Sequence[Note]) -> str:
    """The citations: outlet, link to the publisher at the words, link to the stored copy."""
    return "<ol>" + "".join(f"<li>{_note_html(note)}</li>" for note in notes) + "</ol>" if notes else ""


def _note_html(note: Note) -> str:
    name = link(note.original, note.outlet) if note.original else escaped(note.outlet)
    date = f", {escaped(note.published.text)}" if note.published else ""
    return f"{name}{date} ({link(note.stored, 'stored copy')})"


def _note_text(number: int, note: Note) -> str:
    date = f", {note.published.text}" if note.published else ""
    return f"[{number}] {note.outlet}{date}: {note.original or note.stored}"


def _text(sheet: Sheet, rows: Sequence[Row]) -> str:
    numbers = _numbers(rows)
    shown = [row for row in rows if not row.is_withheld]
    lines = [row.text + "".join(f" [{numbers[number]}]" for number in row.notes) for row in shown]
    if len(shown) < len(rows):
        lines.append(f"({len(rows) - len(shown)} more: {WITHHELD})")
    cited = [_note_text(index, sheet.notes[number - 1]) for number, index in numbers.items()]
    return "\n".join([" ".join(lines), *cited, _state(sheet)])


def _state(sheet: Sheet) -> str:
    return f"{sheet.compiled} {sheet.state[:1].upper()}{sheet.state[1:]}."


def _state_html(sheet: Sheet) -> str:
    return f"<p><small>{escaped(_state(sheet))}</small></p>"


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at else None
