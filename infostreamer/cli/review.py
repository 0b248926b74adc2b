"""The `review` command: what waits for a person, and the decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from infostreamer.cli.context import open_desk, output_options, plain, say, show_rows

if TYPE_CHECKING:
    from infostreamer.desk import Choice, Desk, ReviewItem
    from infostreamer.model import Report

F = TypeVar("F", bound=Callable[..., Any])


def _decision(command: F) -> F:
    command = click.option("--by", metavar="NAME", help="Who decides; the correction log shows it.")(command)
    return click.option("--note", metavar="TEXT", help="Why; the correction log shows it.")(command)


@click.group("review", invoke_without_command=True)
@click.option("--story", metavar="STORY", help="Only this story: its id or 8 digits of it. Every line of it is listed.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@output_options
@click.pass_context
def review_command(ctx: click.Context, story: str | None, limit: int, as_json: bool, as_jsonl: bool) -> None:
    """List the lines that wait for a person, what matters most to a reader first; accept, reject or correct them.

    KEY is what stands before a line in the list; 8 digits are enough.
    """
    if ctx.invoked_subcommand:
        return
    with open_desk(ctx) as desk:
        items = desk.review_items(desk.story(story)) if story else desk.review_queue()
        reports = desk.reports([item.citations[0].report_id for item in items[:limit]])
    rows = [_row(item) for item in items[:limit]]
    text = [line for item in items[:limit] for line in _told(item, reports.get(item.citations[0].report_id))]
    if len(items) > limit:
        text.append(f"… and {len(items) - limit} more; --limit shows them.")
    show_rows("review", rows, as_json=as_json, as_jsonl=as_jsonl, text=text or ["Nothing waits for review."])


@review_command.command("accept")
@click.argument("key")
@_decision
@click.pass_context
def review_accept(ctx: click.Context, /, key: str, **how: Any) -> None:
    """The line is right."""
    _judge(ctx, "accept", key, **how)


@review_command.command("reject")
@click.argument("key")
@_decision
@click.pass_context
def review_reject(ctx: click.Context, /, key: str, **how: Any) -> None:
    """The line is wrong: it shows no more, through every rebuild, until this is undone."""
    _judge(ctx, "reject", key, **how)


@review_command.command("correct")
@click.argument("key")
@click.argument("words")
@click.option("--said-by", "label", metavar="NAME", help="Who says it, where that was wrong.")
@_decision
@click.pass_context
def review_correct(ctx: click.Context, /, key: str, words: str, **how: Any) -> None:
    """Put the line in other words. It still cites its sentence; words that say more become a note instead."""
    _judge(ctx, "correct", key, words=words, **how)


@review_command.command("story")
@click.argument("story")
@_decision
@click.pass_context
def review_story(ctx: click.Context, /, story: str, **how: Any) -> None:
    """You have read the whole story: it says "reviewed by", with name, date and revision."""
    with open_desk(ctx) as desk:
        found = desk.story(story)
        review = desk.mark_reviewed(found.id, **how)
    say(f"“{found.headline.text}”: reviewed by {review.by}, revision {review.revision}.")
    say(f"Done. To take it back: infostreamer stories undo {review.judgement_id[:8]}")


@review_command.command("log")
@click.argument("story")
@output_options
@click.pass_context
def review_log(ctx: click.Context, story: str, as_json: bool, as_jsonl: bool) -> None:
    """The correction log of a story: who, when, what was, what is."""
    with open_desk(ctx) as desk:
        log = desk.corrections(desk.story(story))
    text = [line for one in log for line in (_headed(one), f"    was: {one.was}", f"    is:  {one.now or '–'}")]
    rows = [plain(one) for one in log]
    show_rows("corrections", rows, as_json=as_json, as_jsonl=as_jsonl, text=text or ["Nobody corrected it."])


@review_command.command("accuracy")
@output_options
@click.pass_context
def review_accuracy(ctx: click.Context, as_json: bool, as_jsonl: bool) -> None:
    """How many of the lines that people judged they let stand, per finder."""
    with open_desk(ctx) as desk:
        found = desk.accuracy()
    text = [f"{row.maker:<12} {row.accepted} of {row.judged} accepted" for row in found]
    rows = [plain(row) for row in found]
    show_rows("accuracy", rows, as_json=as_json, as_jsonl=as_jsonl, text=text or ["Nothing was judged yet."])


def _judge(
    ctx: click.Context, choice: Choice, key: str, *, words: str | None = None, label: str | None = None, **how: Any
) -> None:
    with open_desk(ctx) as desk:
        item = _item(desk, key)
        made = desk.judge(choice, item.story_id, item.key, words=words, label=label, **how)
        log = desk.corrections(desk.story(item.story_id))
    entry = next((one for one in log if one.judgement_id == made.id), None)
    if entry is not None and entry.state == "note":
        say("These words say more than the sentence: the line is taken out, and they stand in the log as a note.")
    say(f"Done. To take it back: infostreamer stories undo {made.id[:8]}")


def _item(desk: Desk, key: str) -> ReviewItem:
    """The item under this key: among those that wait, else among all lines of the newest stories.

    Raises:
        BadInput: fewer than 8 digits.
        NotFound: no such line.
    """
    from infostreamer.model import BadInput, NotFound

    if len(key) < 8:
        raise BadInput("Give at least 8 digits of the key; `infostreamer review` lists them.")
    waiting = (item for item in desk.review_queue())
    others = (item for story in desk.stories(limit=1_000) for item in desk.review_items(story))
    found = next((item for items in (waiting, others) for item in items if item.key.startswith(key)), None)
    if found is None:
        raise NotFound(f"No line has the key {key!r}; `infostreamer review` lists them.")
    return found


def _row(item: ReviewItem) -> dict[str, Any]:
    return plain(item)


def _told(item: ReviewItem, report: Report | None) -> list[str]:
    from infostreamer.desk import REASONS

    state = "" if item.state == "open" else f"  [{item.state}]"
    lines = [f"{item.key[:8]}  {item.kind}: {item.text}{state}"]
    lines += [f"    a reader writes: {item.told}"] if item.told else []
    if report is not None:
        first = item.citations[0]
        lines.append(f"    {report.outlet or report.host}: {report.text[first.start : first.end]}")
    return lines + [f"    why: {REASONS[reason][0]}" for reason in item.reasons]


def _headed(one: Any) -> str:
    at = one.at.strftime("%Y-%m-%d %H:%M") if one.at else ""
    return f"{one.judgement_id[:8]}  {at}  {one.by}  {one.kind}, {one.state}"
