"""Commands that read: reports, dossiers, who, search, brief."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import open_desk, output_options, plain, say, show_json, show_rows
from infostreamer.cli.deciding import carry_out
from infostreamer.cli.terminal import echo, one_line

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.model import Change, Report, Story


@click.command("reports")
@click.argument("report", required=False)
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1, 10_000))
@output_options
@click.pass_context
def reports_command(ctx: click.Context, report: str | None, limit: int, as_json: bool, as_jsonl: bool) -> None:
    """List the reports in order of arrival, newest first, or show one with everything found in it."""
    with open_desk(ctx) as desk:
        if report is not None:
            return _show_report(desk, report, as_json or as_jsonl)
        listed = desk.newest_reports(limit=limit)
    lines = [_report_line(one) for one in listed]
    rows = [plain(one) for one in listed]
    show_rows("reports", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["No reports yet."])


def _report_line(report: Report) -> str:
    from infostreamer.cli.text import day_of

    when = day_of(report.published.at if report.published else None)
    return f"{report.id[:8]}  {when:16}  {report.outlet or report.host or '?':24.24}  {report.title or report.address}"


def _show_report(desk: Desk, key: str, as_json: bool) -> None:
    from infostreamer.deliver import report_to_json

    report = desk.report(key)
    found = desk.findings([report.id]).get(report.id, ())
    if as_json:
        return show_json({"schema": "infostreamer/report/1", **report_to_json(report, found, who=_Same())})
    echo(f"{one_line(_report_line(report))}\n{one_line(report.canonical)}\n\n{report.text}\n")
    for finding in found:
        echo(f"{finding.kind:10} {finding.confidence:.2f}  {finding.words(report.text)!r}  {_payload(finding)}")


class _Same(dict[str, str]):
    """Maps every mention key to itself: outside a story there is no who's who."""

    def get(self, key: str, default: Any = None) -> Any:
        return key


def _payload(finding: Any) -> str:
    fields = {name: value for name, value in plain(finding.payload).items() if value is not None}
    return " ".join(
        f"{name}={value}" for name, value in fields.items() if not name.endswith(("who", "span", "trigger"))
    )


@click.command("dossiers")
@click.argument("slug", required=False)
@click.option("--add", "title", metavar="TITLE", help="Make a dossier with this title; needs --question.")
@click.option("--question", help="What it gathers, e.g. 'extradition OR \"state television\" -football'.")
@click.option("--remove", is_flag=True, help="Forget the dossier; its stories stay.")
@output_options
@click.pass_context
def dossiers_command(
    ctx: click.Context,
    slug: str | None,
    title: str | None,
    question: str | None,
    remove: bool,
    as_json: bool,
    as_jsonl: bool,
) -> None:
    """List the dossiers, show one, make one or forget one."""
    with open_desk(ctx) as desk:
        if title:
            if not question:
                raise click.UsageError("A dossier needs --question: what should it gather?")
            made = desk.add_dossier(title, question)
            say(f"Made dossier {made.slug} with {len(made.story_ids)} stories.")
        elif slug and remove:
            desk.remove_dossier(slug)
            say(f"Forgot dossier {slug}.")
        elif slug:
            _show_dossier(desk, slug, as_json or as_jsonl)
        else:
            rows = [plain(one) for one in desk.dossiers()]
            lines = [f"{row['slug']:30}  {len(row['story_ids']):4} stories  {row['question']}" for row in rows]
            show_rows("dossiers", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["No dossiers yet."])


def _show_dossier(desk: Desk, slug: str, as_json: bool) -> None:
    dossier = desk.dossier(slug)
    if as_json:
        return show_json({"schema": "infostreamer/dossier/1", **plain(dossier)})
    echo(f"{one_line(dossier.title)}\nquestion: {one_line(dossier.question)}\n")
    for line in dossier.abstract:
        echo(f"  {line.text}")
    echo("\nTimeline")
    for moment in dossier.timeline:
        echo(f"  {moment.when or 'undated':12}  {moment.line.text}")
    echo("\nStories")
    for story_id in dossier.story_ids:
        echo(f"  {story_id[:8]}  {desk.story(story_id).headline.text}")


@click.command("who")
@click.argument("name", required=False, default="")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--same", nargs=2, metavar="ID ID", help="Say that these two entries are one; `stories undo` undoes it.")
@output_options
@click.pass_context
def who_command(
    ctx: click.Context, name: str, limit: int, same: tuple[str, str] | None, as_json: bool, as_jsonl: bool
) -> None:
    """People, organisations and places in the stories; NAME narrows the list."""
    with open_desk(ctx) as desk:
        if same:
            return carry_out(desk, desk.would_be_same(*same))
        found = desk.find_who(name, limit=limit)
    rows = [{**plain(who), "stories": count} for who, count in found]
    lines = [
        f"{row['id'][:8]}  {row['kind']:13} {row['stories']:3}  {row['name']}  {'; '.join(row['roles'])}"
        for row in rows
    ]
    show_rows("who", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["Nobody found."])


