"""The `stories` command: list, show, and what people decide about them."""

from __future__ import annotations

from typing import Any

import click

from infostreamer.cli.context import ShownByName, open_desk, output_options, plain, say, show_json, show_rows
from infostreamer.cli.deciding import carry_out, decision_options
from infostreamer.cli.terminal import echo, one_line


@click.group("stories", cls=ShownByName, invoke_without_command=True, subcommand_metavar="[STORY | COMMAND …]")
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1, 10_000))
@output_options
@click.pass_context
def stories_command(ctx: click.Context, limit: int, as_json: bool, as_jsonl: bool) -> None:
    """List the stories, newest first; show the one with this id (8 digits are enough); or put them right.

    STORY and REPORT are ids, 8 digits of them, or addresses of their pages.
    """
    from infostreamer.cli.text import day_of, origin_sentence
    from infostreamer.deliver import story_to_json

    if ctx.invoked_subcommand:
        return
    with open_desk(ctx) as desk:
        listed = desk.stories(limit=limit)
    lines = [f"{one.id[:8]}  {day_of(one.last_at)}  {one.headline.text}  ({origin_sentence(one)})" for one in listed]
    rows = [story_to_json(one) for one in listed]
    show_rows("stories", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["No stories yet."])


@stories_command.command("show")
@click.argument("story")
@output_options
@click.pass_context
def stories_show(ctx: click.Context, story: str, as_json: bool, as_jsonl: bool) -> None:
    """Show one story, as `stories STORY` does."""
    from infostreamer.cli.text import story_text
    from infostreamer.deliver import story_to_json

    given = ctx.parent.params if ctx.parent else {}
    with open_desk(ctx) as desk:
        found = desk.story(story)
        if as_json or as_jsonl or given.get("as_json") or given.get("as_jsonl"):
            return show_json({"schema": "infostreamer/story/1", **story_to_json(found)})
        echo("\n".join(map(one_line, story_text(found, desk.reports(found.report_ids)))))


@stories_command.command("merge")
@click.argument("story")
@click.argument("other")
@decision_options
@click.pass_context
def stories_merge(ctx: click.Context, /, story: str, other: str, **how: Any) -> None:
    """Make one story of two."""
    with open_desk(ctx) as desk:
        carry_out(desk, desk.would_merge(story, other), **how)


@stories_command.command("move")
@click.argument("report")
@click.argument("story")
@decision_options
@click.pass_context
def stories_move(ctx: click.Context, /, report: str, story: str, **how: Any) -> None:
    """Take a REPORT out of its story and into another STORY."""
    with open_desk(ctx) as desk:
        carry_out(desk, desk.would_move(report, story), **how)


@stories_command.command("split")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT…")
@decision_options
@click.pass_context
def stories_split(ctx: click.Context, /, reports: tuple[str, ...], **how: Any) -> None:
    """Split reports of one story off as their own."""
    with open_desk(ctx) as desk:
        carry_out(desk, desk.would_split(reports), **how)


@stories_command.command("keep-apart")
@click.argument("one")
@click.argument("other")
@decision_options
@click.pass_context
def stories_keep_apart(ctx: click.Context, /, one: str, other: str, **how: Any) -> None:
    """Never let two stories or reports meet in one."""
    with open_desk(ctx) as desk:
        carry_out(desk, desk.would_keep_apart(one, other), **how)


@stories_command.command("judgements")
@output_options
@click.pass_context
def stories_judgements(ctx: click.Context, as_json: bool, as_jsonl: bool) -> None:
    """List what people decided, undone ones too."""
    from infostreamer.cli.text import day_of

    with open_desk(ctx) as desk:
        judged = desk.judgements()
    rows = [{**plain(one.judgement), "words": one.words, "stories": list(one.story_ids)} for one in judged]
    lines = []
    for one in judged:
        made, undone = one.judgement, one.judgement.undone_at
        ending = f"  (undone {day_of(undone)} by {made.undone_by})" if undone else ""
        note = f"  “{made.note}”" if made.note else ""
        lines.append(f"{made.id[:8]}  {day_of(made.made_at)}  {made.by}: {one.words}{note}{ending}")
    show_rows("judgements", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["Nothing was decided yet."])


@stories_command.command("undo")
@click.argument("judgement")
@click.option("--by", metavar="NAME", help="Who takes it back.")
@click.pass_context
def stories_undo(ctx: click.Context, judgement: str, by: str | None) -> None:
    """Take a judgement back.

    JUDGEMENT is its id, or 8 digits of it; the list keeps it as undone.
    """
    with open_desk(ctx) as desk:
        undone = desk.undo(judgement, by=by)
    say(f"Undone: {undone.kind} of {len(undone.items)} items.")
