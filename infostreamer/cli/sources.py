"""The `sources` command: list, pause, export, and who owns what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import open_desk, output_options, plain, say, show_rows
from infostreamer.cli.deciding import carry_out, decision_options

if TYPE_CHECKING:
    from datetime import datetime

    from infostreamer.desk import Desk
    from infostreamer.model import Source, SourceHealth


@click.group("sources", invoke_without_command=True)
@click.option("--pause", metavar="SOURCE", help="Stop visiting this source (id, address or host).")
@click.option("--resume", metavar="SOURCE", help="Visit it again.")
@click.option("--refresh", metavar="SOURCE", help="Visit it at the next look, however recent the last visit.")
@click.option("--remove", metavar="SOURCE", help="Stop following it; its reports stay.")
@click.option("--export", metavar="FILE", help='Write all sources as OPML; "-" for stdout.')
@output_options
@click.pass_context
def sources_command(
    ctx: click.Context, /, as_json: bool, as_jsonl: bool, export: str | None, **orders: str | None
) -> None:
    """List the sources and how following them goes, or change one."""
    if ctx.invoked_subcommand:
        return
    with open_desk(ctx) as desk:
        if export:
            return _export_sources(desk, export)
        if any(orders.values()):
            return _order(desk, orders)
        now = desk.demo_tick() or desk.now()
        rows = [_row(source, health, count, now) for source, health, count in desk.sources()]
    show_rows("sources", rows, as_json=as_json, as_jsonl=as_jsonl, text=map(_source_line, rows))


def _row(source: Source, health: SourceHealth, reports: int, now: datetime) -> dict[str, Any]:
    from infostreamer.desk.standing import standing_of

    standing = plain(standing_of(source, health, now))
    return {**plain(source), **plain(health), "reports": reports, "standing": standing}


def _source_line(row: dict[str, Any]) -> str:
    standing = row["standing"]
    said = standing["text"] if standing["state"] != "rare" else ""
    trouble = f"  {said}" if said else ""
    name = row["outlet"] or row["title"] or ""
    return f"{standing['state']:8} {row['reports']:5}  {name:28.28}  {row['address']}{trouble}"


def _order(desk: Desk, orders: dict[str, str | None]) -> None:
    if orders["pause"]:
        say(f"Paused {desk.set_paused(orders['pause'], True).address}")
    if orders["resume"]:
        say(f"Resumed {desk.set_paused(orders['resume'], False).address}")
    if orders["refresh"]:
        say(f"Due now: {desk.refresh(orders['refresh']).address}")
    if orders["remove"]:
        say(f"No longer following {desk.remove_source(orders['remove']).address}")


def _export_sources(desk: Desk, target: str) -> None:
    from infostreamer.collect import write_opml
    from infostreamer.model import BadInput

    opml = write_opml([source for source, _, _ in desk.sources()])
    if target == "-":
        click.echo(opml, nl=False)
    else:
        try:
            Path(target).write_bytes(opml)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name is not valid"
            raise BadInput(f"{target} cannot be written ({reason}); give another file.") from error
        say(f"Wrote {target}.")


@sources_command.command("owner")
@click.argument("source")
@click.argument("owner", required=False)
@click.option("--unknown", is_flag=True, help="Take back what was stated.")
@click.pass_context
def sources_owner(ctx: click.Context, source: str, owner: str | None, unknown: bool) -> None:
    """Show or state the OWNER family of a SOURCE (id, address or host). Titles of one owner count as one origin."""
    if owner and unknown:
        raise click.UsageError("Give an owner or --unknown, not both.")
    with open_desk(ctx) as desk:
        changed = desk.set_owner(source, owner) if owner or unknown else desk.source(source)
    say(f"{changed.outlet or changed.address}: {changed.owner or 'owner unknown'}")


@sources_command.command("same-owner")
@click.argument("outlets", nargs=-1, required=True, metavar="OUTLET OUTLET…")
@decision_options
@click.pass_context
def sources_same_owner(ctx: click.Context, /, outlets: tuple[str, ...], **how: Any) -> None:
    """Say that outlets (names or hosts, followed or not) have one owner: they count as one origin."""
    with open_desk(ctx) as desk:
        carry_out(desk, desk.would_share_owner(outlets), **how)
