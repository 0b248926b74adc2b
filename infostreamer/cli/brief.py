"""The `brief` command: what is new since a reader last looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import open_desk, output_options, show_rows

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.model import Change, NewsPage, Reader, Report, StoryNews

_MOST_NEWS = 8  # lines of one story
_PAGE = 200


@click.command("brief")
@click.option("--since", default="last", show_default=True, metavar="last|24h|DATE", help="New since when.")
@click.option("--query", default="", metavar="QUERY", help="Only stories that match it.")
@click.option("--reader", "name", default="", metavar="NAME", help="Whose marks count; the owner's where not given.")
@click.option("--keep", is_flag=True, help="Do not move the mark of what was seen.")
@click.option("--exit-code", is_flag=True, help="Exit 4 when nothing is new.")
@output_options
@click.pass_context
def brief_command(
    ctx: click.Context, since: str, query: str, name: str, keep: bool, exit_code: bool, as_json: bool, as_jsonl: bool
) -> None:
    """What is new since you last looked, story by story, each line with its outlet.

    --since takes last (your own marks), a span such as 24h or 7d, a date or time, or a position of the change log. What
    "last" printed counts as seen, here and in the browser, unless --keep is given.
    """
    from infostreamer.desk.since import parse_since
    from infostreamer.model import BadInput

    reader = _reader(name)
    with open_desk(ctx) as desk:
        try:
            wanted = parse_since(since, desk.now())
        except BadInput as error:
            raise click.BadParameter(str(error), param_hint="--since") from error
        page = _whole(desk, reader, wanted, query)
        reports = desk.reports(_cited(page.items))
        if wanted is None and not keep and page.items:
            desk.caught_up(reader, page.position, query)
    rows = [_row(item) for item in page.items]
    lines = [line for item in page.items for line in _text(item, reports)]
    show_rows("brief", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines or ["Nothing new."])
    ctx.exit(4 if exit_code and not page.items else 0)


def _reader(name: str) -> Reader:
    from infostreamer.model import OWNER, Reader

    return Reader(name=name) if name and name != OWNER.name else OWNER


def _whole(desk: Desk, reader: Reader, since: Any, query: str) -> NewsPage:
    """Every story with news, however many."""
    from dataclasses import replace

    page = desk.news(reader, since=since, query=query, limit=_PAGE)
    for offset in range(_PAGE, page.total, _PAGE):
        more = desk.news(reader, since=since, query=query, limit=_PAGE, offset=offset)
        page = replace(page, items=(*page.items, *more.items))
    return page


def _cited(items: Sequence[StoryNews]) -> list[str]:
    spans = [span for item in items for line in item.story.abstract for span in line.citations[:1]]
    spans += [span for item in items for change in item.changes for span in change.citations]
    return sorted({span.report_id for span in spans})


def _row(item: StoryNews) -> dict[str, Any]:
    from infostreamer.deliver import story_to_json

    return {
        **story_to_json(item.story),
        "state": item.state,
        "words": item.words,
        "position": item.position,
        "news": [
            {
                "what": change.what,
                "text": change.text,
                "position": change.position,
                "citations": [{"report": s.report_id, "start": s.start, "end": s.end} for s in change.citations],
            }
            for change in item.changes
            if change.text
        ],
    }


def _text(item: StoryNews, reports: Mapping[str, Report]) -> list[str]:
    from infostreamer.cli.text import origin_sentence

    story = item.story
    muted = " · muted, but denied, corrected or withdrawn since" if item.is_muted else ""
    out = [story.headline.text, f"  {item.words or 'new story'} · {origin_sentence(story)} · {story.id[:8]}{muted}"]
    out += [f"  {line.text}  ({_outlet(line.citations[0].report_id, reports)})" for line in story.abstract]
    told = [change for change in sorted(item.changes, key=_weight) if _is_line(change, item)]
    out += [f"  + {change.text}{_from(change, reports)}" for change in told[:_MOST_NEWS]]
    if len(told) > _MOST_NEWS:
        out.append(f"    and {len(told) - _MOST_NEWS} more: infostreamer stories {story.id[:8]}")
    return [*out, ""]


def _is_line(change: Change, item: StoryNews) -> bool:
    """Every line cites; of a new story only what is denied, corrected or withdrawn in it, as all else is new too."""
    from infostreamer.desk.pieces import LOUD, is_copy

    shown = [line.text for line in (item.story.headline, *item.story.abstract)]
    is_told = bool(change.text and change.citations) and change.text not in shown
    return is_told and not is_copy(item.story, change) and (item.state != "unseen" or change.what in LOUD)


def _from(change: Change, reports: Mapping[str, Report]) -> str:
    """The outlet, where the sentence does not name it."""
    outlet = _outlet(change.citations[0].report_id, reports)
    return "" if outlet in (change.text or "") else f"  ({outlet})"


def _outlet(report_id: str, reports: Mapping[str, Report]) -> str:
    from infostreamer.cli.text import outlet_of

    return outlet_of(reports[report_id]) if report_id in reports else "?"


def _weight(change: Change) -> tuple[int, int]:
    """What an editor wants to hear first, newest first within a kind."""
    from infostreamer.desk.pieces import ORDER

    return ORDER.index(change.what) if change.what in ORDER else len(ORDER), -(change.position or 0)
