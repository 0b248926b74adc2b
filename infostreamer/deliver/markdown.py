"""Sheet -> Markdown with YAML front matter and footnotes, as Obsidian and Pandoc read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

from infostreamer.deliver.sheet import WITHHELD, Amount, Note, Row, Section, Sheet
from infostreamer.text.when import edtf_words

_ACTIVE = re.compile(r"([\\`*_\[\]<>#|~$=^%])")
_MOST_PEOPLE = 40
_LEADING = re.compile(r"^(\s*)([-+>]|\d+[.)])(\s|$)")


def markdown(sheet: Sheet) -> bytes:
    """The sheet as UTF-8 Markdown; every line ends with its footnotes."""
    lines = [*_front_matter(sheet), f"# {safe(sheet.title)}{_marks(*sheet.rows('headline'))}", ""]
    lines += [f"*{safe(sheet.compiled)} {safe(_capital(sheet.state))}.*", "", f"<{sheet.permanent}>", ""]
    for section in sheet.sections:
        if section.key != "headline":
            lines += [*_section(section, sheet), ""]
    lines += [*_people(sheet), *_reports(sheet), *_pictures(sheet), *_corrections(sheet)]
    lines += [line for note in sheet.notes for line in (_footnote(note), "")]
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def safe(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would act on."""
    flat = " ".join(text.split())
    return _LEADING.sub(r"\1\\\2\3", _ACTIVE.sub(r"\\\1", flat).replace("&", "&amp;"))


def _front_matter(sheet: Sheet) -> Iterator[str]:
    """YAML of JSON scalars: a double-quoted JSON string is one in YAML 1.2 too."""
    fields: dict[str, object] = {
        "title": sheet.title,
        "type": f"infostreamer/{sheet.noun}",
        "id": sheet.id,
        "url": sheet.address,
        "permanent": sheet.permanent,
        "revision": sheet.revision,
        "state": sheet.state,
        "created": sheet.first_at.isoformat() if sheet.first_at else None,
        "updated": sheet.changed_at.isoformat() if sheet.changed_at else None,
        "question": sheet.question,
        "publisher": sheet.place.desk,
        "sources": list(dict.fromkeys(origin.outlet for origin in sheet.origins)),
        "tags": ["information-streamer", sheet.noun],
    }
    yield "---"
    for name, value in fields.items():
        if value is not None:
            yield f"{name}: {json.dumps(value, ensure_ascii=True)}"
    yield from ("---", "")


def _section(section: Section, sheet: Sheet) -> Iterator[str]:
    yield f"## {section.heading}"
    yield ""
    if section.key == "figures":
        yield from _figures(section.rows)
    elif section.key == "abstract":
        shown = [row for row in section.rows if not row.is_withheld]
        if shown:
            yield " ".join(f"{safe(row.text)}{_marks(row)}" for row in shown)
    else:
        if section.key == "told":
            yield f"*Written by {safe(section.rows[0].maker or 'a language model')} from the sentences that are cited.*"
            yield ""
        for row in section.rows:
            if not row.is_withheld:
                yield f"- {_head(row)}{_told(row)}{_marks(row)}"
    withheld = [row for row in section.rows if row.is_withheld]
    if withheld:
        if section.key == "abstract":
            yield ""
        yield f"- *{len(withheld)} {'line' if len(withheld) == 1 else 'lines'}: {WITHHELD}*" + _marks(*withheld)


def _head(row: Row) -> str:
    if row.kind == "moment":
        status = f" ({row.status})" if row.status not in (None, "happened") else ""
        return f"**{safe(edtf_words(row.when))}**{status}: "
    if row.kind == "contested":
        stance = f" {row.status}" if row.status else ""
        return f"{safe(row.about or '')} – **{safe(row.label or 'not attributed')}{stance}**: "
    if row.kind == "story":
        return f"{row.when}: " if row.when else ""
    return f"**{safe(row.label)}**: " if row.label else ""


def _told(row: Row) -> str:
    if row.kind == "story" and row.address:
        return f"[{safe(row.text)}]({_target(row.address)})"
    return safe(row.text)


def _figures(rows: tuple[Row, ...]) -> Iterator[str]:
    yield "| What is counted | As reported | Says who | As of | Outlet |"
    yield "|---|---|---|---|---|"
    for row in rows:
        if row.amount is not None:
            yield _figure(row, row.amount)


def _figure(row: Row, amount: Amount) -> str:
    replaced = " (since replaced)" if amount.is_superseded else ""
    cells = [
        safe(amount.of),
        f"{safe(row.text)}{_marks(row)}",
        safe(amount.speaker or "–"),
        safe(edtf_words(amount.as_of)) if amount.as_of else "–",
        safe(amount.outlet) + replaced,
    ]
    return f"| {' | '.join(cells)} |"


def _marks(*rows: Row) -> str:
    numbers = dict.fromkeys(number for row in rows for number in row.notes)
    return "".join(f"[^{number}]" for number in numbers)


def _footnote(note: Note) -> str:
    source = f"{safe(note.outlet)}" + (f", “{safe(note.title)}”" if note.title else "")
    date = f", {note.published.text}" if note.published else ""
    words = f" ({WITHHELD})" if note.is_withheld else f" “{safe(note.quote)}”"
    original = f" [publisher's page]({_target(note.original)})" if note.original else ""
    accessed = f" Accessed {note.fetched_at.isoformat(timespec='seconds')}." if note.fetched_at else ""
    place = f" Report {note.report_id}, characters {note.start}–{note.end}, SHA-256 {note.sha256}."
    return f"[^{note.number}]: {source}{date}.{words}{original} [stored copy]({_target(note.stored)}){accessed}{place}"


def _people(sheet: Sheet) -> Iterator[str]:
    shown = [one for one in sheet.people if one.kind in ("person", "organisation", "place")][:_MOST_PEOPLE]
    if shown:
        yield from ("## Who", "")
        for one in shown:
            roles = f": {safe('; '.join(one.roles[:3]))}" if one.roles else ""
            yield f"- [{safe(one.name)}]({_target(one.address)}) ({one.kind}){roles}" + "".join(
                f"[^{number}]" for number in one.notes
            )
        yield ""


def _reports(sheet: Sheet) -> Iterator[str]:
    yield from ("## Reports", "")
    for one in sheet.origins:
        title = safe(one.title or "Untitled report")
        link = f"[{title}]({_target(one.original)})" if one.original else title
        date = f", {one.published.date().isoformat()}" if one.published else ""
        yield f"- {safe(one.outlet)}: {link}{date} ({one.role}; [stored copy]({_target(one.stored)}))"
    yield ""


def _pictures(sheet: Sheet) -> Iterator[str]:
    if sheet.pictures:
        yield from ("## Images", "")
        for one in sheet.pictures:
            link = f" [image]({_target(one.address)})" if one.address else ""
            licence = safe(one.licence or "licence not stated")
            credit = safe(one.credit) if one.credit else "no credit given"
            yield f"- {safe(one.caption or 'Image')} – credit: {credit}; {licence}; in {safe(one.outlet)}{link}"
        yield ""


def _corrections(sheet: Sheet) -> Iterator[str]:
    if sheet.corrections:
        yield from ("## Corrections", "")
        for one in sheet.corrections:
            yield f"- {safe(one.text)} ({safe(one.by)}{', ' + one.at.date().isoformat() if one.at else ''})"
        yield ""


def _target(address: str) -> str:
    """An address inside (…): spaces, brackets and angle brackets percent-encoded."""
    return quote(address, safe="!#$%&'*+,/:;=?@_~-.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
