"""The `timeline` and `figures` commands: what all stories tell of times and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from infostreamer.cli.context import open_desk, output_options, plain, say, show_rows

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.model import FigureSeries, Moment, Report, Span


class Cited:
    """Marks of citations for a terminal: outlet, report and characters, as in "[Corran 1a2b3c4d:120-260]"."""

    def __init__(self, reports: Mapping[str, Report]) -> None:
        self._reports = reports

    def mark(self, citations: Iterable[Span]) -> str:
        """All of them in one pair of brackets."""
        return f"[{'; '.join(self._place(span) for span in citations)}]"

    def outlet(self, span: Span) -> str:
        """Who published it."""
        report = self._reports.get(span.report_id)
        return (report.outlet or report.host or report.address) if report else "?"

    def _place(self, span: Span) -> str:
        return f"{self.outlet(span)} {span.report_id[:8]}:{span.start}-{span.end}"


def moment_line(moment: Moment, cited: Cited) -> str:
    """ "2026-11-09    Police detained … [outlet report:from-to]"; what is not known to have happened says so."""
    status = "" if moment.status == "happened" else f"({moment.status}) "
    return f"{moment.when or 'undated':12}  {status}{moment.line.text} {cited.mark(moment.line.citations)}"


def figure_lines(series: FigureSeries, cited: Cited) -> list[str]:
    """What is counted, then each outlet's version in the words given."""
    from infostreamer.model import named_speaker

    lines = [f"{series.of}{'  (versions differ)' if series.is_differing else ''}"]
    for one in series.versions:
        when = f"{one.published:%Y-%m-%d}" if one.published else "undated"
        speaker = named_speaker(one)
        says = f", according to {speaker}" if speaker else ""
        past = ", since replaced" if one.is_superseded else ""
        lines.append(f"  {when:10}  “{one.words}”{says}{past} {cited.mark([one.citation])}")
    return lines


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """An ISO day; empty where none was given."""
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day such as 2026-11-01.") from None


@click.command("timeline")
@click.argument("query", nargs=-1)
@click.option("--outlet", help="Only what this outlet tells.")
@click.option("--status", type=click.Choice(["happened", "alleged", "planned", "all"]), help="Default: not the plans.")
@click.option("--since", metavar="DAY", callback=_day, help="Only what reaches to this day or later.")
@click.option("--until", metavar="DAY", callback=_day, help="Only what begins on this day or earlier.")
@click.option("--limit", default=60, show_default=True, type=click.IntRange(1, 100_000))
@output_options
@click.pass_context
def timeline_command(
    ctx: click.Context,
    query: tuple[str, ...],
    outlet: str | None,
    status: str | None,
    since: str,
    until: str,
    limit: int,
    as_json: bool,
    as_jsonl: bool,
) -> None:
    """What happened by all stories, or by those that match QUERY: newest day first, the undated last."""
    from infostreamer.desk.chronicle import Asked, ordered, wanted

    asked = Asked(outlet=outlet or "", status=status or "", since=since, until=until)
    with open_desk(ctx) as desk:
        _say_bound(desk, query)
        told = [one for each in desk.told(_ids(desk, query)) for one in each.moments if wanted(one, asked)]
        dated, undated = ordered(told, is_newest_first=True)
        shown = [*dated, *undated][:limit]
        cited = Cited(desk.reports(sorted({s.report_id for one in shown for s in one.moment.line.citations})))
    rows = [{"story": one.story_id, **plain(one.moment)} for one in shown]
    text = [moment_line(one.moment, cited) for one in shown] or ["Nothing matches."]
    show_rows("timeline", rows, as_json=as_json, as_jsonl=as_jsonl, text=text)


def _say_bound(desk: Desk, query: tuple[str, ...]) -> None:
    if not query and (newest := desk.told_newest()):
        say(f"Of the newest {newest} stories; a QUERY tells of older ones.")


@click.command("figures")
@click.argument("query", nargs=-1)
@click.option("--outlet", help="Only figures that this outlet gives.")
@click.option("--differing", is_flag=True, help="Only where versions differ.")
@click.option("--limit", default=60, show_default=True, type=click.IntRange(1, 100_000))
@output_options
@click.pass_context
def figures_command(
    ctx: click.Context,
    query: tuple[str, ...],
    outlet: str | None,
    differing: bool,
    limit: int,
    as_json: bool,
    as_jsonl: bool,
) -> None:
    """Figures of all stories, or of those that match QUERY: every outlet's version, the last reported first."""
    with open_desk(ctx) as desk:
        _say_bound(desk, query)
        found = [
            one
            for one in desk.figures(_ids(desk, query))
            if (not differing or one.series.is_differing)
            and (not outlet or any(version.outlet == outlet for version in one.series.versions))
        ][:limit]
        cited = Cited(desk.reports(sorted({version.report_id for one in found for version in one.series.versions})))
    rows = [{"story": one.story_id, **plain(one.series)} for one in found]
    text = [line for one in found for line in figure_lines(one.series, cited)] or ["Nothing matches."]
    show_rows("figures", rows, as_json=as_json, as_jsonl=as_jsonl, text=text)


def _ids(desk: Desk, query: tuple[str, ...]) -> tuple[str, ...] | None:
    from infostreamer.cli.searching import typed_query

    words = typed_query(query)
    return desk.matching_ids(words).story_ids if words.strip() else None
