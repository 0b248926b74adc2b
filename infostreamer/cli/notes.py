"""The `notes` command: list, show, write, edit and delete notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import open_desk, output_options, plain, say, show_json, show_rows

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.model import Note, Reader, Span

_READER = click.option("--as", "name", metavar="NAME", default="owner", help="Whose notes; default the desk's owner.")


@click.group("notes", invoke_without_command=True)
@click.option("--item", help="Only notes on this (story:ID, report:ID …) or this sort of thing (story, report …).")
@click.option("--kind", type=click.Choice(["note", "correction", "error-report"]))
@click.option("--state", type=click.Choice(["open", "resolved", "deleted"]), help="Default: open and resolved.")
@click.option("--words", default="", help="Words that stand in the note or in what it is about.")
@_READER
@output_options
@click.pass_context
def notes_command(ctx: click.Context, /, name: str, words: str, as_json: bool, as_jsonl: bool, **only: Any) -> None:
    """List the notes, the newest first; or write, show, edit, delete them."""
    if ctx.invoked_subcommand:
        return
    with open_desk(ctx) as desk:
        found = desk.notes(reader=_reader(name), query=words, **only)
    text = [line for note in found for line in _told(note)]
    rows = [plain(note) for note in found]
    show_rows("notes", rows, as_json=as_json, as_jsonl=as_jsonl, text=text or ["No notes."])


@notes_command.command("add")
@click.argument("item")
@click.argument("body")
@click.option("--sentence", type=click.IntRange(1), help="Of a report: the note is on this sentence.")
@click.option("--on", "exact", metavar="WORDS", help="Of a report: the note is on these words, as they stand there.")
@click.option("--share", is_flag=True, help="Every reader of the desk may read it.")
@_READER
@click.pass_context
def notes_add(
    ctx: click.Context, item: str, body: str, sentence: int | None, exact: str | None, share: bool, name: str
) -> None:
    """Write a note on ITEM: story:ID, report:ID, dossier:SLUG, who:ID or source:ID."""
    with open_desk(ctx) as desk:
        span = _span(desk, item, sentence, exact)
        visibility = "desk" if share else "private"
        note = desk.add_note(item, body, reader=_reader(name), span=span, visibility=visibility)  # type: ignore[arg-type]
    say(f"Kept as {note.id[:8]}.")


@notes_command.command("show")
@click.argument("note")
@click.option("--jsonld", is_flag=True, help="As a W3C Web Annotation.")
@_READER
@click.pass_context
def notes_show(ctx: click.Context, note: str, jsonld: bool, name: str) -> None:
    """Show one note with its history and where its words stand now."""
    from infostreamer.deliver.annotation import annotation
    from infostreamer.desk.noting import earlier_of

    with open_desk(ctx) as desk:
        found = desk.note(note, reader=_reader(name))
        found = replace(found, history=earlier_of(found, _reader(name)))
        place = desk.note_place(found)
        base = str(desk.settings["web.address"]).rstrip("/") or f"http://127.0.0.1:{desk.settings['web.port']}"
    if jsonld:
        return show_json(annotation(found, base=base))
    at = place.at if place else None
    where = {"report_id": place.report.id, "start": at.start, "end": at.end, "how": at.how} if place and at else None
    show_json({"schema": "infostreamer/note/1", **plain(found), "place": where})


@notes_command.command("edit")
@click.argument("note")
@click.argument("body")
@_READER
@click.pass_context
def notes_edit(ctx: click.Context, note: str, body: str, name: str) -> None:
    """Put other words in place of a note's; the earlier ones are kept."""
    with open_desk(ctx) as desk:
        desk.edit_note(note, body, reader=_reader(name))
    say("Kept; the earlier words stand in its history.")


def _state_command(verb: str, state: str, help_text: str) -> None:
    @notes_command.command(verb, help=help_text)
    @click.argument("note")
    @_READER
    @click.pass_context
    def change(ctx: click.Context, note: str, name: str) -> None:
        with open_desk(ctx) as desk:
            found = desk.set_note(note, state=state, reader=_reader(name))  # type: ignore[arg-type]
        say(f"The note {found.id[:8]} is {state}.")


_state_command("delete", "deleted", "Delete a note; `notes restore` brings it back.")
_state_command("restore", "open", "Bring back a deleted note, or open a resolved one again.")
_state_command("resolve", "resolved", "What the note asked for is done.")


def _reader(name: str) -> Reader:
    """Whoever sits at the command line may do what the owner may."""
    from infostreamer.model import Reader

    return Reader(name=name, role="admin")


def _span(desk: Desk, item: str, sentence: int | None, exact: str | None) -> Span | None:
    """The words of the report that are meant.

    Raises:
        BadInput: the item is no report, or has no such sentence or words.
    """
    from infostreamer.model import BadInput, Span

    if sentence is None and not exact:
        return None
    kind, _, key = item.partition(":")
    if kind != "report":
        raise BadInput("--sentence and --on need a report: report:ID.")
    report = desk.report(key)
    if exact:
        start = report.text.find(exact)
        if start < 0:
            raise BadInput("Those words do not stand in that report, letter by letter.")
        return Span(report.id, start, start + len(exact))
    assert sentence is not None
    if sentence > len(report.sentences):
        raise BadInput(f"That report has sentences 1 to {len(report.sentences)}.")
    return Span(report.id, *report.sentences[sentence - 1])


def _told(note: Note) -> list[str]:
    about = f" “{note.selectors.exact}”" if note.selectors else (f" “{note.line}”" if note.line else "")
    state = "" if note.state == "open" else f", {note.state}"
    head = f"{note.id[:8]}  {note.at:%Y-%m-%d %H:%M}  {note.by}, {note.kind}, {note.visibility}{state}"
    return [f"{head}, on {note.item}{about}", f"    {note.body}"]
