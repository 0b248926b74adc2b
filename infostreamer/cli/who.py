"""The `who` command: who is who, one entry with what is told of it, and what an editor decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from infostreamer.cli.context import open_desk, output_options, plain, show_json, show_rows
from infostreamer.cli.deciding import carry_out, decision_options
from infostreamer.cli.terminal import echo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infostreamer.cli.telling import Cited
    from infostreamer.desk import Decision, Desk, WhoPage
    from infostreamer.desk.views import Told
    from infostreamer.model import Held

KINDS = ("person", "organisation", "place", "nationality", "other")
_SHOWN = 12  # of each part of one entry


@click.command("who")
@click.argument("name", required=False, default="")
@click.option("--kind", type=click.Choice(KINDS), help="Only entries of this kind.")
@click.option("--newest", "is_newest", is_flag=True, help="Who was named last first; default: in most stories first.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--show", "shown", metavar="ID", help="One entry: roles, words by and about it, events, who is near.")
@click.option("--same", nargs=2, metavar="ID ID", help="Decide that these two entries are one.")
@click.option(
    "--apart", nargs=2, metavar="ID NAME", help="Decide that the other entry, or form of the name, is not it."
)
@click.option("--another", nargs=2, metavar="ID STORY", help="Decide that in this story the name means somebody else.")
@click.option("--rename", nargs=2, metavar="ID NAME", help="Show this name; what reports say stays an alias.")
@click.option("--no-link", metavar="ID", help="Never take a surname alone for this person.")
@decision_options
@output_options
@click.pass_context
def who_command(
    ctx: click.Context,
    name: str,
    kind: str | None,
    is_newest: bool,
    limit: int,
    shown: str | None,
    same: tuple[str, str] | None,
    apart: tuple[str, str] | None,
    another: tuple[str, str] | None,
    rename: tuple[str, str] | None,
    no_link: str | None,
    note: str | None,
    by: str | None,
    dry_run: bool,
    as_json: bool,
    as_jsonl: bool,
) -> None:
    """People, organisations and places in the stories; NAME narrows the list. `stories undo` takes a decision back."""
    asked = {"same": same, "apart": apart, "another": another, "rename": rename, "no-link": no_link}
    chosen = {option: value for option, value in asked.items() if value}
    if len(chosen) + bool(shown) > 1:
        raise click.UsageError("Decide one thing at a time.")
    with open_desk(ctx) as desk:
        for option, value in chosen.items():
            items = (value,) if isinstance(value, str) else value
            return carry_out(desk, _decision(desk, option, items), note=note, by=by, dry_run=dry_run)
        if shown:
            return _show(desk, shown, as_json or as_jsonl)
        found = desk.find_who(name, kind=kind or "", is_newest=is_newest, limit=limit)
    rows = [{**plain(who), "stories": count} for who, count in found]
    lines = [
        f"{who.id[:16]}  {who.kind:13} {count:3}  {who.name}  {'; '.join(held.role for held in who.held)}"
        for who, count in found
    ]
    show_rows("who", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["Nobody found."])


def _decision(desk: Desk, option: str, items: Sequence[str]) -> Decision:
    if option == "same":
        return desk.would_be_same(*items)
    if option == "apart":
        return desk.would_be_distinct(*items)
    if option == "rename":
        return desk.would_rename(*items)
    return desk.would_be_another(items[0], items[1:]) if option == "another" else desk.would_not_link(items[0])


def _show(desk: Desk, who_id: str, as_json: bool) -> None:
    from infostreamer.cli.telling import Cited
    from infostreamer.desk.identifying import key_in

    found = desk.who(key_in(who_id))
    told = (*found.by, *found.about, *found.events)
    spans = [span for held in found.who.held for span in held.citations]
    near = [one.sentence.report_id for one in found.beside if one.sentence]
    ids = {one.report.id for one in told} | {span.report_id for span in spans} | set(near)
    cited = Cited(desk.reports(sorted(ids)))
    if as_json:
        return show_json({"schema": "infostreamer/who-cli/1", **_as_json(found)})
    echo("\n".join(_lines(found, cited)))


def _as_json(found: WhoPage) -> dict[str, object]:
    parts = {"said": found.by, "about": found.about, "events": found.events}
    return {
        "who": plain(found.who),
        "stories": [story.id for story in found.stories],
        **{part: [_told_json(one) for one in rows] for part, rows in parts.items()},
        "beside": [
            {"id": one.who.id, "name": one.who.name, "stories": one.stories, "sentences": one.sentences,
             "sentence": plain(one.sentence) if one.sentence else None}
            for one in found.beside
        ],
    }  # fmt: skip


def _told_json(one: Told) -> dict[str, object]:
    words = one.finding.words(one.report.text)
    return {"story": one.story_id, "outlets": list(one.outlets), "part": one.part or None, "words": words,
            "finding": plain(one.finding)}  # fmt: skip


def _lines(found: WhoPage, cited: Cited) -> list[str]:
    who = found.who
    lines = [f"{who.name}  ({who.kind}; mentions: {who.mentions}, stories: {found.stories_total})"]
    lines += [f"Also written: {', '.join(who.aliases)}"] if who.aliases else []
    lines += _part("Called, by reports", [_role(held, cited) for held in who.held])
    for title, rows in (("Said", found.by), ("What others say", found.about), ("Did and underwent", found.events)):
        lines += _part(title, [_told(one, cited) for one in rows])
    near = [f"{one.stories:4} {one.sentences:4}  {one.who.name}" for one in found.beside]
    return (
        lines
        + _part("Named with (stories, sentences that name both)", near)
        + _part("Stories", [f"{s.id[:8]}  {s.headline.text}" for s in found.stories])
    )


def _part(title: str, rows: Sequence[str]) -> list[str]:
    more = [f"  … {len(rows) - _SHOWN} more; --json has all"] if len(rows) > _SHOWN else []
    return ["", title, *(f"  {row}" for row in rows[:_SHOWN]), *more] if rows else []


def _role(held: Held, cited: Cited) -> str:
    days = dict.fromkeys(f"{at:%Y-%m-%d}" for at in (held.since, held.until) if at)
    return f"{held.role}  ({' to '.join(days) or 'undated'}) {cited.mark(held.citations[:1])}"


def _told(one: Told, cited: Cited) -> str:
    payload = one.finding.payload
    when = getattr(payload, "when", None) or (f"{one.published:%Y-%m-%d}" if one.published else "undated")
    status = getattr(payload, "status", "happened")
    marks = [mark for mark in (one.part, status if status != "happened" else "", getattr(payload, "cue", None)) if mark]
    words = " ".join(one.finding.words(one.report.text).split())
    return f"{when:10}  {f'({chr(44).join(marks)}) ' if marks else ''}{words} {cited.mark(one.finding.spans[:1])}"
