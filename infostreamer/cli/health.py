"""The `health` command: one look at a running desk, for people and for monitors."""

from __future__ import annotations

import click

from infostreamer.cli.context import open_desk, output_options, plain, settings_of, show_rows

_ENDINGS = {"ok": 0, "warn": 3, "bad": 1}


@click.command("health")
@output_options
@click.pass_context
def health_command(ctx: click.Context, as_json: bool, as_jsonl: bool) -> None:
    """Is the desk well: stages with what waits and since when, sources that need somebody, sends, backups, room.

    Exit 0 when all is well, 3 when somebody should look, 1 when something stands still or no desk is there; 75 when the
    database does not answer. It changes nothing and may be asked every minute.
    """
    from infostreamer.desk.copying import refuse_without_desk
    from infostreamer.desk.health import examine_health, worst

    refuse_without_desk(settings_of(ctx))
    with open_desk(ctx) as desk:
        findings = examine_health(desk)
    rows = [plain(one) for one in findings]
    lines = [f"{one.state:5} {one.part}: {one.text}" for one in findings]
    show_rows("health", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines)
    ctx.exit(_ENDINGS[worst(findings)])
