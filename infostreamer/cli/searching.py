"""Commands that ask with a query: search, searches, and what a dossier gathers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import ShownByName, open_desk, output_options, plain, say, show_json, show_rows
from infostreamer.cli.terminal import echo, one_line

if TYPE_CHECKING:
    from infostreamer.desk import Desk, Preview, SearchHit
    from infostreamer.model import Story

_AS_TYPED = {"ignore_unknown_options": True}


@click.command("search", context_settings=_AS_TYPED)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--newest", is_flag=True, help="The newest first, not the best.")
@click.option("--stories", is_flag=True, help="The stories that match, not their reports.")
@output_options
@click.pass_context
def search_command(
    ctx: click.Context,
    query: tuple[str, ...],
    limit: int,
    newest: bool,
    stories: bool,
    as_json: bool,
    as_jsonl: bool,
) -> None:
    """Search the reports: words, "a phrase", -without, this OR that, (groups), and fields such as source: who: date:.

    docs/reference/query.md lists the fields.
    """
    typed = typed_query(query)
    with open_desk(ctx) as desk:
        if stories:
            return _show_stories(desk, typed, limit, as_json=as_json, as_jsonl=as_jsonl)
        page = desk.search(typed, limit=limit, order="newest" if newest else "best")
    say(_counted(page.total, "report", is_bounded=page.is_bounded))
    rows = [_hit_row(hit) for hit in page.hits]
    lines = [line for hit in page.hits for line in _hit_lines(hit)]
    show_rows("hits", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines)


def _show_stories(desk: Desk, query: str, limit: int, *, as_json: bool, as_jsonl: bool) -> None:
    from infostreamer.deliver import story_to_json

    found = desk.matching(query, limit=limit)
    say(_counted(found.total, "story", "stories", is_bounded=found.is_bounded))
    rows = [story_to_json(story) for story in found.stories]
    show_rows("stories", rows, as_json=as_json, as_jsonl=as_jsonl, text=[_story_line(one) for one in found.stories])


def _hit_row(hit: SearchHit) -> dict[str, Any]:
    report = hit.report
    return {
        "report": report.id,
        "story": hit.story_id,
        "title": report.title,
        "outlet": report.outlet or report.host,
        "address": report.canonical,
        "spans": [[span.start, span.end] for span in hit.spans],
    }


def _hit_lines(hit: SearchHit) -> list[str]:
    """The report, and the first sentence in which what was asked for stands."""
    from infostreamer.cli.text import day_of

    report = hit.report
    when = day_of(report.published.at if report.published else None)
    head = f"{report.id[:8]}  {when:16}  {report.outlet or report.host or '?':24.24}  {report.title or report.address}"
    in_body = [span for span in hit.spans if span.start >= report.body_start]
    at = next((one for one in report.sentences if in_body and one[0] <= in_body[0].start < one[1]), None)
    return [head, f"          {report.text[slice(*at)]:.160}"] if at else [head]


def _story_line(story: Story) -> str:
    from infostreamer.cli.text import day_of, origin_sentence

    return f"{story.id[:8]}  {day_of(story.last_at)}  {story.headline.text}  ({origin_sentence(story)})"


@click.group("searches", cls=ShownByName, invoke_without_command=True, subcommand_metavar="[NAME | COMMAND …]")
@output_options
@click.pass_context
def searches_command(ctx: click.Context, as_json: bool, as_jsonl: bool) -> None:
    """List the saved searches; show the stories that one finds; save, change or remove one."""
    if ctx.invoked_subcommand:
        return
    with open_desk(ctx) as desk:
        saved = desk.searches()
    lines = [f"{one.name:30}  {one.title}  {one.query if one.query != one.title else ''}".rstrip() for one in saved]
    rows = [plain(one) for one in saved]
    show_rows("searches", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["No saved searches yet."])


@searches_command.command("show")
@click.argument("name")
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1, 1000))
@output_options
@click.pass_context
def searches_show(ctx: click.Context, name: str, limit: int, as_json: bool, as_jsonl: bool) -> None:
    """Show the stories that a saved search finds, as `searches NAME` does."""
    given = ctx.parent.params if ctx.parent else {}
    wants_json, wants_lines = as_json or given.get("as_json", False), as_jsonl or given.get("as_jsonl", False)
    with open_desk(ctx) as desk:
        saved = desk.saved(name)
        _show_stories(desk, saved.query, limit, as_json=wants_json, as_jsonl=wants_lines)


@searches_command.command("add", context_settings=_AS_TYPED)
@click.argument("query", nargs=-1, required=True)
@click.option("--title", default="", help="What it is called; default: the query.")
@click.pass_context
def searches_add(ctx: click.Context, query: tuple[str, ...], title: str) -> None:
    """Save a search. Its address is /q/ and its name."""
    with open_desk(ctx) as desk:
        saved = desk.save_search(title, typed_query(query))
        total = desk.matching_ids(saved.query)
    found = _counted(len(total.story_ids), "story", "stories", is_bounded=total.is_bounded)
    say(f"Saved {saved.name}: {found} now.")


@searches_command.command("change")
@click.argument("name")
@click.option("--title", help="Another title; the name and the address stay.")
@click.option("--query", help="Another query.")
@click.pass_context
def searches_change(ctx: click.Context, name: str, title: str | None, query: str | None) -> None:
    """Give a saved search another title or query."""
    if title is None and query is None:
        raise click.UsageError("Name what to change: --title or --query.")
    with open_desk(ctx) as desk:
        saved = desk.change_search(name, title=title, query=query)
    say(f"{saved.name}: {saved.title}  {saved.query}")


@searches_command.command("remove")
@click.argument("name")
@click.pass_context
def searches_remove(ctx: click.Context, name: str) -> None:
    """Forget a saved search; nothing that it found goes."""
    with open_desk(ctx) as desk:
        saved = desk.remove_search(name)
    say(f"Forgot {saved.title}.")


@click.command("preview", context_settings=_AS_TYPED)
@click.argument("question", nargs=-1, required=True)
@output_options
@click.pass_context
def preview_command(ctx: click.Context, question: tuple[str, ...], as_json: bool, as_jsonl: bool) -> None:
    """Say what a dossier with this question would gather, and why; make nothing."""
    with open_desk(ctx) as desk:
        preview = desk.would_gather(typed_query(question))
        if as_json or as_jsonl:
            return show_json({"schema": "infostreamer/preview/1", **plain(preview)})
        for line in _preview_lines(desk, preview):
            echo(one_line(line))


@click.command("scope", context_settings=_AS_TYPED)
@click.argument("slug")
@click.argument("question", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Only say what would join and leave.")
@click.pass_context
def scope_command(ctx: click.Context, slug: str, question: tuple[str, ...], dry_run: bool) -> None:
    """Give a dossier another question; say which stories join and leave."""
    typed = typed_query(question)
    with open_desk(ctx) as desk:
        change = desk.would_scope(slug, typed)
        say(f"Stories with {change.preview.words}.")
        stays = f"{_counted(change.stays, 'story', 'stories')} {'stays' if change.stays == 1 else 'stay'}"
        joins = f"{change.joins_total} {'joins' if change.joins_total == 1 else 'join'}"
        say(f"{stays}, {joins}, {change.leaves_total} {'leaves' if change.leaves_total == 1 else 'leave'}.")
        for sign, stories in (("+", change.joins), ("-", change.leaves)):
            for story in stories:
                echo(one_line(f"{sign} {_story_line(story)}"))
        if dry_run:
            return say("Nothing was changed.")
        desk.change_dossier(slug, question=typed)
    say("Done. The dossier gathers this from now on.")


def _preview_lines(desk: Desk, preview: Preview) -> list[str]:
    spans = [span for one in preview.newest for why in one.why for span in why.spans]
    reports = desk.reports([span.report_id for span in spans])
    lines = [
        f"Stories with {preview.words}: {_counted(preview.total, 'story', 'stories', is_bounded=preview.is_bounded)}"
    ]
    for one in preview.newest:
        lines.append(_story_line(one.story))
        for why in one.why:
            report = reports.get(why.spans[0].report_id)
            words = report.text[why.spans[0].start : why.spans[0].end] if report else ""
            lines.append(f"          {why.asked}  {why.found}: “{words:.100}”")
    return lines


def _counted(total: int, one: str, many: str | None = None, *, is_bounded: bool = False) -> str:
    return f"{'at least ' if is_bounded else ''}{total} {one if total == 1 else many or one + 's'}"


def typed_query(words: tuple[str, ...]) -> str:
    """The query as it was typed: among several words, one with a space in it was a phrase before the shell read it.

    The value of a field keeps its field outside the quotation marks: who:"Vera Samin".
    """
    if len(words) == 1:
        return words[0]
    return " ".join(_quoted(word) if " " in word and not set(word) & set('"()') else word for word in words)


def _quoted(word: str) -> str:
    from infostreamer.text.query_fields import FIELDS

    minus = "-" if word.startswith("-") else ""
    name, colon, value = word.removeprefix("-").partition(":")
    return f'{minus}{name}:"{value}"' if colon and name.lower() in FIELDS else f'{minus}"{word.removeprefix("-")}"'
