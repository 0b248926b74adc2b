"""Sheet -> iCalendar (RFC 5545): the dated events, a day as an all-day event, a month or span as a span with a note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from infostreamer.deliver.sheet import WITHHELD, Row, Sheet
from infostreamer.deliver.spans_of_time import Covered, covered
from infostreamer.model import content_id
from infostreamer.text.when import edtf_words

_EPOCH = datetime.fromtimestamp(0, UTC)
_STATUS = {"planned": "TENTATIVE", "threatened": "TENTATIVE", "alleged": "TENTATIVE"}
_LONGEST = 75  # octets of a line, RFC 5545 section 3.1
_TITLE = 120  # characters of a summary


def icalendar(sheet: Sheet) -> bytes:
    """The timeline of a sheet as one calendar; what has no date that a calendar can hold is left out."""
    return calendar_of([sheet], name=sheet.title)


def calendar_of(sheets: list[Sheet], *, name: str) -> bytes:
    """The timelines of several sheets as one calendar; the same event is in it once."""
    events: dict[str, list[str]] = {}
    for sheet in sheets:
        for row in sheet.rows("timeline", "ahead"):
            days = covered(row.when)
            if days is not None:
                uid = _uid(row)
                events.setdefault(uid, list(_event(row, sheet, days, uid)))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Information Streamer//Timeline//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for event in events.values() for line in event),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in [_fold(line)]).encode("utf-8", "replace")


def _event(row: Row, sheet: Sheet, days: Covered, uid: str) -> Iterator[str]:
    """DTEND is the day after the last one: an end is not part of the event (RFC 5545 section 3.6.1)."""
    words = edtf_words(row.when)
    outlets = ", ".join(dict.fromkeys(note.outlet for note in sheet.noted(row)))
    title = _short(row.text) if row.text else f"Event reported by {outlets}"
    stamp = (sheet.changed_at or _EPOCH).astimezone(UTC)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{days.first:%Y%m%d}"
    if days.last.year < 9999:
        yield f"DTEND;VALUE=DATE:{days.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(title if days.is_day else f'{title} ({words})')}"
    yield f"DESCRIPTION:{_text(_described(row, sheet, words, days))}"
    if row.place:
        yield f"LOCATION:{_text(row.place)}"
    yield f"URL:{sheet.address}"
    yield f"STATUS:{_STATUS.get(row.status or '', 'CONFIRMED')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _described(row: Row, sheet: Sheet, words: str, days: Covered) -> str:
    notes = [
        f"{note.outlet}{', ' + note.published.text if note.published else ''}: {note.original or note.stored}"
        for note in sheet.noted(row)
    ]
    about = [] if days.is_day else [f"The reports say no more about the day than: {words}."]
    status = [f"Status as reported: {row.status}."] if row.status not in (None, "happened") else []
    state = f"{sheet.state[:1].upper()}{sheet.state[1:]}."
    return "\n".join([row.text or f"{WITHHELD.capitalize()}.", *about, *status, *notes, state])


def _uid(row: Row) -> str:
    places = ",".join(f"{span.report_id}:{span.start}-{span.end}" for span in row.spans)
    return f"{content_id('moment', row.when, places)}@infostreamer"


def _text(value: str) -> str:
    """A TEXT value: backslash, comma, semicolon and line breaks escaped, control characters dropped."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    joined = "\\n".join(escaped.splitlines())
    return "".join(char for char in joined if char.isprintable() or char == " ")


def _fold(line: str) -> str:
    """Lines of at most 75 octets, continued after CR LF and a space; never broken within a character."""
    parts, current = [], ""
    size = 0
    for char in line:
        width = len(char.encode("utf-8", "replace"))
        if size + width > _LONGEST:
            parts.append(current)
            current, size = " ", 1
        current += char
        size += width
    return "\r\n".join([*parts, current])


def _short(text: str) -> str:
    return text if len(text) <= _TITLE else f"{text[:_TITLE].rsplit(' ', 1)[0]} …"