@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@output_options
@click.pass_context
def search_command(ctx: click.Context, query: tuple[str, ...], limit: int, as_json: bool, as_jsonl: bool) -> None:
    """Search the reports: words, "a phrase", -without, this OR that."""
    with open_desk(ctx) as desk:
        page = desk.search(_typed(query), limit=limit)
    rows = [
        {"report": hit.report.id, "story": hit.story_id, "title": hit.report.title, "address": hit.report.canonical}
        for hit in page.hits
    ]
    lines = [_report_line(hit.report) for hit in page.hits]
    say(f"{page.total} report{'s' if page.total != 1 else ''}")
    show_rows("hits", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines)


def _typed(words: tuple[str, ...]) -> str:
    """The query as it was typed: among several words, one with a space in it was a phrase before the shell read it."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


@click.command("brief")
@click.option("--since", default="last", show_default=True, metavar="last|24h|DATE", help="New since when.")
@click.option("--keep", is_flag=True, help="Do not move the mark of what was seen.")
@click.option("--exit-code", is_flag=True, help="Exit 4 when nothing is new.")
@output_options
@click.pass_context
def brief_command(ctx: click.Context, since: str, keep: bool, exit_code: bool, as_json: bool, as_jsonl: bool) -> None:
    """What is new since you last looked, story by story, each line with its outlet."""
    with open_desk(ctx) as desk:
        position = desk.position()
        changes = _new_changes(desk, since)
        stories = _changed_stories(desk, changes)
        reports = desk.reports([member.report_id for story, _ in stories for member in story.members])
        if since == "last" and not keep:
            desk.mark_seen(position)
    rows = [_brief_row(story, news) for story, news in stories]
    lines = [line for story, news in stories for line in _brief_text(story, news, reports)]
    show_rows("brief", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["Nothing new."])
    ctx.exit(4 if exit_code and not stories else 0)


def _new_changes(desk: Desk, since: str) -> list[Change]:
    if since == "last":
        return _all_changes(desk, desk.seen_position())
    wanted = _moment(since, desk.now())
    return [change for change in _all_changes(desk, 0) if change.at is not None and change.at >= wanted]


def _all_changes(desk: Desk, position: int) -> list[Change]:
    found: list[Change] = []
    while batch := desk.changes(position, limit=1000, nouns=["story"]):
        found += batch
        position = batch[-1].position or position + 1
    return found


def _moment(since: str, now: datetime) -> datetime:
    from infostreamer.text.dates import parse_moment

    units = {"h": "hours", "d": "days", "w": "weeks"}
    if since[:-1].isdigit() and since[-1:] in units:
        return now - timedelta(**{units[since[-1]]: int(since[:-1])})
    moment = parse_moment(since)
    if moment is None:
        raise click.BadParameter(f"--since takes last, a span such as 24h or 7d, or a date; not {since!r}.")
    return moment[0].astimezone(UTC)


def _changed_stories(desk: Desk, changes: Sequence[Change]) -> list[tuple[Story, list[Change]]]:
    from infostreamer.model import NotFound

    by_story: dict[str, list[Change]] = {}
    for change in changes:
        by_story.setdefault(change.id, []).append(change)
    found: list[tuple[Story, list[Change]]] = []
    for story_id, news in by_story.items():
        try:
            found.append((desk.story(story_id), news))
        except NotFound:  # it was merged into another since
            continue
    return sorted(found, key=lambda row: (-row[0].changed_seq, row[0].id))


def _brief_row(story: Story, news: Sequence[Change]) -> dict[str, Any]:
    from infostreamer.deliver import story_to_json

    return {
        **story_to_json(story),
        "news": [
            {
                "what": change.what,
                "text": change.text,
                "position": change.position,
                "citations": [{"report": s.report_id, "start": s.start, "end": s.end} for s in change.citations],
            }
            for change in news
            if change.text
        ],
    }


def _brief_text(story: Story, news: Sequence[Change], reports: dict[str, Report]) -> list[str]:
    from infostreamer.cli.text import origin_sentence, outlet_of

    out = [story.headline.text, f"  {origin_sentence(story)} · {story.id[:8]}"]
    for line in story.abstract:
        report = reports.get(line.citations[0].report_id)
        outlet = outlet_of(report) if report else "?"
        out.append(f"  {line.text}  ({outlet})")
    said = list(
        dict.fromkeys(
            change.text for change in sorted(news, key=_weight) if change.text and change.text != story.headline.text
        )
    )
    out += [f"  + {text}" for text in said[:_MOST_NEWS]]
    if len(said) > _MOST_NEWS:
        out.append(f"    and {len(said) - _MOST_NEWS} more: infostreamer stories {story.id[:8]}")
    return [*out, ""]


_MOST_NEWS = 8
_NEWS_ORDER = (
    "report-withdrawn",
    "correction",
    "new-denial",
    "figure-changed",
    "report-edited",
    "new-origin",
    "new-event",
    "new-figure",
    "new-report",
)


def _weight(change: Change) -> tuple[int, int]:
    """What an editor wants to hear first, newest first within a kind."""
    rank = _NEWS_ORDER.index(change.what) if change.what in _NEWS_ORDER else len(_NEWS_ORDER)
    return rank, -(change.position or 0)
