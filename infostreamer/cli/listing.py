"""Commands that read: reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import open_desk, output_options, plain, show_json, show_rows
from infostreamer.cli.terminal import echo, one_line

if TYPE_CHECKING:
    from infostreamer.desk import Desk
    from infostreamer.model import Report


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
